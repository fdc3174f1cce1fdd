"""What proves that a notice was received, what is done for the silent, and that an applicant was told of the sitting."""

from datetime import date, datetime

from webapp.accounts.model import Linking
from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.meetings import store
from webapp.meetings.queries.notices import reminded_at
from webapp.meetings.rules import notice as rules
from webapp.meetings.service import letters
from webapp.meetings.service.notices import post_notice, standing
from webapp.meetings.service.unit import NOT_CLOSED, PREPARED, Unit, act, check_lengths, check_reason
from webapp.meetings.sitting import ApplicantNotice, Meeting, Notice, NoticeRefusal, Proof, Reception, Recipient
from webapp.storage.database import Database, unit_of_work
from webapp.wording.dates import in_paris


def see(db: Database, meeting: Meeting, *, by: By, now: datetime) -> None:
    """Keep that somebody signed in read the sitting that they were convened to; their first reading alone is written."""
    if meeting.notice_id is None or by.person_id is None:
        return
    known = store.receptions_of(db, meeting.notice_id, by.person_id)
    if known is None or Proof.OPENED in known:
        return
    with unit_of_work(db):  # no act of the sitting: a page that is read changes nothing on the others
        at = audit.effective_instant(db, now, scope=meeting.topic)
        day = in_paris(at).date()
        if store.add_reception(db, _reception(meeting.notice_id, by.person_id, Proof.OPENED, day, by=by, at=at)):
            facts = {"person": by.person_id, "proof": Proof.OPENED, "on": day.isoformat()}
            audit.record(db, "notice.received", meeting.topic, by=by, now=at, scope=meeting.topic, **facts)


def prove(db: Database, meeting_id: int, proof: Proof, *, by: By, now: datetime, key: str | None = None) -> None:
    """Keep an act of the member's own that proves a reception: the page opened, « J’ai bien reçu », a reply."""
    with act(db, meeting_id, "notice.received", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if not unit.done:
            keep(unit, proof)


def keep(unit: Unit, proof: Proof) -> None:
    """Write an act's proof inside the caller's unit; nothing where the last version is not addressed to who acts."""
    notice_id, person_id = unit.meeting.notice_id, unit.by.person_id
    if notice_id is None or person_id is None or store.receptions_of(unit.db, notice_id, person_id) is None:
        return
    _write(unit, notice_id, person_id, proof, in_paris(unit.at).date())


def note_paper(
    db: Database,
    meeting_id: int,
    person_id: int,
    proof: Proof,
    received_on: date,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Note the paper by which somebody received the notice, with its day; the day last noted stands."""
    if not proof.on_paper:
        raise Refusal(NoticeRefusal.NOT_ON_PAPER)
    with act(db, meeting_id, "notice.received", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        notice = standing(unit)
        if person_id not in {each.person_id for each in store.recipients(db, notice.id)}:
            raise Refusal(NoticeRefusal.UNKNOWN_RECIPIENT)
        since = rules.counted(store.notices(db, meeting_id))[0]
        rules.check_paper(received_on, since, in_paris(unit.at).date())
        _write(unit, notice.id, person_id, proof, received_on)


def _write(unit: Unit, notice_id: int, person_id: int, proof: Proof, received_on: date) -> None:
    if store.add_reception(unit.db, _reception(notice_id, person_id, proof, received_on, by=unit.by, at=unit.at)):
        unit.journal("notice.received", person=person_id, proof=proof, on=received_on.isoformat())


def _reception(notice_id: int, person_id: int, proof: Proof, on: date, *, by: By, at: datetime) -> Reception:
    return Reception(
        notice_id=notice_id,
        person_id=person_id,
        proof=proof,
        received_on=on,
        entered_at=at,
        entered_by=by.person_id,
    )


def remind(db: Database, meeting_id: int, *, linking: Linking, by: By, now: datetime, key: str | None = None) -> int:
    """Send the notice again to the titulars of whom nothing proves that they have it; return how many.

    It asks for their reply too; who was reminded today is left in peace.
    """
    with act(db, meeting_id, "notice.reminded", by=by, now=now, key=key, states=PREPARED) as unit:
        if not unit.done:
            notice = standing(unit)
            if notice.rendered_at is None:
                raise Refusal(NoticeRefusal.NOT_MADE)
            found = silent(unit, notice)
            if not found:
                raise Refusal(NoticeRefusal.NOBODY_SILENT)
            today = reminded(unit)
            found = [each for each in found if each.person_id not in today]
            if not found:
                raise Refusal(NoticeRefusal.REMINDED_TODAY)
            version = f"{notice.version}.{letters.occasion(unit)}"
            unit.result = sum(post_notice(unit, notice, found, linking=linking, version=version, reminder=True))
            unit.journal("notice.reminded", version=notice.version, messages=unit.result)
        return unit.result or 0


def reminded(unit: Unit) -> frozenset[int]:
    """Return who was reminded of this sitting today, by this page or by that of the replies."""
    return rules.reminded_today(reminded_at(unit.db, unit.meeting.topic), unit.entered)


def silent(unit: Unit, notice: Notice) -> list[Recipient]:
    """Return the titulars of whom nothing proves that they have the notice."""
    versions = {each.id for each in rules.counted(store.notices(unit.db, unit.meeting.id))}
    known = store.receptions(unit.db, unit.meeting.id)
    return [
        each
        for each in store.recipients(unit.db, notice.id)
        if each.titular and rules.first_reception(known, each.person_id, versions) is None
    ]


def inform_applicant(
    db: Database,
    meeting_id: int,
    item_id: int,
    *,
    on: date,
    of: str,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Note that the applicant of an item was told of the sitting: its day, and the place or the link (LAW CNV-8)."""
    of = check_reason(of)
    check_lengths((of,))
    with act(db, meeting_id, "notice.applicant", by=by, now=now, key=key, states=NOT_CLOSED) as unit:
        if unit.done:
            return
        item = unit.item(item_id)
        if not rules.applicant_to_inform(item):
            raise Refusal(NoticeRefusal.NO_APPLICANT, item=item.label)
        if on > in_paris(unit.at).date():
            raise Refusal(NoticeRefusal.DAY_IMPOSSIBLE)
        store.write_applicant(db, item_id, ApplicantNotice(on=on, of=of))
        unit.journal("notice.applicant", item=item_id, on=on.isoformat(), text=of)
