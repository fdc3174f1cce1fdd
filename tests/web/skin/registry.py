"""Webinars as full as they become: 40 people, names without end, every kind of question, all that a date leaves behind."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from tests.factories import NOW, a_person
from tests.webinars.seminar import NOTICE, Seminar
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM, By
from webapp.kernel import tokens
from webapp.registrations.model import Approval, Condition, Field, FieldKind, Registration, Terms
from webapp.registrations.model.retention import Category
from webapp.registrations.service import set_form
from webapp.registrations.service.signing import links_of
from webapp.sharing import service as sharing
from webapp.storage.database import unit_of_work
from webapp.web.kit import database
from webapp.web.kit.sharing import house
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Access, AccessKind, Content, Guest, OrganiserRole, QuestionState, Room, Speaker
from webapp.webinars.model.afterwards import Access as Reader
from webapp.webinars.model.afterwards import MaterialDraft, MaterialKind
from webapp.webinars.model.attendance import Interval, Who
from webapp.webinars.queries import afterwards as left
from webapp.webinars.queries import certificates as issued
from webapp.webinars.rules.afterwards import USUAL_QUESTIONS
from webapp.webinars.service import afterwards, attendance, attendance_lists, certificates, retention
from webapp.webinars.service.preparing import Day

ENDLESS = "Interdépartementalisation" * 4  # 100 letters without a place to break
WORDY = f"Rencontre sur l’{ENDLESS} et ses suites"
LIST_NAME = f"Préfecture{ENDLESS}"[:100]
ASKED = (
    Field(key="fonction", kind=FieldKind.CHOICE, label="Votre fonction", choices=("Maire", "Agent", ENDLESS[:80]), keep_days=30),
    Field(
        key="commune",
        kind=FieldKind.TEXT,
        label="De quelle commune ?",
        when=Condition(field="fonction", equals="Maire"),
        keep_days=30,
    ),
    Field(key="sujets", kind=FieldKind.CHOICES, label="Vos sujets", choices=("L’eau", "Les sols", "L’air"), keep_days=30),
    Field(key="depuis", kind=FieldKind.DATE, label="En poste depuis", keep_days=30),
    Field(key="agents", kind=FieldKind.NUMBER, label="Nombre d’agents", keep_days=30),
    Field(key="copie", kind=FieldKind.EMAIL, label="Une adresse en copie", keep_days=30),
    Field(key="image", kind=FieldKind.CONSENT, label="J’accepte d’être filmé", keep_days=30),
    Field(key="besoin", kind=FieldKind.LONG_TEXT, label="Besoin d’accessibilité", sensitive=True, rule="Visa", keep_days=1),
)  # fmt: skip
SPOKEN = tuple(Speaker(name=f"{name} {ENDLESS[:40]}", title="hydrologue") for name in ("Ondine", "Aurore"))


class Registry:
    """One webinar to come and one that is over, on an application; their pages are found by the parts of their address."""

    def __init__(self, app: Flask) -> None:
        self.app, self.db = app, database.of(app)
        self.lead = self._lead()
        self.by = By(person_id=self.lead, name="Clémence Webinette")
        self.channel = webinars.add_channel(
            self.db, "Service de l’eau", "Ses rendez-vous, chaque mois.", by=SYSTEM, now=NOW
        )
        terms = Terms(largest_group=6, overbooking=10)
        self.coming = self._seminar(WORDY, NOW + timedelta(days=10), seats=30, quotas={"32": 10}, terms=terms)
        self.over = self._seminar("Gérer l’eau en été", NOW - timedelta(minutes=30), seats=60, terms=terms)
        self.prepared = webinars.create(self.db, Content(title="En préparation"), by=self.by, now=NOW)
        self._fill_coming()
        self._fill_over()
        self._wait_for_a_manager()

    def _lead(self) -> int:
        person_id = a_person(self.db, "Webinette", "Clémence")
        for role in (Role.ORGANISER, Role.ADMINISTRATOR):
            accounts.grant_role(self.db, person_id, role, committee_id=None, by=SYSTEM, now=NOW)
        return person_id

    def _seminar(self, title: str, starts_at: datetime, **made: Any) -> Seminar:
        seminar = Seminar(self.db, title=title, starts_at=starts_at, **made)
        settings = self.app.extensions["collegiale.settings"]
        seminar.means = type(seminar.means)(
            link_key=settings.link_key, public_address="http://localhost", files=settings.files
        )
        webinars.set_organiser(self.db, seminar.id, self.lead, OrganiserRole.LEAD, by=SYSTEM, now=NOW)
        content = Content(
            title=title,
            summary=f"Une heure. {ENDLESS}",
            description="Le cadre.\n\nVos questions.",
            audience="Agents des services de l’eau",
            series="L’eau et nous",
            channel_id=self.channel,
            speakers=SPOKEN,
        )
        webinars.change(self.db, seminar.id, content, version=seminar.shown.webinar.version, by=SYSTEM, now=NOW)
        return seminar

    def _fill_coming(self) -> None:
        """40 people for 33 seats, ten of them kept; questions, speakers, invitations, a date called off, a partner."""
        db, seminar = self.db, self.coming
        date_id = seminar.date_id
        retention.adopt(db, Category.SENSITIVE, "Visa", 1, key="règle", by=SYSTEM, now=NOW)
        with unit_of_work(db):
            set_form(db, seminar.shown.campaign, ASKED, NOTICE, by=SYSTEM, now=NOW)
        people = [
            seminar.sign_up(
                f"{name} {ENDLESS[:80]}" if number % 4 == 0 else name,
                email=f"{number}{'x' * 40}@val-imaginaire.example",
                others=2 if number == 1 else 0,
                fonction="Maire",
                commune=ENDLESS,
                sujets="L’eau\nLes sols",
                besoin="Vélotypie",
            ).registration
            for number, name in enumerate(f"Exemple {n}" for n in range(40))
        ]
        self.signed, self.waiting = people[0], people[-1]
        for text in ("Combien ?", f"Pourquoi {ENDLESS} ?", "Quand ?", "Comment ?"):
            webinars.note_question(db, seminar.id, date_id, text, by=self.by, now=NOW)
        webinars.ask(db, self.link(self.signed), "Et les puits ?", now=NOW)
        asked = queries.questions(db, date_id).asked
        for each, state, answer in (
            (asked[0], QuestionState.ANSWERED, f"Deux. {ENDLESS}"),
            (asked[2], QuestionState.DISMISSED, ""),
        ):
            webinars.settle_question(
                db, seminar.id, date_id, each.id, state, text=each.text, answer=answer, published=bool(answer), by=self.by, now=NOW
            )  # fmt: skip
        self.question = asked[1].id
        webinars.make_host_link(
            db, seminar.id, date_id, f"Ondine {ENDLESS[:60]}", means=seminar.means, by=self.by, now=NOW
        )
        guests = [Guest(email=f"invite{n}@val.example", last_name=f"Invité {n}") for n in range(40)]
        webinars.add_guests(db, seminar.id, guests, means=seminar.means, by=self.by, now=NOW)
        webinars.send(db, seminar.id, means=seminar.means, by=self.by, now=NOW)
        webinars.set_access(db, seminar.id, Access(kind=AccessKind.OPEN, walk_ins=True), by=self.by, now=NOW)
        webinars.make_api_token(db, self.lead, "Tableau de bord", by=self.by, now=NOW)
        later = [NOW + timedelta(days=20 + 7 * n) for n in range(4)]
        days = [Day(starts_at=each, ends_at=each + timedelta(hours=1), seats=200) for each in later]
        room = Room(address="https://visio.val-imaginaire.example/deux", capacity=50)
        webinars.add_dates(db, seminar.id, days, room=room, by=self.by, now=NOW)
        dropped = seminar.shown.occurrences[1]
        webinars.cancel_date(
            db, seminar.id, dropped.id, "Grève", version=dropped.version, means=seminar.means, by=self.by, now=NOW
        )
        with self.app.app_context():
            ours = house()
        self.partner = sharing.add_partner(
            db, "Préfecture du Mont-Fictif", "ab" * 32, "donnees@mont.example", house=ours, by=self.by, now=NOW
        )
        sharing.trust(db, self.partner, house=ours, by=self.by, now=NOW)

    def _fill_over(self) -> None:
        """40 who were there: lists, certificates, an evaluation that is read, a replay and a document."""
        db, seminar, date_ = self.db, self.over, self.over.shown.occurrences[0]
        now, early = NOW + timedelta(minutes=40), NOW - timedelta(hours=3)
        people = [
            seminar.sign_up(
                f"Exemple {n}", email=f"y{n}@val.example", others=2 if n == 1 else 0, key=f"passé {n}", now=early
            ).registration
            for n in range(40)
        ]
        self.came = people[0]
        webinars.enter(db, self.link(self.came, "entry"), means=seminar.means, now=NOW)
        whole = Interval(date_.starts_at, date_.ends_at)
        for each in people[:8]:
            attendance.declare(
                db, seminar.id, date_, Who(each.id), whole, reason=f"Vue à l’écran {ENDLESS}", by=self.by, now=now
            )
        hours = "14:00;15:00"
        listed = "".join(f"Exemple {n} Anne;{hours}\n" for n in range(8, 30))
        strangers = "".join(f"{name};{hours}\n" for name in (LIST_NAME, "Salle du conseil"))
        content = f"Nom;Arrivée;Départ\n{listed}{strangers}".encode()
        attendance_lists.bring_in(db, seminar.id, date_, content, "liste.csv", by=self.by, now=now)
        certificates.issue(
            db, seminar.id, date_, authority="Préfecture du Val-Imaginaire", means=seminar.means, tell=False, by=self.by, now=now
        )  # fmt: skip
        kept = issued.of_date(db, date_.id)
        self.certificate = next(each.number for each in kept if each.who.registration_id == self.came.id)
        certificates.revoke(db, seminar.id, date_, kept[-1].number, reason="Nom mal écrit", by=self.by, now=now)
        afterwards.prepare_evaluation(db, seminar.id, date_, USUAL_QUESTIONS, by=self.by, now=now)
        afterwards.open_evaluation(db, seminar.id, date_, means=seminar.means, tell=False, by=self.by, now=now)
        for each in people[1:8]:
            afterwards.answer(db, afterwards.token_of(each, seminar.means.link_key), {0: "5", 5: ENDLESS})
        self._leaves_materials(now)

    def _wait_for_a_manager(self) -> None:
        seminar = Seminar(self.db, title="Avec l’accord de chacun", starts_at=NOW + timedelta(days=3), seats=5)
        seminar.means = self.coming.means
        terms = Terms(approval=Approval.MANAGER)
        webinars.set_terms(self.db, seminar.id, terms, means=seminar.means, by=self.by, now=NOW)
        self.asked = seminar.sign_up("Exemple", key="accord", manager_email="chef@val.example").registration

    def _leaves_materials(self, now: datetime) -> None:
        db, seminar, date_ = self.db, self.over, self.over.shown.occurrences[0]
        for kind, reader in ((MaterialKind.REPLAY, Reader.ATTENDEES), (MaterialKind.DOCUMENT, Reader.ALL)):
            draft = MaterialDraft(
                kind=kind,
                title=f"{kind.value} {ENDLESS}",
                address="https://video.val-imaginaire.example/eau",
                captions=True,
                transcript="Bonjour.\n\nNous parlerons de l’eau.",
                access=reader,
                ends_on=date(2027, 3, 31),
            )
            afterwards.add_material(db, seminar.id, date_, draft, incoming=None, by=self.by, now=now)
        self.replay, self.document = (each.id for each in left.materials(db, [date_.id]))
        for number in (self.replay, self.document):
            afterwards.publish_material(db, seminar.id, date_, number, by=self.by, now=now)

    def link(self, registration: Registration, kind: str = "manage") -> str:
        """Return the token of one of somebody's links."""
        assert registration.nonce is not None
        return tokens.derive(self.coming.means.link_key, getattr(links_of(registration.nonce), kind))

    def host(self) -> str:
        (linked,) = queries.host_links(self.db, self.coming.date_id)
        return tokens.derive(self.coming.means.link_key, linked.nonce)

    def evaluation(self) -> str:
        return afterwards.token_of(self.came, self.coming.means.link_key)

    def invitation(self) -> str:
        nonce = self.db.value("SELECT nonce FROM invitations LIMIT 1")
        return tokens.derive(self.coming.means.link_key, nonce)
