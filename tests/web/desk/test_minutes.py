"""The minutes at the desk: what is lacking, texts, corrections, steps, files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.minutes import House, house
from webapp.cli import worker
from webapp.cli.demo.reference import Reference
from webapp.jobs import service as jobs
from webapp.kernel import clock
from webapp.minutes import queries
from webapp.minutes.model import FileKind, MinutesState
from webapp.minutes.service import rendering
from webapp.settings import Settings


@pytest.fixture
def place(tmp_path: Path, reference_sitting: tuple[bytes, Reference]) -> Iterator[House]:
    with house(tmp_path, reference_sitting) as made:
        yield made


def test_the_desk_finds_the_minutes_from_its_work(place: House):
    desk = place.desk()
    assert f'href="{place.base}"' in desk.text("/secretariat")
    page = desk.text(place.base)
    assert "Rien d’obligatoire ne manque" in page
    assert "Point 2. Extension d’un élevage porcin" in page
    assert "Soumettre aux membres" in page


def test_a_summary_is_written_beside_the_facts(place: House):
    desk = place.desk()
    path = f"{place.base}/points/{place.item(4)}"
    assert "voix prépondérante du président" in desk.text(path)
    assert desk.post(path, body="La commission débat du bruit.", expected="0").status_code == 303
    assert "La commission débat du bruit." in desk.text(f"{place.base}/lecture")


def test_two_secretaries_are_shown_both_texts(place: House):
    first, second = place.desk(), place.desk(place.played.second)
    path = f"{place.base}/incidents"
    assert first.post(path, body="Coupure de cinq minutes.", expected="0").status_code == 303
    answer = second.post(path, body="Coupure de dix minutes.", expected="0")
    assert answer.status_code == 400
    assert "Coupure de cinq minutes." in answer.text
    assert "Coupure de dix minutes.</textarea>" in answer.text
    again = second.post(path, body="Coupure de dix minutes.", expected="1")
    assert again.status_code == 303
    assert "Versions précédentes" in first.text(path)


def test_pv_3_a_fact_is_corrected_with_both_values(place: House):
    desk = place.desk()
    fact = "agenda.3.votes.0.against"
    assert "voix contre" in desk.text(f"{place.base}/faits?partie=agenda.3")
    refused = desk.post(f"{place.base}/faits/{fact}", value="six", reason="erreur de saisie")
    assert refused.status_code == 400
    assert "écrivez un nombre entier" in refused.text
    assert 'value="erreur de saisie"' in refused.text
    assert desk.post(f"{place.base}/faits/{fact}", value="6", reason="").status_code == 400
    assert desk.post(f"{place.base}/faits/{fact}", value="6", reason="erreur de saisie").status_code == 303
    assert "Valeur enregistrée : 7 ; valeur corrigée : 6" in desk.text(f"{place.base}/lecture").replace("\u00a0", " ")
    assert desk.get(f"{place.base}/faits/annex.sha256").status_code == 303


def test_pv_2_a_disagreement_asked_for_at_the_sitting_is_entered_by_the_desk(place: House):
    desk = place.desk()
    path = f"{place.base}/points/{place.item(2)}/desaccord"
    page = desk.text(path)
    value = page.split("Grandépi Firmin")[0].rpartition('value="')[2].partition('"')[0]
    assert desk.post(path, member=value, body="Distance insuffisante.").status_code == 303
    assert "Firmin Grandépi, « Distance insuffisante. »" in desk.text(place.base).replace("\u00a0", " ")
    assert desk.post(path, member=value, body="Autre.").status_code == 400
    assert desk.post(f"{place.base}/desaccords/1/retrait").status_code == 303
    assert "Distance insuffisante" not in desk.text(place.base)


def test_a_point_without_an_opinion_offers_no_disagreement(place: House):
    assert "Aucun avis rendu sur ce point" in place.desk().text(f"{place.base}/points/{place.item(7)}/desaccord")


def test_excused_members_are_ticked(place: House):
    desk = place.desk()
    page = desk.text(f"{place.base}/excuses")
    seat = page.split("Jocelyn Aubépré</label>")[0].rpartition('value="')[2].partition('"')[0]
    assert desk.post(f"{place.base}/excuses", seat=seat).status_code == 303
    assert "absence excusée" in desk.text(f"{place.base}/lecture")


def test_pv_4_each_step_is_confirmed_then_taken_once(place: House):
    desk = place.desk()
    assert "Les membres pourront lire le procès-verbal" in desk.text(f"{place.base}?confirmer=submitted")
    place.move_to(desk, MinutesState.SUBMITTED)
    place.move_to(desk, MinutesState.SUBMITTED)
    assert queries.state(place.db, place.played.meeting_id) is MinutesState.SUBMITTED
    desk.post(f"{place.base}/etape", state="draft", expected="submitted", reason="")
    assert "Il manque le motif" in desk.text(place.base)


def test_pv_1_the_final_version_waits_for_what_is_lacking(place: House):
    desk = place.desk()
    desk.post(f"{place.base}/faits/secretary", value="Mme Odile Plumier", reason="qualité retirée")
    with_gap = f"{place.base}/faits/members.0.sat.0.quality"
    assert desk.post(with_gap, value=" ", reason="vide").status_code == 400
    place.move_to(desk, MinutesState.FINAL)
    page = desk.text(place.base)
    assert "Le procès-verbal est définitif." in page
    assert desk.post(f"{place.base}/incidents", body="Trop tard.", expected="0").status_code == 400


def test_the_page_shows_how_far_a_long_rendering_is_and_may_be_left(place: House):
    desk = place.desk()
    desk.post(f"{place.base}/documents", kind="minutes")
    job = jobs.claim(place.db, [rendering.JOB], now=clock.now())
    assert job is not None
    for percent, page in ((20, 1), (55, 50), (88, 100)):
        jobs.progress(place.db, job, percent, f"Mise en page, page {page}")
        shown = desk.text(f"{place.base}/documents").replace("\u00a0", " ")
        assert f"Mise en page, page {page}" in shown
        assert f'<progress max="100" value="{percent}"' in shown
        assert "data-live-done" not in shown
    assert f'data-live="{place.base}/documents"' in desk.text(place.base)


def test_files_are_asked_for_rendered_and_handed_over(place: House):
    desk = place.desk()
    assert desk.post(f"{place.base}/documents", kind="extract", item=str(place.item(4))).status_code == 303
    waiting = desk.text(place.base)
    assert "En attente du travailleur" in waiting
    assert 'data-live-poll="1"' in waiting
    place.work()
    page = desk.text(f"{place.base}/documents")
    assert "data-live-done" in page
    (file,) = queries.files(place.db, place.played.meeting_id)
    answer = desk.get(f"{place.base}/documents/{file.id}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="avis-coderst-2026-12-10-point-4.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.get(f"{place.base}/documents/99.pdf").status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"kind": "photo"}, id="no such kind"),
        pytest.param({"kind": "extract"}, id="an extract of nothing"),
        pytest.param({"kind": "extract", "item": "9999"}, id="an item of another sitting"),
        pytest.param({"kind": "no_quorum"}, id="a finding that was not made"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_a_sentence(place: House, fields: dict[str, str]):
    desk = place.desk()
    assert desk.post(f"{place.base}/documents", fields).status_code == 303
    assert 'role="alert"' in desk.text(place.base)
    assert queries.files(place.db, place.played.meeting_id) == []


def test_documents_that_did_not_change_cost_nothing(place: House):
    desk = place.desk()
    first = desk.get(f"{place.base}/documents")
    assert desk.get(f"{place.base}/documents", **{"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_facts_are_served_alone(place: House):
    facts = place.desk().get(f"{place.base}/faits.json").get_json()
    assert facts["agenda"][3]["votes"][0]["against"] == 7
    assert len(facts["annex"]["sha256"]) == 64


def test_pv_5_the_transmission_is_kept(place: House):
    desk = place.desk()
    refused = desk.post(f"{place.base}/transmission", on="2026-12-09", to="Préfète")
    assert refused.status_code == 400
    assert "précède la séance" in refused.text
    assert desk.post(f"{place.base}/transmission", on="2026-12-11", to="Préfète").status_code == 303
    assert "Transmis le 11" in desk.text(place.base)


def test_the_desk_reads_the_page_kept_beside_the_file(place: House):
    desk = place.desk()
    place.move_to(desk, MinutesState.SUBMITTED)
    place.work()
    (file,) = [each for each in queries.files(place.db, place.played.meeting_id) if each.kind is FileKind.MINUTES]
    assert file.twin is not None
    assert "Projet soumis aux membres" in desk.text(f"{place.base}/lecture")


def test_while_a_sitting_goes_on_its_minutes_are_read_anew(room: Room, sylvie: Clerk, tmp_path: Path):
    room.open(present=4)
    sylvie.visitor.post(f"{sylvie.base}/proces-verbal/incidents", body="Coupure de dix minutes.", expected="0")
    sylvie.visitor.post(f"{sylvie.base}/proces-verbal/documents", kind="minutes")
    settings = Settings(instance=tmp_path, mark="test")
    while worker.do_next(room.db, settings, worker.HANDLERS):
        pass
    assert [each.twin is not None for each in queries.files(room.db, room.meeting_id)] == [True]

    room.arrive(5)

    assert (
        "Camille Titulaire-5" in sylvie.opens(f"{sylvie.base}/proces-verbal/lecture").partition("Sièges non occupés")[0]
    )
