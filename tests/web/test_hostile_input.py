"""Forged, huge and unreadable input at every door: a sentence and a status of the house, and nothing written."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import a_person
from tests.meetings.room import Room
from tests.web.visitors import Visitor, plain
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.web.kit import database, requests

NUMBERS = {
    "of forty figures": "9" * 40,
    "of five thousand figures": "9" * 5000,
    "just beyond 64 bits": str(2**63),
    "negative": "-1",
    "a superscript": "²",
    "in arabic figures": "٣",
    "with a zero byte": "a\x00",
    "in exponents": "1e400",
    "empty": "",
    "of bytes that are no text": b"\xed\xa0\x80\xff",
}


@pytest.fixture
def desk(app: Flask, room: Room) -> Visitor:
    """The secretariat of the sitting, whose vote is open."""
    room.open_vote()
    person_id = a_person(room.db, "Secrétaire", "Sylvie")
    service.grant_role(room.db, person_id, Role.SECRETARIAT, committee_id=room.committee.id, by=SYSTEM, now=clock.now())
    return Visitor(app).enter(person_id)


def kept(room: Room) -> dict[str, int]:
    """Count what is written, failed attempts aside."""
    tables = ("journal", "ledger", "ballots", "decisions", "acts_done", "people", "agenda_items", "motions", "seats")
    return {table: room.db.value(f"SELECT count(*) FROM {table}") for table in tables}  # noqa: S608 — the names above


ACTS = {
    "arrivee": {"seat": "1", "person": "1", "form": "room"},
    "depart": {"seat": "1"},
    "mandat": {"mandator": "1", "holder": "2"},
    "mandat/fin": {"mandator": "1"},
    "deport": {"seat": "1", "item": "1"},
    "presidence": {"seat": "1"},
    "personnes/sortie": {"fact": "1"},
    "annulation": {"fact": "1", "reason": "Erreur"},
    "saisie-tardive": {"fact": "1", "motion": "1", "reason": "Erreur"},
    "points/1/votes/1/voix": {"seat": "1", "choice": "for"},
    "points/1/votes/1/liste": {"confirmed_by": "1"},
}


def test_a_number_that_no_row_has_is_refused_at_the_desk(desk: Visitor, room: Room) -> None:
    before, wrong = kept(room), {}
    for act, fields in ACTS.items():
        path = f"/secretariat/seances/{room.meeting_id}/conduire/{act}"
        for field in set(fields) - {"reason"}:
            for name, number in NUMBERS.items():
                answer = desk.post(path, {**fields, field: number, "key": "formulaire-forge"})
                if answer.status_code not in {400, 409} or kept(room) != before:
                    wrong[act, field, name] = answer.status_code
    assert wrong == {}


def test_a_forged_hand_is_refused(desk: Visitor, room: Room) -> None:
    votes = f"/secretariat/seances/{room.meeting_id}/conduire/points/{room.item}/votes/{room.motion}/main-levee"
    token, before, wrong = desk._fresh(), kept(room), {}  # noqa: SLF001 — the form that this browser holds
    for path in (votes, f"{votes}/relecture"):
        for name, number in NUMBERS.items():
            field = b"hand-" + (number if isinstance(number, bytes) else number.encode())
            body = urlencode({field: "against", "read_back": "Je relis", "csrf_token": token})
            answer = desk.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
            if answer.status_code not in {400, 409} or kept(room) != before:
                wrong[path, name] = answer.status_code
    assert wrong == {}


def test_a_forged_ballot_is_refused(room: Room, second: Visitor) -> None:
    room.open_vote()
    good = {"motion": room.motion, "seat": room.seat(2), "choice": "for", "key": "cle-du-siege-2"}
    before, wrong = kept(room), {}
    for field in ("motion", "seat", "choice"):
        for name, number in NUMBERS.items():
            for verb in ("verifier", "voter"):
                path = f"/seances/{room.meeting_id}/points/{room.item}/{verb}"
                answer = second.post(path, {**good, field: number})
                if answer.status_code not in {400, 404, 409} or kept(room) != before:
                    wrong[field, name, verb] = answer.status_code
    assert wrong == {}


PART = re.compile(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>[a-z_]+)>")


def forged_addresses(pattern: str) -> Iterator[str]:
    """Write an address as many times as it has numbers, each time with one that no row has, the others being 1."""

    def written(part: re.Match[str], forged_name: str, forged: str) -> str:
        if part["name"] == forged_name:
            return forged
        return "1" if part["kind"] == "int" else re.sub(r"any\(([^,)]+).*", r"\1", part["kind"] or "x")

    for numbered in [part["name"] for part in PART.finditer(pattern) if part["kind"] == "int"]:
        for forged in ("9" * 40, str(2**63), "9" * 5000, "٣", "-1"):
            yield PART.sub(lambda part, name=numbered, number=forged: written(part, name, number), pattern)


def test_an_address_with_a_number_that_no_row_has_names_nothing(app: Flask, desk: Visitor) -> None:
    wrong = {}
    for rule in app.url_map.iter_rules():
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        for path in forged_addresses(rule.rule):
            answer = desk.client.open(path, method=method)
            answer.close()
            if answer.status_code != 404:
                wrong[path[:80]] = answer.status_code
    assert wrong == {}


FORGED = ("9" * 40, "9" * 5000, "-1", "²", "٣", "%00", "%ED%A0%80", "", "0001-01-01", "9999-12-31")


def test_a_forged_query_shows_the_page_all_the_same(desk: Visitor, room: Room) -> None:
    sitting, committee = f"/secretariat/seances/{room.meeting_id}", f"/secretariat/commissions/{room.committee.id}"
    for query in (
        f"{sitting}/conduire?point=",
        f"{sitting}/conduire?siege=",
        f"{sitting}/conduire?confirmer=",
        f"{sitting}/journal?avant=",
        "/secretariat/comptes?page=",
        "/secretariat/comptes?q=",
        f"{committee}/composition?jour=",
        f"{committee}/sieges/nouveau?college=",
        f"{committee}/composition/membres.csv?jour=",
    ):
        for value in FORGED:
            assert desk.get(query + value).status_code == 200, f"{query}{value[:20]}"


def test_control_characters_do_not_reach_the_minutes(desk: Visitor, room: Room) -> None:
    path = f"/secretariat/seances/{room.meeting_id}/conduire/personnes"
    answer = desk.post(path, name="M. Du\x00pont\x0b,\x1f \x7fexploitant", key="entree-du-demandeur")

    assert answer.status_code == 303
    assert [guest.name for guest in room.state().presence.guests] == ["M. Dupont, exploitant"]


def test_line_breaks_of_a_text_stay() -> None:
    assert requests.showable("Article 1er.\r\n\tArticle 2.") == "Article 1er.\r\n\tArticle 2."


def test_an_endless_text_is_refused_and_not_kept(desk: Visitor, room: Room) -> None:
    sitting, before = f"/secretariat/seances/{room.meeting_id}", kept(room)
    for size in (600, 60_000, 1_500_000, 3_000_000):
        text = "x" * size
        forms: Mapping[str, dict[str, object]] = {
            f"{sitting}/conduire/personnes": {"name": text},
            f"{sitting}/conduire/presidence": {"seat": room.seat(1), "delegation": text},
            f"{sitting}/points/nouveau": {"title": text, "kind": "vote"},
            f"{sitting}/details": {"title": text},
        }
        for path, fields in forms.items():
            answer = desk.post(path, fields, key="formulaire-sans-fin")
            assert answer.status_code in {400, 409, 413}, path
    assert kept(room) == before


def test_thousands_of_parts_are_refused(desk: Visitor, room: Room) -> None:
    before = kept(room)
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % number for number in range(3000)
    )
    answer = desk.client.post(
        f"/secretariat/seances/{room.meeting_id}/conduire/personnes",
        data=body + b"--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 413
    assert "Réduisez" in plain(answer)
    assert kept(room) == before


@pytest.mark.parametrize("body", [b"a=&" * 500_000, b"login=" + b"a" * 3_000_000], ids=["fields", "bytes"])
def test_an_anonymous_form_without_end_is_refused_before_it_is_read(app: Flask, body: bytes) -> None:
    answer = app.test_client().post("/connexion", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413
    assert "Réduisez" in plain(answer)


def test_a_method_that_no_form_uses_is_told_in_french(desk: Visitor) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = desk.client.open("/secretariat/comptes", method=method)
        assert answer.status_code == 405
        assert "Cette adresse s’utilise depuis un formulaire" in plain(answer)


DEEP = "[" * 100_000
SCENARIOS = {
    "nested beyond all": DEEP + "]" * 100_000,
    "a lone surrogate": '{"settings": {"composing": 26}, "mode": "\\ud800"}',
    "a surrogate as a key": '{"\\udfff": 1}',
    "a number of five thousand figures": '{"settings": {"composing": ' + "9" * 5000 + "}}",
    "an endless exponent": '{"settings": {"composing": 1e999999}}',
    "not a number": '{"settings": {"composing": NaN}}',
    "a zero byte": '{"mode": "\x00"}',
}


def test_a_hostile_scenario_gets_a_sentence(app: Flask) -> None:
    for name, scenario in SCENARIOS.items():
        answer = Visitor(app).post("/outils/simulateur?saisie=json", scenario=scenario)

        assert answer.status_code == 400, name
        assert "fr-error" in answer.text, name


def test_an_endless_list_of_seats_is_refused_before_it_is_read(app: Flask) -> None:
    good = {"composing": "26", "mode": "in_person", "max_mandates": "1", "majority_base": "expressed"}
    lists = ("present", "replaced", "recused", "in_favour", "against", "abstain", "mandates")
    for name in lists:
        for text in ("1 à 999999999", "1, " * 100_000, "1 à 1000, " * 400, "9" * 100_000):
            answer = Visitor(app).post("/outils/simulateur", {**good, name: text})
            assert answer.status_code == 400, (name, text[:20])


def test_a_forged_host_leads_nowhere_and_prints_nowhere(app: Flask, desk: Visitor) -> None:
    for path in ("/", "/connexion", "/secretariat", "/secretariat/comptes"):
        answer = desk.client.get(
            path, headers={"Host": "malveillant.example", "X-Forwarded-Host": "malveillant.example"}
        )
        assert "malveillant" not in answer.text
        assert "malveillant" not in answer.headers.get("Location", "")


ELSEWHERE = (
    "//a.example",
    "/\\a.example",
    "https://a.example",
    "/\ta",
    "javascript:alert(1)",
    "/\u202ea",
    "///a.example",
)


def test_the_sign_in_never_leads_elsewhere(app: Flask) -> None:
    visitor = Visitor(app).enter(a_person(database.of(app)))
    for suite in ELSEWHERE:
        answer = visitor.client.get("/connexion", query_string={"suite": suite})
        assert (answer.status_code, answer.location) == (302, "/accueil"), suite


def test_an_address_said_by_the_browser_is_not_believed_without_a_proxy(app: Flask) -> None:
    """Each try names another origin: were it believed, no limit would ever be reached."""
    visitor = Visitor(app)
    token = visitor._fresh()  # noqa: SLF001 — the form that this browser holds
    statuses = [
        visitor.client.post(
            "/connexion",
            data={"csrf_token": token, "login": "prefet", "password": "faux"},
            headers={"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"},
        ).status_code
        for number in range(9)
    ]

    assert statuses == [400] * 8 + [429]


FILES = {
    "nothing": b"",
    "a zip that is none": b"PK\x03\x04" + b"\x00" * 100,
    "an executable": b"\x7fELF" + b"\x00" * 1000,
    "bytes without meaning": bytes(range(256)) * 50,
    "six megabytes": b"nom;college\n" * 500_000,
}


def upload(visitor: Visitor, path: str, content: bytes) -> TestResponse:
    """Send a file, its parts written by hand as a forger does."""
    token = visitor._fresh().encode()  # noqa: SLF001 — the form that this browser holds
    named = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd\x00.xlsx"\r\n\r\n'
    sealed = b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token
    body = b"\r\n".join((sealed, named + content, b"--x--\r\n"))
    return visitor.client.post(path, data=body, content_type="multipart/form-data; boundary=x")


def test_a_hostile_file_is_refused_with_a_sentence_and_not_kept(desk: Visitor, room: Room, app: Flask) -> None:
    before, folder = kept(room), app.extensions["collegiale.settings"].files / "rosters"
    for name, content in FILES.items():
        answer = upload(desk, f"/secretariat/commissions/{room.committee.id}/importer", content)
        assert answer.status_code == 400, name
        assert kept(room) == before
    assert list(folder.glob("*")) == []


def test_a_file_s_name_is_shown_and_never_obeyed(desk: Visitor, room: Room, app: Flask) -> None:
    name = '../../<script>alert(1)</script>".csv'
    path = f"/secretariat/commissions/{room.committee.id}/importer"
    sent = desk.post(path, {"file": (io.BytesIO("nom;collège\nDurand;Membres\n".encode()), name)})
    page = desk.get(sent.location)

    assert sent.status_code == 303
    assert "<script>alert" not in page.text
    folder = app.extensions["collegiale.settings"].files / "rosters"
    assert {file.suffix for file in folder.iterdir()} == {".bin", ".json"}
    assert all(json.loads(file.read_text())["owner"] for file in folder.glob("*.json"))
