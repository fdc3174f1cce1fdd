"""What every template can say: dates, numbers, who is here, where one can go."""

from flask import Flask

from webapp.web.kit import access
from webapp.web.kit.database import settings
from webapp.wording import dates, numbers


def install(app: Flask) -> None:
    """Give the templates the house's words."""
    app.jinja_env.filters.update(
        day=dates.day,
        weekday=dates.weekday,
        hour=dates.hour,
        hour_seconds=dates.hour_seconds,
        moment=dates.moment,
        number=numbers.number,
    )
    app.jinja_env.globals["count"] = numbers.count
    app.context_processor(_circumstances)


def _circumstances() -> dict[str, object]:
    signed_in = access.person()
    return {
        "signed_in": signed_in,
        "person": signed_in.person if signed_in else None,
        "prefecture": settings().prefecture,
        "demo": settings().mark == "demo",
    }
