"""What the organisers set besides content and dates: series of dates, the form, how sign-ups are taken, the team's copies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from webapp.audit import service as audit
from webapp.audit.model import By
from webapp.kernel.errors import Refusal
from webapp.registrations import rules as sign_ups
from webapp.registrations import service as registrations
from webapp.registrations.model import CampaignState, Field, PrivacyNotice, Terms
from webapp.storage.database import Database, unit_of_work
from webapp.webinars import queries, rules, store
from webapp.webinars.model import Content, Room, Webinar, WebinarRefusal
from webapp.webinars.service import asking, letters
from webapp.webinars.service.letters import Means
from webapp.webinars.service.preparing import Day, create, plan
from webapp.webinars.service.unit import act
from webapp.wording import organising as words

Rewrite = Callable[[tuple[Field, ...]], Sequence[Field]]


def clone(db: Database, webinar: Webinar, *, by: By, now: datetime, key: str | None = None) -> int:
    """Make a webinar out of another one: content, form, notice, terms; dates, team and invitations are its own."""
    shown = queries.shown(db, webinar)
    content: Content = replace(webinar.content, title=words.copy_of(webinar.title)[: rules.LINE_MOST])
    return create(
        db,
        content,
        terms=shown.campaign.terms,
        asked=shown.form.fields,
        notice=shown.form.notice,
        by=by,
        now=now,
        key=key,
    )


def add_dates(
    db: Database, webinar_id: int, days: Iterable[Day], *, room: Room, by: By, now: datetime, key: str | None = None
) -> None:
    """Add the dates of a series, each of its own from then on."""
    listed, room = tuple(days), rules.check_room(room)
    rules.check_number_of_dates(len(listed))
    with act(db, webinar_id, "dates.added", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        for each in listed:
            plan(unit, each, room)


def set_rooms(
    db: Database,
    webinar_id: int,
    occurrence_ids: Iterable[int],
    room: Room,
    *,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Give dates the same room, in one act: personal links follow at once. The journal says that it changed, not to what."""
    room = rules.check_room(room)
    with act(db, webinar_id, "rooms.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        for each in sorted(set(occurrence_ids)):
            if unit.shown().occurrence(each) is None:
                raise Refusal(WebinarRefusal.NO_DATE)
            store.write_room(db, each, room)
            unit.journal("webinar.room_changed", occurrence=each)
        asking.tell_recording(unit)


def set_questions(
    db: Database, webinar_id: int, rewrite: Rewrite, *, version: int, by: By, now: datetime, key: str | None = None
) -> None:
    """Make the next version of the form; who answered an earlier one keeps its questions.

    Refusal CHANGED_MEANWHILE unless `version` is the one in use.
    """
    with act(db, webinar_id, "form.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        shown = unit.shown()
        if shown.form.number != version:
            raise Refusal(WebinarRefusal.CHANGED_MEANWHILE)
        asked = tuple(rewrite(shown.form.fields))
        if shown.campaign.state is not CampaignState.PREPARED:
            rules.check_form_for(shown.campaign.terms, asked)
        registrations.set_form(db, shown.campaign, asked, shown.form.notice, by=by, now=unit.now)


def set_notice(
    db: Database,
    webinar_id: int,
    notice: PrivacyNotice,
    *,
    version: int | None = None,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Write what people are told of their data (RGP-1), with the next version of the form.

    Refusal CHANGED_MEANWHILE unless `version`, where a page says it, is the form's in use.
    """
    with act(db, webinar_id, "notice.changed", by=by, now=now, key=key) as unit:
        if not unit.done:
            if version not in (None, unit.shown().form.number):
                raise Refusal(WebinarRefusal.CHANGED_MEANWHILE)
            asking.tell_recording(unit, notice)


def set_terms(
    db: Database,
    webinar_id: int,
    terms: Terms,
    *,
    version: int | None = None,
    means: Means,
    by: By,
    now: datetime,
    key: str | None = None,
) -> None:
    """Change how sign-ups are taken; the form asks for the manager's address from then on where their word is waited for.

    Refusal CHANGED_MEANWHILE unless `version`, where a page says it, is the campaign's.
    """
    rules.check_terms(terms)
    with act(db, webinar_id, "terms.changed", by=by, now=now, key=key) as unit:
        if unit.done:
            return
        shown = unit.shown()
        if version not in (None, shown.campaign.version):
            raise Refusal(WebinarRefusal.CHANGED_MEANWHILE)
        rules.cleaned_access(store.access(db, webinar_id), terms)
        if sign_ups.asks_manager(terms.approval):
            asked = sign_ups.with_manager(shown.form.fields, asking.MANAGER_QUESTION)
            if asked != shown.form.fields:
                registrations.set_form(db, shown.campaign, asked, shown.form.notice, by=by, now=unit.now)
        moves = registrations.set_terms(db, shown.campaign, terms, by=by, now=unit.now)
        letters.tell(db, unit.webinar, moves, means=means, now=unit.now)


def change_channel(db: Database, channel_id: int, name: str, about: str, *, by: By, now: datetime) -> None:
    """Correct the words of a channel's page; its address stays."""
    content = rules.cleaned(Content(title=name, description=about))
    with unit_of_work(db):
        if all(each.id != channel_id for each in store.channels(db)):
            raise Refusal(WebinarRefusal.UNKNOWN_CHANNEL)
        store.write_channel(db, channel_id, content.title, content.description)
        audit.record(db, "channel.changed", f"channel:{channel_id}", by=by, now=now, name=content.title)
