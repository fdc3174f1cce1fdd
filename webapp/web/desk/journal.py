"""The journal in sentences, whole for administrators and auditors, by sitting for its secretariat."""

from flask import Blueprint, g, render_template, request, url_for

from webapp.accounts import queries as accounts
from webapp.audit import queries as audit
from webapp.audit.model import ChainReport, Entry
from webapp.committees import queries as committees
from webapp.meetings.queries.labels import item_labels, motion_labels, open_motions
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import acts

bp = Blueprint("journal", __name__, url_prefix="/secretariat")

# Whose ballot came in, and after whose: told once the vote is closed (LAW VOT-9).
ARRIVALS = frozenset({"ballot.received", "vote.voice", "written.took_part"})


@bp.get("/journal")
@access.journal_reader
def page() -> str:
    """Every act of the house, the latest first."""
    return _page(None, url_for("journal.page"))


@bp.get("/seances/<int:meeting_id>/journal")
@access.journal_of_meeting
def of_meeting(meeting_id: int) -> str:
    """The acts of one sitting."""
    return _page(f"meeting:{meeting_id}", url_for("journal.of_meeting", meeting_id=meeting_id))


def _page(scope: str | None, here: str) -> str:
    entries = audit.entries(db(), scope=scope, before=request.args.get("avant", type=int), limit=audit.PAGE + 1)
    read, more = entries[: audit.PAGE], len(entries) > audit.PAGE
    shown = told(read)
    return render_template(
        "desk/journal.html",
        lines=lines(shown),
        older=f"{here}?avant={read[-1].id}" if more else None,
        here=here,
        withheld=len(shown) < len(read),
        report=_report() if request.args.get("verifier") else None,
        meeting=g.get("meeting"),
        committee=g.get("committee"),
    )


def _report() -> ChainReport:
    """Walk the chain that the page shows: a rehearsal has its own."""
    meeting = g.get("meeting")
    return audit.check_chain(db(), rehearsal=meeting.topic if meeting is not None and meeting.rehearsal else None)


def told(entries: list[Entry]) -> list[Entry]:
    """Leave out the arrivals of ballots in votes still open; the journal keeps them, and tells them afterwards."""
    motions = {entry.facts.get("motion") for entry in entries if entry.act in ARRIVALS}
    if not motions:
        return entries
    still_open = open_motions(db(), {each for each in motions if isinstance(each, int)})
    return [each for each in entries if each.act not in ARRIVALS or each.facts.get("motion") not in still_open]


def lines(entries: list[Entry]) -> list[tuple[Entry, acts.Line]]:
    """Put each act into words; what it names by number is looked up in five queries whatever the page."""
    facts = [entry.facts for entry in entries]
    names = {
        "person": {id_: each.display_name for id_, each in accounts.find_many(db(), _named(entries, "person")).items()},
        "committee": {each.id: each.code for each in committees.listed(db(), None)},
        "seat": committees.seat_labels(db(), _named(entries, "seat")),
        "item": item_labels(db(), _named(entries, "item")),
        "motion": motion_labels(db(), _named(entries, "motion")),
    }
    return [
        (entry, acts.line(entry.act, entry.subject, known, names)) for entry, known in zip(entries, facts, strict=True)
    ]


def _named(entries: list[Entry], kind: str) -> set[int]:
    subjects = {entry.subject.partition(":")[::2] for entry in entries}
    numbers = {int(number) for this, number in subjects if this == kind and number.isdigit()}
    return numbers.union(*(acts.referred(entry.facts, kind) for entry in entries))
