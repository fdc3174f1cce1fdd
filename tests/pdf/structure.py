"""What any PDF of the house must be: PDF/A-3a and PDF/UA-1 at once, read through pyHanko's reader and qpdf.

`assert_conforms(pdf, title=…)` for every test that makes a PDF; the smaller readers serve tests on content.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
STANDARD = {  # ISO 32000-1, 14.8.4
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/NonStruct", "/P", *HEADINGS),
    *("/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot"),
    *("/Span", "/Link", "/Form", "/Figure"),
}
CHILDREN = {
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/L": {"/LI", "/L", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
}


def assert_conforms(
    pdf: bytes, *, title: str, language: str = "fr", attachments: Sequence[tuple[str, str, bytes]] = ()
) -> None:
    """Check all that can be without a conformance engine; `attachments` are (name, media type, content)."""
    assert_qpdf_accepts(pdf)
    reader = read(pdf)
    _assert_catalog(reader, language)
    _assert_metadata(reader, title)
    _assert_output_intent(reader)
    _assert_nothing_active(reader)
    _assert_fonts(reader)
    _assert_tags(reader)
    _assert_content_is_tagged(reader)
    assert embedded(pdf) == list(attachments)
    _assert_attachments(reader)


def assert_qpdf_accepts(pdf: bytes) -> None:
    checked, _ = _qpdf(pdf, "--check")
    assert (checked.returncode, checked.stderr) == (0, b""), checked.stdout + checked.stderr


def read(pdf: bytes) -> PdfFileReader:
    """Open a PDF whose objects qpdf has first taken out of their compressed streams: pyHanko reads those slowly."""
    plain = ("--object-streams=disable", "--stream-data=preserve", "--deterministic-id")
    done, written = _qpdf(pdf, *plain, output=True)
    assert done.returncode == 0, done.stderr
    return PdfFileReader(io.BytesIO(written))


def _qpdf(pdf: bytes, *options: str, output: bool = False) -> tuple[subprocess.CompletedProcess[bytes], bytes]:
    qpdf = shutil.which("qpdf")
    assert qpdf, "qpdf is not installed; scripts/test installs it (Debian package qpdf)"
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
        source.write_bytes(pdf)
        files = [str(source), *([str(target)] if output else [])]
        done = subprocess.run([qpdf, *options, *files], capture_output=True, check=False)
        return done, target.read_bytes() if output and done.returncode == 0 else b""


def texts(pdf: bytes) -> list[str]:
    """Return what each page says."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def headings(pdf: bytes) -> list[int]:
    """Return the levels of the headings, in reading order."""
    kinds = (str(element["/S"]) for element, _ in elements(read(pdf)))
    return [HEADINGS.index(kind) + 1 for kind in kinds if kind in HEADINGS]


def scopes(pdf: bytes) -> list[str]:
    """Return the scope of each header cell, in reading order."""
    found = elements(read(pdf))
    return [str(element["/A"]["/Scope"]) for element, _ in found if element["/S"] == "/TH"]


def embedded(pdf: bytes) -> list[tuple[str, str, bytes]]:
    """Return the files carried inside: name, media type, content."""
    specs = _filespecs(read(pdf))
    streams = [(str(spec["/UF"]), spec["/EF"]["/F"]) for spec in specs]
    return [(name, str(stream["/Subtype"])[1:].replace("#2f", "/"), stream.data) for name, stream in streams]


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as pdftotext reads it, every blank a single space."""
    read_ = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(page.split()) for page in read_.stdout.decode().split("\f")[:-1]]


def metadata(reader: PdfFileReader) -> Element:
    """Return the XMP packet, which must be readable without a PDF reader."""
    stream = reader.root["/Metadata"]
    assert "/Filter" not in stream
    return fromstring(stream.data.decode("utf-8").strip())


def elements(reader: PdfFileReader) -> Iterator[tuple[generic.DictionaryObject, str]]:
    """Walk the structure tree in reading order: each element with its parent's kind."""
    yield from _under(reader.root["/StructTreeRoot"], "/StructTreeRoot")


def _under(node: generic.DictionaryObject, kind: str) -> Iterator[tuple[generic.DictionaryObject, str]]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, generic.ArrayObject) else [kids]:
        child = kid.get_object() if isinstance(kid, generic.IndirectObject) else kid
        if isinstance(child, generic.DictionaryObject) and "/S" in child:
            yield child, kind
            yield from _under(child, str(child["/S"]))


def _assert_catalog(reader: PdfFileReader, language: str) -> None:
    root = reader.root
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/Encrypt" not in reader.trailer
    permanent, changing = reader.trailer["/ID"]
    assert len(permanent) >= 16
    assert len(changing) >= 16


def _assert_metadata(reader: PdfFileReader, title: str) -> None:
    packet = metadata(reader)
    said = {name: value for each in packet.iter(f"{RDF}Description") for name, value in each.attrib.items()}
    assert (said[f"{PDFAID}part"], said[f"{PDFAID}conformance"]) == ("3", "A")
    assert [each.text for each in packet.iter(f"{PDFUAID}part")] == ["1"]
    _assert_extension_schema(packet)

    info = reader.trailer["/Info"]
    assert info["/Title"] == title
    assert [each.text for each in packet.findall(f".//{DC}title//{RDF}li")] == [title]
    for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
        written = packet.findtext(f".//{XMP}{name}")
        assert written is not None
        assert str(info[key]) == "D:" + re.sub(r"[-:T]", "", written)


def _assert_extension_schema(packet: Element) -> None:
    """ISO 19005-3, 6.6.2.3.1: a property that PDF/A does not know is described in the file itself."""
    schema = packet.find(f".//{EXTENSION}schemas/{RDF}Bag/{RDF}li")
    assert schema is not None
    assert schema.findtext(f"{SCHEMA}namespaceURI") == PDFUAID.strip("{}")
    assert schema.findtext(f"{SCHEMA}prefix") == "pdfuaid"
    described = schema.find(f"{SCHEMA}property/{RDF}Seq/{RDF}li")
    assert described is not None
    assert described.findtext(f"{PROPERTY}name") == "part"
    assert described.findtext(f"{PROPERTY}valueType") == "Integer"
    assert described.findtext(f"{PROPERTY}category") == "internal"
    assert described.findtext(f"{PROPERTY}description")


def _assert_output_intent(reader: PdfFileReader) -> None:
    (intent,) = reader.root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"]
    assert profile["/N"] == 3
    assert profile.data[36:40] == b"acsp"


def dictionaries(reader: PdfFileReader) -> Iterator[generic.DictionaryObject]:
    """Walk every dictionary of the file, nested ones included."""
    size = int(reader.trailer["/Size"])
    for number in range(1, size):
        try:
            found = reader.get_object(generic.Reference(number, 0, reader))
        except Exception:  # noqa: BLE001, S112 — a freed number; qpdf has already accepted the table
            continue
        yield from _nested(found)


def _nested(found: object) -> Iterator[generic.DictionaryObject]:
    if isinstance(found, generic.DictionaryObject):
        yield found
        for value in dict.values(found):
            yield from _nested(value)
    elif isinstance(found, generic.ArrayObject):
        for value in list.__iter__(found):
            yield from _nested(value)


def _assert_nothing_active(reader: PdfFileReader) -> None:
    assert {"/OpenAction", "/AA", "/Perms"}.isdisjoint(reader.root)
    _assert_fields_only_sign(reader)
    assert "/JavaScript" not in reader.root.get("/Names", {})
    for each in dictionaries(reader):
        assert {"/JS", "/AA"}.isdisjoint(each)
        assert each.get("/S") not in {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
        if each.get("/Subtype") == "/Link":
            assert each["/Contents"]
            assert each["/F"] == 4
            assert "/StructParent" in each


def _assert_fields_only_sign(reader: PdfFileReader) -> None:
    """A form of signature fields, each shown on paper, named, tagged by itself (ISO 14289-1, 7.18; ISO 19005-3, 6.3)."""
    form = reader.root["/AcroForm"] if "/AcroForm" in reader.root else {}  # noqa: SIM401 — its own `get` does not follow
    assert set(form) <= {"/Fields", "/SigFlags"}
    numbers = list(reader.root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    parents = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    fields = form["/Fields"] if form else ()
    for index in range(len(fields)):
        field = fields[index]
        assert (field["/FT"], field["/Subtype"]) == ("/Sig", "/Widget")
        assert field["/TU"]
        assert int(field["/F"]) & 0b100111 == 4
        left, bottom, right, top = (float(each) for each in field["/Rect"])
        assert (right > left) == (top > bottom) == ("/AP" in field)
        element = parents[int(field["/StructParent"])]
        element = element.get_object() if isinstance(element, generic.IndirectObject) else element
        assert element["/S"] == "/Form"
        assert isinstance(element.raw_get("/K"), generic.DictionaryObject), "the first signature would read as altered"
        assert element["/K"]["/Type"] == "/OBJR"


def _assert_fonts(reader: PdfFileReader) -> None:
    fonts = [each for each in dictionaries(reader) if each.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        if font["/Subtype"] == "/Type0":
            assert "/ToUnicode" in font
        else:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
            assert re.match(r"/[A-Z]{6}\+", str(font["/BaseFont"])), "not a subset"


def _assert_tags(reader: PdfFileReader) -> None:
    found = list(elements(reader))
    kinds = [str(element["/S"]) for element, _ in found]
    assert kinds[0] == "/Document"
    assert set(kinds) <= STANDARD
    levels = [HEADINGS.index(kind) + 1 for kind in kinds if kind in HEADINGS]
    assert levels
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))
    for element, parent in found:
        kind = str(element["/S"])
        assert kind in CHILDREN.get(parent, {kind}), f"{kind} under {parent}"
        if kind == "/TH":
            assert element["/A"]["/Scope"] in {"/Column", "/Row"}
            assert element["/ID"]
        if kind == "/L":
            assert element["/A"]["/ListNumbering"]
        if kind == "/Figure":
            assert element["/Alt"]
            assert len(element["/A"]["/BBox"]) == 4


def _assert_content_is_tagged(reader: PdfFileReader) -> None:
    """Everything shown is either in the tree or an artifact, and the tree knows each mark of each page."""
    numbers = list(reader.root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    parents = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    for page in _pages(reader.root["/Pages"]):
        assert page["/Tabs"] == "/S"
        content = page["/Contents"].data
        assert undrawn(content) == []
        marks, bare = _marks(content)
        assert bare == [], f"shown outside any mark: {bare[:3]}"
        assert marks == set(range(len(marks)))
        assert len(parents[int(page["/StructParents"])]) >= len(marks)


def _pages(node: generic.DictionaryObject) -> Iterator[generic.DictionaryObject]:
    if node["/Type"] == "/Page":
        yield node
        return
    kids = node["/Kids"]
    for index in range(len(kids)):  # by index: iterating would not follow references
        yield from _pages(kids[index])


def undrawn(content: bytes) -> list[str]:
    """Return the shown strings that hold glyph 0, the empty box (ISO 19005-3, 6.2.11.8)."""
    shown = re.findall(r"<([0-9A-Fa-f]+)>", content.decode("latin-1"))
    return [text for text in shown if any(text[at : at + 4] == "0000" for at in range(0, len(text), 4))]


def _marks(content: bytes) -> tuple[set[int], list[str]]:
    """Return the MCIDs of a content stream and the operators that show something outside any marked content."""
    text = re.sub(r"<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\()])*\)", "S", content.decode("latin-1"))
    marks = {int(number) for number in re.findall(r"/MCID\s+(\d+)", text)}
    bare, depth = [], 0
    for operator in re.findall(r"(?<![\w/])(BDC|BMC|EMC|Tj|TJ|Do|sh|f\*?|B\*?|S)(?![\w*])", text):
        if operator in {"BDC", "BMC"}:
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif not depth and operator in {"Tj", "TJ", "Do", "sh"}:
            bare.append(operator)
    assert depth == 0
    return marks, bare


def _filespecs(reader: PdfFileReader) -> list[generic.DictionaryObject]:
    names = reader.root.get("/Names", {})
    if "/EmbeddedFiles" not in names:
        return []
    listed = names["/EmbeddedFiles"]["/Names"]
    return [listed[index + 1] for index in range(0, len(listed), 2)]


def _assert_attachments(reader: PdfFileReader) -> None:
    """ISO 19005-3, 6.8: each file says what it is to the document, which lists it once as its own."""
    specs = _filespecs(reader)
    listed = [each.reference.idnum for each in list.__iter__(reader.root["/AF"])] if "/AF" in reader.root else []
    assert len(listed) == len(set(listed)) == len(specs)
    for spec in specs:
        assert spec["/AFRelationship"] in {"/Data", "/Source", "/Alternative", "/Supplement"}
        assert spec["/Desc"]
        assert spec["/F"] == spec["/UF"]
        parameters = spec["/EF"]["/F"]["/Params"]
        assert {"/ModDate", "/CheckSum", "/Size"} <= set(parameters)
