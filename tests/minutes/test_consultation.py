"""The minutes of a consultation in writing: its hours, who took part, what came too late, the opinions annexed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meetings.consulted import HOUR, LIMIT, LINKING, MS, START, Consulted
from tests.pdf.printing import pdf_of
from tests.pdf.structure import assert_conforms
from tests.refusing import refused
from webapp.audit.model import SYSTEM
from webapp.meetings.service import contributions
from webapp.meetings.sitting import Nature, WrittenRefusal
from webapp.minutes import document, queries
from webapp.minutes.model import FileKind, MinutesState, to_json
from webapp.minutes.queries import Dossier
from webapp.minutes.service import issuing, rendering, writing
from webapp.outbox import queries as outbox
from webapp.polls.model import Choice
from webapp.storage.database import Database


@pytest.fixture
def db(tmp_path: Path, migrated: bytes) -> Iterator[Database]:
    path = tmp_path / "collegiale.db"
    path.write_bytes(migrated)
    database = Database.open(path)
    yield database
    database.close()


@pytest.fixture
def case(db: Database) -> Consulted:
    """Five members, a draft text: extended, two observations, one too late, three votes."""
    case = Consulted(db, nature=Nature.DRAFT_TEXT).announced().at(START + HOUR)
    case.extend(LIMIT + HOUR)
    first = case.post(1, "Je demande l’article 3.", item=case.item)
    case.post(2, "Une remarque générale.")
    contributions.annex(db, case.meeting_id, first, by=case.by(1), now=case.clock)
    with refused(WrittenRefusal.TOO_LATE):
        case.at(LIMIT + HOUR + MS).post(3, "Trop tard")
    case.at(LIMIT + 2 * HOUR).close_debate().open_votes()
    for number, choice in ((1, Choice.FOR), (2, Choice.AGAINST), (4, Choice.FOR)):
        case.cast(number, choice)
    return case.at(case.end + MS).close_votes().send_results()


def dossier(case: Consulted) -> Dossier:
    return queries.dossier(case.db, case.meeting_id, now=case.clock + HOUR, authority="Préfecture du Val-Imaginaire")


def said(found: Dossier, kind: FileKind = FileKind.MINUTES, item: int | None = None) -> str:
    return re.sub(r"\s+", " ", rendering.pages_of(found, kind, item).body.striptags())


def test_pv_8_the_texts_of_2014_and_none_of_2020(case: Consulted) -> None:
    text = said(dossier(case))
    assert "ordonnance n° 2014-1329 du 6 novembre 2014, article 3 ; décret n° 2014-1627 du 26 décembre 2014" in text
    assert "2020" not in text


def test_the_hours_announced_and_the_extension(case: Consulted) -> None:
    text = said(dossier(case))
    assert "lundi 14 décembre 2026 à 9 h 00" in text
    assert "au plus tôt" in text
    assert "le mardi 22 décembre 2026 à 18 h 00" in text
    assert "jusqu’au mardi 22 décembre 2026 à 19 h 00. Motif : Pièce ajoutée." in text
    assert "du mardi 22 décembre 2026 à 20 h 00 au mercredi 23 décembre 2026 à 20 h 00" in text


def test_ecr_9_who_took_part_and_the_half(case: Consulted) -> None:
    text = said(dossier(case))
    assert "3 membres ont pris part" in text
    assert "Quorum atteint : 3 participants sur 5, il en faut 3 (ordonnance 2014-1329)." in text


def test_ecr_4_what_came_too_late_is_an_incident_without_its_content(case: Consulted) -> None:
    text = said(dossier(case))
    assert "Observation de Mme Camille Titulaire-3, arrivé le mardi 22 décembre 2026 à 19 h 00 min 00,001 s" in text
    assert "Trop tard" not in text


def test_ecr_11_every_vote_by_name_and_the_opinions_annexed(case: Consulted) -> None:
    text = said(dossier(case))
    assert "Votes nominatifs, point 1" in text
    assert "Opinion de Mme Camille Titulaire-1" in text
    assert "Je demande l’article 3." in text
    assert "Une remarque générale." not in text
    assert "Avis favorable à la majorité (2 pour, 1 contre)" in text


def test_the_extract_and_the_list_of_opinions_give_the_days(case: Consulted) -> None:
    found = dossier(case)
    for text in (said(found, FileKind.EXTRACT, case.item), said(found, FileKind.OPINIONS)):
        assert "Débats ouverts le lundi 14 décembre 2026 à 9 h 00, vote terminé le mercredi 23 décembre 2026" in text


def test_ecr_9_without_half_its_finding_announces_no_waiver(db: Database) -> None:
    case = Consulted(db).finished(votes=2)
    issuing.issue(db, case.meeting_id, now=case.clock)
    found = dossier(case)
    for text in (said(found), said(found, FileKind.NO_QUORUM)):
        assert "la consultation est sans effet" in text
        assert "sans condition de quorum après" not in text


def test_the_facts_tell_the_consultation_and_those_of_a_room_do_not(case: Consulted) -> None:
    facts = json.loads(to_json(dossier(case).facts))
    assert facts["written"]["refused"][0]["received"].endswith("00,001\u00a0s")
    assert facts["written"]["observations"] == [1, 1]


def test_its_pdf_is_as_conforming_as_any(case: Consulted) -> None:
    found = dossier(case)
    schema = ("faits.schema.json", "application/schema+json", document.SCHEMA_FILE.read_bytes())
    attached = [("faits.json", "application/json", to_json(found.facts)), schema]
    assert_conforms(pdf_of(found.pages), title=found.pages.title, attachments=attached)


def test_ecr_11_the_final_minutes_of_a_draft_text_are_sent_to_all(case: Consulted) -> None:
    now, state = case.clock + HOUR, MinutesState.DRAFT
    for new in (MinutesState.SUBMITTED, MinutesState.APPROVED, MinutesState.FINAL):
        writing.take_step(case.db, case.meeting_id, new, expected=state, by=SYSTEM, now=now, linking=LINKING)
        state = new
    sent = [each.letter for each in outbox.about(case.db, f"meeting:{case.meeting_id}")]
    minutes = [each for each in sent if each.kind == "meeting.written_minutes"]
    assert len(minutes) == 5
    assert "définitif" in minutes[0].body
