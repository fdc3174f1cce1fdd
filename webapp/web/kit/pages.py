"""What every template can say: dates, numbers, who is here, where one can go."""

from flask import Flask

from webapp.kernel import paths
from webapp.web.kit import access, quorums
from webapp.web.kit.database import settings
from webapp.wording import dates, numbers, outcomes
from webapp.wording.typography import FrenchSpaces


def install(app: Flask) -> None:
    """Give the templates the house's words."""
    app.jinja_env.add_extension(FrenchSpaces)
    app.jinja_env.filters.update(
        day=dates.day,
        weekday=dates.weekday,
        hour=dates.hour,
        hour_seconds=dates.hour_seconds,
        moment=dates.moment,
        number=numbers.number,
    )
    app.jinja_env.globals.update(
        count=numbers.count, quorum_said=quorums.quorum_said, minutes_url=_minutes_url, typeset=outcomes.typeset
    )
    app.context_processor(_circumstances)


def _minutes_url(meeting_id: int) -> str:
    return paths.path("minutes", meeting_id=meeting_id)


def _circumstances() -> dict[str, object]:
    signed_in = access.person()
    return {
        "signed_in": signed_in,
        "person": signed_in.person if signed_in else None,
        "prefecture": settings().prefecture,
        "demo": settings().mark == "demo",
    }
