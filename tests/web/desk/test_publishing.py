"""The desk prepares and publishes the version that everybody may read, and nothing that is masked leaves (LAW PUB-1, PUB-2)."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.pdf.structure import assert_conforms, page_texts
from tests.web.minutes import House, opened
from tests.web.visitors import Visitor, plain
from webapp.audit.model import SYSTEM
from webapp.cli.demo.reference import STARTS_AT, Reference
from webapp.committees import queries as committees
from webapp.committees.rules import named_in_public
from webapp.kernel import clock
from webapp.meetings.service import dossier
from webapp.minutes import queries
from webapp.minutes.model import File, FileKind
from webapp.minutes.model.search import Reader
from webapp.minutes.queries import publishing as reading
from webapp.minutes.rules.naming import folded

SECRET = "Fromagerie de la Brume"


@pytest.fixture(scope="module")
def ready(final_minutes: tuple[Path, Reference, datetime], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose publishable version is masked by hand and prepared, made once."""
    folder, played, _ = final_minutes
    made = tmp_path_factory.mktemp("ready")
    shutil.copytree(folder, made, dirs_exist_ok=True)
    with opened(made, played) as house:
        house.later()
        desk, base = house.desk(), f"{house.base}/publiable"
        page = desk.text(base)
        where = passage(page, SECRET)
        form = desk.text(f"{base}?passage={where}")
        sentences = re.findall(r'name="passage" value="([\d:]+)"[^>]*><label[^>]*>([^<]*)<', form)
        chosen = [value for value, said in sentences if SECRET in said]
        asked = {"version": version(page), "part": where, "passage": chosen, "ground": "business"}
        assert desk.post(f"{base}/passages", asked).status_code == 303
        words = {"version": version(page), "words": SECRET.upper(), "ground": "business", "reason": "marché en cours"}
        assert desk.post(f"{base}/mots", **words).status_code == 303
        assert desk.post(f"{base}/fichier").status_code == 303
        house.work()
    return made


@pytest.fixture
def house(ready: Path, final_minutes: tuple[Path, Reference, datetime], tmp_path: Path) -> Iterator[House]:
    shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
    with opened(tmp_path, final_minutes[1]) as made:
        made.later()
        yield made


@pytest.fixture
def base(house: House) -> str:
    return f"{house.base}/publiable"


def the_day(house: House) -> str:
    committee = committees.find(house.db, house.played.committee_id)
    assert committee is not None
    return f"/commissions/{committee.code}/2026-12-10"


def publish_page(house: House, *, shown: bool = True) -> None:
    dossier.publish_page(house.db, house.played.meeting_id, shown, by=SYSTEM, now=clock.now())


def version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, page
    return found.group(1)


def passage(page: str, said: str) -> str:
    """Return the number of the part that says this."""
    before = page.partition(said)[0]
    return re.findall(r'id="passage-(\d+)"', before)[-1]


def prepared(house: House) -> File:
    files = queries.files(house.db, house.played.meeting_id)
    file = next(each for each in files if each.kind is FileKind.PUBLISHABLE)
    assert file.sha256 is not None, house.db.rows("SELECT state, message FROM jobs")
    return file


def published(house: House, desk: Visitor, base: str) -> File:
    file = prepared(house)
    publish_page(house)
    fields = {"file": str(file.id), "access": "published", "expected": "internal", "reason": "Publication"}
    assert desk.post(f"{base}/acces", **fields).status_code == 303
    return file


def private_names(house: House) -> list[str]:
    """Return the family names of those who sit neither by function nor by mandate, but those that others bear too."""
    seats = committees.roster_on(house.db, house.played.committee_id, STARTS_AT.date()).seats
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for seat in seats:
        for each in seat.people:
            names[named_in_public(seat.seat)].add(folded(each.person.last_name))
    return sorted(names[False] - names[True])


def test_pub_1_the_two_texts_stand_side_by_side_with_the_reason_of_each_mask(house: House, base: str):
    page = house.desk().text(base)
    assert "Occulté par la règle" in page
    assert "siège d’association, de profession ou de personnalité qualifiée" in page
    assert "[mention occultée : nom d’une personne]" in page
    assert "préparer et publier" in house.desk().text(house.base)
    assert page.count('aria-label="Intégral') == page.count('aria-label="Publiable') > 40
    assert "data-full" not in page
    assert "[mention occultée : secret des affaires]" in page
    assert "marché en cours" not in page.partition('id="relecture"')[2]


def test_pub_1_nothing_that_is_masked_is_in_the_file_nor_in_its_twin(house: House, base: str):
    desk = house.desk()
    file = published(house, desk, base)

    stranger, address = Visitor(house.app), f"{the_day(house)}/proces-verbal/{house.played.meeting_id}"
    twin, pdf = stranger.text(address), stranger.get(f"{address}.pdf")
    assert pdf.mimetype == "application/pdf"
    title = "Version publiable du procès-verbal, Conseil départemental"
    raw, said = expanded(pdf.data), folded(" ".join(page_texts(pdf.data)))
    names = private_names(house)
    assert len(names) > 8
    for word in [*names, folded(SECRET), "marche en cours", "faits.json"]:
        assert re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said) is None, word
        assert re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", folded(article(twin))) is None, word
        for encoded in (word.encode(), word.title().encode(), word.title().encode("utf-16-be"), word.upper().encode()):
            assert encoded not in raw, word
    assert "secret des affaires" in twin
    assert re.search(r"[0-9a-f]{64}", said + article(twin)) is None
    found = re.search(rb"<rdf:li[^>]*>(Version[^<]*)<", raw)
    assert found
    assert_conforms(pdf.data, title=found.group(1).decode())
    assert found.group(1).decode().startswith(title)
    assert queries.signing(house.db, house.played.meeting_id, ()).sha256 != file.sha256
    assert SECRET in plain(desk.get(f"{house.base}/lecture"))  # the full one is intact


def article(page: str) -> str:
    return page.partition("<article")[2].partition("</article>")[0]


def expanded(pdf: bytes) -> bytes:
    """Return every object of a PDF in clear."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
        source.write_bytes(pdf)
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(source), str(target)], check=True)
        return target.read_bytes()


def test_pub_1_a_masked_name_is_left_readable_with_a_reason_and_masked_again(house: House, base: str):
    desk = house.desk()
    page = desk.text(base)
    key, label = (
        re.findall(r'name="mask" value="(name:[^"]+)"', page)[0],
        re.findall(r"Laisser lisible<span[^>]*> : ([^<]+)<", page)[0],
    )
    turned = {"version": version(page), "mask": key, "turn": "laisser"}
    desk.post(f"{base}/mentions", **turned, reason="")
    assert "Écrivez pourquoi" in desk.text(base)
    desk.post(f"{base}/mentions", **turned, reason="A consenti par écrit")
    desk.post(f"{base}/mentions", **turned, reason="A consenti par écrit")
    page = desk.text(base)
    assert "A consenti par écrit" in page
    assert label in page.partition('id="relecture"')[2].partition('aria-label="Publiable')[2]
    desk.post(f"{base}/mentions", **{**turned, "turn": "occulter"}, reason="")
    acts = house.db.rows(
        "SELECT act, details FROM journal WHERE act IN ('minutes.masked', 'minutes.unmasked') ORDER BY id"
    )
    assert [row["act"] for row in acts][-2:] == ["minutes.unmasked", "minutes.masked"]
    assert not any(label.rpartition(" ")[2] in str(row["details"]) for row in acts)


def test_pub_2_publishing_is_an_act_with_its_date_and_reason_and_so_is_taking_it_back(house: House, base: str):
    desk, stranger = house.desk(), Visitor(house.app)
    file = prepared(house)
    fields = {"file": str(file.id), "access": "published", "expected": "internal", "reason": "Publication"}
    desk.post(f"{base}/acces", **fields)
    assert "La page publique de la séance n’est pas publiée" in desk.text(base)
    assert stranger.get(the_day(house)).status_code == 404
    publish_page(house)
    assert "Lire le procès-verbal" not in stranger.text(the_day(house))
    address = f"{the_day(house)}/proces-verbal/{house.played.meeting_id}"
    assert stranger.get(address).status_code == stranger.get(f"{address}.pdf").status_code == 404
    assert "Publier cette version ?" in desk.text(f"{base}?confirmer=publier")
    desk.post(f"{base}/acces", **{**fields, "reason": "CRPA L312-1"})
    assert "Lire le procès-verbal" in stranger.text(the_day(house))
    assert stranger.get(address).status_code == 200
    (hit,) = queries.search(house.db, "mention occultee", Reader()).hits
    assert folded(SECRET) not in folded(hit.body)
    assert stranger.get(f"{the_day(house)}/proces-verbal/{house.played.meeting_id + 1}").status_code == 404
    publish_page(house, shown=False)
    assert stranger.get(address).status_code == 404
    assert queries.search(house.db, "mention occultee", Reader()).number == 0
    assert "la page de la séance a été retirée" in desk.text(base)
    publish_page(house)
    assert stranger.get(address).status_code == 200
    desk.post(f"{base}/acces", **{**fields, "access": "communicable"})
    assert "Quelqu’un d’autre en a décidé" in desk.text(base)
    back = {"file": str(file.id), "access": "internal", "expected": "published", "reason": "Recours en cours"}
    desk.post(f"{base}/acces", **back)
    assert stranger.get(address).status_code == 404
    assert queries.search(house.db, "mention occultee", Reader()).number == 0
    assert "Recours en cours" in desk.text(base)
    acts = house.db.rows("SELECT act FROM journal WHERE act LIKE 'minutes.%published' ORDER BY id")
    assert [row["act"] for row in acts] == ["minutes.published", "minutes.unpublished"]
    assert [each.access.value for each in reading.accesses(house.db, house.played.meeting_id)] == [
        "internal",
        "published",
    ]


def test_pub_2_what_was_masked_since_is_not_published_and_a_rectified_version_says_so(house: House, base: str):
    desk, stranger = house.desk(), Visitor(house.app)
    file = published(house, desk, base)
    page = desk.text(base)
    desk.post(f"{base}/mots", version=version(page), words="Lac-Rêvé", ground="privacy")
    assert "Plus à jour" in desk.text(base)
    fields = {"file": str(file.id), "access": "communicable", "expected": "published", "reason": "x"}
    desk.post(f"{base}/acces", **fields)
    assert "ne dit plus ce qui est occulté" in desk.text(base)
    signature = desk.post(f"{house.base}/signature/rectificatif", reason="Une erreur", expected="final")
    assert signature.status_code == 303
    assert "Rien à préparer" in desk.text(base)
    assert "Plus à jour" in stranger.text(the_day(house))
    address = f"{the_day(house)}/proces-verbal/{house.played.meeting_id}"
    assert "n’est plus à jour" in stranger.text(address)
    desk.post(f"{base}/acces", file=str(file.id), access="internal", expected="published", reason="Rectifié")
    assert stranger.get(address).status_code == 404


def test_what_is_wrongly_filled_in_is_told_and_changes_nothing(house: House, base: str):
    desk = house.desk()
    number, before = version(desk.text(base)), house.db.value("SELECT count(*) FROM minute_maskings")
    for path, fields, said in (
        ("mots", {"words": "absent du texte", "ground": "business"}, "Ces mots ne sont pas au procès-verbal"),
        ("mots", {"words": SECRET, "ground": ""}, "Choisissez le motif"),
        ("mots", {"words": SECRET, "ground": "person"}, "Choisissez le motif"),
        ("mots", {"words": SECRET, "ground": "business", "version": "999"}, "a été rectifié entre-temps"),
        ("passages", {"ground": "business", "part": "1"}, "Choisissez au moins une phrase"),
        ("passages", {"ground": "business", "part": "1", "passage": "1:x:2"}, "Choisissez au moins une phrase"),
        ("passages", {"ground": "business", "part": "1", "passage": "1:0:2"}, "Choisissez au moins une phrase"),
        ("mentions", {"mask": "name:personne", "turn": "laisser", "reason": "r"}, "n’est plus au procès-verbal"),
        ("acces", {"file": "999", "access": "internal", "expected": "internal", "reason": "r"}, "n’est pas préparée"),
    ):
        assert desk.post(f"{base}/{path}", **{"version": number, **fields}).status_code == 303
        assert said in desk.text(base), (path, fields)
    assert house.db.value("SELECT count(*) FROM minute_maskings") == before
    assert house.db.value("SELECT count(*) FROM minute_accesses") == 0


def test_only_the_desk_of_the_committee_prepares(house: House, base: str):
    member = house.member(3)
    assert member.get(base).status_code == member.post(f"{base}/mots", words=SECRET).status_code == 403
    assert Visitor(house.app).get(base).status_code == 302
