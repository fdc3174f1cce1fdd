"""A link drawn as a square for a telephone to read."""


def square(link: str) -> str:
    """Draw a link as a QR code: an SVG `data:` URL that the page and the PDF may show."""
    import segno  # noqa: PLC0415 — slow import: when a first square is drawn, not at each start

    return str(segno.make(link, error="m", micro=False).svg_data_uri(border=4, scale=1, omitsize=True))
