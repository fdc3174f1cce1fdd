import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.factories import a_person
from tests.pdf.structure import assert_conforms
from webapp.accounts import queries, service, slips
from webapp.accounts.model import AccountRefusal, PersonFields, SignedIn
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.storage.database import Database

DAYS = timedelta(days=30)


@pytest.fixture
def chief(db: Database, now: datetime) -> SignedIn:
    fields = PersonFields(last_name="Chef", login="ada")
    person_id = service.create_administrator(db, fields, password=None, now=now)
    slip = service.issue_slip(db, person_id, lasts=DAYS, by=SYSTEM, now=now)
    admission = service.redeem_slip(db, slip.code, device="", lasts=DAYS, now=now)
    signed_in = queries.signed_in(db, admission.token, now=now)
    assert signed_in is not None
    return signed_in


def printed(db: Database, people: list[int], actor: SignedIn, now: datetime) -> bytes:
    return service.print_slips(
        db,
        people,
        prefecture="Préfecture de Val-Imaginaire",
        public_address="http://collegiale.example",
        lasts=DAYS,
        actor=actor,
        now=now,
    )


def text_of(pdf: bytes, folder: Path) -> list[str]:
    """Return the text of each page."""
    (folder / "slips.pdf").write_bytes(pdf)
    ran = subprocess.run(
        ["pdftotext", "-layout", str(folder / "slips.pdf"), "-"], capture_output=True, check=True, text=True
    )
    return ran.stdout.split("\f")[:-1]


def test_each_person_gets_a_page_whose_code_opens_their_account(
    db: Database, chief: SignedIn, now: datetime, tmp_path: Path
):
    people = [
        a_person(db, "Modèle", "Odette", civility="Mme"),
        a_person(db, "Exemple-de-la-Très-Longue-Vallée", "Jean-Baptiste-Emmanuel", civility="M."),
    ]

    paper = printed(db, people, chief, now)

    assert_conforms(paper, title="Bulletins d’accès")
    pages = text_of(paper, tmp_path)
    assert len(pages) == 2
    for page, person_id in zip(pages, people, strict=True):
        typed = re.search(r"^\s*((?:[0-9A-Z]{4} ){6}[0-9A-Z]{2})\s*$", page, re.MULTILINE)
        assert typed is not None
        assert queries.slip(db, slips.read_code(typed.group(1)), now=now).person.id == person_id
        assert "http://collegiale.example/connexion" in page
    assert "Vous êtes Mme Odette Modèle ?" in " ".join(pages[0].replace("\u00a0", " ").split())


def test_a_printing_that_fails_leaves_the_former_slips_good(db: Database, chief: SignedIn, now: datetime):
    anne, closed = a_person(db), a_person(db, "Parti")
    former = service.issue_slip(db, anne, lasts=DAYS, by=SYSTEM, now=now)
    service.close_account(db, closed, actor=chief, now=now)

    with pytest.raises(Refusal) as refused:
        printed(db, [anne, closed], chief, now)

    assert refused.value.reason is AccountRefusal.ACCOUNT_CLOSED
    assert queries.slip(db, former.code, now=now).person.id == anne


def test_a_printing_is_bounded(db: Database, chief: SignedIn, now: datetime):
    with pytest.raises(Refusal) as refused:
        printed(db, list(range(61)), chief, now)

    assert refused.value.reason is AccountRefusal.TOO_MANY_SLIPS
