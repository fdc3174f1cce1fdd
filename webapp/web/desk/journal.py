"""The journal in sentences, whole for administrators and auditors, by sitting for its secretariat."""

from flask import Blueprint, g, render_template, request, url_for

from webapp.accounts import queries as accounts
from webapp.audit import queries as audit
from webapp.audit.model import Entry
from webapp.committees import queries as committees
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import acts

bp = Blueprint("journal", __name__, url_prefix="/secretariat")


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
    shown, more = entries[: audit.PAGE], len(entries) > audit.PAGE
    return render_template(
        "desk/journal.html",
        lines=_lines(shown),
        older=f"{here}?avant={shown[-1].id}" if more else None,
        here=here,
        report=audit.check_chain(db()) if request.args.get("verifier") else None,
        meeting=g.get("meeting"),
        committee=g.get("committee"),
    )


def _lines(entries: list[Entry]) -> list[tuple[Entry, acts.Line]]:
    """Put each act into words; people and committees are named in two queries whatever the page."""
    subjects = [each.subject.partition(":") for each in entries] + [
        (each.scope or "").partition(":") for each in entries
    ]
    ids = {kind: {int(number) for this, _, number in subjects if this == kind and number.isdigit()} for kind in KINDS}
    names = {
        "person": {key: person.display_name for key, person in accounts.find_many(db(), ids["person"]).items()},
        "committee": {each.id: each.code for each in committees.listed(db(), None) if each.id in ids["committee"]},
    }
    return [(entry, acts.line(entry.act, entry.subject, entry.facts, names)) for entry in entries]


KINDS = ("person", "committee")
