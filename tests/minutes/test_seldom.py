"""What the reference sitting does not hold: names in the minutes, overrides, annulled lines, second notices, formations."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.meetings.room import ABSTAIN, AGAINST, FOR, Room
from tests.refusing import refused
from webapp.accounts.model import Linking, PersonFields
from webapp.accounts.service import people
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.meetings.model import Mode, PaperCount
from webapp.meetings.service import (
    agenda,
    conduct,
    hearings,
    invitations,
    notices,
    paper,
    presence,
    receptions,
    voting,
)
from webapp.meetings.sitting import Form, ItemDraft, MeetingDraft
from webapp.minutes import document, queries, service
from webapp.minutes.model import Facts, FileKind, MinutesRefusal, What, to_json
from webapp.minutes.model.votes import Divergence
from webapp.storage.database import Database

RULES = "Délibération du 3 février 2026"


@pytest.fixture
def db(tmp_path: Path, migrated: bytes) -> Iterator[Database]:
    path = tmp_path / "petite.db"
    path.write_bytes(migrated)
    database = Database.open(path)
    yield database
    database.close()


def facts_of(room: Room, meeting_id: int | None = None) -> Facts:
    return queries.facts(room.db, meeting_id or room.meeting_id, now=room.tick())


def body_of(room: Room) -> str:
    return str(document.minutes(queries.dossier(room.db, room.meeting_id, now=room.tick()).content).body)


def test_names_and_divergence_are_printed_where_the_committee_says_so(db: Database):
    settings = CommitteeSettings(names_in_minutes=True, print_divergence=True, recording_rules=RULES)
    room = Room(db, settings=settings).open(present=5)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: AGAINST, 4: ABSTAIN})
    room.close()
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    (vote,) = facts_of(room).agenda[0].votes
    assert [each.choice for each in vote.names] == ["for", "for", "against", "abstain", "none"]
    assert vote.divergence == Divergence(expressed="favourable", present="no_majority")
    assert "Votes nominatifs, point 1" in body_of(room)


def test_vot_9_nobody_reads_who_voted_what_before_the_announcement(db: Database):
    room = Room(db, settings=CommitteeSettings(names_in_minutes=True, recording_rules=RULES)).open(present=5)
    room.open_vote()
    room.votes({1: FOR, 2: AGAINST})
    room.close()

    before = queries.dossier(db, room.meeting_id, now=room.tick())
    assert (before.named.votes, before.facts.annex.votes, before.facts.annex.sha256) == ((), 0, "")
    assert before.facts.agenda[0].votes[0].names == ()
    with refused(MinutesRefusal.NOTHING_BY_NAME):
        service.request(db, room.meeting_id, FileKind.ANNEX, authority="Préfecture", by=SYSTEM, now=room.tick())

    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    after = queries.dossier(db, room.meeting_id, now=room.tick())
    assert [each.choice for each in after.named.votes[0].ballots] == ["for", "against"]
    assert after.facts.annex.votes == 1
    assert service.request(db, room.meeting_id, FileKind.ANNEX, authority="Préfecture", by=SYSTEM, now=room.tick())


def test_a_vote_left_without_announcement_is_in_the_record_once_the_sitting_is_over(db: Database):
    room = Room(db).open(present=5)
    room.open_vote()
    room.votes({1: FOR, 2: AGAINST})
    room.close()
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())

    assert queries.dossier(db, room.meeting_id, now=room.tick()).facts.annex.votes == 1


def test_the_record_counts_no_vote_held_in_secret(db: Database):
    room = Room(db, settings=CommitteeSettings(ballot_kind="secret", recording_rules=RULES)).open(present=5)
    voting.open_vote(db, room.meeting_id, room.motion, on_paper=True, by=SYSTEM, now=room.tick())
    count = PaperCount(scrutineers=("Anne", "Luc"), distributed=5, found=5, in_favour=5, against=0, blank=0, void=0)
    paper.record(db, room.meeting_id, room.motion, count, by=SYSTEM, now=room.tick())
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())

    found = queries.dossier(db, room.meeting_id, now=room.tick())

    assert (found.named.votes, found.facts.annex.votes) == ((), 0)


@pytest.mark.parametrize(
    ("conforming", "mandatory", "said"),
    [
        (False, True, "Avis simple, consultation obligatoire"),
        (True, False, "Avis conforme, consultation facultative"),
    ],
)
def test_vot_8_the_minutes_say_what_the_opinion_binds_and_its_legal_basis(
    db: Database, conforming: bool, mandatory: bool, said: str
):
    room = Room(db)
    draft = ItemDraft(title="Captage", legal_basis="CSP R1321-7", mandatory=mandatory, conforming=conforming)
    agenda.update_item(db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())
    receptions.inform_applicant(
        db, room.meeting_id, room.item, on=factories.TODAY, of="Salle des Cartes", by=SYSTEM, now=room.tick()
    )
    room.open(present=4)
    room.open_vote()
    room.votes(dict.fromkeys((1, 2, 3), FOR))
    room.close()
    voting.announce(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())

    content = queries.dossier(db, room.meeting_id, now=room.tick()).content
    for pages in (document.minutes(content), document.extract(content, 0)):
        assert said in str(pages.body)
        assert "CSP R1321-7" in str(pages.body)


def test_by_default_neither_names_nor_divergence_are_printed(db: Database):
    room = Room(db).open(present=5)
    room.open_vote()
    room.votes({1: FOR, 2: FOR, 3: AGAINST, 4: ABSTAIN})
    room.close()
    (vote,) = facts_of(room).agenda[0].votes
    assert (vote.names, vote.divergence) == ((), None)


def test_a_line_set_aside_is_told_with_its_reason(db: Database):
    room = Room(db).open(present=4)
    entered = room.arrive(5, form=Form.VIDEO)
    presence.void(db, room.meeting_id, entered.fact_id, reason="erreur de siège", by=SYSTEM, now=room.tick())
    facts = facts_of(room)
    assert [(each.fact, each.reason) for each in facts.voided] == [
        ("arrivée de Mme Camille Titulaire-5, en visioconférence", "erreur de siège")
    ]
    assert facts.members[4].state == "absent"


def test_a_person_without_appointment_sits_on_the_chairs_decision_and_lacks_a_quality(db: Database):
    room = Room(db).open(present=3)
    fields = PersonFields(last_name="Passant", first_name="Paul")
    stranger = people.create_person(db, fields, home_committee=room.committee.id, by=SYSTEM, now=room.tick())
    presence.arrive(
        db,
        room.meeting_id,
        room.seat(4),
        stranger,
        Form.ROOM,
        decision="arrêté signé ce matin",
        by=SYSTEM,
        now=room.tick(),
    )
    dossier = queries.dossier(db, room.meeting_id, now=room.tick())
    (sat,) = dossier.facts.members[3].sat
    assert (sat.rank, sat.quality) == ("other", "")
    assert [(each.rule, each.reason) for each in dossier.facts.decisions] == [("COM-4", "arrêté signé ce matin")]
    assert What.QUALITY in {each.what for each in dossier.blocking}


def test_quo_4_where_the_quorum_is_taken_at_the_opening_it_is_told_so_for_every_item(db: Database):
    settings = CommitteeSettings(quorum_moment="opening", recording_rules=RULES)
    room = Room(db, settings=settings).open(present=3)
    room.depart(3)
    room.open_vote()
    room.votes({1: FOR, 2: FOR})
    room.close()
    (item,) = facts_of(room).agenda
    assert item.quorum is not None
    assert item.votes[0].quorum is not None
    assert (item.quorum.counted, item.votes[0].quorum.counted) == (3, 3)


def test_quo_8_a_second_notice_names_the_day_of_the_first_sitting(db: Database):
    room = Room(db, seats=8).open(present=2)
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    second = room.prepare(second_notice=True, first_meeting_id=room.meeting_id)
    facts = facts_of(room, second)
    assert (facts.notice.second_notice, facts.notice.first_sitting) == (True, factories.TODAY)
    assert (facts.number, facts.opened_at, facts.presided) == ("", None, ())


def test_com_8_a_formation_names_the_committee_it_comes_from(db: Database):
    parent = factories.a_committee(db, code="MERE")
    formation = factories.a_committee(db, template="coderst_formation", code="FILLE", parent_id=parent.id)
    meeting = conduct.create(db, formation.id, MeetingDraft(starts_at=factories.NOW), by=SYSTEM, now=factories.NOW)
    assert queries.facts(db, meeting.id, now=factories.NOW).formation_of == parent.name


def test_vacant_seats_are_told(db: Database):
    committee = factories.a_committee(db, code="VIDE", filled=False)
    meeting = conduct.create(db, committee.id, MeetingDraft(starts_at=factories.NOW), by=SYSTEM, now=factories.NOW)
    facts = queries.facts(db, meeting.id, now=factories.NOW)
    assert {member.state for member in facts.members} == {"vacant"}


def test_sittings_of_a_year_are_numbered_as_they_opened(db: Database):
    room = Room(db).open(present=3)
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    first = room.meeting_id
    room.meeting_id = room.prepare()
    room.item = room.add_item()
    room.open(present=3)
    assert [facts_of(room, number).number for number in (first, room.meeting_id)] == ["2026-1", "2026-2"]


def test_states_of_many_minutes_are_read_at_once(db: Database):
    room = Room(db)
    assert queries.states(db, [room.meeting_id]) == {}
    assert queries.states(db, []) == {}


def test_cnv_5_the_minutes_mark_an_item_added_after_the_notice(db: Database):
    room = Room(db)
    draft = MeetingDraft(mode=Mode.IN_PERSON, starts_at=room.clock + timedelta(days=9), place="Salle des Cartes")
    conduct.update(db, room.meeting_id, draft, by=SYSTEM, now=room.tick())
    notices.send(db, room.meeting_id, authority="Préfecture du Val-Imaginaire", by=room.desk, now=room.tick())
    room.add_item()

    dossier = queries.dossier(db, room.meeting_id, now=room.tick())
    assert [each.after_notice for each in dossier.facts.agenda] == [None, True]
    assert str(document.minutes(dossier.content).body).count("Point ajouté après la convocation") == 1
    told = json.loads(to_json(dossier.facts))["agenda"]
    assert ["after_notice" in each for each in told] == [False, True]


def test_what_a_person_to_be_heard_wrote_is_in_the_minutes_under_its_item(db: Database):
    room = Room(db)
    planned = hearings.plan(
        db, room.meeting_id, room.item, "Mme Eauvive, exploitante", planned_at=None, by=SYSTEM, now=room.tick()
    )
    token = invitations.invite(
        db,
        room.meeting_id,
        planned,
        address="",
        with_draft=False,
        linking=Linking(key="a" * 64, lasts=timedelta(days=5)),
        by=room.desk,
        now=room.tick(),
    )
    before = queries.dossier(db, room.meeting_id, now=room.tick())
    assert "Observations écrites" not in str(before.pages.body)

    invitations.observe(db, token or "", "Nous tiendrons <les> distances.", now=room.tick(), key=room.key())
    after = queries.dossier(db, room.meeting_id, now=room.tick())
    (line,) = after.facts.agenda[0].wrote or ()
    hearings.cancel(db, room.meeting_id, planned, by=SYSTEM, now=room.tick())
    assert queries.dossier(db, room.meeting_id, now=room.tick()).facts.agenda[0].wrote == (line,)
    assert (line.name, line.body) == ("Mme Eauvive, exploitante", "Nous tiendrons <les> distances.")
    assert "Nous tiendrons &lt;les&gt; distances." in str(after.pages.body)
