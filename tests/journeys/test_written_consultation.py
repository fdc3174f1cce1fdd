"""Ten days of a CODERST consulted in writing: extended, a word at the last second, one too late, results to all."""

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.awaiting import until
from tests.journeys.house import ROSTER, House
from tests.journeys.minutes import Clerk
from tests.journeys.people import Person
from tests.outbox.postoffice import PostOffice
from webapp.accounts import service as accounting
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM, By
from webapp.committees import queries as committees
from webapp.committees.model import SeatOnDay
from webapp.kernel import clock
from webapp.meetings import queries
from webapp.meetings.service import agenda, contributions, means
from webapp.meetings.sitting import ItemDraft, MotionDraft, Nature
from webapp.outbox import queries as outbox
from webapp.outbox.model import MessageState
from webapp.polls.model import Choice
from webapp.wording.dates import PARIS

pytestmark = pytest.mark.journey

EVE = datetime(2026, 12, 11, 10, 0, tzinfo=PARIS)
OPENS = datetime(2026, 12, 15, 9, 0, tzinfo=PARIS)
LIMIT = datetime(2026, 12, 22, 18, 0, tzinfo=PARIS)
EXTENDED = datetime(2026, 12, 23, 18, 0, tzinfo=PARIS)
VOTE = datetime(2026, 12, 23, 18, 30, tzinfo=PARIS)
END = VOTE + timedelta(hours=36)  # ten days after the opening
MENDED = "nouvelle.adresse@val-imaginaire.example"
RETURN = Path(__file__).parents[1] / "outbox" / "returns" / "inconnu.eml"
SECOND = timedelta(seconds=1)
TEXT = "Projet d’arrêté préfectoral relatif aux forages.\n\nArticle 1. Les forages sont déclarés."
PHONE = {"width": 360, "height": 740}


class Played:
    """The consultation, and its members by the number of their seat."""

    def __init__(self, house: House, meeting: int) -> None:
        self.house, self.meeting, self.db = house, meeting, house.db
        roster = committees.roster_on(self.db, house.committee, OPENS.date())
        self.seats = [each for each in roster.seats if not each.vacant]

    def held(self, number: int) -> SeatOnDay:
        return self.seats[number - 1]

    def person(self, number: int) -> int:
        titular = self.held(number).titular
        assert titular is not None
        return titular.person_id

    def by(self, number: int) -> By:
        return By(person_id=self.person(number), name=f"Membre {number}")

    def enters(self, somebody: Person, number: int) -> Person:
        """Let a member in by a slip: sessions end long before ten days are over."""
        slip = accounting.issue_slip(self.db, self.person(number), lasts=timedelta(days=1), by=SYSTEM, now=clock.now())
        somebody.context.clear_cookies()
        somebody.goes_to(f"/connexion/bulletin/{slip.code}")
        somebody.presses("Oui, me connecter")
        somebody.goes_to(f"/seances/{self.meeting}")
        return somebody

    def casts(self, number: int, choice: Choice) -> None:
        for motion in queries.motions(self.db, self.meeting):
            contributions.cast(
                self.db,
                self.meeting,
                motion.id,
                self.held(number).seat.id,
                choice,
                key=f"bulletin-{number:03d}-{motion.id:03d}",
                by=self.by(number),
                received_at=clock.now(),
            )

    def sent(self, kind: str) -> int:
        return sum(each.letter.kind == f"meeting.{kind}" for each in outbox.about(self.db, f"meeting:{self.meeting}"))


def is_prepared(sylvie: Clerk, house: House) -> Played:
    """Draft the consultation in the browser, its agenda with it."""
    sylvie.goes_to(f"/secretariat/commissions/{house.committee}/seances/nouvelle")
    sylvie.fills("Jour", "2026-12-15")
    sylvie.fills("Heure", "09:00")
    sylvie.page.get_by_label("Écrite").check()
    sylvie.fills("Décision du président", "Décision du 10 décembre 2026")
    sylvie.fills("Secrétaire de séance", "Mme Sylvie Encrebleue, secrétaire")
    sylvie.presses("Créer la séance")
    number = re.search(r"/seances/(\d+)/", sylvie.page.url)
    assert number is not None
    sylvie.meeting = int(number[1])
    for title, nature in (("Arrêté relatif aux forages", Nature.DRAFT_TEXT), ("Extension d’un élevage", None)):
        item = agenda.add_item(
            house.db, sylvie.meeting, ItemDraft(title=title, nature=nature), by=SYSTEM, now=clock.now()
        )
        agenda.add_motion(
            house.db, sylvie.meeting, item, MotionDraft(title=title, text=TEXT), by=SYSTEM, now=clock.now()
        )
    return Played(house, sylvie.meeting)


def consultation(sylvie: Clerk) -> str:
    return f"/secretariat/seances/{sylvie.meeting}/consultation"


def returns(sylvie: Clerk) -> None:
    """Sign in again: days have passed."""
    sylvie.context.clear_cookies()
    sylvie.signs_in("sylvie")
    sylvie.goes_to(consultation(sylvie))


def is_announced(sylvie: Clerk, played: Played, baptiste: Person) -> None:
    """Every member's means first: 24 confirm, one on a telephone without scripts, the last is given a workstation."""
    sylvie.goes_to(consultation(sylvie))
    sylvie.presses("Leur demander par message")
    assert played.sent("written_means") == len(played.seats)
    played.enters(baptiste, 2)
    baptiste.follows("Dire si vous pouvez participer")
    baptiste.presses("Je peux participer")
    baptiste.reads("Vous pouvez participer")
    for number in [1, *range(3, len(played.seats))]:
        seat = played.held(number).seat.id
        means.confirm(played.db, played.meeting, seat, by=played.by(number), now=clock.now())
    announces(sylvie)
    sylvie.reads(f"{len(played.seats) - 1} membres sur {len(played.seats)} ont confirmé")
    sylvie.reads("Tenir une conférence à la place ?")
    sylvie.goes_to(f"{consultation(sylvie)}?poste={played.held(len(played.seats)).seat.id}")
    sylvie.fills("Où ?", "Sous-préfecture de Bourg-Fictif, bureau 12")
    sylvie.presses("Noter le poste")
    announces(sylvie)
    sylvie.reads("La consultation écrite est annoncée. Ses débats s’ouvriront le mardi 15 décembre 2026 à 9 h 00")


def announces(sylvie: Clerk) -> None:
    sylvie.fills("Clôture des débats, au plus tôt", f"{LIMIT:%Y-%m-%d}")
    sylvie.fills("Heure (de Paris)", f"{LIMIT:%H:%M}")
    sylvie.presses("Annoncer à tous les membres")


def comes_back(sylvie: Clerk, played: Played, office: PostOffice) -> None:
    """The announcement to one member comes back: the secretary has its address mended, and it leaves again."""
    titular = played.held(5).titular
    assert titular is not None
    address = titular.person.email
    sent = next(
        mail for recipient, mail in until(lambda: announced(office, len(everybody(played)))) if recipient == address
    )
    content = RETURN.read_bytes().replace(b"@IDENTIFIER@", str(sent["Message-ID"]).strip("<>").encode())
    sylvie.goes_to("/secretariat/envois")
    sylvie.page.get_by_label("Message revenu").set_input_files(
        {"name": "retour.eml", "mimeType": "message/rfc822", "buffer": content}
    )
    sylvie.presses("Noter ce retour")
    sylvie.reads("User unknown")
    sylvie.goes_to(consultation(sylvie))
    sylvie.reads("Ceux-ci ne sont pas arrivés")
    sylvie.follows("Revenu")
    sylvie.fills("Adresse", MENDED)
    sylvie.presses("Renvoyer le message")
    sylvie.reads("Le message est renvoyé")
    assert until(lambda: office.recipients.count(MENDED)) == 1
    sylvie.goes_to(consultation(sylvie))
    expect(sylvie.page.locator("main")).not_to_contain_text("Ceux-ci ne sont pas arrivés")


def announced(office: PostOffice, number: int) -> list[tuple[str, EmailMessage]] | None:
    """Return the announcements once they have all reached the relay."""
    found = [
        (recipient, mail)
        for recipient, mail in office.taken
        if str(mail["Subject"]).startswith("Consultation écrite :")
    ]
    return found if len(found) >= number else None


def writes(member: Person, text: str, *, item: str = "Sur l’ensemble") -> None:
    """Write an observation and read it again, without publishing it."""
    member.follows("Écrire une observation")
    member.page.get_by_label("Sur quoi porte-t-elle ?").select_option(label=item)
    member.fills("Votre observation", text)
    member.presses("Relire avant de publier")
    member.reads(text)


def votes(member: Person, played: Played) -> None:
    """Vote on both items from the telephone."""
    member.goes_to(f"/seances/{played.meeting}/votes")
    for waiting in (1, 0):
        member.presses("Avis favorable", within=member.page.locator(".fr-card--asked").first)
        member.presses("Voter : avis favorable")
        member.reads("Il vous reste 1 vote" if waiting else "Vous n’avez rien d’autre à faire")


def said(paper: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, text=True)
    return re.sub(r"\s+", " ", done.stdout)


def is_debated(played: Played, baptiste: Person, capucine: Person) -> None:
    """One writes from a telephone and has it annexed, the other reads it at once."""
    house = played.house
    house.set_clock(OPENS + timedelta(hours=2))
    played.enters(baptiste, 2)
    baptiste.reads("Il reste 7 jours et 6 heures")
    writes(baptiste, "Je demande l’article 3.", item="1. Arrêté relatif aux forages")
    baptiste.presses("Publier mon observation")
    baptiste.reads("Bien reçue à 11 h 00 min")
    baptiste.follows("Joindre mon opinion au procès-verbal")
    baptiste.presses("Joindre mon opinion au procès-verbal")
    baptiste.reads("Jointe au procès-verbal")
    played.enters(capucine, 3)
    capucine.reads("Je demande l’article 3.")


def is_extended(sylvie: Clerk, played: Played) -> None:
    house = played.house
    house.set_clock(LIMIT - timedelta(days=1))
    returns(sylvie)
    sylvie.page.get_by_text("Prolonger les débats").first.click()
    sylvie.fills("Nouvelle clôture", f"{EXTENDED:%Y-%m-%d}")
    sylvie.fills("Heure (de Paris)", f"{EXTENDED:%H:%M}")
    sylvie.fills("Motif", "Une pièce est ajoutée au dossier")
    sylvie.presses("Prolonger les débats")
    sylvie.reads("Ils seront clos le mercredi 23 décembre 2026 à 18 h 00 au plus tôt")
    assert played.sent("written_extended") == len(played.seats)


def is_debated_to_the_last_second(played: Played, baptiste: Person, capucine: Person) -> None:
    """One is in time by a second, the other late: refused, what was typed stays, and the trace says nothing of it."""
    house = played.house
    house.set_clock(EXTENDED - timedelta(minutes=5))
    played.enters(capucine, 3)
    writes(capucine, "À la dernière seconde.")
    played.enters(baptiste, 2)
    writes(baptiste, "Un instant trop tard.")
    house.set_clock(EXTENDED - SECOND)
    capucine.presses("Publier mon observation")
    capucine.reads("Bien reçue à 17 h 59 min 59,")
    house.set_clock(EXTENDED + timedelta(milliseconds=1))
    baptiste.presses("Publier mon observation")
    baptiste.reads("arrivée après l’heure limite")
    baptiste.reads("Un instant trop tard.")
    acts = [
        each for each in audit.of_scope(played.db, f"meeting:{played.meeting}") if each.act.endswith("refused_late")
    ]
    assert [each.facts["person"] for each in acts] == [played.person(2)]
    assert "Un instant trop tard." not in acts[0].details


def told(office: PostOffice) -> list[str]:
    """Return to whom the results went, as the relay saw it."""
    return sorted(recipient for recipient, mail in office.taken if "résultat" in str(mail["Subject"]).lower())


def everybody(played: Played) -> list[str]:
    """Return the addresses of all members, the one that was mended among them."""
    titulars = [each.titular for each in played.seats if each.titular is not None]
    addresses = {each.person_id: each.person.email or "" for each in titulars}
    return sorted(each for each in {**addresses, played.person(5): MENDED}.values() if each)


def all_have_the_results(sylvie: Clerk, played: Played, office: PostOffice, folder: Path) -> None:
    """By the relay, and on paper those who have no address: nobody is left."""
    assert until(lambda: told(office) if len(told(office)) >= len(everybody(played)) else None) == everybody(played)
    sylvie.goes_to(f"/secretariat/envois?seance={played.meeting}")
    with sylvie.page.expect_download() as handed:
        sylvie.page.get_by_role("button", name="Imprimer les lettres qui attendent").click()
    handed.value.save_as(folder / "lettres.pdf")
    assert "avis favorable à la majorité (11 pour, 2 contre)" in said(folder / "lettres.pdf")
    results = [
        each.state for each in outbox.about(played.db, f"meeting:{played.meeting}") if "results" in each.letter.kind
    ]
    assert len(results) == len(played.seats)
    assert set(results) == {MessageState.SENT, MessageState.PRINTED}


def is_voted(sylvie: Clerk, played: Played, baptiste: Person, capucine: Person) -> None:
    house = played.house
    house.set_clock(VOTE)
    returns(sylvie)
    sylvie.reads("Observation de")
    sylvie.follows("Clore les débats")
    sylvie.presses("Clore les débats")
    sylvie.fills("Durée du vote, en heures", "36")
    sylvie.presses("Ouvrir le vote")
    sylvie.reads("Le vote est ouvert. Il se terminera le vendredi 25 décembre 2026 à 6 h 30")
    played.enters(baptiste, 2)
    votes(baptiste, played)
    played.enters(capucine, 3)
    votes(capucine, played)
    for number in (1, *range(4, 14)):
        played.casts(number, Choice.AGAINST if number in {4, 5} else Choice.FOR)
    capucine.goes_to(f"/seances/{played.meeting}/votes")


def is_told_to_all(sylvie: Clerk, played: Played, silent: Person) -> None:
    """Thirteen of twenty-six took part: valid, and those who did not are told too."""
    house, everybody = played.house, len(played.seats)
    house.set_clock(END + timedelta(minutes=5))
    returns(sylvie)
    sylvie.reads(f"13 membres ont pris part sur {everybody}, il en faut 13")
    sylvie.follows("Constater la clôture")
    sylvie.presses("Constater la clôture")
    sylvie.follows("Envoyer les résultats")
    sylvie.presses("Envoyer les résultats à tous")
    sylvie.reads("avis favorable à la majorité (11 pour, 2 contre)")
    assert played.sent("written_results") == everybody
    played.enters(silent, everybody)
    silent.reads("avis favorable à la majorité (11 pour, 2 contre)")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The relay of the prefecture."""
    office = PostOffice()
    office.open()
    yield office
    office.close()


def test_ten_days_in_writing(house: House, comes: Callable[..., Person], office: PostOffice, tmp_path: Path) -> None:
    house.set_clock(EVE)
    house.joins_relay(office.port)
    house.members(ROSTER)
    sylvie = comes("Sylvie", Clerk)
    sylvie.signs_in("sylvie")
    played = is_prepared(sylvie, house)
    baptiste = comes("Un maire, sur son téléphone", java_script_enabled=False, **PHONE)
    is_announced(sylvie, played, baptiste)
    assert played.sent("written_announced") == played.sent("written_opened") == len(played.seats)
    comes_back(sylvie, played, office)
    capucine = comes("Une membre, à son bureau")
    is_debated(played, baptiste, capucine)
    is_extended(sylvie, played)
    is_debated_to_the_last_second(played, baptiste, capucine)
    is_voted(sylvie, played, baptiste, capucine)
    is_told_to_all(sylvie, played, comes("Un membre qui n’a pas pris part", **PHONE))
    all_have_the_results(sylvie, played, office, tmp_path)

    sylvie.makes_them_final()
    text = said(sylvie.is_handed_the_minutes(tmp_path))
    assert "ordonnance n° 2014-1329 du 6 novembre 2014, article 3" in text
    assert "jusqu’au mercredi 23 décembre 2026 à 18 h 00" in text
    assert "13 membres ont pris part" in text
    assert "arrivé le mercredi 23 décembre 2026 à 18 h 00 min 00" in text
    assert "Je demande l’article 3." in text
    assert "Un instant trop tard." not in text
