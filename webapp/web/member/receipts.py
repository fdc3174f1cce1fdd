"""The receipts of one's own ballots."""

from flask import Blueprint, abort, render_template, request

from webapp.polls import queries as polls
from webapp.web.kit import access
from webapp.web.kit.database import db
from webapp.wording import votes

bp = Blueprint("receipts", __name__)


@bp.get("/recus")
@access.signed_in
def listed() -> str:
    """Every receipt of this person, newest first."""
    found = polls.receipts_of_person(db(), access.me().person.id)
    return render_template("member/receipts.html", receipts=found, said=votes.CHOICES_SAID)


@bp.get("/recus/<number>")
@access.signed_in
def one(number: str) -> str:
    """One receipt, for who cast the ballot and nobody else."""
    mine = polls.receipts_of_person(db(), access.me().person.id)
    receipt = next((each for each in mine if each.number == number), None) or abort(404)
    meeting_id = request.args.get("seance", type=int)
    return render_template("member/receipt.html", receipt=receipt, said=votes.CHOICES_SAID, meeting_id=meeting_id)
