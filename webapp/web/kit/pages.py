"""What every template can say: dates, numbers, who is here, where one can go."""

from typing import Any

from flask import Flask, g, get_flashed_messages, url_for

from webapp.accounts.model import Role, SignedIn
from webapp.web.kit import access, links, quorums
from webapp.web.kit.database import settings
from webapp.wording import dates, mail, numbers, outcomes, rehearsal
from webapp.wording.templates import FrenchSpaces
from webapp.wording.typography import alphabetically, elided, spaced


def install(app: Flask) -> None:
    """Give the templates the house's words."""
    app.jinja_env.add_extension(FrenchSpaces)
    app.jinja_env.filters.update(
        day=dates.day,
        weekday=dates.weekday,
        hour=dates.hour,
        hour_seconds=dates.hour_seconds,
        hour_millis=dates.hour_millis,
        moment=dates.moment,
        number=numbers.number,
        elided=elided,
        spaced=spaced,
        alphabetically=alphabetically,
        linked=links.linked,
    )
    app.jinja_env.globals.update(
        count=numbers.count,
        quorum_said=quorums.quorum_said,
        rehearsal=rehearsal,
        typeset=outcomes.typeset,
        mail_words=mail,
    )
    app.jinja_env.globals["get_flashed_messages"] = _flashed
    app.context_processor(_circumstances)


def _flashed(*, with_categories: bool = False) -> list[object]:
    """Return the messages that wait, set as French wants them."""
    waiting: list[Any] = get_flashed_messages(with_categories=True)
    set_ = [(category, spaced(text)) for category, text in waiting]
    return [*set_] if with_categories else [text for _, text in set_]


def _circumstances() -> dict[str, object]:
    signed_in = access.person()
    return {
        **_practice(signed_in),
        "signed_in": signed_in,
        "person": signed_in.person if signed_in else None,
        "prefecture": settings().prefecture,
        "demo": settings().mark == "demo",
    }


def _practice(who: SignedIn | None) -> dict[str, object]:
    """Say whether the address names a rehearsal, and where its secretariat may purge it."""
    meeting = g.get("meeting")
    practice = meeting is not None and meeting.rehearsal
    keeps = practice and who is not None and who.has(Role.SECRETARIAT, meeting.committee_id)
    return {
        "practice": practice,
        "practice_url": url_for("prepare.page", meeting_id=meeting.id, _anchor="repetition") if keeps else None,
    }
