"""The roof: settings, then the database, then the doors."""

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask.templating import Environment
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from webapp.kernel import clock
from webapp.settings import Settings, load
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.web.api import annex
from webapp.web.desk import (
    accounts,
    appointments,
    archives,
    committees,
    composition,
    conduct,
    conduct_codes,
    conduct_floor,
    conduct_hearings,
    conduct_items,
    conduct_presence,
    conduct_substitutes,
    conduct_votes,
    consultation,
    documents,
    door_link,
    entrusting,
    folder,
    hearings,
    journal,
    mailings,
    minutes,
    minutes_writing,
    notes,
    notice,
    prepare,
    presiding,
    publication,
    publishing,
    rehearsals,
    replies,
    retention,
    rights,
    roster_import,
    signing,
    sittings,
    system,
    written_mandates,
)
from webapp.web.kit import (
    access,
    assets,
    database,
    errors,
    navigation,
    once,
    pace,
    pages,
    pressed,
    requests,
    security,
    sessions,
)
from webapp.web.kit.streams import Streams
from webapp.web.member import (
    consulting,
    consulting_votes,
    dossier,
    floor,
    meeting,
    profile,
    rapporteur,
    reader,
    receipts,
    reply,
    slot,
    voting,
)
from webapp.web.member import home as member_home
from webapp.web.member import minutes as member_minutes
from webapp.web.member import notice as member_notice
from webapp.web.member import signing as member_signing
from webapp.web.organiser import (
    afterwards,
    api_tokens,
    attendance,
    attendance_door,
    attendance_lists,
    certificates,
    control,
    control_links,
    control_questions,
    control_rooms,
    evaluations,
    messages,
    offering,
    partners,
    registrants,
    statistics,
)
from webapp.web.organiser import dates as organising_dates
from webapp.web.organiser import invitations as organising_invitations
from webapp.web.organiser import preview as organising_preview
from webapp.web.organiser import questions as organising_questions
from webapp.web.organiser import team as organising_team
from webapp.web.organiser import webinars as organising
from webapp.web.public import (
    agreement,
    attendance_code,
    coming,
    door,
    entry,
    evaluation,
    find_link,
    hearing,
    home,
    hosting,
    invitation,
    link,
    manual,
    materials,
    my_data,
    my_desk,
    questions,
    registration,
    room_report,
    schemas,
    screen,
    search,
    sharing,
    sign_in,
    simulator,
    verifier,
    walk_in,
    webinar_feeds,
    webinars,
)
from webapp.web.public import certificates as public_certificates
from webapp.web.public import minutes as public_minutes
from webapp.web.public import sittings as public_sittings

DOORS: tuple[Blueprint, ...] = (
    home.bp,
    sign_in.bp,
    link.bp,
    profile.bp,
    member_home.bp,
    meeting.bp,
    floor.bp,
    reply.bp,
    member_notice.bp,
    voting.bp,
    consulting.bp,
    consulting_votes.bp,
    receipts.bp,
    accounts.bp,
    journal.bp,
    mailings.bp,
    system.bp,
    retention.bp,
    rights.bp,
    committees.bp,
    composition.bp,
    appointments.bp,
    roster_import.bp,
    sittings.bp,
    prepare.bp,
    replies.bp,
    notice.bp,
    written_mandates.bp,
    hearings.bp,
    documents.bp,
    publication.bp,
    entrusting.bp,
    rapporteur.bp,
    dossier.bp,
    reader.bp,
    door_link.bp,
    rehearsals.bp,
    folder.bp,
    conduct.bp,
    conduct_items.bp,
    conduct_floor.bp,
    conduct_hearings.bp,
    conduct_presence.bp,
    conduct_substitutes.bp,
    conduct_codes.bp,
    conduct_votes.bp,
    consultation.bp,
    minutes.bp,
    minutes_writing.bp,
    signing.bp,
    archives.bp,
    publishing.bp,
    notes.bp,
    presiding.bp,
    member_minutes.bp,
    member_signing.bp,
    manual.bp,
    public_sittings.bp,
    schemas.bp,
    search.bp,
    public_minutes.bp,
    simulator.bp,
    verifier.bp,
    screen.bp,
    door.bp,
    hearing.bp,
    webinar_feeds.bp,
    find_link.bp,
    webinars.bp,
    registration.bp,
    my_data.bp,
    entry.bp,
    agreement.bp,
    invitation.bp,
    walk_in.bp,
    organising.bp,
    # Programs, and other prefectures.
    api_tokens.bp,
    partners.bp,
    offering.bp,
    sharing.bp,
    organising_dates.bp,
    organising_questions.bp,
    registrants.bp,
    organising_team.bp,
    organising_team.channels_bp,
    organising_invitations.bp,
    organising_preview.bp,
    # Who came, and afterwards.
    attendance_lists.bp,
    attendance.bp,
    attendance_door.bp,
    certificates.bp,
    afterwards.bp,
    evaluations.bp,
    statistics.bp,
    public_certificates.bp,
    attendance_code.bp,
    evaluation.bp,
    materials.bp,
    coming.bp,
    questions.bp,
    hosting.bp,
    my_desk.bp,
    room_report.bp,
    messages.bp,
    control.bp,
    control_rooms.bp,
    control_questions.bp,
    control_links.bp,
)

csrf = CSRFProtect()


class Route(Rule):
    """An address whose builder is compiled when it is first built: several hundred of them would cost the start a third."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        kept: list[Callable[..., tuple[str, str]]] = []

        def build(_: Rule, **values: Any) -> tuple[str, str]:
            if not kept:
                kept.append(super(Route, self)._compile_builder(append_unknown))
            return kept[0](self, **values)

        return build


class Templates(Environment):
    """Templates that have no globals of their own share the house's: comparing the two costs each import a page's tenth."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class House(Flask):
    """The application, none of whose functions is asynchronous: asking each of them costs every request a twentieth."""

    url_rule_class = Route
    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application on an instance, bringing its database to the present schema."""
    settings = settings or load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    app = House("webapp.web", static_folder="static", template_folder="templates")
    _configure(app, settings)
    requests.install(app)
    database.install(app, settings, Database.open(settings.database))
    app.extensions["collegiale.streams"] = Streams(database.of(app), limit=settings.streams)
    sessions.install(app)
    security.install(app)
    access.install(app)
    csrf.init_app(app)
    csrf.exempt(room_report.bp)
    once.install(app)
    pace.install(app)
    errors.install(app)
    assets.install(app)
    pages.install(app)
    pressed.install(app)
    navigation.install(app)
    for each in DOORS:
        app.register_blueprint(each)
    for name, prefix in signing.APART:
        app.register_blueprint(signing.bp, name=name, url_prefix=prefix)
    slot.install(app)
    annex.install(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # Flask's documented way
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.session_key,
        SESSION_COOKIE_NAME="collegiale",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.cookies_in_https_alone,
        SESSION_REFRESH_EACH_REQUEST=False,  # the session's end is kept in the database
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session it is bound to
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
