"""The last touch on WeasyPrint's PDF/A-3a: the PDF/UA-1 claim, header scopes, clean attachments.

Source: ISO 19005-3 (6.6.2.3 extension schemas, 6.8 embedded files), ISO 14289-1 (5 identification, 7.5 tables).
"""

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from webapp.pdf.fields import prepare
from webapp.pdf.model import Document

_RDF_END = b"</rdf:RDF>"

# Without its extension schema the pdfuaid claim breaks PDF/A (6.6.2.3.1): a file may use only the properties it describes.
_CLAIM = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_LISTS = ("ul", "ol", "dl")
_NUMBERINGS = {
    "none": "None",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
_SCOPES = {"col": "/Column", "row": "/Row"}


def finisher(document: Document) -> Callable[[Any, Any], None]:
    """Return the function that WeasyPrint calls with its pages and its PDF, just before writing."""

    def finish(pages: Any, pdf: Any) -> None:
        _claim_accessibility(pdf)
        for page in pages.pages:
            for box in _boxes(page._page_box):  # noqa: SLF001 — no public way from a page to its cells
                _write_scope(box)
                _name_link(box)
        _number_lists(pages, pdf)
        _settle_attachments(pdf, document)
        prepare(pages, pdf, document.fields, ((page, box) for page in pages.pages for box in _boxes(page._page_box)))  # noqa: SLF001 — same

    return finish


def _object(pdf: Any, reference: bytes) -> Any:
    """Follow an indirect reference ("12 0 R")."""
    return pdf.objects[int(reference.split()[0])]


def _claim_accessibility(pdf: Any) -> None:
    """Add the claim to the metadata, left uncompressed so that archives can read it without a PDF reader."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(_RDF_END, _CLAIM + _RDF_END)]
    metadata.compress = False


def _write_scope(box: Any) -> None:
    """Say what a header cell heads, beside the ids that WeasyPrint writes."""
    mark = getattr(box, "mark", None)
    if mark is not None and box.element_tag == "th":
        mark["A"]["Scope"] = _SCOPES[box.element.get("scope")]


def _name_link(box: Any) -> None:
    """Describe a link by its words (ISO 14289-1, 7.18.5): WeasyPrint says the anchor's technical name."""
    if box.link_annotation is not None and box.element is not None:
        words = " ".join("".join(box.element.itertext()).split())
        if words:
            box.link_annotation["Contents"] = pydyf.String(words)


def _number_lists(pages: Any, pdf: Any) -> None:
    """Say how each list is numbered (ISO 14289-1, 7.6); WeasyPrint makes its list elements in the order of the boxes."""
    lists = [box for page in pages.pages for box in _boxes(page._page_box) if box.element_tag in _LISTS]  # noqa: SLF001 — same
    tags = [each for each in pdf.objects if isinstance(each, dict) and each.get("S") == "/L"]
    for box, tag in zip(lists, tags, strict=True):
        kind = "None" if box.element_tag == "dl" else _NUMBERINGS.get(str(box.style["list_style_type"]), "Decimal")
        tag["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{kind}"})


def _boxes(box: Any) -> Iterator[Any]:
    """Walk the boxes of a page in the order in which WeasyPrint tags them."""
    box = getattr(box, "_box", box)  # an absolutely placed box hides behind its place
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _settle_attachments(pdf: Any, document: Document) -> None:
    """State each file's own media type, and list it once in /AF (WeasyPrint lists it twice)."""
    filespecs = [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/Filespec"]
    for filespec, attachment in zip(filespecs, document.attachments, strict=True):
        _object(pdf, filespec["EF"]["F"]).extra["Subtype"] = "/" + attachment.mime.replace("/", "#2f")
    if filespecs:
        listed = pdf.catalog["AF"]
        listed[:] = dict.fromkeys(listed)
