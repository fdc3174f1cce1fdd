"""What other programs read of the catalogue: a calendar to subscribe to, an Atom feed, a list that a site shows inside its own."""

from flask import Blueprint, Response, abort, make_response, render_template, request

from webapp.kernel import clock, paths
from webapp.outbox.calendar import Entry
from webapp.web.kit import access
from webapp.web.kit import webinars as kit
from webapp.web.kit.database import db, settings
from webapp.web.kit.security import may_be_framed
from webapp.webinars import calendar, queries
from webapp.webinars.model import Channel, Listed, Sought
from webapp.wording import webinar_pages, webinars

bp = Blueprint("webinar_feeds", __name__, url_prefix="/webinaires")

FRESH = "public, max-age=900"  # the same for everybody, and asked for by many
IN_AN_INSET = 10


@bp.get("/agenda.ics")
@access.public
def every_date() -> Response:
    """Every date to come, for a calendar that subscribes."""
    return _calendar(None)


@bp.get("/chaines/<channel_code>/agenda.ics")
@access.public
def dates_of(channel_code: str) -> Response:
    """The dates to come of a service."""
    return _calendar(_channel(channel_code))


@bp.get("/annonces.atom")
@access.public
def every_announcement() -> Response:
    """Every date to come, for a reader of feeds."""
    return _atom(None)


@bp.get("/chaines/<channel_code>/annonces.atom")
@access.public
def announcements_of(channel_code: str) -> Response:
    """The dates to come of a service, for a reader of feeds."""
    return _atom(_channel(channel_code))


@bp.get("/encart")
@may_be_framed
@access.public
def inset() -> Response:
    """A short list that another site shows inside its own page."""
    code = request.args.get("chaine", "")
    channel = _channel(code) if code else None
    now = clock.now()
    listing = queries.listing(db(), Sought(channel=code), now=now, most=IN_AN_INSET)
    return _fresh(
        make_response(
            render_template("public/webinars/inset.html", listing=listing, channel=channel, words=webinars, now=now)
        )
    )


def _channel(code: str) -> Channel:
    return queries.channel_by_code(db(), code) or abort(404)


def _announced(channel: Channel | None) -> list[tuple[Listed, Entry]]:
    sought = Sought(channel="" if channel is None else channel.code)
    address, key = settings().public_address, kit.means().link_key
    return queries.announced(db(), sought, now=clock.now(), link_key=key, public_address=address)


def _calendar(channel: Channel | None) -> Response:
    content = calendar.feed_of((entry for _, entry in _announced(channel)), name=_name(channel))
    return _fresh(Response(content, content_type="text/calendar; charset=utf-8"))


def _atom(channel: Channel | None) -> Response:
    announced = _announced(channel)
    address = settings().public_address
    text = render_template(
        "public/webinars/announcements.xml",
        announced=announced,
        name=_name(channel),
        feed=address.rstrip("/") + request.path,
        page=paths.link(address, "webinars")
        if channel is None
        else paths.link(address, "channel", channel_code=channel.code),
        author=settings().prefecture,
        updated=max((entry.stamped_at for _, entry in announced), default=clock.now()),
        to_text=clock.to_text,
        words=webinars,
        now=clock.now(),
    )
    return _fresh(Response(text, content_type="application/atom+xml; charset=utf-8"))


def _name(channel: Channel | None) -> str:
    return webinar_pages.EVERY_FEED if channel is None else webinar_pages.FEED.format(name=channel.name)


def _fresh(response: Response) -> Response:
    """Let what is the same for everybody be kept a while, and asked again for nothing when it has not changed."""
    response.headers["Cache-Control"] = FRESH
    response.add_etag()
    response.make_conditional(request)
    return response
