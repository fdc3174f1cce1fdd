"""A link drawn as a square for a telephone to read."""

import segno


def square(link: str) -> str:
    """Draw a link as a QR code: an SVG `data:` URL that the page and the PDF may show."""
    return str(segno.make(link, error="m", micro=False).svg_data_uri(border=4, scale=1, omitsize=True))
