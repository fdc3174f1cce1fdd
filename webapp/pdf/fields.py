"""Signature fields prepared, empty and tagged, before anybody signs: afterwards it is too late for PDF/A and PDF/UA.

Source: ISO 14289-1 (7.18.1 tags, 7.18.3 order, 7.18.4 widgets), ISO 19005-3 (6.3.3 appearances), ISO 32000-1 (12.7.4.5).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pydyf

from webapp.pdf.model import Field

POINTS_PER_PIXEL = 0.75
PRINTED = 4  # annotation flag: shown on paper too, as PDF/A wants
_MARK = "data-field"


def prepare(pages: Any, pdf: Any, wanted: Sequence[Field], boxes: Iterable[tuple[Any, Any]]) -> None:
    """Lay a widget over each box marked `data-field`, and one without size on the last page for each other field.

    `boxes` are the boxes of the document, each with its page.
    """
    if not wanted:
        return
    places = {box.element.get(_MARK): (page, box) for page, box in boxes if _is_marked(box)}
    widgets = []
    for field in wanted:
        page, rectangle = pages.pages[-1], (0.0, 0.0, 0.0, 0.0)
        if field.name in places:
            page, box = places[field.name]
            rectangle = _below_its_text(page, box)
        widgets.append(_widget(pdf, pages.pages.index(page), field, rectangle))
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([each.reference for each in widgets])})
    _write_plainly(pdf)


def _write_plainly(pdf: Any) -> None:
    """Leave the objects out of a compressed stream: whoever checks a signature reads each one again for each revision.

    Eleven pages signed three times are checked in two seconds instead of eighty; the file grows fourfold.
    """
    write = pdf.write

    def plain(output: Any, version: Any, identifier: Any, compress: bool) -> None:
        write(output, version, identifier, compress=False)

    pdf.write = plain


def _is_marked(box: Any) -> bool:
    return box.element is not None and box.element.get(_MARK) is not None


def _below_its_text(page: Any, box: Any) -> tuple[float, float, float, float]:
    """Return the free part of a box, in points from the foot of the page: its words stay readable beside the stamp."""
    top = max([box.position_y, *(child.position_y + child.margin_height() for child in box.children)])
    left, right = box.position_x, box.position_x + box.margin_width()
    bottom = box.position_y + box.margin_height()
    height = page.height
    return tuple(round(each * POINTS_PER_PIXEL, 2) for each in (left, height - bottom, right, height - top))


def _widget(pdf: Any, number: int, field: Field, rectangle: tuple[float, float, float, float]) -> Any:
    page = pdf.page_references[number]
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(field.name),
            "TU": pydyf.String(field.label),
            "Rect": pydyf.Array(rectangle),
            "F": PRINTED,
            "P": page,
        }
    )
    left, bottom, right, top = rectangle
    if right > left:
        widget["AP"] = pydyf.Dictionary({"N": _blank(pdf, right - left, top - bottom)})
    pdf.add_object(widget)
    _annotations(pdf, page).append(widget.reference)
    _tag(pdf, page, widget)
    return widget


def _blank(pdf: Any, width: float, height: float) -> Any:
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, 0, width, height]),
        "Resources": pydyf.Dictionary({}),
    }
    stream = pydyf.Stream(extra=extra)
    pdf.add_object(stream)
    return stream.reference


def _annotations(pdf: Any, page: bytes) -> Any:
    found = pdf.objects[int(page.split()[0])]
    if "Annots" not in found:
        found["Annots"] = pydyf.Array()
    return found["Annots"]


def _tag(pdf: Any, page: bytes, widget: Any) -> None:
    """Put the widget at the end of the reading order, where signatures are.

    `/K` is the object reference itself, not an array: as an array, the first signature reads as altered after the second.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document = root["K"][0]
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "Pg": page,
            "P": document,
            "K": pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page}),
        }
    )
    pdf.add_object(element)
    _object(pdf, document)["K"].append(element.reference)
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    widget["StructParent"] = max(numbers[0::2], default=-1) + 1
    numbers.extend([widget["StructParent"], element.reference])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
