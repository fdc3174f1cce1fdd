"""A series of webinars, from an empty page to what is erased: 260 people for 250 seats, and what each is told."""

import re
import subprocess
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.awaiting import until
from tests.crowd import Signed, address_of, sign_up_at_once
from tests.journeys.house import PASSWORD, House
from tests.journeys.people import Person
from tests.journeys.registry import PHONE, Event, Mailboxes, Organiser, Participant, event_of, link_of
from tests.journeys.story import IN_FULL
from tests.outbox.khal import Khal
from tests.outbox.postoffice import PostOffice, opened
from webapp.accounts import service as accounting
from webapp.accounts.model import PersonFields, Role
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.registrations import queries as registrations
from webapp.registrations.model import Occurrence, Status
from webapp.registrations.model.retention import Erased, Purge
from webapp.webinars import queries
from webapp.webinars.queries import certificates as issued
from webapp.wording.dates import PARIS

pytestmark = pytest.mark.journey

SEATS = 250 if IN_FULL else 25
CROWD = SEATS + 7  # three more sign up in a browser
ANNOUNCED = datetime(2026, 12, 11, 10, 0, tzinfo=PARIS)
FIRST = datetime(2027, 1, 14, 14, 0, tzinfo=PARIS)
MOVED = FIRST + timedelta(hours=1)
ENDS = MOVED + timedelta(hours=1)
SECOND = FIRST + timedelta(days=7)
ROOM = "https://visio.val-imaginaire.example/eau"
VIDEO = "https://video.val-imaginaire.example/eau"
BY_THE_LIST = 40 if IN_FULL else 2  # who the tool's list names long enough
ANSWERS = 5
FILES_SECONDS = 300.0  # for a PDF each, one after the other
CALLED_OFF = 6  # of the crowd, who signed up for the second date too
KEPT_DAYS = 90
NAMES = [f"Exemple {number}" for number in range(CROWD)]


class Series:
    """The series as the instance holds it."""

    def __init__(self, house: House, number: int, mail: Mailboxes) -> None:
        self.house, self.db, self.id, self.mail = house, house.db, number, mail

    @property
    def dates(self) -> tuple[Occurrence, ...]:
        webinar = queries.find(self.db, self.id)
        assert webinar is not None
        return queries.shown(self.db, webinar).occurrences

    @property
    def first(self) -> Occurrence:
        return self.dates[0]

    def form(self, date: Occurrence) -> str:
        webinar = queries.find(self.db, self.id)
        assert webinar is not None
        return f"/webinaires/{webinar.code}/{date.id}/inscription"

    def count(self, status: Status) -> int:
        return registrations.counts(self.db, self.first.id).get(status, 0)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened() as office:
        yield office


def people_who_run_it(house: House) -> None:
    """Somebody who organises, and the administrator who adopts how long things are kept."""
    for first_name, login, role in (("Clémence", "clemence", Role.ORGANISER), ("Ada", "ada", Role.ADMINISTRATOR)):
        fields = PersonFields(first_name=first_name, last_name="Webinette", login=login)
        person = accounting.create_person(house.db, fields, by=SYSTEM, now=clock.now())
        accounting.grant_role(house.db, person, role, committee_id=None, by=SYSTEM, now=clock.now())
        accounting.set_password(house.db, person, PASSWORD, by=SYSTEM, now=clock.now())


def is_published(clemence: Organiser, house: House, office: PostOffice) -> Series:
    clemence.signs_in("clemence")
    clemence.creates()
    clemence.adds_dates(FIRST, times=3, seats=SEATS, room=ROOM)
    clemence.is_not_let_publish()
    clemence.publishes()
    return Series(house, clemence.webinar, Mailboxes(office))


def all_sign_up(series: Series, baptiste: Participant, lucie: Participant) -> list[Signed]:
    """One on a telephone before the crowd, the crowd in one instant, two more after it: ten wait, in order."""
    baptiste.signs_up("Premier", "premier@val-imaginaire.example")
    baptiste.reads("Confirmée")
    crowd = sign_up_at_once(series.house.port, series.form(series.first), NAMES)
    for place, name in ((9, "Neuvieme"), (10, "Dixieme")):
        lucie.signs_up(name, address_of(name), waits=True)
        lucie.reads("Sur la liste d’attente")
        lucie.reads(re.compile(rf"au rang\s{place}\."))
    found = registrations.of_occurrence(series.db, series.first.id, frozenset(Status))
    assert [each.status for each in found] == [Status.CONFIRMED] * SEATS + [Status.WAITLISTED] * 10
    waiting = sorted((each for each in crowd if each.place), key=lambda each: each.place)
    assert [each.place for each in waiting] == list(range(1, 9))
    assert [each.name for each in waiting] == [each.last_name for each in found[SEATS:-2]]
    return waiting


def offers_move_on(series: Series, waiting: list[Signed], baptiste: Participant) -> str:
    """One leaves; the first who waits lets the offer pass, the second takes it from a telephone. Return who."""
    subject = "Une place vous est proposée"
    first, second = (address_of(each.name) for each in waiting[:2])
    baptiste.follows("Me désinscrire")
    baptiste.presses("Me désinscrire")
    baptiste.reads("Annulée")
    assert list(series.mail.until(subject, 1)) == [first]
    series.house.minutes_pass(24 * 60 + 1)
    offered = series.mail.until(subject, 2)
    assert list(offered) == [first, second]
    baptiste.opens(link_of(offered[first]))
    baptiste.reads("Annulée")
    baptiste.opens(link_of(offered[second]))
    baptiste.reads("Une place vous est proposée")
    baptiste.presses("Je prends cette place")
    baptiste.reads("Confirmée")
    assert (series.count(Status.CONFIRMED), series.count(Status.WAITLISTED)) == (SEATS, 8)
    return waiting[1].name


def a_change_reaches_every_calendar(series: Series, clemence: Organiser) -> dict[str, Event]:
    clemence.comes_back()
    clemence.moves("jeudi 14 janvier", MOVED)
    clemence.reads(f"Un message le dira à {SEATS + 8} personnes, qui gardent leur inscription")
    clemence.presses("Changer la date")
    told = series.mail.until("Nouvel horaire", SEATS + 8)
    events = {address: event for address, letter in told.items() if (event := event_of(letter)) is not None}
    assert len(events) == SEATS
    known = {address: event_of(letter) for address, letter in series.mail.of("Inscription confirmée").items()}
    before = {address: known[address] for address in events}
    assert {each.uid for each in before.values() if each} == {each.uid for each in events.values()}
    assert {each.sequence for each in before.values() if each} == {0}
    assert {(each.sequence, each.method, each.status) for each in events.values()} == {(1, "PUBLISH", "CONFIRMED")}
    assert {each.starts_at.astimezone(UTC) for each in events.values()} == {MOVED.astimezone(UTC)}
    assert {each.uid for each in events.values()} == {next(iter(events.values())).uid}
    return events


def a_cancellation_reaches_every_calendar(
    series: Series, clemence: Organiser, confirmed: Collection[str]
) -> dict[str, Event]:
    """The second date is called off: those who had signed up for it, beside their seat at the first, are told."""
    date = series.dates[1]
    names = [each for each in NAMES if address_of(each) in confirmed][:CALLED_OFF]
    sign_up_at_once(series.house.port, series.form(date), names)
    clemence.cancels("jeudi 21 janvier", "L’intervenante est retenue.")
    clemence.reads(f"{CALLED_OFF} personnes")
    clemence.presses("Annuler la date")
    told = series.mail.until("Webinaire annulé", CALLED_OFF)
    events = {address: event for address, letter in told.items() if (event := event_of(letter)) is not None}
    assert sorted(events) == sorted(address_of(name) for name in names)
    assert {(each.sequence, each.method, each.status) for each in events.values()} == {(1, "CANCEL", "CANCELLED")}
    return events


def a_calendar_program_follows(folder: Path, confirmed: list[Event], changed: Event, cancelled: Event) -> None:
    """What one of them reads at their desk, in a calendar program of Debian."""
    khal = Khal(folder / "khal", "Europe/Paris")
    for each in confirmed:
        khal.imports(each.content)
    assert [line[11:16] for line in khal.lists(FIRST)] == ["14:00"]
    khal.imports(changed.content).imports(cancelled.content)
    assert [line[11:16] for line in khal.lists(FIRST)] == ["15:00"]
    (line,) = khal.lists(SECOND)
    assert "(annulé)" in line


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who came, by which source, who left before the threshold, who did not come."""

    by_link: str
    listed: list[str]
    declared: str
    early: str
    absent: str

    @property
    def attested(self) -> list[str]:
        return [self.by_link, *self.listed, self.declared]


def three_sources(series: Series, clemence: Organiser, phone: Participant, by_link: str) -> Seen:
    """One stays by the personal link, some are named by the tool's list, one is declared."""
    house, date = series.house, series.first.id
    house.set_clock(MOVED - timedelta(minutes=59))
    reminded = series.mail.until("Dans une heure", SEATS)
    house.set_clock(MOVED - timedelta(minutes=5))
    clemence.comes_back()
    clemence.goes_to(f"{clemence.base}/regie")
    clemence.reads(f"{SEATS} sur {SEATS}")
    phone.enters(link_of(reminded[address_of(by_link)], "/rejoindre/"), ROOM)
    phone.stays(60, house.minutes_pass)
    house.set_clock(ENDS + timedelta(minutes=1))

    seated = [
        each.last_name
        for each in registrations.of_occurrence(series.db, date, frozenset({Status.CONFIRMED}))
        if each.last_name != by_link
    ]
    listed, (early, declared, absent) = seated[:BY_THE_LIST], seated[BY_THE_LIST : BY_THE_LIST + 3]
    rows = [
        {"Nom": f"{name} Anne", "Adresse e-mail": address_of(name), "Arrivée": "15:00", "Départ": "16:00"}
        for name in listed
    ]
    left = {"Nom": f"{early} Anne", "Adresse e-mail": address_of(early), "Arrivée": "15:00", "Départ": "15:47"}
    unknown = {"Nom": "Salle du conseil", "Adresse e-mail": "", "Arrivée": "15:00", "Départ": "16:00"}
    clemence.brings_in(date, [*rows, left, unknown])
    clemence.reads(f"Liste importée : {BY_THE_LIST + 2} lignes")
    clemence.reads("Salle du conseil")
    clemence.presses("Laisser de côté")
    clemence.declares(date, declared, since="15 h", until_hour="16 h", reason="Vue à l’écran de la mairie")
    clemence.reads("60 minutes dans la session")
    return Seen(by_link=by_link, listed=listed, declared=declared, early=early, absent=absent)


def certificates_are_delivered(
    series: Series, clemence: Organiser, phone: Participant, seen: Seen, folder: Path
) -> None:
    """Who reached the threshold has a certificate that its own page confirms; who left early has none."""
    came, one = seen.attested, seen.listed[0]
    date = series.first.id
    clemence.goes_to(f"{clemence.base}/dates/{date}/attestations")
    clemence.reads(f"{len(came)} personnes atteignent le seuil")
    clemence.follows("Délivrer les attestations")
    clemence.presses(f"Délivrer {len(came)} attestations")
    told = series.mail.until("Votre attestation", len(came))
    assert sorted(told) == sorted(address_of(name) for name in came)
    until(lambda: all(each.sha256 for each in issued.of_date(series.db, date)), seconds=FILES_SECONDS)
    phone.opens(link_of(told[address_of(one)]))
    phone.follows(f"Attestation d’Anne {one}")
    expect(phone.page.get_by_role("link", name="Télécharger l’attestation (PDF)")).to_be_visible()
    with phone.page.expect_download() as handed:
        phone.page.get_by_role("link", name="Télécharger l’attestation (PDF)").click()
    handed.value.save_as(folder / "attestation.pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", str(folder / "attestation.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    number = re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b", said)
    assert number is not None, said
    assert f"Anne {one}" in said
    phone.goes_to("/attestations")
    phone.page.get_by_role("textbox").first.fill(number[0].lower())
    phone.page.keyboard.press("Enter")
    phone.reads("Cette attestation a été délivrée ici et reste valable")
    phone.reads(f"A. {one[0]}.")
    expect(phone.page.locator("main")).not_to_contain_text(one)
    clemence.goes_to(f"{clemence.base}/dates/{date}/presence?mots={seen.early.replace(' ', '+')}")
    clemence.reads("Présence notée")


def it_is_evaluated(series: Series, clemence: Organiser, phone: Participant, seen: Seen) -> None:
    """Hidden at four answers, read at five."""
    came = [seen.early, *seen.attested]
    page = f"{clemence.base}/dates/{series.first.id}/evaluation"
    clemence.goes_to(page)
    clemence.presses("Enregistrer les questions")
    clemence.follows("Ouvrir l’évaluation")
    clemence.presses("Ouvrir l’évaluation")
    asked = series.mail.until("Votre avis en deux minutes", len(came))
    for name in came[: ANSWERS - 1]:
        phone.gives_an_opinion(link_of(asked[address_of(name)], "/evaluation/"))
    clemence.goes_to(page)
    clemence.reads("Les réponses ne se lisent qu’à partir de cinq")
    expect(clemence.page.locator("main")).not_to_contain_text("réponses pour")
    phone.gives_an_opinion(link_of(asked[address_of(came[ANSWERS - 1])], "/evaluation/"))
    clemence.goes_to(page)
    clemence.reads(f"5 réponses pour {len(came)} personnes interrogées")


def it_is_shown_again(series: Series, clemence: Organiser, phone: Participant, seen: Seen) -> None:
    """The replay is for those who came, with captions and an end: neither the absent nor a passer-by opens it."""
    clemence.goes_to(f"{clemence.base}/dates/{series.first.id}/suite")
    clemence.follows("Ajouter")
    clemence.fills("Titre", "Revoir la session")
    clemence.fills("Lien", VIDEO)
    clemence.page.get_by_label("Les personnes venues").check()
    clemence.fills("Jusqu’au", "2027-03-31")
    clemence.presses("Enregistrer")
    clemence.follows("Publier")
    clemence.presses("Publier")
    clemence.reads("avec des sous-titres ou une transcription")
    clemence.goes_to(f"{clemence.base}/dates/{series.first.id}/suite")
    clemence.follows("Modifier")
    clemence.page.get_by_label("La vidéo a des sous-titres").check()
    clemence.presses("Enregistrer")
    clemence.follows("Publier")
    clemence.presses("Publier")
    thanked = series.mail.of("Après le webinaire")
    phone.opens(link_of(thanked[address_of(seen.declared)]))
    phone.page.get_by_role("link", name="Revoir la session").click()
    expect(phone.page.locator("main a[rel~=noreferrer]")).to_have_attribute("href", VIDEO)
    phone.opens(link_of(thanked[address_of(seen.absent)]))
    expect(phone.page.locator("main")).not_to_contain_text("Revoir la session")
    phone.goes_to(series.form(series.first).rsplit("/", 2)[0])
    phone.reads("pour les personnes venues")


def it_is_erased(series: Series, ada: Person, phone: Participant, link: str) -> None:
    """Nothing before a rule is adopted; then all that named people, with a certificate that names nobody."""
    series.house.set_clock(SECOND + timedelta(days=KEPT_DAYS + 1))
    ada.signs_in("ada")
    ada.goes_to("/secretariat/conservation")
    ada.reads("Rien n’a encore été effacé")
    ada.page.get_by_label("Catégorie").select_option(label="Personnes inscrites")
    ada.fills("Référence", "Visa AD99-2027-03")
    ada.fills("Durée en jours", str(KEPT_DAYS))
    ada.presses("Voir ce qui sera effacé")
    ada.presses("Adopter la durée")
    ada.reads("Durée adoptée")
    made = until(lambda: people_erased(series), seconds=60)
    assert [each.number for each in made] == [CROWD + 3, CALLED_OFF]
    ada.goes_to("/secretariat/conservation")
    ada.follows(f"N° {made[0].id}")
    ada.reads(f"Certificat d’effacement n° {made[0].id}")
    ada.reads("Visa AD99-2027-03")
    phone.page.goto(link)
    phone.reads("Ce lien")
    for table, column in (("registrations", "last_name"), ("registrations", "email"), ("messages", "body")):
        assert series.db.value(f"SELECT count(*) FROM {table} WHERE {column} LIKE '%exemple%'") == 0  # noqa: S608 — ours


def people_erased(series: Series) -> list[Purge]:
    """Return the certificates of both dates, once they are there: the first date's, then that of the one called off."""
    made = [each for each in registrations.purges(series.db) if each.erased is Erased.REGISTRANTS]
    return sorted(made, key=lambda each: each.starts_at) if len(made) == 2 else []


def test_a_series_from_an_empty_page_to_what_is_erased(
    house: House, comes: Callable[..., Person], office: PostOffice, tmp_path: Path
) -> None:
    house.set_clock(ANNOUNCED)
    house.joins_relay(office.port, signups_per_minute=100_000)
    people_who_run_it(house)
    clemence = comes("Clémence, qui organise", Organiser)
    series = is_published(clemence, house, office)
    baptiste = comes("Baptiste, sur son téléphone", Participant, **PHONE)
    lucie = comes("Lucie, sur un téléphone sans scripts", Participant, java_script_enabled=False, **PHONE)

    waiting = all_sign_up(series, baptiste, lucie)
    confirmed = series.mail.until("Inscription confirmée", SEATS)
    assert len(series.mail.until("Liste d’attente", 10)) == 10
    accepted = offers_move_on(series, waiting, baptiste)

    changed = a_change_reaches_every_calendar(series, clemence)
    cancelled = a_cancellation_reaches_every_calendar(series, clemence, confirmed)
    one = next(iter(cancelled))
    first_date, second_date = event_of(confirmed[one]), event_of(series.mail.of("Inscription confirmée")[one])
    assert first_date is not None
    assert second_date is not None
    assert second_date.uid == cancelled[one].uid
    a_calendar_program_follows(tmp_path, [first_date, second_date], changed[one], cancelled[one])

    seen = three_sources(series, clemence, baptiste, accepted)
    certificates_are_delivered(series, clemence, baptiste, seen, tmp_path)
    it_is_evaluated(series, clemence, baptiste, seen)
    house.set_clock(ENDS + timedelta(minutes=31))
    thanked = series.mail.until("Après le webinaire", SEATS)
    it_is_shown_again(series, clemence, baptiste, seen)
    it_is_erased(series, comes("Ada, qui administre", Person), baptiste, link_of(thanked[address_of(seen.declared)]))
