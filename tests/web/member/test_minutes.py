"""The minutes as members read them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.minutes import House, house
from webapp.accounts.model import Role
from webapp.cli.demo.reference import Reference
from webapp.kernel import clock
from webapp.minutes import queries, service
from webapp.minutes.model import FileKind, MinutesState


@pytest.fixture
def place(tmp_path: Path, reference_sitting: tuple[bytes, Reference]) -> Iterator[House]:
    with house(tmp_path, reference_sitting) as made:
        yield made


def test_a_draft_is_not_read_by_members(place: House):
    member = place.member(17)
    page = member.text(place.public)
    assert "n’est pas encore soumis" in page
    assert "voix prépondérante" not in page
    assert member.get(f"{place.public}.pdf").status_code == 303


def test_pv_2_a_member_reads_what_was_submitted_and_has_a_disagreement_mentioned(place: House):
    place.move_to(place.desk(), MinutesState.SUBMITTED)
    member = place.member(17)
    assert "voix prépondérante du président" in member.text(place.public)
    answer = member.post(f"{place.public}/desaccord", item=str(place.item(2)), body="Distance insuffisante.")
    assert answer.status_code == 303
    page = member.text(place.public)
    assert "Mes désaccords mentionnés" in page
    assert "a demandé la mention de son désaccord" in page
    twice = member.post(f"{place.public}/desaccord", item=str(place.item(2)), body="Autre chose.")
    assert twice.status_code == 400
    assert "Autre chose.</textarea>" in twice.text
    other = place.member(18)
    assert other.post(f"{place.public}/desaccords/1/retrait").status_code == 303
    assert "Mes désaccords mentionnés" in member.text(place.public)
    assert member.post(f"{place.public}/desaccords/1/retrait").status_code == 303
    assert "Mes désaccords mentionnés" not in member.text(place.public)


def test_pv_2_no_disagreement_on_an_item_without_opinion_nor_after_the_final_version(place: House):
    place.move_to(place.desk(), MinutesState.SUBMITTED)
    member = place.member(17)
    assert member.post(f"{place.public}/desaccord", item=str(place.item(7)), body="").status_code == 400
    desk = place.desk()
    for state, expected in (("approved", "submitted"), ("final", "approved")):
        desk.post(f"{place.base}/etape", state=state, expected=expected)
    assert "Faire mentionner un désaccord" not in member.text(place.public)
    assert member.post(f"{place.public}/desaccord", item=str(place.item(2)), body="").status_code == 400


def test_the_named_record_is_for_desk_chair_and_auditors_alone(place: House):
    path = place.public.replace("proces-verbal", "releve-nominatif.pdf")
    meeting_id = place.played.meeting_id
    chair = place.with_role(Role.CHAIR, place.played.second)
    assert chair.get(path).status_code == 303
    asked = service.request(
        place.db,
        meeting_id,
        FileKind.ANNEX,
        authority=place.settings.prefecture,
        by=place.played.secretary,
        now=clock.now(),
    )
    place.work()
    assert queries.find_file(place.db, meeting_id, asked) is not None
    assert chair.get(path).data.startswith(b"%PDF")
    assert place.member(17).get(path).status_code == 403


def test_a_member_comes_to_the_minutes_from_the_sitting(place: House):
    assert f'href="{place.public}"' in place.member(17).text(f"/seances/{place.played.meeting_id}")
