"""Convening: versions, files, messages, proofs of reception, the second notice, the applicants (LAW CNV-1 to CNV-8)."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests import factories
from tests.documents.papers import put_in
from tests.meetings.room import Room
from tests.pdf.structure import assert_conforms
from tests.refusing import refused
from webapp.accounts.model import Linking, Role
from webapp.accounts.service import grant_role
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.jobs import queries as jobs
from webapp.jobs import service as works
from webapp.jobs.model import JobState
from webapp.kernel import tokens
from webapp.kernel.errors import Refusal
from webapp.meetings import document, queries
from webapp.meetings.model import Mode
from webapp.meetings.rules.notice import Change, Delay, Stage, changes
from webapp.meetings.service import agenda, conduct, notices, rapporteurs, receptions, reminders, replies, voting
from webapp.meetings.sitting import (
    ItemDraft,
    ItemKind,
    MeetingDraft,
    MeetingRefusal,
    MotionDraft,
    Notice,
    NoticeKind,
    NoticeRefusal,
    Proof,
    ReplyKind,
)
from webapp.outbox import queries as outbox
from webapp.outbox.model import Message
from webapp.polls.model import Choice
from webapp.storage import files
from webapp.storage.database import Database, unit_of_work
from webapp.wording.dates import PARIS

AUTHORITY = "Préfecture du Val-Imaginaire"
STARTS_AT = factories.NOW + timedelta(days=9)
LINKING = Linking(key="clé-des-essais", lasts=timedelta(days=15))


class Convening(Room):
    """A sitting nine days ahead, whose notice can be sent and made."""

    def __init__(self, db: Database, folder: Path, **room: object) -> None:
        super().__init__(db, **room)  # type: ignore[arg-type]  # the caller names its fields
        self.means = notices.Means(files=folder, public_address="https://collegiale.example", linking=LINKING)
        self.set()

    def set(self, meeting_id: int | None = None, **fields: object) -> None:
        """Write the day, the place, or something else of the sitting."""
        draft: dict[str, object] = {"mode": Mode.IN_PERSON, "starts_at": STARTS_AT, "place": "Salle des Cartes"}
        conduct.update(
            self.db,
            meeting_id or self.meeting_id,
            MeetingDraft(**{**draft, **fields}),  # type: ignore[arg-type]  # the caller names its fields
            by=SYSTEM,
            now=self.tick(),
        )

    def send(self, urgency: str = "", key: str | None = None) -> Notice:
        number = notices.send(
            self.db, self.meeting_id, authority=AUTHORITY, urgency=urgency, by=self.desk, now=self.tick(), key=key
        )
        found = queries.notice(self.db, self.meeting_id, number)
        assert found is not None
        return found

    def make(self) -> int:
        """Do the work that is due, as the worker does; return how many messages there are."""
        while (job := works.claim(self.db, [notices.JOB], now=self.tick())) is not None:
            number = int(job.payload["notice"])
            result = notices.render(
                self.db, self.meeting_id, number, means=self.means, report=lambda *_: None, now=self.tick()
            )
            works.done(self.db, job, result, now=self.tick())
        return len(self.messages())

    def messages(self) -> list[Message]:
        return outbox.about(self.db, f"meeting:{self.meeting_id}")

    def following(self) -> queries.Following:
        return queries.following(self.db, self.state())

    def of(self, number: int) -> queries.Followed:
        return next(each for each in self.following().people if each.recipient.person_id == self.person(number))


@pytest.fixture
def sent(db: Database, tmp_path: Path) -> Convening:
    """A notice that was sent, its files still to be made."""
    room = Convening(db, tmp_path)
    room.send()
    return room


@pytest.fixture
def made(sent: Convening) -> Convening:
    """The same with its files, its messages written."""
    sent.make()
    return sent


def test_cnv_1_a_notice_without_agenda_cannot_be_sent(db: Database, tmp_path: Path):
    room = Convening(db, tmp_path)
    agenda.remove_motion(db, room.meeting_id, room.motion, by=SYSTEM, now=room.tick())
    agenda.remove_item(db, room.meeting_id, room.item, by=SYSTEM, now=room.tick())
    with refused(NoticeRefusal.AGENDA_EMPTY):
        room.send()
    assert queries.following(db, room.state()).notices == ()
    assert jobs.counts(db)[JobState.DUE] == 0


def test_a_notice_is_addressed_to_titulars_and_for_information_to_substitutes(db: Database, tmp_path: Path):
    room = Convening(db, tmp_path, seats=3, substitutes=True)
    room.send()
    assert room.messages() == []  # nothing leaves before its files exist
    assert room.make() == 6

    found = {each.letter.person_id: each.letter for each in room.messages()}
    titular, substitute = found[room.person(2)], found[room.person(2, 1)]
    assert "Vous êtes convoqué" in titular.body
    assert "heure de Paris" in titular.body
    assert "Salle des Cartes" in titular.body
    assert "1. Extension d’un élevage" in titular.body
    assert "Pour votre information" in substitute.body
    assert [each.name.rpartition(".")[2] for each in titular.joined] == ["pdf", "ics"]
    assert titular.link is not None
    leads = db.value(
        "SELECT page FROM access_links WHERE token_hash = ?",
        (tokens.hash_of(tokens.derive(LINKING.key, titular.link.nonce)),),
    )
    assert leads == f"/seances/{room.meeting_id}/reponse"


def test_the_files_are_kept_under_their_hash_and_joined(made: Convening):
    (joined, event) = made.messages()[0].letter.joined
    assert files.read(made.means.files, joined.file).startswith(b"%PDF-1.7")
    assert b"METHOD:PUBLISH" in files.read(made.means.files, event.file)
    assert f"URL:https://collegiale.example/seances/{made.meeting_id}".encode() in files.read(
        made.means.files, event.file
    ).replace(b"\r\n ", b"")


def test_the_letter_is_pdf_a_and_pdf_ua_at_once(made: Convening):
    (joined, _) = made.messages()[0].letter.joined
    (notice,) = made.following().notices
    assert_conforms(files.read(made.means.files, joined.file), title=document.letter_of(notice).title)


def test_work_cut_short_before_its_end_has_sent_nothing_and_then_sends_all(
    sent: Convening, monkeypatch: pytest.MonkeyPatch
):
    def cut(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    (notice,) = sent.following().notices
    with monkeypatch.context() as stopped:
        stopped.setattr(works, "done_within", cut)  # the last thing written in the unit that posts
        with pytest.raises(KeyboardInterrupt):
            notices.render(
                sent.db, sent.meeting_id, notice.id, means=sent.means, report=lambda *_: None, now=sent.tick()
            )
    assert sent.messages() == []
    assert sent.make() == 5


def test_work_done_twice_writes_nobody_twice(made: Convening):
    (notice,) = made.following().notices
    notices.render(made.db, made.meeting_id, notice.id, means=made.means, report=lambda *_: None, now=made.tick())
    assert len(made.messages()) == 5


def test_a_form_sent_twice_convenes_once(db: Database, tmp_path: Path):
    room = Convening(db, tmp_path)
    assert room.send(key="convocation-0001").id == room.send(key="convocation-0001").id
    assert len(room.following().notices) == 1


def test_each_version_keeps_what_it_said_and_its_sequence_grows(sent: Convening):
    sent.set(place="Salle des Sources")
    second = sent.send()
    first = sent.following().notices[0]
    assert (first.sequence, second.sequence) == (0, 1)
    assert first.uid == second.uid
    assert (first.facts.place, second.facts.place) == ("Salle des Cartes", "Salle des Sources")
    assert second.kind is NoticeKind.AMENDED
    assert changes(first.facts, second.facts) == (Change.PLACE,)
    assert sent.make() == 10
    assert "Ce qui change\u00a0: le lieu ou la connexion." in sent.messages()[-1].letter.body


def test_nothing_changed_sends_nothing(sent: Convening):
    with refused(NoticeRefusal.NOTHING_CHANGED):
        sent.send()


def test_a_notice_that_was_sent_is_no_longer_typed(sent: Convening):
    sent.set(notice_sent_on=date(2020, 1, 1), notice_urgency="Autre chose")
    meeting = sent.state().meeting
    assert (meeting.notice_sent_on, meeting.notice_urgency) == (factories.TODAY, "")


def test_a_version_made_after_a_later_one_writes_to_nobody(sent: Convening):
    """Its work failed and was put off; meanwhile the sitting was cancelled: nobody is convened after that."""
    late = works.claim(sent.db, [notices.JOB], now=sent.tick())
    assert late is not None
    notices.cancel(sent.db, sent.meeting_id, reason="Salle inondée", by=sent.desk, now=sent.tick())
    sent.make()
    works.retry(sent.db, late, "Trop lent.", now=sent.tick())
    sent.clock += timedelta(hours=1)
    sent.make()
    assert {each.letter.kind for each in sent.messages()} == {"meeting.cancelled"}
    assert all(each.rendered_at for each in sent.following().notices)  # its files are made all the same


def test_a_cancelled_sitting_does_not_open_unless_convened_again(sent: Convening):
    notices.cancel(sent.db, sent.meeting_id, reason="Salle inondée", by=sent.desk, now=sent.tick())
    sent.make()
    last = sent.messages()[-1].letter
    assert "est annulée" in last.body
    assert "Salle inondée" in last.body
    assert b"METHOD:CANCEL" in files.read(sent.means.files, last.joined[1].file)
    with refused(NoticeRefusal.CANCELLED):
        sent.open(present=3)
    again = sent.send()
    assert (again.kind, again.sequence) == (NoticeKind.FIRST, 2)
    assert conduct.open_sitting(sent.db, sent.meeting_id, chair_seat=sent.seat(1), by=SYSTEM, now=sent.tick()) is None


def test_cnv_2_a_message_that_a_server_took_proves_nothing(made: Convening):
    with unit_of_work(made.db):
        made.db.run("UPDATE messages SET state = 'sent'")
    assert {each.delay for each in made.following().people} == {Delay.UNKNOWN}


def test_cnv_3_opening_acknowledging_and_replying_are_acts_of_ones_own(sent: Convening):
    meeting = sent.state().meeting
    receptions.see(sent.db, meeting, by=sent.by(1), now=sent.tick())
    receptions.see(sent.db, meeting, by=sent.by(1), now=sent.tick() + timedelta(days=2))
    receptions.prove(sent.db, sent.meeting_id, Proof.ACKNOWLEDGED, by=sent.by(2), now=sent.tick())
    replies.reply(sent.db, sent.meeting_id, sent.seat(3), ReplyKind.ROOM, by=sent.by(3), now=sent.tick())
    replies.reply(sent.db, sent.meeting_id, sent.seat(4), ReplyKind.ROOM, by=sent.desk, now=sent.tick())

    assert [sent.of(number).delay for number in (1, 2, 3, 4)] == [Delay.KEPT, Delay.KEPT, Delay.KEPT, Delay.UNKNOWN]
    received = sent.of(1).received
    assert received is not None
    assert (received.proof, received.received_on) == (Proof.OPENED, factories.TODAY)
    assert [each.recipient.person_id for each in sent.following().silent] == [sent.person(4), sent.person(5)]


def test_a_page_that_is_read_again_writes_nothing_and_moves_no_other_page(sent: Convening):
    before = sent.state().meeting
    for _ in range(2):
        receptions.see(sent.db, before, by=sent.by(1), now=sent.tick())
    receptions.see(sent.db, before, by=sent.desk, now=sent.tick())
    assert sent.state().meeting.revision == before.revision
    said = [each.act for each in audit.entries(sent.db, scope=f"meeting:{sent.meeting_id}")]
    assert said.count("notice.received") == 1


def test_cnv_3_the_desk_notes_a_paper_with_its_day_and_may_correct_it(sent: Convening):
    day = factories.TODAY
    later = datetime.combine(day + timedelta(days=6), datetime.min.time(), tzinfo=PARIS)
    for received_on in (day + timedelta(days=5), day + timedelta(days=4)):
        receptions.note_paper(
            sent.db, sent.meeting_id, sent.person(1), Proof.IN_HAND, received_on, by=sent.desk, now=later
        )
    assert sent.of(1).delay is Delay.EXACT
    with refused(NoticeRefusal.DAY_IMPOSSIBLE):
        receptions.note_paper(
            sent.db, sent.meeting_id, sent.person(1), Proof.POST, day - timedelta(days=1), by=sent.desk, now=later
        )
    with refused(NoticeRefusal.NOT_ON_PAPER):
        receptions.note_paper(sent.db, sent.meeting_id, sent.person(1), Proof.OPENED, day, by=sent.desk, now=later)
    with refused(NoticeRefusal.UNKNOWN_RECIPIENT):
        receptions.note_paper(
            sent.db, sent.meeting_id, sent.desk.person_id or 0, Proof.POST, day, by=sent.desk, now=later
        )


def test_cnv_2_who_had_it_too_late_is_told_and_the_decision_is_kept(sent: Convening):
    late = datetime.combine(factories.TODAY + timedelta(days=5), datetime.min.time(), tzinfo=PARIS)
    receptions.prove(sent.db, sent.meeting_id, Proof.OPENED, by=sent.by(2), now=late)
    sent.clock = STARTS_AT
    assert [each.recipient.person_id for each in sent.following().too_late] == [sent.person(2)]
    sent.arrive(1, 2, 3)
    conduct.open_sitting(sent.db, sent.meeting_id, late_notice="Tous présents et d’accord", by=SYSTEM, now=sent.tick())
    (decision,) = queries.decisions(sent.db, sent.meeting_id)
    assert (decision.rule, decision.reason) == ("CNV-2", "Tous présents et d’accord")


def test_the_silent_alone_are_reminded(made: Convening):
    receptions.prove(made.db, made.meeting_id, Proof.OPENED, by=made.by(1), now=made.tick())
    assert receptions.remind(made.db, made.meeting_id, linking=LINKING, by=made.desk, now=made.tick()) == 4
    written = [each.letter for each in made.messages() if each.letter.kind == "meeting.reminder"]
    assert made.person(1) not in {each.person_id for each in written}
    assert written[0].body.startswith("Rappel")
    assert written[0].subject.startswith("Rappel. Convocation")


def test_one_message_a_day_asks_for_the_reply_and_gives_the_notice_again(made: Convening):
    receptions.prove(made.db, made.meeting_id, Proof.OPENED, by=made.by(1), now=made.tick())
    assert reminders.remind(made.db, made.meeting_id, linking=LINKING, by=made.desk, now=made.tick()) == 5
    written = {each.letter.person_id: each.letter for each in made.messages() if each.letter.kind != "meeting.notice"}
    assert [written[made.person(number)].kind for number in (1, 2)] == ["meeting.unanswered", "meeting.reminder"]
    assert "dire si vous viendrez" in written[made.person(2)].body

    before = len(made.messages())
    for again in (receptions.remind, reminders.remind):
        with pytest.raises(Refusal):
            again(made.db, made.meeting_id, linking=LINKING, by=made.desk, now=made.tick())
    assert len(made.messages()) == before
    made.clock += timedelta(days=1)
    assert receptions.remind(made.db, made.meeting_id, linking=LINKING, by=made.desk, now=made.tick()) == 4
    with refused(NoticeRefusal.REMINDED_TODAY):
        receptions.remind(made.db, made.meeting_id, linking=LINKING, by=made.desk, now=made.tick())
    assert reminders.remind(made.db, made.meeting_id, linking=LINKING, by=made.desk, now=made.tick()) == 1


def test_cnv_4_what_comes_after_is_told_from_the_moment_the_notice_left(sent: Convening):
    [first] = queries.following(sent.db, sent.state()).notices
    sent.set(place="Salle des Plans")
    sent.send()
    assert queries.convened_at(sent.db, sent.state().meeting) == first.sent_at


def test_cnv_4_a_day_of_sending_noted_by_hand_counts_whole(db: Database, tmp_path: Path):
    room = Convening(db, tmp_path)
    assert queries.convened_at(db, room.state().meeting) is None
    room.set(notice_sent_on=date(2026, 12, 1))
    found = queries.convened_at(db, room.state().meeting)
    assert found is not None
    assert (found.hour, found.minute) == (23, 59)


def test_cnv_5_an_item_added_after_the_notice_is_flagged_and_announced(sent: Convening):
    added = sent.add_item()
    assert [each.late for each in sent.state().items] == [False, True]
    second = sent.send()
    assert [each.late for each in second.facts.agenda] == [False, True]
    sent.make()
    assert "ajouté après la convocation" in sent.messages()[-1].letter.body
    assert next(each for each in sent.state().items if each.id == added).added_after is not None


def failed(db: Database, folder: Path) -> Convening:
    """A sitting found without quorum, and its second one prepared on the same agenda."""
    room = Convening(db, folder)
    room.clock = STARTS_AT
    room.open(present=1)
    conduct.close_sitting(db, room.meeting_id, no_quorum=True, by=SYSTEM, now=room.tick())
    second = MeetingDraft(
        starts_at=STARTS_AT + timedelta(days=9),
        place="Salle des Cartes",
        second_notice=True,
        first_meeting_id=room.meeting_id,
    )
    made = conduct.create(db, room.committee.id, second, by=SYSTEM, now=room.tick(), same_agenda=True)
    room.meeting_id = made.id
    return room


def test_cnv_6_a_second_notice_takes_up_the_agenda_with_its_texts_read_only(db: Database, tmp_path: Path):
    room = failed(db, tmp_path)
    state = room.state()
    (item,), (motion,) = state.items, state.motions
    assert (item.title, motion.text) == ("Extension d’un élevage", "La commission émet un avis favorable.")
    assert item.carried_from == room.item
    with refused(MeetingRefusal.SECOND_NOTICE_AGENDA_FIXED):
        room.add_item()
    with refused(MeetingRefusal.SECOND_NOTICE_AGENDA_FIXED):
        agenda.update_item(db, room.meeting_id, item.id, ItemDraft(title="Autre"), by=SYSTEM, now=room.tick())
    with refused(MeetingRefusal.SECOND_NOTICE_AGENDA_FIXED):
        agenda.remove_item(db, room.meeting_id, item.id, by=SYSTEM, now=room.tick())
    told = room.add_item(ItemKind.INFORMATION)
    with refused(MeetingRefusal.SECOND_NOTICE_AGENDA_FIXED):
        agenda.update_item(db, room.meeting_id, told, ItemDraft(title="Voté"), by=SYSTEM, now=room.tick())


def test_cnv_6_a_second_notice_says_that_no_quorum_is_asked(db: Database, tmp_path: Path):
    room = failed(db, tmp_path)
    sent = room.send()
    assert sent.kind is NoticeKind.SECOND
    assert sent.facts.first_sitting == STARTS_AT.astimezone(PARIS).date()
    room.make()
    assert "Aucun quorum ne sera exigé (CRPA R133-10)." in room.messages()[0].letter.body


def test_cnv_6_an_item_3_that_the_first_agenda_had_not_is_refused(db: Database, tmp_path: Path):
    first = failed(db, tmp_path)
    before = first.state().meeting.first_meeting_id
    draft = MeetingDraft(
        starts_at=STARTS_AT + timedelta(days=9), place="Salle", second_notice=True, first_meeting_id=before
    )
    first.meeting_id = conduct.create(db, first.committee.id, draft, by=SYSTEM, now=first.tick()).id
    first.add_item()
    with refused(NoticeRefusal.NOT_THE_FIRST_AGENDA):
        first.send()


def test_cnv_7_a_second_notice_too_soon_asks_for_the_reason_of_the_urgency(db: Database, tmp_path: Path):
    room = failed(db, tmp_path)
    first = room.state().meeting.first_meeting_id
    room.set(starts_at=STARTS_AT + timedelta(days=3), second_notice=True, first_meeting_id=first)
    with refused(NoticeRefusal.URGENCY_MISSING):
        room.send()
    assert room.send("Avis attendu par le tribunal").facts.urgency == "Avis attendu par le tribunal"


def test_cnv_8_a_vote_waits_until_the_applicant_was_told(db: Database, tmp_path: Path):
    room = Convening(db, tmp_path)
    draft = ItemDraft(title="Captage", legal_basis="CSP R1321-7")
    agenda.update_item(db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())
    room.clock = STARTS_AT
    room.open(present=3)
    with refused(NoticeRefusal.APPLICANT_NOT_INFORMED):
        room.open_vote()
    receptions.inform_applicant(
        db, room.meeting_id, room.item, on=factories.TODAY, of="Salle des Cartes", by=room.desk, now=room.tick()
    )
    room.open_vote()
    assert queries.decisions(db, room.meeting_id) == ()


def test_cnv_8_the_chair_may_go_on_for_a_reason_that_is_kept(db: Database, tmp_path: Path):
    room = Convening(db, tmp_path)
    draft = ItemDraft(title="Captage", legal_basis="CSP R1321-7")
    agenda.update_item(db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())
    other = agenda.add_motion(
        db, room.meeting_id, room.item, MotionDraft(title="Ensemble", text="Suite"), by=SYSTEM, now=room.tick()
    )
    room.clock = STARTS_AT
    room.open(present=3)
    voting.open_vote(
        db, room.meeting_id, room.motion, without_applicant="Présent dans la salle", by=SYSTEM, now=room.tick()
    )
    room.votes({1: Choice.FOR, 2: Choice.FOR, 3: Choice.FOR})
    room.close()
    room.open_vote(other)  # decided once for the item
    (decision,) = queries.decisions(db, room.meeting_id)
    assert (decision.rule, decision.reason, decision.item_id) == ("CNV-8", "Présent dans la salle", room.item)


def test_cnv_8_only_an_item_that_the_law_names_has_an_applicant_to_tell(sent: Convening):
    with refused(NoticeRefusal.NO_APPLICANT):
        receptions.inform_applicant(
            sent.db, sent.meeting_id, sent.item, on=factories.TODAY, of="Salle", by=sent.desk, now=sent.tick()
        )


def test_the_timeline_follows_the_notice(sent: Convening):
    def line(stage: Stage, *, at: datetime) -> tuple[bool, bool]:
        lines = queries.due(sent.db, sent.state(), sent.following(), replies=0, now=at)
        return next((each.done, each.overdue) for each in lines if each.stage is stage)

    assert line(Stage.NOTICE, at=factories.NOW) == (True, False)
    assert line(Stage.RECEPTION, at=factories.NOW) == (False, False)
    assert line(Stage.RECEPTION, at=factories.NOW + timedelta(days=5)) == (False, True)
    for number in range(1, 6):
        receptions.prove(sent.db, sent.meeting_id, Proof.OPENED, by=sent.by(number), now=sent.tick())
    assert line(Stage.RECEPTION, at=factories.NOW + timedelta(days=5)) == (True, False)


def test_the_journal_says_each_act_of_a_notice(sent: Convening):
    receptions.prove(sent.db, sent.meeting_id, Proof.OPENED, by=sent.by(1), now=sent.tick())
    said = [each.act for each in audit.entries(sent.db, scope=f"meeting:{sent.meeting_id}")]
    assert {"notice.sent", "notice.received"} <= set(said)


def test_the_timeline_says_when_documents_and_deposits_are_due(sent: Convening, tmp_path: Path):
    def lines(*, at: datetime) -> dict[Stage, tuple[bool, bool]]:
        found = queries.due(sent.db, sent.state(), sent.following(), replies=0, now=at)
        return {each.stage: (each.done, each.overdue) for each in found}

    late = STARTS_AT - timedelta(days=2)
    assert Stage.DEPOSIT not in lines(at=late)
    service = factories.a_person(sent.db, "Ripisylve")
    grant_role(sent.db, service, Role.RAPPORTEUR, committee_id=None, by=SYSTEM, now=factories.NOW)
    rapporteurs.entrust(
        sent.db,
        sent.meeting_id,
        sent.item,
        service,
        due_on=factories.TODAY,
        reminder_days=1,
        linking=LINKING,
        by=sent.desk,
        now=sent.tick(),
    )
    assert lines(at=factories.NOW)[Stage.DEPOSIT] == (False, False)
    assert lines(at=late)[Stage.DEPOSIT] == lines(at=late)[Stage.DOCUMENTS] == (False, True)

    put_in(sent.db, tmp_path / "documents", sent.meeting_id, sent.item, now=sent.tick())
    assert lines(at=late)[Stage.DOCUMENTS] == (True, False)
    assert lines(at=late)[Stage.DEPOSIT] == (False, True)  # what the desk put there is not the service’s
