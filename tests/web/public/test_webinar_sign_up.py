"""The form that anybody fills in: what hostile or clumsy hands send it, each told in a sentence, and the count right."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW
from tests.webinars.seminar import NOTICE, Seminar
from webapp.audit.model import SYSTEM
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations import service as signing
from webapp.registrations.model import Condition, Field, FieldKind, Status, Terms
from webapp.registrations.model.retention import Category
from webapp.storage.database import unit_of_work
from webapp.web.kit import database
from webapp.webinars import service as webinars
from webapp.webinars.service import retention
from webapp.webinars.service.preparing import Day
from webapp.wording.numbers import NARROW

STARTS_AT = NOW + timedelta(days=10)
QUESTIONS = (
    Field(
        key="suivi", kind=FieldKind.CHOICE, label="Déjà suivi ?", choices=("oui", "non"), required=True, keep_days=30
    ),
    Field(
        key="lequel",
        kind=FieldKind.TEXT,
        label="Lequel ?",
        when=Condition(field="suivi", equals="oui"),
        required=True,
        keep_days=90,
        rule="DUA 2026",
    ),
    Field(key="besoin", kind=FieldKind.LONG_TEXT, label="Besoin", keep_days=1, rule="DUA 2026", sensitive=True),
)


class Form:
    """The form of one date, filled in by somebody."""

    def __init__(self, app: Flask, **made: object) -> None:
        self.app = app
        self.seminar = Seminar(database.of(app), starts_at=STARTS_AT, **made)
        self.path = f"/webinaires/gerer-l-eau-en-ete/{self.seminar.date_id}/inscription"

    def ask(self, *questions: Field) -> "Form":
        """Ask these questions, a sensitive one under the rule that erases its answer a day later (WEB-10)."""
        retention.adopt(self.seminar.db, Category.SENSITIVE, "DUA 2026", 1, key="règle", by=SYSTEM, now=NOW)
        with unit_of_work(self.seminar.db):
            signing.set_form(self.seminar.db, self.seminar.shown.campaign, questions, NOTICE, by=SYSTEM, now=NOW)
        return self

    def page(self, client: FlaskClient) -> str:
        return client.get(self.path).text

    def send(self, client: FlaskClient, page: str, **fields: str) -> tuple[int, str]:
        """Return the status, and the address it leads to or the page."""
        hidden = dict(re.findall(r'name="(csrf_token|key)" value="([^"]+)"', page))
        person = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@val.example"}
        answer = client.post(self.path, data={**person, **hidden, **fields})
        return answer.status_code, answer.location or answer.text

    def fill(self, **fields: str) -> tuple[int, str]:
        client = self.app.test_client()
        return self.send(client, self.page(client), **fields)

    def names(self) -> list[str]:
        found = registrations.of_occurrence(self.seminar.db, self.seminar.date_id, frozenset(Status))
        return [each.name for each in found]


def plain(page: str) -> str:
    """A page without what keeps its spaces from breaking."""
    return page.replace("\u00a0", " ").replace(NARROW, " ")


@pytest.fixture
def form(app: Flask, at_the_sitting: None) -> Form:
    return Form(app, seats=50)


HOSTILE: list[tuple[dict[str, str], str]] = [
    ({"last_name": "x" * 10_000}, "Ce nom est trop long : 100 caractères au plus."),
    ({"last_name": "🎉🎉"}, "Écrivez ce nom avec des lettres."),
    ({"last_name": "\u202e"}, "Écrivez le nom."),
    ({"email": "anne"}, "Cette adresse n’est pas complète"),
    ({"email": "anne@val..example"}, "Cette adresse n’est pas complète"),
    ({"email": "hélène@val.example"}, "sans espace ni accent"),
    ({"email": "anne@mailinator.com"}, "Cette adresse ne dure que quelques minutes"),
    ({"email": "anne@boite.mailinator.com"}, "Cette adresse ne dure que quelques minutes"),
    ({"email": "anne@val.example\r\nBcc: tous@val.example"}, "Cette adresse n’est pas complète"),
    ({"service": "s" * 201}, "Cette réponse est trop longue : 200 caractères au plus."),
    ({"website": "https://robot.example"}, "ressemble à celui d’un robot"),
    ({"key": ""}, "Cet envoi ne peut pas être reconnu"),
]


def test_what_cannot_stand_is_told_in_a_sentence_and_nobody_is_signed_up(form: Form) -> None:
    silent = {}
    for fields, sentence in HOSTILE:
        status, page = form.fill(**fields)
        if status != 422 or sentence not in plain(page):
            silent[str(fields)[:60]] = status
    assert silent == {}
    assert form.names() == []


STRANGE = {
    "Zoé 🎉": "Zoé 🎉",
    "عائشة": "عائشة",
    "Ex\u202eelpme": "Ex elpme",
    "=HYPERLINK(1)": "=HYPERLINK(1)",
    "<script>x</script>": "<script>x</script>",
    "  L’Hôpital-\t d’Eau ": "L’Hôpital- d’Eau",
}


def test_a_strange_name_is_kept_as_text_and_shown_as_text(form: Form) -> None:
    client = form.app.test_client()
    for typed in STRANGE:
        status, address = form.fill(last_name=typed)
        assert status == 303, typed
        page = client.get(address).text
        assert "<script>x" not in page
        assert "\u202e" not in page
    assert form.names() == [f"Anne {kept}" for kept in STRANGE.values()]


def test_all_that_does_not_stand_is_said_at_once_with_a_link_to_each_field(form: Form) -> None:
    form.ask(*QUESTIONS)
    _, page = form.fill(last_name="", email="anne", question_suivi="")
    summary = page.split("data-error-summary")[1].split("</ul>")[0]
    assert re.findall(r'href="#([\w-]+)"', summary) == ["last_name", "email", "question_suivi-0"]
    assert page.count('aria-invalid="true"') == 2  # the buttons of a choice have their message above them


def test_a_double_click_is_one_registration_one_message_and_the_same_page(form: Form) -> None:
    client = form.app.test_client()
    page = form.page(client)
    first, second = form.send(client, page), form.send(client, page)
    assert first == second
    assert first[0] == 303
    assert form.names() == ["Anne Exemple"]
    assert len(outbox.about(form.seminar.db, f"webinar:{form.seminar.id}")) == 1


def test_web_1_the_same_form_sent_by_eight_hands_at_once_takes_one_seat(form: Form) -> None:
    client = form.app.test_client()
    page = form.page(client)
    cookie = client.get_cookie("collegiale")
    assert cookie is not None

    def send(_: int) -> int:
        other = form.app.test_client()
        other.set_cookie("collegiale", cookie.value)
        return form.send(other, page)[0]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {303}
    assert form.names() == ["Anne Exemple"]
    assert form.seminar.shown.occurrences[0].held == 1


def test_web_2_somebody_known_is_told_no_more_than_anybody_by_the_page(form: Form) -> None:
    form.fill()
    status, address = form.fill(last_name="EXEMPLE ")
    assert (status, address) == (303, "/webinaires/gerer-l-eau-en-ete/inscription-envoyee")
    assert form.names() == ["Anne Exemple"]


def test_one_place_or_one_mailbox_sends_so_many_forms_a_minute_and_no_more(form: Form) -> None:
    statuses = [form.fill(last_name=f"Exemple {'x' * number}")[0] for number in range(21)]
    assert statuses == [303] * 20 + [429]
    _, page = form.fill(last_name="Autre")
    assert "Trop de demandes pour cette adresse" in page
    assert form.fill(email="autre@val.example")[0] == 303


def test_one_place_sends_no_more_than_the_setting_says(form: Form) -> None:
    kept = form.app.extensions["collegiale.settings"]
    form.app.extensions["collegiale.settings"] = replace(kept, signups_per_minute=2)
    sent = [form.fill(last_name=name, email=f"{name}@val.example") for name in ("Un", "Deux", "Trois")]
    assert [status for status, _ in sent] == [303, 303, 429]
    assert "Trop de demandes viennent du même endroit" in sent[2][1]
    assert 'value="Trois"' in sent[2][1]
    assert form.names() == ["Anne Un", "Anne Deux"]


def test_a_question_is_asked_by_its_condition_and_each_says_when_its_answer_is_erased(form: Form) -> None:
    form.ask(*QUESTIONS)
    page = plain(form.page(form.app.test_client()))
    assert 'data-question="question_lequel" data-when="question_suivi" data-equals="oui"' in page
    assert (
        "Seulement si vous avez répondu « oui » à « Déjà suivi ? ». Réponse effacée le 20 mars 2027 (DUA 2026)." in page
    )
    assert "Lue des seuls organisateurs. Réponse effacée le 21 décembre 2026 (DUA 2026)." in page
    status, refused = form.fill(question_suivi="oui")
    assert status == 422
    assert "Répondez à la question « Lequel ? »" in plain(refused)
    assert form.fill(question_suivi="non", question_lequel="de trop")[0] == 303
    (row,) = form.seminar.db.rows("SELECT * FROM answers")
    assert (row["field"], row["value"]) == ("suivi", "non")


def test_a_group_before_one_screen_names_each_and_takes_the_seats_that_it_counts(
    app: Flask, at_the_sitting: None
) -> None:
    form = Form(app, seats=10, terms=Terms(largest_group=6))
    others = "DE LA TOUR Zoé\nVoisin, Paul\r\nModèle;Ève\n\nSeul"
    status, address = form.fill(companions=others)
    assert status == 303
    assert form.seminar.shown.occurrences[0].held == 5
    page = app.test_client().get(address).text
    assert [each in page for each in ("Zoé DE LA TOUR", "Paul Voisin", "Ève Modèle", "Seul")] == [True] * 4
    _, refused = form.fill(email="b@val.example", companions="\n".join(f"Nom{'x' * n} Zoé" for n in range(6)))
    assert "Le groupe est trop nombreux : 6 personnes au plus" in plain(refused)
    _, twice = form.fill(email="c@val.example", companions="EXEMPLE Anne")
    assert "La même personne est nommée deux fois" in plain(twice)


def test_web_9_where_seats_are_kept_one_says_where_one_comes_from(app: Flask, at_the_sitting: None) -> None:
    form = Form(app, seats=2, quotas={"32": 1})
    page = form.page(app.test_client())
    assert "Gers (32)" in page
    assert form.fill(origin="")[0] == 422
    assert form.fill(origin="75")[0] == 422
    assert form.fill(origin="autre")[0] == 303
    assert form.fill(email="b@val.example", origin="32")[0] == 303
    found = registrations.of_occurrence(form.seminar.db, form.seminar.date_id, frozenset(Status))
    assert [(each.origin, each.status) for each in found] == [("", Status.CONFIRMED), ("32", Status.CONFIRMED)]


def test_web_11_the_hour_overseas_stands_beside_that_of_paris(form: Form) -> None:
    client = form.app.test_client()
    page = plain(client.get("/webinaires/gerer-l-eau-en-ete?fuseau=Pacific/Noumea").text)
    assert "heure de Paris" in page
    assert "en Nouvelle-Calédonie, le" in page
    assert "fuseau=Pacific/Noumea" in page or "fuseau=Pacific%2FNoumea" in page
    status, address = form.fill(fuseau="Pacific/Noumea")
    assert status == 303
    assert "en Nouvelle-Calédonie, le" in plain(client.get(address).text)
    assert "en Nouvelle-Calédonie, le" not in client.get("/webinaires/gerer-l-eau-en-ete?fuseau=../etc").text


def test_web_11_after_the_closing_date_every_list_says_so_and_the_form_is_gone(
    app: Flask, at_the_sitting: None
) -> None:
    form, client = Form(app, seats=5), app.test_client()
    before = form.seminar.shown.occurrences[0]
    day = Day(starts_at=before.starts_at, ends_at=before.ends_at, closes_at=NOW, seats=5)
    webinars.change_date(
        form.seminar.db, form.seminar.id, before.id, day, version=1, means=form.seminar.means, by=SYSTEM, now=NOW
    )
    for path in ("", "/encart", "/annonces.atom", "/gerer-l-eau-en-ete"):
        page = client.get(f"/webinaires{path}").text
        assert "Inscriptions closes" in page, path
        assert "5\u00a0places" not in page, path
    assert "Les inscriptions sont closes" in form.page(client)
    assert "M’inscrire" not in form.page(client)
    assert "Set-Cookie" not in app.test_client().get(form.path).headers


def test_the_form_is_written_once_and_follows_what_it_asks(form: Form) -> None:
    written = form.app.extensions["collegiale.pressed"].written
    pages = [
        plain(form.page(form.app.test_client())) for number in range(3) if form.fill(email=f"{number}@val.example")
    ]
    assert [re.findall(r"(\d+) places disponibles", page) for page in pages] == [["49"], ["48"], ["47"]]
    assert len(written) == 1
    assert (
        len({token for page in pages for token in re.findall(r'name="(?:csrf_token|key)" value="([^"]+)"', page)}) == 6
    )
    assert "Lequel ?" in form.ask(*QUESTIONS).page(form.app.test_client())
    assert len(written) == 2


def test_nothing_is_written_by_looking(form: Form) -> None:
    _, address = form.fill()
    client = form.app.test_client()
    writer = form.seminar.db._writer  # noqa: SLF001 — what it has changed is counted by SQLite
    before = writer.total_changes
    token = address.split("?")[0]
    for path in (
        *("/webinaires", "/webinaires?passes=1", "/webinaires/agenda.ics", "/webinaires/annonces.atom"),
        *("/webinaires/encart", "/webinaires/mon-lien", "/webinaires/gerer-l-eau-en-ete", form.path),
        *(address, f"{token}?desinscrire=1", f"{token}/modifier", f"{token}/agenda.ics"),
    ):
        assert client.get(path).status_code == 200, path
    assert writer.total_changes == before
