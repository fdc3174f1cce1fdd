"""The draft of a sitting, its agenda, and its course from opening to closing."""

from dataclasses import replace

import pytest

from tests import factories
from tests.meetings.room import FOR, Room
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.committees.model import CommitteeSettings
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.service import accidents, agenda, conduct, presence
from webapp.meetings.service.unit import LONGEST_LINE, LONGEST_TEXT
from webapp.meetings.sitting import (
    ClosingKind,
    Form,
    ItemDraft,
    ItemKind,
    ItemState,
    MeetingDraft,
    MeetingRefusal,
    MeetingState,
    MotionDraft,
    MotionKind,
)
from webapp.storage.database import Database, unit_of_work

DRAFT = MeetingDraft(starts_at=factories.NOW)
DECIDED = "Décision du président du 1er décembre 2026"


def test_a_sitting_at_a_distance_needs_a_decision_of_the_chair_and_adopted_rules(db: Database) -> None:
    committee = factories.a_committee(db, code="sans-regles")
    ruled = factories.a_committee(db, code="avec-regles", settings=CommitteeSettings(recording_rules="Délibération"))

    def create(committee_id: int, mode: Mode, decision: str = "") -> int:
        draft = replace(DRAFT, mode=mode, mode_decision=decision)
        return conduct.create(db, committee_id, draft, by=SYSTEM, now=factories.NOW).id

    for mode in (Mode.CONFERENCE, Mode.MIXED, Mode.WRITTEN):
        with refused(MeetingRefusal.MODE_NEEDS_RULES):
            create(committee.id, mode, DECIDED)
        with refused(MeetingRefusal.MODE_NEEDS_DECISION):
            create(ruled.id, mode)
        assert create(ruled.id, mode, DECIDED)
    assert create(committee.id, Mode.IN_PERSON)


def test_a_sitting_of_no_committee_is_refused(db: Database) -> None:
    with refused(MeetingRefusal.UNKNOWN_COMMITTEE):
        conduct.create(db, 99, DRAFT, by=SYSTEM, now=factories.NOW)
    with refused(MeetingRefusal.UNKNOWN_MEETING):
        agenda.add_item(db, 99, ItemDraft(title="Point"), by=SYSTEM, now=factories.NOW)
    with refused(MeetingRefusal.UNKNOWN_MEETING):
        queries.state(db, 99, now=factories.NOW)
    assert queries.find(db, 99) is None


def test_a_sitting_is_rewritten_while_it_is_prepared_only(db: Database) -> None:
    room = Room(db)
    draft = MeetingDraft(starts_at=factories.NOW, title="Séance de décembre", place="Salle Érignac")
    conduct.update(db, room.meeting_id, draft, by=SYSTEM, now=room.tick())
    found = queries.find(db, room.meeting_id)
    assert found is not None
    assert (found.title, found.mode, found.day) == ("Séance de décembre", Mode.IN_PERSON, factories.TODAY)
    room.open(present=3)
    with refused(MeetingRefusal.NOT_PREPARED):
        conduct.update(db, room.meeting_id, draft, by=SYSTEM, now=room.tick())


def test_a_sitting_without_agenda_does_not_open(db: Database) -> None:
    room = Room(db)
    room.meeting_id = room.prepare()
    room.arrive(1)
    with refused(MeetingRefusal.AGENDA_EMPTY):
        conduct.open_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())


def test_com_1_a_term_that_no_longer_covers_the_day_stops_the_opening_unless_the_chair_decides(db: Database) -> None:
    room = Room(db)
    room.arrive(1)
    with unit_of_work(db):
        db.run("DELETE FROM terms")
    with refused(MeetingRefusal.OUT_OF_TERM):
        conduct.open_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    conduct.open_sitting(db, room.meeting_id, decision="Arrêté en signature", by=SYSTEM, now=room.tick())
    assert [each.rule for each in queries.decisions(db, room.meeting_id)] == ["COM-1"]


def test_opening_twice_with_one_form_opens_once(db: Database) -> None:
    room = Room(db)
    room.arrive(1, 2, 3)
    for _ in range(2):
        conduct.open_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick(), key="ouverture-01")
    with refused(MeetingRefusal.NOT_PREPARED):
        conduct.open_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    acts = [entry.act for entry in audit.of_scope(db, f"meeting:{room.meeting_id}")]
    assert acts.count("meeting.opened") == 1


def test_the_chair_who_signed_in_before_the_opening_presides_by_delegation(db: Database) -> None:
    room = Room(db, substitutes=True)
    presence.arrive(
        db,
        room.meeting_id,
        room.seat(1),
        room.person(1, 1),
        Form.ROOM,
        by=SYSTEM,
        now=room.tick(),
        presides=True,
        delegation="Arrêté de délégation du 2 mars 2026",
    )
    room.open()
    chair = room.state().presence.chair
    assert chair is not None
    assert (chair.person_id, chair.delegation) == (room.person(1, 1), "Arrêté de délégation du 2 mars 2026")


def test_the_projectors_link_is_revocable(db: Database) -> None:
    room = Room(db)
    first = room.state().meeting.screen_token
    second = conduct.renew_screen(db, room.meeting_id, by=SYSTEM, now=room.tick())
    assert first != second
    assert queries.find_by_screen(db, room.meeting_id, first) is None
    assert queries.find_by_screen(db, room.meeting_id, second) is not None


def test_items_are_taken_in_hand_one_at_a_time(db: Database) -> None:
    room = Room(db).open(present=3)
    other = room.add_item(ItemKind.INFORMATION)

    def begin(item: int) -> None:
        conduct.begin_item(db, room.meeting_id, item, by=SYSTEM, now=room.tick())

    with refused(MeetingRefusal.OTHER_ITEM_IN_HAND):
        begin(other)
    with refused(MeetingRefusal.MOTIONS_PENDING):
        conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    conduct.end_item(db, room.meeting_id, room.item, reason="Le dossier est incomplet", by=SYSTEM, now=room.tick())
    begin(other)
    conduct.end_item(db, room.meeting_id, other, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_OVER):
        begin(other)
    with refused(MeetingRefusal.ITEM_NOT_IN_HAND):
        conduct.end_item(db, room.meeting_id, other, by=SYSTEM, now=room.tick())
    conduct.reopen_item(db, room.meeting_id, other, by=SYSTEM, now=room.tick())
    begin(other)
    assert room.state().item.id == other
    assert [each.decision for each in queries.decisions(db, room.meeting_id)] == [
        "added",
        "not_voted",
        "reopened",
    ]


@pytest.mark.parametrize(
    ("set_aside", "state"),
    [(conduct.adjourn_item, ItemState.ADJOURNED), (conduct.withdraw_item, ItemState.WITHDRAWN)],
    ids=["adjourned", "withdrawn"],
)
def test_an_item_is_set_aside_with_a_reason(db: Database, set_aside, state: ItemState) -> None:
    room = Room(db).open(present=3)
    with refused(MeetingRefusal.REASON_MISSING):
        set_aside(db, room.meeting_id, room.item, reason=" ", by=SYSTEM, now=room.tick())
    room.open_vote()
    with refused(MeetingRefusal.VOTE_STILL_OPEN):
        set_aside(db, room.meeting_id, room.item, reason="Pièce manquante", by=SYSTEM, now=room.tick())
    room.close()
    set_aside(db, room.meeting_id, room.item, reason="Pièce manquante", by=SYSTEM, now=room.tick())
    item = queries.find_item(db, room.meeting_id, room.item)
    assert (item.state, item.state_reason) == (state, "Pièce manquante")
    assert room.state().item is None
    with refused(MeetingRefusal.ITEM_OVER):
        set_aside(db, room.meeting_id, room.item, reason="Encore", by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_OVER):
        room.add_motion(room.item)


def test_an_open_vote_keeps_the_sitting_and_its_item_open(db: Database) -> None:
    room = Room(db).open(present=3)
    room.open_vote()
    with refused(MeetingRefusal.VOTE_STILL_OPEN):
        conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.VOTE_STILL_OPEN):
        conduct.end_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    room.cast(1, FOR)
    room.close()
    conduct.close_sitting(db, room.meeting_id, by=SYSTEM, now=room.tick())
    meeting = room.state().meeting
    assert (meeting.state, meeting.closing_kind) == (MeetingState.CLOSED, ClosingKind.NORMAL)
    assert [item.state for item in queries.items(db, room.meeting_id)] == [ItemState.DONE]


def test_items_keep_their_order_and_labels_through_moves_and_removals(db: Database) -> None:
    room = Room(db)
    second, third = room.add_item(), room.add_item()
    special = agenda.add_item(db, room.meeting_id, ItemDraft(label="4a", title="Point bis"), by=SYSTEM, now=room.tick())
    agenda.move_item(db, room.meeting_id, third, 1, by=SYSTEM, now=room.tick())
    listed = queries.items(db, room.meeting_id)
    assert [item.id for item in listed] == [third, room.item, second, special]
    assert [item.label for item in listed] == ["1", "2", "3", "4a"]
    agenda.remove_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    assert [item.label for item in queries.items(db, room.meeting_id)] == ["1", "2", "4a"]
    assert queries.motions(db, room.meeting_id) == ()


def test_an_item_to_which_something_happened_is_not_removed(db: Database) -> None:
    room = Room(db)
    room.recuse(2)
    with refused(MeetingRefusal.ITEM_TOUCHED):
        agenda.remove_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.UNKNOWN_ITEM):
        agenda.remove_item(db, room.meeting_id, 999, by=SYSTEM, now=room.tick())


def test_an_item_is_rewritten_until_it_is_over(db: Database) -> None:
    room = Room(db)
    draft = ItemDraft(title="Carrière de Val-Imaginaire", commune="Val-Imaginaire", conforming=True, mandatory=False)
    agenda.update_item(db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())
    item = queries.find_item(db, room.meeting_id, room.item)
    assert (item.title, item.commune, item.conforming, item.mandatory) == (draft.title, draft.commune, True, False)
    with refused(MeetingRefusal.INFORMATION_HAS_NO_VOTE):
        agenda.update_item(
            db, room.meeting_id, room.item, replace(draft, kind=ItemKind.INFORMATION), by=SYSTEM, now=room.tick()
        )
    conduct.withdraw_item(db, room.meeting_id, room.item, reason="Retiré", by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.ITEM_OVER):
        agenda.update_item(db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())


def test_motions_keep_their_order_and_never_pass_one_that_was_voted(db: Database) -> None:
    room = Room(db).open(present=3)
    second, third = room.add_motion(room.item, "B"), room.add_motion(room.item, "C")
    agenda.move_motion(db, room.meeting_id, third, 1, by=SYSTEM, now=room.tick())
    assert [each.id for each in room.state().motions_of(room.item)] == [third, room.motion, second]
    agenda.move_motion(db, room.meeting_id, third, 3, by=SYSTEM, now=room.tick())
    room.open_vote()
    room.close()
    agenda.move_motion(db, room.meeting_id, third, 1, by=SYSTEM, now=room.tick())
    assert [each.id for each in room.state().motions_of(room.item)] == [room.motion, third, second]
    agenda.remove_motion(db, room.meeting_id, second, by=SYSTEM, now=room.tick())
    assert room.state().next_motion(room.item).id == third
    with refused(MeetingRefusal.MOTION_VOTED):
        agenda.remove_motion(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())


def test_a_motion_is_found_only_under_its_own_item(db: Database) -> None:
    room = Room(db)
    other = room.add_item()
    assert queries.find_motion(db, room.item, room.motion).kind is MotionKind.WHOLE
    assert queries.find_motion(db, other, room.motion) is None
    draft = MotionDraft(kind=MotionKind.AMENDMENT, title="Amendement 1", text="Ajouter un suivi")
    agenda.update_motion(db, room.meeting_id, room.motion, draft, by=SYSTEM, now=room.tick())
    assert queries.find_motion(db, room.item, room.motion).title == "Amendement 1"


def test_missing_or_huge_words_are_refused(db: Database) -> None:
    room = Room(db)
    with refused(MeetingRefusal.TITLE_MISSING):
        agenda.add_item(db, room.meeting_id, ItemDraft(title=" "), by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.TITLE_MISSING):
        agenda.add_motion(db, room.meeting_id, room.item, MotionDraft(title=""), by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.TOO_LONG):
        agenda.add_item(db, room.meeting_id, ItemDraft(title="x" * (LONGEST_LINE + 1)), by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.TOO_LONG):
        agenda.add_motion(
            db,
            room.meeting_id,
            room.item,
            MotionDraft(title="Texte", text="x" * (LONGEST_TEXT + 1)),
            by=SYSTEM,
            now=room.tick(),
        )


def test_every_desk_act_done_twice_by_one_form_is_done_once(db: Database) -> None:
    room = Room(db).open(present=3)
    meeting, item = room.meeting_id, room.item
    draft = MotionDraft(title="Amendement", text="Texte")
    acts = [
        lambda **form: agenda.add_item(db, meeting, ItemDraft(title="Point"), **form),
        lambda **form: agenda.add_motion(db, meeting, item, draft, **form),
        lambda **form: agenda.update_motion(db, meeting, room.motion, draft, **form),
        lambda **form: agenda.update_item(db, meeting, item, ItemDraft(title="Autre"), **form),
        lambda **form: agenda.move_item(db, meeting, item, 2, **form),
        lambda **form: agenda.move_motion(db, meeting, room.motion, 2, **form),
        lambda **form: presence.depart(db, meeting, room.seat(3), **form),
        lambda **form: presence.arrive(db, meeting, room.seat(4), room.person(4), Form.ROOM, **form),
        lambda **form: presence.give_mandate(db, meeting, room.seat(5), room.seat(2), **form),
        lambda **form: presence.end_mandate(db, meeting, room.seat(5), **form),
        lambda **form: presence.recuse(db, meeting, room.seat(4), item, **form),
        lambda **form: presence.end_recusal(db, meeting, room.seat(4), item, **form),
        lambda **form: presence.preside(db, meeting, room.seat(2), **form),
        lambda **form: presence.welcome_guest(db, meeting, "Un expert", **form),
        lambda **form: accidents.stop_vote(db, meeting, room.motion, reason="Texte", **form),
        lambda **form: conduct.reopen_item(db, meeting, item, **form),
        lambda **form: conduct.begin_item(db, meeting, item, **form),
        lambda **form: conduct.withdraw_item(db, meeting, item, reason="Retiré", **form),
        lambda **form: conduct.close_sitting(db, meeting, **form),
    ]
    for number, act in enumerate(acts):
        if number == 14:
            agenda.move_motion(db, meeting, room.motion, 1, by=SYSTEM, now=room.tick())
            room.open_vote(in_presence="L’expert reste")
        form = {"by": SYSTEM, "key": f"acte-{number:08d}"}
        first = act(now=room.tick(), **form)
        journal = len(audit.of_scope(db, f"meeting:{meeting}"))
        assert act(now=room.tick(), **form) == first
        assert len(audit.of_scope(db, f"meeting:{meeting}")) == journal
