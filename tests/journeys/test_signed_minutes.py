"""The reference sitting's minutes, from the draft to a file that proves itself: written, signed by two, sealed, verified."""

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.house import PASSWORD, House
from tests.journeys.member import Member
from tests.journeys.minutes import Clerk, qpdf_finds_nothing, words_of
from tests.journeys.people import Person
from tests.pdf import outside, pki
from tests.pdf.altering import flipped
from webapp.accounts import queries as accounts
from webapp.accounts import service as accounting
from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.audit.model import SYSTEM
from webapp.cli.demo.reference import STARTS_AT, Reference
from webapp.kernel import clock
from webapp.storage.database import unit_of_work

pytestmark = pytest.mark.journey

AUTHORITY = pki.Authority()
CHAIR = AUTHORITY.issue("Côme Tournelune")
SECRETARY = AUTHORITY.issue("Odile Plumier")
SEAL = AUTHORITY.issue("Préfecture du Val-Imaginaire")
REMARK = "La présidente de séance demande de préciser le débat sur la nappe."
DEBATE = "Le débat a porté sur la nappe et sur le calendrier des travaux."


@dataclass(frozen=True)
class Morning:
    """The morning after: who signs in under which name."""

    house: House
    meeting: int
    chair: str
    secretary: str


@pytest.fixture
def morning(tmp_path: Path, reference_sitting: tuple[bytes, Reference]) -> Iterator[Morning]:
    content, played = reference_sitting
    house = House(tmp_path / "instance", content=content)
    house.set_clock(STARTS_AT + timedelta(hours=19))
    keys = house.folder / "keys"
    (keys / "trusted").mkdir(parents=True)
    (keys / "trusted" / "racine.pem").write_bytes(AUTHORITY.root)
    (keys / "seal.p12").write_bytes(SEAL.file())
    (keys / "seal_passphrase").write_text(pki.PASSPHRASE, encoding="utf-8")
    (chair,) = accounts.matching(house.db, email="come.tournelune@val-imaginaire.example")
    logins = []
    for person, role in ((chair.id, Role.CHAIR), (played.secretary.person_id or 0, Role.SECRETARIAT)):
        known = people.existing(house.db, person)
        accounting.grant_role(house.db, person, role, committee_id=played.committee_id, by=SYSTEM, now=clock.now())
        accounting.set_password(house.db, person, PASSWORD, by=SYSTEM, now=clock.now())
        with unit_of_work(house.db):
            logins.append(people.login_for(house.db, person, known))
    house.start()
    yield Morning(house, played.meeting_id, *logins)
    house.stop()


@pytest.fixture
def house(morning: Morning) -> House:
    """The house that `comes` lets people into."""
    return morning.house


class Signer(Clerk):
    """The secretary, who signs too."""

    def opens_the_signatures(self) -> None:
        self.goes_to(f"{self.minutes}/signature")

    def takes_the_file(self, paper: Path) -> bytes:
        self.opens_the_signatures()
        with self.page.expect_download() as handed:
            self.page.get_by_role("link", name="Télécharger le procès-verbal").click()
        handed.value.save_as(paper)
        return paper.read_bytes()

    def brings_back(self, content: bytes, paper: Path) -> None:
        paper.write_bytes(content)
        self.opens_the_signatures()
        self.follows("Hors de l’application")
        self.page.locator("input[type=file]").set_input_files(paper)
        self.presses("Vérifier et garder ce fichier")

    def seals(self) -> None:
        self.opens_the_signatures()
        self.follows("Apposer le cachet")
        self.reads("Il ne se retire pas.")
        self.presses("Apposer le cachet", within=self.page.locator("#confirmation"))


class Reader(Person):
    """Somebody without an account who has received a file."""

    def shows(self, paper: Path) -> None:
        self.goes_to("/verifier")
        self.page.locator("input[type=file]").set_input_files(paper)
        self.presses("Vérifier ce fichier")


def test_minutes_are_written_signed_by_two_sealed_and_prove_themselves(
    morning: Morning, comes: Callable[..., Person], tmp_path: Path
) -> None:
    odile = comes("Odile, secrétaire", Signer)
    odile.signs_in(morning.secretary)
    odile.meeting = morning.meeting
    chair = comes("Le secrétaire général, qui a présidé", Member, width=360, height=740)
    chair.signs_in(morning.chair)

    they_become_final(odile, chair)
    the_chair_signs(chair, odile, tmp_path)
    the_secretary_signs_outside(odile, tmp_path)
    odile.seals()
    odile.reads("Le cachet du service est sur le procès-verbal")
    odile.reads("Tous les signataires ont signé.")
    chair.goes_to(f"/seances/{morning.meeting}/proces-verbal")
    chair.reads("Secrétaire : signé")
    anybody = comes("Une personne qui a reçu le fichier", Reader)
    they_prove_themselves(anybody, odile.takes_the_file(tmp_path / "scelle.pdf"), tmp_path)


def they_become_final(odile: Signer, chair: Member) -> None:
    """A draft, submitted; the chair's remark takes it back to the draft; submitted again, approved, final."""
    odile.takes_the_step("Soumettre aux membres")
    chair.goes_to(f"/seances/{odile.meeting}/proces-verbal")
    chair.reads("Procès-verbal")
    odile.opens_the_minutes()
    odile.follows("Reprendre le projet")
    odile.fills("Motif", REMARK)
    odile.presses("Reprendre le projet")
    odile.sums_up("2", DEBATE)
    odile.makes_them_final()
    chair.goes_to(f"/seances/{odile.meeting}/proces-verbal")
    chair.reads(DEBATE)


def the_chair_signs(chair: Member, odile: Signer, folder: Path) -> None:
    """On their own telephone, with their own certificate file; a wrong passphrase is told, and nothing is kept."""
    odile.opens_the_signatures()
    if odile.page.get_by_role("link", name="Suivre sa préparation").count():
        odile.follows("Suivre sa préparation")
    odile.is_handed_the_minutes(folder)
    key = folder / "tournelune.p12"
    key.write_bytes(CHAIR.file())
    chair.goes_to("/accueil")
    chair.goes_to(f"/seances/{odile.meeting}/proces-verbal")
    chair.follows("Signer le procès-verbal")
    for passphrase, said in (
        ("un autre", "Le mot de passe du certificat n’est pas le bon"),
        (pki.PASSPHRASE, "signé par"),
    ):
        chair.page.locator("input[type=file]").set_input_files(key)
        chair.fills("Mot de passe du certificat", passphrase)
        chair.presses("Signer en tant que président")
        chair.reads(said)
    chair.reads("signature avancée B-B")
    chair.reads("Secrétaire : signature attendue")


def the_secretary_signs_outside(odile: Signer, folder: Path) -> None:
    """She signs the file elsewhere; a byte changed on the way is refused by its name, the true file is kept."""
    handed = odile.takes_the_file(folder / "a-signer.pdf")
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's own loop runs in this thread
        signed = elsewhere.submit(outside.signed, handed, "signature-2", SECRETARY, at=clock.now()).result()
    odile.brings_back(flipped(signed, signed.index(b"/Title") + 9), folder / "altere.pdf")
    odile.reads("Ce fichier vient du procès-verbal, mais il a été modifié")
    odile.brings_back(handed, folder / "non-signe.pdf")
    odile.reads("Ce fichier n’apporte aucune nouvelle signature")
    odile.brings_back(signed, folder / "signe.pdf")
    odile.reads("Fichier vérifié et gardé. Signature de Odile Plumier.")


def they_prove_themselves(anybody: Reader, sealed: bytes, folder: Path) -> None:
    """Anybody who has the file is told who signed, and that one byte was changed."""
    paper = folder / "verifie.pdf"
    paper.write_bytes(sealed)
    assert qpdf_finds_nothing(paper)
    said = subprocess.run(["pdfsig", paper], capture_output=True, check=True, text=True).stdout
    assert said.count("Signature is Valid.") == 3
    assert words_of(paper).count("Signé électroniquement") == 1  # what another program signs draws nothing of ours
    anybody.shows(paper)
    for words in ("Oui : ce fichier est intact", "Côme Tournelune", "Odile Plumier", "cachet avancé B-B"):
        anybody.reads(words)
    altered = folder / "altere-depuis.pdf"
    altered.write_bytes(flipped(sealed, sealed.index(b"/Title") + 9))
    anybody.shows(altered)
    anybody.reads("Non : ce fichier ne peut pas être tenu pour le procès-verbal signé.")
    anybody.reads("La signature de Côme Tournelune ne tient pas : le texte signé a été modifié depuis")
