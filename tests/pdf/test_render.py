import subprocess
import sys

import pytest

from tests.pdf import structure
from tests.pdf.factories import FACTS, a_document, minutes
from webapp.pdf.model import Attachment, RenderFailed
from webapp.pdf.press import ROOT
from webapp.pdf.render import render
from webapp.pdf.wire import decode, encode

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="


def test_the_minutes_are_pdf_a_3a_and_pdf_ua_1_at_once():
    document = a_document(minutes(), attachments=(FACTS,))

    pdf = render(document)

    structure.assert_conforms(pdf, title=document.title, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])
    assert structure.headings(pdf) == [1, *[2] * 8]
    assert set(structure.scopes(pdf)) == {"/Column", "/Row"}


def test_figures_links_lists_and_notes_conform_too():
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><title>Carré</title><rect width='9' height='9'/></svg>"
    body = (
        f"<h1>Avis</h1><p><img src='{PIXEL}' alt='Sceau'> {drawing} <a href='#fin'>la fin</a> "
        "<a href='https://exemple.fr/'>ailleurs</a></p><dl><dt>Quorum</dt><dd>13</dd></dl>"
        "<ol><li>un<ul><li>deux</li></ul></li></ol><blockquote><p>cité</p></blockquote><p id='fin' class='note'>Fin.</p>"
    )
    document = a_document(body)

    structure.assert_conforms(render(document), title=document.title)


def test_a_torture_of_lists_tables_and_blanks_conforms():
    header = (
        "<table><caption>Votes</caption><colgroup><col><col></colgroup><thead><tr><th scope='col' rowspan='2'>Siège</th>"
        "<th scope='col' colspan='2'>Vote</th></tr><tr><th scope='col'>Pour</th><th scope='col'>Contre</th></tr></thead>"
        "<tbody>" + "<tr><th scope='row'>S</th><td>1</td><td></td></tr>" * 90 + "</tbody></table>"
    )
    lists = (
        "<ol style='list-style: lower-alpha'><li>un<ol><li>deux<ul><li>trois<ul><li>quatre</li></ul></li></ul></li></ol></li></ol>"
        "<ul style='list-style: none'><li>sans puce</li></ul><ol style='list-style: upper-roman'><li>I</li></ol>"
    )
    body = (
        f"<header><p>En-tête</p></header><h1>Avis</h1>{lists}{header}<pre>a\tb\n  c</pre>"
        "<p style='width: 3em; hyphens: auto'>anti\u00adconstitutionnellement\u200binsti\u2060tution constitutionnellement</p>"
        "<figure><figcaption>Légende</figcaption></figure><hr><p>a<br>b<wbr>c <sup>e</sup> <abbr title='x'>y</abbr></p>"
        "<div style='position: absolute; top: 0'><ul><li>posé</li></ul></div><div style='float: right'>flottant</div>"
        "<div class='columns'><div class='signature'><p>Le président</p></div><div><p>Le secrétaire</p></div></div>"
        "<section style='columns: 2'><p>deux</p><p>colonnes</p></section><details open><summary>s</summary>d</details>"
    )
    document = a_document(body)

    pdf = render(document)

    structure.assert_conforms(pdf, title=document.title)
    numberings = [
        str(tag["/A"]["/ListNumbering"]) for tag, _ in structure.elements(structure.read(pdf)) if tag["/S"] == "/L"
    ]
    assert numberings[:5] == ["/LowerAlpha", "/Decimal", "/Square", "/Square", "/None"]


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("<div class='columns'>{}</div>", id="at the end of minutes"),
        pytest.param("<div><div class='columns'>{}</div></div>", id="within a block of its own"),
    ],
)
@pytest.mark.parametrize(
    "end", ["<p>Dernière phrase.</p>", "<table><tr><th scope='row'>Dernière phrase.</th></tr></table>"]
)
def test_signatures_never_stand_alone_on_a_page(block: str, end: str):
    signatures = block.format("<div class='signature'><p>Le président</p></div>")
    filler = (
        "<p style='height: 210mm; margin: 0'>Débats.</p>"  # leaves a place for the last line, not for the signature
    )
    document = a_document(f"<h1>Avis</h1>{filler}<p>Avant.</p>{end}{signatures}")

    pages = structure.texts(render(document))

    assert len(pages) == 2
    assert "Dernière phrase." in pages[1]
    assert "Le président" in pages[1]


def test_rendering_twice_gives_the_same_bytes():
    document = a_document(minutes(points=2), attachments=(FACTS,))

    assert render(document) == render(document)


@pytest.mark.parametrize("seed", ["0", "4711"], ids=["one order of sets", "another order of sets"])
def test_another_process_gives_the_same_bytes(seed):
    document = a_document(minutes(points=1), attachments=(FACTS,))

    ended = subprocess.run(
        [sys.executable, "-m", "webapp.pdf.child", "700", "60"],
        input=encode(document),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "TZ": "Pacific/Noumea", "LANG": "fr_FR.UTF-8"},
    )

    assert ended.stdout == render(document)


def test_the_identifier_and_the_date_are_those_of_the_document():
    pdf = render(a_document())

    assert b"0123456789abcdef0123456789abcdef" in pdf
    assert b"2026-12-10T14:30:00Z" in pdf


def test_several_files_travel_each_with_its_own_type():
    table = Attachment(
        name="votes.csv", mime="text/csv", content=b"a;b\r\n", description="Votes", relationship="Source"
    )
    document = a_document(attachments=(FACTS, table))

    structure.assert_conforms(
        render(document),
        title=document.title,
        attachments=[(each.name, each.mime, each.content) for each in document.attachments],
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>Texte.</p>", "aucun titre h1"),
        ("<h1>Un</h1><h3>Trois</h3>", "un titre h3 vient après un niveau 1"),
        ("<h1>Un</h1><table><tr><th>A</th></tr></table>", "sans scope"),
        ("<h1>Un</h1><table><tr><th scope='col'></th></tr></table>", "cellule d’en-tête vide"),
        ("<h1>Un</h1><table><tr><td>A</td></tr></table>", "tableau sans cellule d’en-tête"),
        (
            "<h1>Un</h1><table><tr><th scope='col'>A</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "nombre de colonnes",
        ),
        (
            "<h1>Un</h1><table><tr><th scope='row' rowspan='2'>A</th><td>1</td></tr><tr><td>2</td></tr></table>",
            "fin de page",
        ),
        (f"<h1>Un</h1><img src='{PIXEL}'>", "image sans texte"),
        ("<h1>Un</h1><img src='file:///etc/passwd' alt='x'>", "moteur de rendu"),
        ("<h1>Un</h1><img src='http://127.0.0.1:9/x.png' alt='x'>", "moteur de rendu"),
        ("<h1>Un</h1><p><a href='#nulle-part'>là</a></p>", "nulle-part"),
    ],
    ids=[
        "no heading",
        "a heading skipped",
        "a header without scope",
        "an empty header",
        "a table without header",
        "rows of unequal width",
        "a cell over several rows",
        "an image without text",
        "a file of the machine",
        "another host",
        "a link to nowhere",
    ],
)
def test_a_page_that_could_not_keep_its_claims_is_refused(body, reason):
    with pytest.raises(RenderFailed) as refused:
        render(a_document(body))

    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"identifier": "pv-12"},
        {"attachments": (FACTS, FACTS)},
        {"attachments": (Attachment(name="../x", mime="text/plain", content=b"", description="x"),)},
    ],
    ids=["no title", "an identifier that is not hexadecimal", "the same name twice", "a name with a path"],
)
def test_a_document_without_its_particulars_is_refused(changes):
    with pytest.raises(RenderFailed):
        render(a_document(**changes))


def test_a_document_travels_whole():
    document = a_document("<h1>« Œuvre » 😀</h1>", attachments=(FACTS,))

    assert decode(encode(document)) == document
