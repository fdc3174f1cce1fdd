"""The mail that leaves: what waits, what was refused or came back, and what may be done about it."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import EmailField, FileField
from wtforms.validators import Length

from webapp.accounts import queries as accounts
from webapp.accounts import service as accounts_service
from webapp.accounts.model import Role
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.meetings import queries as meetings
from webapp.meetings.service import invitations
from webapp.outbox import queries, service
from webapp.outbox.model import LINK, Message, OutboxRefusal
from webapp.outbox.queries import PAGE, Part
from webapp.pdf.model import RenderFailed
from webapp.web.desk import keys
from webapp.web.kit import access, mail
from webapp.web.kit.database import db, settings
from webapp.web.kit.forms import Form
from webapp.webinars import queries as webinars
from webapp.wording import dates
from webapp.wording import mail as words
from webapp.wording.phrases import phrase
from webapp.wording.typography import spaced

bp = Blueprint("mailings", __name__, url_prefix="/secretariat/envois")

Answer = str | BaseResponse | tuple[str, int]


class ResendForm(Form):
    email = EmailField("Adresse du destinataire", [Length(max=200, message="Au plus 200 caractères.")])


class ReturnForm(Form):
    file = FileField(
        "Message revenu (fichier .eml)",
        description="Enregistrez l’avis de non-remise depuis votre messagerie, puis déposez-le ici.",
    )


@bp.get("")
@access.mail_reader
def listing() -> str:
    """The messages of the reader's committees and webinars, those to settle first."""
    return _listing(ReturnForm(formdata=None))


def _listing(form: ReturnForm) -> str:
    reach = access.mail_reach(access.me())
    topic, page = _topic(), max(request.args.get("page", 1, type=int), 1)
    standing = mail.queue()
    part = _part(Part.STUCK if standing.queue.stuck else Part.ALL)
    found = queries.listed(db(), reach, part, topic=topic, page=page)
    listed = queries.topics(db(), reach)
    return render_template(
        "desk/mail/list.html",
        mail=standing,
        messages=found[:PAGE],
        more=len(found) > PAGE,
        page=page,
        part=part.value,
        topic=topic,
        topics=_meetings(listed),
        webinars=_webinars(listed),
        form=form,
        has_errors=bool(form.errors),
    )


def _part(usual: Part) -> Part:
    asked = request.args.get("etat", "")
    return Part(asked) if asked in set(Part) else usual


def _topic() -> str | None:
    meeting, webinar = (request.values.get(name, type=int) for name in ("seance", "webinaire"))
    if webinar is not None:
        return f"webinar:{webinar}"
    return None if meeting is None else f"meeting:{meeting}"


def _webinars(reach_topics: list[str]) -> list[tuple[int, str]]:
    """Name the webinars that messages are about."""
    who = access.me()
    if not any(each.startswith("webinar:") for each in reach_topics):
        return []
    mine = webinars.organised_by(db(), None if who.has(Role.ADMINISTRATOR) else who.person.id)
    return [(each.id, each.title) for each in mine if each.topic in reach_topics]


def _meetings(reach_topics: list[str]) -> list[tuple[int, str]]:
    """Name the sittings that messages are about."""
    numbers = {int(each.partition(":")[2]) for each in reach_topics if each.startswith("meeting:")}
    if not numbers:
        return []
    held = access.me().committees(Role.SECRETARIAT)
    codes = {each.id: each.code for each in committees.listed(db(), held)}
    return [
        (each.id, f"{codes[each.committee_id]}, {dates.day(each.starts_at)}")
        for each in meetings.listed(db(), held)
        if each.id in numbers and each.committee_id in codes
    ]


@bp.get("/<int:message_id>")
@access.reads_message
def page(message_id: int) -> str:
    """One message: what became of it, its whole text, and what may be done."""
    form = ResendForm(formdata=None)
    form.email.data = _address_known()
    return _page(form)


def _page(form: ResendForm) -> str:
    message: Message = g.message
    former = None if message.follows is None else queries.find(db(), message.follows)
    return render_template(
        "desk/mail/page.html",
        message=message,
        meaning=words.MEANINGS[message.state],
        text=_text(message),
        former=former,
        form=form,
        has_errors=bool(form.errors),
        asked=request.args.get("confirmer", ""),
        sends=settings().sends_mail,
    )


def _text(message: Message) -> str:
    """Return the whole text; a link that opens somebody's account is shown in a demonstration alone."""
    if settings().mark == "demo":
        return queries.text(message, mail.means())
    return message.letter.body.replace(LINK, spaced(words.LINK_HIDDEN))


def _address_known() -> str | None:
    """Return the address of today: somebody of the house may have changed it since the message left."""
    letter = g.message.letter
    account = None if letter.person_id is None else accounts.account(db(), letter.person_id, now=clock.now())
    return letter.address if account is None else account.person.email


@bp.post("/<int:message_id>/renvoi")
@access.reads_message
def resend(message_id: int) -> Answer:
    """Send the message again, to the address typed."""
    form = ResendForm()
    try:
        if form.validate_on_submit():
            return _sent_again(message_id, (form.email.data or "").strip())
    except Refusal as refusal:
        form.refuse(refusal)
    return _page(form), 400


def _sent_again(message_id: int, typed: str) -> BaseResponse:
    message: Message = g.message
    if typed != (_address_known() or "") and message.letter.person_id is not None:
        keys.check_sits_here_alone([message.letter.person_id])  # a link sent there opens this account
    if message.letter.link is not None and message.letter.link.page == invitations.PAGE:
        number = invitations.send_again(
            db(), message, address=typed or None, linking=access.linking(), by=access.by(), now=clock.now()
        )
    else:
        number = accounts_service.resend(
            db(), message, email=typed or None, actor=access.me(), linking=access.linking(), now=clock.now()
        )
    flash("Le message est renvoyé ; le précédent reste visible.", "success")
    return redirect(url_for("mailings.page", message_id=number), 303)


@bp.post("/<int:message_id>/recu")
@access.reads_message
def confirm(message_id: int) -> Answer:
    """Note that a message in doubt did arrive."""
    return _noted(lambda: service.confirm(db(), message_id, by=access.by(), now=clock.now()), "La remise est vérifiée.")


@bp.post("/<int:message_id>/retour")
@access.reads_message
def bounced(message_id: int) -> Answer:
    """Note that a message came back."""
    return _noted(lambda: service.note_return(db(), message_id, by=access.by(), now=clock.now()), "Le retour est noté.")


def _noted(act: Callable[[], None], said: str) -> Answer:
    try:
        act()
    except Refusal as refusal:
        form = ResendForm(formdata=None)
        form.refuse(refusal)
        return _page(form), 400
    flash(said, "success")
    return redirect(url_for("mailings.page", message_id=g.message.id), 303)


@bp.post("/<int:message_id>/lettre")
@access.reads_message
def print_one(message_id: int) -> Answer:
    """Print one message as a letter."""
    return _letters([g.message], back=url_for("mailings.page", message_id=message_id))


@bp.post("/lettres")
@access.mail_reader
def print_all() -> Answer:
    """Print whatever has reached nobody, of one sitting or webinar, or of all."""
    reach, topic = access.mail_reach(access.me()), _topic()
    waiting = queries.to_print(db(), reach, topic=topic, now=clock.now())
    return _letters(waiting, back=url_for("mailings.listing"))


def _letters(messages: list[Message], *, back: str) -> Answer:
    try:
        paper = service.print_letters(
            db(),
            messages,
            mail.means(),
            linked=_links_handed(messages),
            prefecture=settings().prefecture,
            by=access.by(),
            now=clock.now(),
        )
    except Refusal as refusal:
        flash(phrase(refusal.reason, **refusal.facts), "warning")
        return redirect(back, 303)
    except RenderFailed as failure:
        flash(f"Rien n’est imprimé, les messages attendent toujours. {failure.reason}", "error")
        return redirect(back, 303)
    headers = {"Content-Disposition": 'attachment; filename="lettres.pdf"', "Cache-Control": "no-store"}
    return Response(paper, mimetype="application/pdf", headers=headers)


def _links_handed(messages: list[Message]) -> frozenset[int]:
    """Return the messages whose link may go through the hands of who prints: it opens somebody's account."""
    people = {each.letter.person_id for each in messages if each.letter.person_id is not None}
    closed = keys.beyond(people)
    return frozenset(each.id for each in messages if each.letter.person_id not in closed)


@bp.post("/retours")
@access.mail_reader
def drop_return() -> Answer:
    """Note a return from the mail that brought it."""
    form = ReturnForm()
    if not form.validate_on_submit() or not form.file.data:
        form.file.errors = ["Choisissez le message revenu (fichier .eml)."]
        return _listing(form), 400
    try:
        message = _returned(form.file.data.read())
    except Refusal as refusal:
        form.refuse(refusal, "file")
        return _listing(form), 400
    flash("Le retour est noté.", "success")
    return redirect(url_for("mailings.page", message_id=message.id), 303)


def _returned(content: bytes) -> Message:
    """Note the return that a mail announces; of a message that the reader may not see, it says nothing."""
    message, said = service.returned(db(), content)
    if not access.mail_reach(access.me()).holds(message):
        raise Refusal(OutboxRefusal.RETURN_UNKNOWN)
    service.note_return(db(), message.id, words=said, by=access.by(), now=clock.now())
    return message
