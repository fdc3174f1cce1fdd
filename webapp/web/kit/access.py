"""Who may enter: every view carries one rule, and a view without a rule lets nobody in.

A rule sees the signed-in person and the objects that the address names (`kit/objects.py`).
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webapp.accounts import queries as accounts
from webapp.accounts import rules as accounts_rules
from webapp.accounts import service as accounts_service
from webapp.accounts.model import Admission, Linking, Role, SessionToken, SignedIn
from webapp.audit.model import By
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.outbox.model import Reach
from webapp.storage.database import StorageError
from webapp.web.kit import objects
from webapp.web.kit.database import db, settings
from webapp.webinars import queries as webinars
from webapp.webinars.model import Bearer

View = TypeVar("View", bound=Callable[..., Any])
Check = Callable[[SignedIn], bool]


@frozen(kw_only=False)
class Rule:
    """One way in: its name for the table of accesses, and whether this person passes."""

    name: str
    admits: Check | None  # None: everybody, signed in or not
    bears: Callable[[Bearer], bool] | None = None  # of a program's token, in the JSON interface alone
    late: bool = False  # held only against those whom the act itself refuses


class Visitor(UserMixin):  # type: ignore[misc]  # flask-login is untyped
    """What flask-login carries: the live session behind the cookie."""

    def __init__(self, signed_in: SignedIn, token: SessionToken) -> None:
        self.signed_in = signed_in
        self.token = token

    def get_id(self) -> str:
        return self.token


def install(app: Flask) -> None:
    """Close every door, then let each view's rule open it."""
    manager = LoginManager(app, add_context_processor=False)  # templates are given `person`
    manager.session_protection = None  # the session is ours: listed, bounded, ended on the server's side
    manager.user_loader(_load)
    app.before_request(_enforce)


def _load(token: str) -> Visitor | None:
    now = clock.now()
    signed_in = accounts.signed_in(db(), SessionToken(token), now=now)
    if signed_in is None:
        return None
    if accounts_rules.is_due_for_refresh(signed_in, now=now):
        with suppress(StorageError):  # a full disk must not keep people from reading
            accounts_service.keep_alive(db(), signed_in, lasts=session_length(), now=now)
    return Visitor(signed_in, SessionToken(token))


def session_length() -> timedelta:
    """Return how long a session outlives the last page asked for."""
    return timedelta(hours=settings().session_hours)


def linking() -> Linking:
    """Return how links for mails are made on this installation."""
    return Linking(key=settings().link_key, lasts=timedelta(days=settings().link_days))


def admit(admission: Admission, *, lasting: bool) -> None:
    """Put a new session in the cookie; what the browser held before, another session included, ends.

    A `lasting` cookie outlives the browser: a telephone closes it in the middle of a sitting, and a slip serves once.
    """
    dismiss()
    now = clock.now()
    entered = accounts.signed_in(db(), admission.token, now=now)
    if entered is None:
        abort(401)  # the account was closed in between
    login_user(Visitor(entered, admission.token))
    session.permanent = lasting


def dismiss() -> None:
    """End the present session, on the server's side first, and empty the cookie."""
    leaving = person()
    if leaving is not None:
        accounts_service.sign_out(db(), leaving, now=clock.now())
    logout_user()
    session.clear()


def local_path(text: str | None) -> str | None:
    """Return a path of our own to go on to after the sign-in, or None for whatever could lead elsewhere."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    if "\\" in text or not text.isprintable() or text.startswith(url_for("sign_in.page")):
        return None
    return text


def person() -> SignedIn | None:
    """Return who is signed in, or None."""
    visitor = current_user._get_current_object()  # noqa: SLF001 — flask-login's proxy has no public way
    return visitor.signed_in if isinstance(visitor, Visitor) else None


def me() -> SignedIn:
    """Return who is signed in; only for views whose rule asks for somebody."""
    signed_in = person()
    if signed_in is None:
        abort(401)
    return signed_in


def still_here() -> Callable[[], bool]:
    """Return what tells, outside this request too, whether its session still stands with the very same roles."""
    base, who, token = db(), me(), current_user.token

    def holds() -> bool:
        found = accounts.signed_in(base, token, now=clock.now())
        return found is not None and found.grants == who.grants

    return holds


def by() -> By:
    """Return the signed-in person as the journal names them."""
    return me().by


def _enforce() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None  # no such page: the 404 says so
    view = _app_view(request.endpoint)
    rule: Rule | None = getattr(view, "access_rule", None)
    if rule is None:
        abort(403)
    signed_in = person()
    if rule.admits is None:
        objects.load()
        return None
    if signed_in is None:
        if request.method in {"GET", "HEAD"} and _is_a_page_asked_for():
            return redirect(url_for("sign_in.page", suite=request.full_path.rstrip("?")))
        abort(401)
    if not (rule.late and "csrf_token" in request.form):
        _hold_to(rule.admits, signed_in)
    return None


def _hold_to(admits: Check, who: SignedIn) -> None:
    """Load what the address names, and let in only whom the rule admits."""
    objects.load()
    if not admits(who):
        abort(403)


def _is_a_page_asked_for() -> bool:
    """Whether a person is going somewhere; a page's own script is told 401, not given the sign-in page as a fragment."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _app_view(endpoint: str) -> Callable[..., Any]:
    from flask import current_app  # noqa: PLC0415 — the kit reads it, here only

    return current_app.view_functions[endpoint]


def _give(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # read back by _enforce and by the test of all routes
        return view

    return mark


def public(view: View) -> View:
    """Everybody may enter."""
    return _give(Rule("public", None))(view)


def machine(view: View) -> View:
    """Another machine, with no cookie nor form: the act itself checks the signature that it brings."""
    return _give(Rule("machine", None))(view)


def signed_in(view: View) -> View:
    """Anybody signed in may enter."""
    return _give(Rule("signed_in", lambda _: True))(view)


def administrator(view: View) -> View:
    """Administrators only."""
    return _give(Rule("administrator", lambda who: who.has(Role.ADMINISTRATOR)))(view)


def desk(view: View) -> View:
    """The secretariat of at least one committee; the view lists only its own."""
    return _give(Rule("desk", lambda who: who.has(Role.SECRETARIAT)))(view)


def desk_of_committee(view: View) -> View:
    """The secretariat of the committee named in the address (by itself or through its sitting)."""
    return _give(Rule("desk_of_committee", lambda who: who.has(Role.SECRETARIAT, g.committee.id)))(view)


def member_of_meeting(view: View) -> View:
    """Who holds a seat of the sitting's committee on its day; the desk is not a member."""
    return _give(
        Rule(
            "member_of_meeting", lambda who: committees.sits(db(), g.committee.id, who.person.id, g.meeting.composed_on)
        )
    )(view)


def takes_part(view: View) -> View:
    """Members of the sitting, its chair and its secretariat."""
    return _give(Rule("takes_part", _takes_part))(view)


def casts(view: View) -> View:
    """Who takes part in the sitting; asked only of those whose ballot is refused.

    A ballot that is taken was its sender's by a right that the vote checks under its lock, and a whole room comes
    through this door in the same second.
    """

    @wraps(view)
    def judged(**arguments: object) -> object:
        try:
            return view(**arguments)
        except (Refusal, HTTPException):
            _hold_to(_takes_part, me())
            raise

    return _give(Rule("takes_part", _takes_part, late=True))(cast("View", judged))


def chair_of_meeting(view: View) -> View:
    """The chair of the committee or whoever presides now, and its secretariat which acts « sur décision du président »."""
    return _give(Rule("chair_of_meeting", _presides))(view)


def accounts_desk(view: View) -> View:
    """Administrators, and the secretariat of at least one committee for the people of its own."""
    return _give(Rule("accounts_desk", lambda who: who.has(Role.ADMINISTRATOR) or who.has(Role.SECRETARIAT)))(view)


def manages_account(view: View) -> View:
    """Administrators, and the secretariat of a committee that the person in the address is tied to."""
    return _give(Rule("manages_account", _manages_account))(view)


def mail_reader(view: View) -> View:
    """Administrators, the secretariat of at least one committee, organisers: each reads the mail of their own."""
    return _give(Rule("mail_reader", lambda who: _organises(who) or who.has(Role.SECRETARIAT)))(view)


def reads_message(view: View) -> View:
    """The secretariat of the message's committee; organisers, for their webinars'; administrators, for those of none."""
    return _give(Rule("reads_message", lambda who: mail_reach(who).holds(g.message)))(view)


def mail_reach(who: SignedIn) -> Reach:
    """Return whose messages somebody may see."""
    mine = webinars.organised_by(db(), who.person.id) if who.has(Role.ORGANISER) else []
    return Reach(
        committees=who.committees(Role.SECRETARIAT),
        of_none=who.has(Role.ADMINISTRATOR),
        topics=frozenset(each.topic for each in mine),
    )


def journal_reader(view: View) -> View:
    """Administrators, and the auditors of the whole house."""
    return _give(Rule("journal_reader", _reads_journal))(view)


def journal_of_meeting(view: View) -> View:
    """Readers of the whole journal, and for its own sitting the committee's secretariat or auditor."""
    return _give(
        Rule(
            "journal_of_meeting",
            lambda who: (
                _reads_journal(who)
                or who.has(Role.SECRETARIAT, g.committee.id)
                or who.has(Role.AUDITOR, g.committee.id)
            ),
        )
    )(view)


def reads_named_record(view: View) -> View:
    """Who may read the votes by name: the committee's secretariat, its chair and its auditors."""
    return _give(Rule("reads_named_record", lambda who: reads_record_of(who, g.committee.id)))(view)


def reads_record_of(who: SignedIn, committee_id: int) -> bool:
    """Whether all that the register has of a committee's sittings may be told to somebody."""
    return any(who.has(role, committee_id) for role in (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR))


def rapporteur(view: View) -> View:
    """Services that report to at least one committee; the view lists the items entrusted to the reader."""
    return _give(Rule("rapporteur", lambda who: who.has(Role.RAPPORTEUR)))(view)


def rapporteur_of_item(view: View) -> View:
    """The one service to which the item in the address is entrusted, while it has the role."""
    return _give(Rule("rapporteur_of_item", _reports))(view)


def organiser(view: View) -> View:
    """Who organises webinars; the view lists only their own, and all of them to administrators."""
    return _give(Rule("organiser", _organises))(view)


def organiser_of_webinar(view: View) -> View:
    """Who organises the webinar in the address, while they have the role; administrators besides."""
    return _give(Rule("organiser_of_webinar", _organises_this))(view)


def _organises(who: SignedIn) -> bool:
    return who.has(Role.ORGANISER) or who.has(Role.ADMINISTRATOR)


def _organises_this(who: SignedIn) -> bool:
    return who.has(Role.ADMINISTRATOR) or (
        who.has(Role.ORGANISER) and webinars.organises(db(), g.webinar.id, who.person.id)
    )


def _reports(who: SignedIn) -> bool:
    given = meetings.entrusted(db(), g.item.id) if who.has(Role.RAPPORTEUR, g.committee.id) else None
    return given is not None and given.person_id == who.person.id


def _reads_journal(who: SignedIn) -> bool:
    return who.has(Role.ADMINISTRATOR) or who.everywhere(Role.AUDITOR)


def _manages_account(who: SignedIn) -> bool:
    ties = accounts.committees_tied(g.account) | committees.ever_of_person(db(), g.account.person.id)
    return accounts_rules.is_visible(who, ties)


def _presides(who: SignedIn) -> bool:
    if who.has(Role.CHAIR, g.committee.id) or who.has(Role.SECRETARIAT, g.committee.id):
        return True
    chair = meetings.state(db(), g.meeting.id, now=clock.now()).presence.chair
    return chair is not None and chair.person_id == who.person.id


def _takes_part(who: SignedIn) -> bool:
    return (
        who.has(Role.SECRETARIAT, g.committee.id)
        or who.has(Role.CHAIR, g.committee.id)
        or committees.sits(db(), g.committee.id, who.person.id, g.meeting.composed_on)
    )
