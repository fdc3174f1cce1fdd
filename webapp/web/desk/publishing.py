"""The publishable version of final minutes, beside the full one: masked, prepared, opened to readers (LAW PUB-1, PUB-2)."""

import re

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from webapp.documents import queries as documents
from webapp.documents.model import Access
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.minutes import queries
from webapp.minutes.model import FileKind, MinutesRefusal
from webapp.minutes.model.publishing import Ground, PublishingRefusal, Span
from webapp.minutes.queries import publishing as reading
from webapp.minutes.rules import masking as rules
from webapp.minutes.rules import pages as parts
from webapp.minutes.service import publishing as service
from webapp.minutes.service import read
from webapp.minutes.service.publishing import Decided, Preparation
from webapp.web.kit import access, acts, papers
from webapp.web.kit.database import db, settings
from webapp.wording import documents as access_words
from webapp.wording import publishing as words
from webapp.wording.phrases import phrase

bp = Blueprint("publishing", __name__, url_prefix="/secretariat/seances/<int:meeting_id>/proces-verbal/publiable")

_HEADING = re.compile(r"<(/?)h[1-6]\b")
_BEGINNING = 60


@frozen
class Pair:
    """One part of the pages: in full, and as everybody would read it; `sentences` where one is to be chosen."""

    number: int
    full: Markup
    publishable: Markup
    same: bool
    beginning: str
    sentences: tuple[tuple[str, str], ...]


def _prepared() -> Preparation:
    return service.prepare(
        db(), g.meeting.id, folder=settings().files, authority=settings().prefecture, now=clock.now()
    )


def _here(anchor: str | None = None) -> BaseResponse:
    return redirect(url_for("publishing.page", meeting_id=g.meeting.id, _anchor=anchor), 303)


@bp.get("")
@access.desk_of_committee
def page(meeting_id: int) -> str:
    """What is masked and why, the two texts side by side, the file, who may read it."""
    try:
        prepared = _prepared()
    except Refusal as refusal:
        return render_template(
            "desk/minutes/publishing_later.html",
            meeting=g.meeting,
            why=phrase(refusal.reason, **refusal.facts),
            **_opened(),
        )
    files = queries.files(db(), meeting_id)
    last = prepared.prepared(files)
    work = None if last is None or last.sha256 is not None else queries.work_on(db(), last)
    return render_template(
        "desk/minutes/publishing.html",
        meeting=g.meeting,
        prepared=prepared,
        is_masked=rules.is_masked,
        pairs=_pairs(prepared, request.args.get("passage", type=int)),
        chosen=request.args.get("passage", type=int),
        asked=request.args.get("confirmer", ""),
        last=last,
        work=work,
        current=prepared.is_current(last),
        grounds=[each for each in Ground if each.by_hand],
        page_is_public=documents.published_at(db(), g.meeting.topic) is not None,
        **_opened(),
    )


def _opened() -> dict[str, object]:
    """Say who may read a publishable version, since when and why."""
    return {
        "ruling": reading.last_access(db(), g.meeting.id),
        "published": reading.published(db(), g.meeting.id),
        "accesses": [each for each in Access if each is not Access.PUBLISHED],
        "address": url_for("public_sittings.sitting", code=g.committee.code, day=g.meeting.day.isoformat()),
        "words": words,
        "access_words": access_words,
        "offered": Access,
    }


def _pairs(prepared: Preparation, chosen: int | None) -> list[Pair]:
    found = []
    for number, part in enumerate(prepared.pages.parts):
        full = parts.write(prepared.pages, {}, words.mark, part)
        left = parts.write(prepared.pages, prepared.cuts, words.mark, part)
        texts = [prepared.pages.blocks[block].text for block in part.blocks]
        found.append(
            Pair(
                number=number,
                full=_shown(full),
                publishable=_shown(left),
                same=full == left,
                beginning=" ".join(" ".join(texts).split())[:_BEGINNING],
                sentences=tuple(_sentences(prepared, part.blocks)) if number == chosen else (),
            )
        )
    return found


def _shown(html: str) -> Markup:
    """Show a part among others: its headings are no headings of this page."""
    return Markup(_HEADING.sub(r"<\1p", html))  # noqa: S704 — written from known tags, its texts escaped


def _sentences(prepared: Preparation, blocks: tuple[int, ...]) -> list[tuple[str, str]]:
    found = []
    for block in blocks:
        text = prepared.pages.blocks[block].text
        found += [(f"{block}:{start}:{end}", text[start:end]) for start, end in parts.sentences(text)]
    return found


def _decided() -> Decided:
    ground = acts.text("ground")
    return Decided(
        version=acts.number("version"),
        ground=Ground(ground) if ground in {each.value for each in Ground if each.by_hand} else None,
        reason=acts.text("reason"),
    )


def _spans() -> list[Span]:
    """Return the sentences that were ticked; what is none is refused."""
    found = []
    for each in request.form.getlist("passage"):
        numbers = re.fullmatch(r"(\d{1,6}):(\d{1,6}):(\d{1,6})", each)
        if numbers is None:
            raise Refusal(PublishingRefusal.UNKNOWN_PASSAGE)
        block, start, end = map(int, numbers.groups())
        found.append(Span(block=block, start=start, end=end))
    return found


def _refused(refusal: Refusal) -> None:
    flash(phrase(refusal.reason, **refusal.facts), "error")


@bp.post("/passages")
@access.desk_of_committee
def mask_passages(meeting_id: int) -> BaseResponse:
    """Mask the sentences that were ticked."""
    try:
        service.mask_passages(db(), _prepared(), _spans(), _decided(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        _refused(refusal)
        again = request.form.get("part", type=int)
        where = url_for("publishing.page", meeting_id=meeting_id, passage=again, _anchor=f"passage-{again}")
        return redirect(where, 303)
    flash("Les phrases choisies sont occultées.", "success")
    return _here(f"passage-{request.form.get('part', 0, type=int)}")


@bp.post("/mots")
@access.desk_of_committee
def mask_words(meeting_id: int) -> BaseResponse:
    """Mask words wherever they stand."""
    try:
        service.mask_words(db(), _prepared(), acts.text("words"), _decided(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        _refused(refusal)
    else:
        flash("Ces mots sont occultés partout.", "success")
    return _here("mots")


@bp.post("/mentions")
@access.desk_of_committee
def turn(meeting_id: int) -> BaseResponse:
    """Leave a masked mention readable, with a reason; or mask it again."""
    lifts = acts.text("turn") == "laisser"
    act = service.lift if lifts else service.mask_again
    try:
        act(db(), _prepared(), acts.text("mask"), _decided(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        _refused(refusal)
    else:
        flash("La mention reste lisible." if lifts else "La mention est occultée de nouveau.", "success")
    return _here("regle")


@bp.post("/fichier")
@access.desk_of_committee
def order(meeting_id: int) -> BaseResponse:
    """Have the publishable version rendered by the worker."""
    try:
        service.order(db(), _prepared(), by=access.by(), now=clock.now())
    except Refusal as refusal:
        _refused(refusal)
    return _here("fichier")


@bp.post("/acces")
@access.desk_of_committee
def rule(meeting_id: int) -> BaseResponse:
    """Decide who may read the publishable version (LAW PUB-2)."""
    wanted = acts.chosen(Access, "access")
    try:
        service.rule_access(
            db(),
            meeting_id,
            acts.number("file"),
            wanted,
            reason=acts.text("reason"),
            expected=acts.chosen(Access, "expected"),
            prepared=None if wanted is Access.INTERNAL else _prepared(),
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        _refused(refusal)
    else:
        flash(f"Accès enregistré : {access_words.ACCESSES_SAID[wanted]}.", "success")
    return _here("acces")


@bp.get("/lecture/<int:file_id>")
@access.desk_of_committee
def twin(meeting_id: int, file_id: int) -> str | BaseResponse:
    """The accessible twin of a file, for those who may read it (LAW ACC-2)."""
    kept = queries.find_file(db(), meeting_id, file_id)
    if kept is None or kept.twin is None or kept.kind is FileKind.ANNEX:
        flash(phrase(MinutesRefusal.UNKNOWN_FILE), "warning")
        return redirect(url_for("minutes.page", meeting_id=meeting_id), 303)
    body = Markup(read(papers.shelf(), kept.twin, "html").decode())  # noqa: S704 — made by our own template, held against its hash
    return render_template("desk/minutes/reading.html", meeting=g.meeting, body=body)
