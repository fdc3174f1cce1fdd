"""Full-text search of minutes, across years: each reads what they may read, everybody what is published."""

from flask import Blueprint, render_template, request, url_for

from webapp.accounts.model import Role, SignedIn
from webapp.committees import queries as committees
from webapp.meetings import queries as meetings
from webapp.meetings.sitting import MeetingState
from webapp.minutes import queries
from webapp.minutes.model.search import Hit, Reader, Reading
from webapp.minutes.rules.searching import extract, words_of
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import minutes as words

bp = Blueprint("search", __name__)
LONGEST_SHOWN = 200
LATEST_YEAR = 9999


@bp.get("/recherche")
@access.public
def page() -> str:
    """The question, its filters, the minutes that hold every word."""
    reader = _reader(access.person())
    typed = request.args.get("q", "").replace("\0", " ")[:LONGEST_SHOWN]
    reach = queries.searchable(db(), reader)
    committee = _chosen("commission", {number for number, _ in reach})
    year = _chosen("annee", {each for _, each in reach})
    number = min(max(request.args.get("page", 1, type=int), 1), LATEST_YEAR)
    found = queries.search(db(), typed, reader, committee=committee, year=year, page=number)
    known = {each.id: each for each in committees.listed(db(), frozenset(each for each, _ in reach))} if reach else {}
    return render_template(
        "public/search.html",
        typed=typed,
        asked=bool(words_of(typed)),
        found=found,
        page=number,
        pages=-(-found.number // queries.SEARCH_PAGE),
        committee=committee,
        year=year,
        committees=known,
        years=sorted({each for _, each in reach}, reverse=True),
        hits=[(each, _lead(each, reader), extract(each.body, words_of(typed))) for each in found.hits],
        words=words,
    )


def _lead(hit: Hit, reader: Reader) -> str:
    """Return where what was found is read: at the desk, by a member, by everybody."""
    if hit.reading is Reading.PUBLISHED:
        committee = committees.find(db(), hit.committee_id)
        code = "" if committee is None else committee.code
        return url_for("public_sittings.sitting", code=code, day=hit.held_on.isoformat())
    desk = reader.desks is None or hit.committee_id in reader.desks
    return url_for("minutes.page" if desk else "member_minutes.page", meeting_id=hit.meeting_id)


def _chosen(name: str, known: set[int]) -> int | None:
    """Return a filter that is one of those offered, None for anything else."""
    typed = request.args.get(name, type=int)
    return typed if typed in known else None


def _reader(who: SignedIn | None) -> Reader:
    """Say what somebody may read: their desks, what they chair, the sittings of which they were members."""
    if who is None:
        return Reader()
    held = [each.id for each in meetings.of_person(db(), who.person.id).sittings if each.state is MeetingState.CLOSED]
    return Reader(
        desks=who.committees(Role.SECRETARIAT),
        committees=who.committees(Role.CHAIR),
        meetings=frozenset(held),
    )
