"""Rehearsing a sitting: its copy is made and purged from the page where it is prepared."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from webapp.kernel import clock
from webapp.meetings.service import rehearsal
from webapp.rehearsals import service
from webapp.web.kit import access, acts
from webapp.web.kit.database import db, settings

bp = Blueprint("rehearsals", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/repetition")


@bp.post("")
@access.desk_of_committee
def copy(meeting_id: int) -> Response:
    """Copy the sitting to practise on."""
    number = rehearsal.copy(db(), meeting_id, by=access.by(), now=clock.now(), key=acts.key())
    flash("La répétition est prête : ouvrez-la quand vous voulez.", "success")
    return redirect(url_for("prepare.page", meeting_id=number), 303)


@bp.post("/effacement")
@access.desk_of_committee
def purge(meeting_id: int) -> Response:
    """Purge a rehearsal, with everything done in it."""
    source = service.purge(db(), meeting_id, files=settings().files, by=access.by(), now=clock.now())
    flash("La répétition est effacée, avec tout ce qui y avait été fait.", "success")
    return redirect(url_for("prepare.page", meeting_id=source, _anchor="repetition"), 303)
