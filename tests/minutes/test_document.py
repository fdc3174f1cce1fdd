"""The pages: PDF/A-3a and PDF/UA-1 at once, with the figures of the facts and nothing more."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from tests.pdf.printing import pdf_of
from tests.pdf.structure import assert_conforms
from webapp.cli.demo.reference import Reference
from webapp.minutes import document, queries
from webapp.minutes.document import Pages
from webapp.minutes.model import Facts, FileKind, MinutesState, fingerprint, to_json
from webapp.minutes.model.facts import CorrectedLine, DecisionLine, DisagreementLine, Notice, VoidedLine
from webapp.minutes.model.votes import Divergence, NamedVote
from webapp.minutes.queries import Dossier
from webapp.minutes.rules.corrections import put_at
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database
from webapp.wording import minutes as words
from webapp.wording.verifying import paper_of

SCHEMA = ("faits.schema.json", "application/schema+json", document.SCHEMA_FILE.read_bytes())


def text_of(pdf: bytes, tmp_path: Path) -> str:
    """Read a PDF's text with its blanks made plain."""
    (tmp_path / "read.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "read.pdf"), "-"], capture_output=True, check=True, text=True
    )
    return re.sub(r"\s+", " ", done.stdout)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def with_facts(dossier: Dossier, facts: Facts) -> Pages:
    return document.minutes(replace(dossier.content, facts=facts))


def said(pages: Pages) -> str:
    return plain(pages.body.striptags())


def test_the_minutes_conform_to_both_norms_and_carry_their_facts(dossier: Dossier):
    pages = document.minutes(dossier.content)
    facts = to_json(dossier.facts)
    assert_conforms(pdf_of(pages), title=pages.title, attachments=[("faits.json", "application/json", facts), SCHEMA])


def test_pv_3_the_figures_of_the_pdf_are_those_of_the_facts(dossier: Dossier, tmp_path: Path):
    text = text_of(pdf_of(document.minutes(dossier.content)), tmp_path)
    for item in dossier.facts.agenda:
        for vote in item.votes:
            if vote.held:
                figures = " ".join(
                    str(each) for each in (vote.in_favour, vote.against, vote.abstain, vote.no_part, vote.silent)
                )
                assert figures in text
                assert plain(vote.wording or "")[1:] in text
                assert vote.text_hash in text
    assert "14 présents + 1 mandat = 15 sur 26, il en faut 13 (CRPA R133-10)" in text
    assert "14 présents + 1 mandat − 1 déport = 14 sur 26" in text
    assert "Quorum non atteint : 11 présents + 1 mandat = 12 sur 26, il en faut 13" in text
    assert fingerprint(to_json(dossier.facts)) in text


def test_the_same_facts_are_the_same_file(db: Database, played: Reference, dossier: Dossier):
    first = pdf_of(document.minutes(dossier.content))
    later = dossier.changed_at.replace(year=2030)
    again = queries.dossier(db, played.meeting_id, now=later, authority=dossier.facts.authority)
    assert render_in_child(document.minutes(again.content).document) == first


def test_no_page_names_a_choice_an_address_or_a_telephone(dossier: Dossier, tmp_path: Path):
    pdf = pdf_of(document.minutes(dossier.content))
    text = text_of(pdf, tmp_path)
    assert "@" not in text
    assert "06 39 98" not in text
    receipts = [line.receipt for vote in dossier.named.votes for line in vote.ballots]
    assert receipts
    assert [each for each in receipts if each in text] == []
    assert "Votes nominatifs" not in text
    for choice in ("défavorable", "abstention"):
        assert not re.search(rf"(M\.|Mme|Dr) \w+ \w+[^.;]{{0,20}} {choice}", text)


@pytest.mark.parametrize(
    ("state", "marked"),
    [
        (MinutesState.DRAFT, True),
        (MinutesState.SUBMITTED, True),
        (MinutesState.APPROVED, True),
        (MinutesState.FINAL, False),
    ],
)
def test_pv_4_only_the_final_version_bears_no_mark(dossier: Dossier, state: MinutesState, marked: bool):
    pages = document.minutes(replace(dossier.content, state=state))
    assert ('data-mark="PROJET"' in pages.html) is marked


def test_pv_9_the_extract_of_an_item_tells_the_sitting_and_the_quorum(dossier: Dossier, tmp_path: Path):
    pages = document.extract(dossier.content, 3)
    pdf = pdf_of(pages)
    assert_conforms(pdf, title=pages.title)
    text = text_of(pdf, tmp_path)
    assert "avant approbation du procès-verbal" in text
    assert "jeudi 10 décembre 2026" in text
    assert "14 présents + 1 mandat = 15 sur 26" in text
    assert "voix prépondérante du président (7 pour, 7 contre, 1 abstention)" in text
    assert "Point 3" not in text


@pytest.mark.parametrize("state", [MinutesState.APPROVED, MinutesState.FINAL])
def test_pv_9_an_extract_made_after_the_approval_does_not_say_before(dossier: Dossier, state: MinutesState):
    assert "avant approbation" not in said(document.extract(replace(dossier.content, state=state), 3))


def test_the_named_record_is_a_file_of_its_own(dossier: Dossier, tmp_path: Path):
    pages = document.annex(dossier.named, dossier.facts, dossier.changed_at)
    pdf = pdf_of(pages)
    data = to_json(dossier.named)
    assert_conforms(pdf, title=pages.title, attachments=[("releve-nominatif.json", "application/json", data)])
    text = text_of(pdf, tmp_path)
    assert dossier.facts.annex.sha256 == fingerprint(data)
    assert dossier.facts.annex.sha256 in text
    assert "par mandat, Mme Pénélope Dumirage" in text


def test_quo_3_the_finding_of_no_quorum_is_a_file_of_its_own(dossier: Dossier, tmp_path: Path):
    lacking = put_at(put_at(dossier.facts, "quorum.counted", 12), "quorum.reached", False)
    content = replace(dossier.content, facts=replace(lacking, closing="no_quorum"))
    pages = document.no_quorum(content)
    pdf = pdf_of(pages)
    assert_conforms(pdf, title=pages.title, attachments=[])
    text = text_of(pdf, tmp_path)
    assert "aucun quorum ne sera exigé (CRPA R133-10)" in text
    assert fingerprint(to_json(content.facts)) in text
    assert [each.name for each in document.minutes(content).attachments] == ["faits.json", "faits.schema.json"]
    assert "faute de quorum" in said(document.minutes(content))


def test_what_stands_beside_the_minutes_is_known_by_its_title(dossier: Dossier):
    content = dossier.content
    made = {
        FileKind.MINUTES: document.minutes(content),
        FileKind.EXTRACT: document.extract(content, 0),
        FileKind.OPINIONS: document.opinions(content),
        FileKind.NO_QUORUM: document.no_quorum(content),
        FileKind.ANNEX: document.annex(dossier.named, dossier.facts, dossier.changed_at),
        FileKind.PUBLISHABLE: document.publishable(dossier.facts, Markup(), grounds=(), created_at=dossier.changed_at),
    }
    assert {kind: paper_of(pages.title) for kind, pages in made.items()} == {
        kind: None if kind is FileKind.MINUTES else kind for kind in FileKind
    }


def test_pv_2_a_disagreement_is_printed_with_its_name(dossier: Dossier):
    line = DisagreementLine(name="M. Firmin Grandépi", quality="Élu de la chambre", body="Distance insuffisante.")
    pages = with_facts(dossier, put_at(dossier.facts, "agenda.1.disagreements", (line,)))
    assert "M. Firmin Grandépi, Élu de la chambre a demandé la mention de son désaccord" in said(pages)
    assert "« Distance insuffisante. »" in said(pages)


def test_quo_8_a_second_notice_is_told_with_its_sentence(dossier: Dossier):
    notice = Notice(
        sent_on=None,
        days_before=None,
        urgency="Péril sanitaire.",
        second_notice=True,
        first_sitting=date(2026, 12, 1),
    )
    quorum = replace(dossier.facts.quorum, applies=False, second_notice=True)
    text = said(with_facts(dossier, replace(dossier.facts, notice=notice, quorum=quorum)))
    assert "la séance du 1er décembre 2026 ayant été levée faute de quorum" in text
    assert "précisait qu’aucun quorum ne serait exigé (CRPA R133-10)" in text
    assert "Délibère sans condition de quorum" in text
    assert "Urgence : Péril sanitaire." in text


def test_pv_3_both_values_of_a_correction_are_printed_beside_the_item(dossier: Dossier):
    line = CorrectedLine(
        fact="agenda.3.votes.0.against",
        label="Ensemble du texte, voix contre",
        recorded="7",
        corrected="6",
        reason="erreur de saisie",
        at=dossier.changed_at,
        by="Mme Odile Plumier",
    )
    text = said(with_facts(dossier, replace(dossier.facts, corrections=(line,))))
    assert "Valeur enregistrée : 7 ; valeur corrigée : 6. Motif : erreur de saisie" in text
    assert "Faits corrigés" in text


def test_what_seldom_happens_is_printed_too(dossier: Dossier):
    facts = dossier.facts
    at = facts.starts_at
    facts = put_at(facts, "agenda.3.votes.0.divergence", Divergence(expressed="favourable", present="no_majority"))
    facts = put_at(facts, "agenda.3.votes.0.casting_declaration", "for")
    facts = put_at(facts, "agenda.2.votes.0.wording", None)
    named = NamedVote(name="Mme Aurore Brumeval", cast_by="", choice="against")
    facts = put_at(facts, "agenda.4.votes.0.names", (named, replace(named, cast_by="M. Lanuée", choice="none")))
    decision = DecisionLine(
        rule="COM-4",
        decision="overridden",
        what=words.decision_said("COM-4", "overridden", {}),
        reason="arrêté en cours",
        at=at,
        by="Mme Aurore Brumeval",
        vote="",
    )
    facts = put_at(facts, "agenda.5.decisions", (decision,))
    facts = replace(
        facts,
        decisions=(replace(decision, what=words.decision_said("COM-1", "overridden", {})),),
        voided=(VoidedLine(fact="arrivée de M. Lanuée, dans la salle", effective_at=at, reason="erreur de siège"),),
        formation_of="Conseil départemental",
        title="Séance plénière",
    )
    text = said(with_facts(dossier, facts))
    assert "favorable sur les suffrages exprimés, aucune majorité sur les membres présents" in text
    assert "Le président s’est publiquement déclaré favorable" in text
    assert "Le quorum n’étant pas atteint, aucun avis n’est rendu" in text
    assert "(par mandat, M. Lanuée)n’a pas voté" in text  # one cell, then the next
    assert "Présence d’une personne non nommée pour ce siège (CRPA R133-3). Motif : arrêté en cours" in text
    assert "Séance tenue hors du mandat de la commission" in text
    assert "Arrivée de M. Lanuée, dans la salle, à 14 h 30. Motif de l’annulation : erreur de siège" in text
    assert "formation spécialisée : Conseil départemental" in text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("Un.\n\nDeux.", "<p>Un.</p>\n<p>Deux.</p>", id="paragraphs"),
        pytest.param("Un,\ndeux.", "<p>Un,<br>deux.</p>", id="lines"),
        pytest.param("- un\n– deux", "<ul><li>un</li><li>deux</li></ul>", id="a list"),
        pytest.param("<b>&</b>", "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>", id="markup is text"),
        pytest.param("  \r\n \r\n", "", id="nothing"),
    ],
)
def test_free_texts_are_set_as_typed(text: str, html: str):
    assert str(document.paragraphs(text)) == html


def test_files_have_plain_names():
    day = date(2026, 12, 10)
    assert document.name_of(FileKind.MINUTES, "CODERST", day) == "proces-verbal-coderst-2026-12-10.pdf"
    assert document.name_of(FileKind.EXTRACT, "CODERST", day, "4 bis") == "avis-coderst-2026-12-10-point-4-bis.pdf"
