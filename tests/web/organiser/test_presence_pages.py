"""The organiser's pages of presence: lists, declarations, the door, certificates; and what strangers may read of one."""

import io
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.web.visitors import Visitor, plain
from tests.webinars.seminar import LINK_KEY, Seminar
from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.registrations.model import Occurrence, Registration, Terms
from webapp.registrations.service.signing import links_of
from webapp.web.kit import database
from webapp.webinars import service as webinars
from webapp.webinars.model import OrganiserRole
from webapp.webinars.queries import attendance as queries
from webapp.webinars.queries import certificates as issued
from webapp.webinars.service import certificates
from webapp.webinars.service.attendance import door_code


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    """A date that began an hour and a half ago and is over; the application's clock is an hour after NOW."""
    return Seminar(database.of(app), seats=50, terms=Terms(largest_group=4), starts_at=NOW - timedelta(minutes=30))


@pytest.fixture
def organiser(app: Flask, seminar: Seminar) -> Visitor:
    person_id = a_person(seminar.db, "Organisateur")
    people.grant_role(seminar.db, person_id, Role.ORGANISER, by=SYSTEM, now=NOW)
    webinars.set_organiser(seminar.db, seminar.id, person_id, OrganiserRole.LEAD, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def signed(seminar: Seminar, name: str, others: int = 0, **more: str) -> Registration:
    return seminar.sign_up(name, others=others, now=NOW - timedelta(hours=3), **more).registration


def base(seminar: Seminar) -> str:
    return f"/organisation/webinaires/{seminar.id}/dates/{seminar.date_id}"


def mine(registration: Registration) -> str:
    """The address of somebody's own page."""
    assert registration.nonce is not None
    return f"/inscription/{tokens.derive(LINK_KEY, links_of(registration.nonce).manage)}"


def declare(organiser: Visitor, seminar: Seminar, registration: Registration, until: str = "15 h") -> None:
    answer = organiser.post(
        f"{base(seminar)}/presence/{registration.id}/declarer",
        position="0",
        since="14 h",
        until=until,
        reason="Vu à l’écran",
        key=f"k{registration.id}",
    )
    assert answer.status_code == 303, plain(answer)


def test_a_presence_is_declared_then_set_aside_with_their_reasons(organiser: Visitor, seminar: Seminar) -> None:
    came = signed(seminar, "Un")
    declare(organiser, seminar, came)
    page = organiser.text(f"{base(seminar)}/presence/{came.id}")
    assert "60 minutes dans la session" in page
    assert "Vu à l’écran" in page
    line = re.search(r"ecarter=(\d+)", page)
    assert line
    asking = organiser.text(f"{base(seminar)}/presence/{came.id}?ecarter={line[1]}")
    assert "ne comptera plus" in asking
    organiser.post(f"{base(seminar)}/presence/{came.id}/lignes/{line[1]}/ecarter", reason="Autre personne", key="k")
    assert "Écartée : Autre personne" in organiser.text(f"{base(seminar)}/presence/{came.id}")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"since": "15 h", "until": "14 h", "reason": "Vu"}, "Vérifiez les heures"),
        ({"since": "", "until": "14 h", "reason": "Vu"}, "Vérifiez les heures"),
        ({"since": "14 h", "until": "15 h", "reason": " "}, "Écrivez le motif"),
        ({"since": "midi", "until": "15 h", "reason": "Vu"}, "midi"),
    ],
)
def test_what_cannot_stand_is_said(organiser: Visitor, seminar: Seminar, fields: dict[str, object], said: str) -> None:
    came = signed(seminar, "Un")
    answer = organiser.post(f"{base(seminar)}/presence/{came.id}/declarer", {"position": "0", **fields})
    assert answer.status_code == 409
    assert said in plain(answer)


def test_a_list_is_brought_in_and_its_strangers_are_attached(organiser: Visitor, seminar: Seminar) -> None:
    one, two = signed(seminar, "Un"), signed(seminar, "Deux")
    page = f"{base(seminar)}/presence/liste"
    assert "Choisissez le fichier" in plain(organiser.post(page, key="k"))
    content = "Nom;Arrivée;Départ\nUn Anne;14:00;14:30\nSalle;14:00;15:00\nAutre;14:00;15:00\n".encode()
    sent = organiser.post(page, key="k", file=(io.BytesIO(content), "liste.csv"))
    assert sent.status_code == 303
    shown = organiser.text(page)
    assert "Liste importée : 3 lignes" in shown
    waiting = queries.unknown(seminar.db, seminar.date_id)
    assert [each.row.name for each in waiting] == ["Autre", "Salle"]
    organiser.post(f"{page}/inconnus/{waiting[1].id}", who=f"{two.id}.0", key="a")
    organiser.post(f"{page}/inconnus/{waiting[0].id}", act="leave", who="", key="b")
    found = {each.registration.id: each.presence.minutes for each in queries.everybody(seminar.db, date(seminar))}
    assert found == {one.id: 30, two.id: 60}
    assert "Lignes à rattacher" not in organiser.text(page)


def date(seminar: Seminar) -> Occurrence:
    return seminar.shown.occurrences[0]


def test_a_file_that_is_no_list_is_refused_with_a_sentence(organiser: Visitor, seminar: Seminar) -> None:
    page = f"{base(seminar)}/presence/liste"
    for content in (b"%PDF-1.7", b"couleur;taille\nbleu;3\n", b""):
        answer = organiser.post(page, key="k", file=(io.BytesIO(content), "liste.csv"))
        assert answer.status_code == 422
        assert "fr-alert--error" in answer.text


def test_the_code_of_the_personal_page_opens_the_door_page_on_that_person(
    app: Flask, organiser: Visitor, seminar: Seminar
) -> None:
    came, other = signed(seminar, "Un"), signed(seminar, "Deux")
    key = app.extensions["collegiale.settings"].link_key
    door = f"{base(seminar)}/entree"
    page = organiser.text(f"{door}?inscription={came.id}&code={door_code(came, key)}")
    assert "Noter son arrivée" in page
    assert "Anne Un" in page
    assert "Ce code n’est celui" in organiser.text(f"{door}?inscription={other.id}&code={door_code(came, key)}")
    assert "Ce code n’est celui" in organiser.text(f"{door}?inscription={came.id}&code=é")
    assert organiser.post(door, arrive=f"{came.id}.0", key="k").status_code == 303
    assert "Noter son départ" in organiser.text(f"{door}?mots=un")
    refused = organiser.post(door, leave=f"{other.id}.0", key="k2")
    assert "Notez d’abord son arrivée" in plain(refused)
    for nonsense in ("", "x.0", f"{came.id}", "9" * 40 + ".0"):
        assert organiser.post(door, arrive=nonsense, key="k3").status_code == 409


def test_certificates_are_delivered_read_and_revoked(app: Flask, organiser: Visitor, seminar: Seminar) -> None:
    came, short = signed(seminar, "Exemple"), signed(seminar, "Court")
    declare(organiser, seminar, came)
    declare(organiser, seminar, short, until="14 h 47")
    page = f"{base(seminar)}/attestations"
    assert "1 personne atteint le seuil" in organiser.text(page)
    assert organiser.post(page, key="k", tell="1").status_code == 303
    (kept,) = issued.of_date(seminar.db, seminar.date_id)
    stranger = Visitor(app)
    shown = stranger.text(f"/attestations/{kept.number.lower()}")
    assert "A. E." in shown
    assert "Exemple" not in shown
    assert "60 minutes sur 60" in shown
    assert stranger.get("/attestations/0000-0000-0000").status_code == 404
    assert "Attestation d’Anne Exemple" in stranger.text(mine(came))
    assert "Attestation" not in stranger.text(mine(short))
    twin = stranger.text(f"{mine(came)}/attestation/{kept.number}")
    assert "Anne Exemple" in twin
    assert stranger.get(f"{mine(short)}/attestation/{kept.number}").status_code == 404
    certificates.make_next(
        seminar.db,
        seminar.date_id,
        folder=app.extensions["collegiale.settings"].files,
        public_address="http://localhost",
        report=lambda *_: None,
        now=NOW,
    )
    pdf = stranger.get(f"{mine(came)}/attestation/{kept.number}.pdf")
    assert pdf.data.startswith(b"%PDF")
    archive = organiser.post(f"{page}/telechargement")
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        assert opened.namelist() == [f"attestation-{kept.number}.pdf"]
    organiser.post(f"{page}/revocation", number=kept.number, reason="Nom mal écrit", key="r")
    assert "Cette attestation est révoquée" in stranger.text(f"/attestations/{kept.number}")
    assert stranger.get(f"{mine(came)}/attestation/{kept.number}.pdf").status_code == 404


def test_a_replay_is_shown_by_its_rule_of_access(app: Flask, organiser: Visitor, seminar: Seminar) -> None:
    registered = signed(seminar, "Un")
    page = f"{base(seminar)}/suite"
    fields = {
        "kind": "replay",
        "title": "Revoir la session",
        "address": "https://video.val.example/1",
        "access": "registrants",
        "ends_on": "2027-03-31",
        "captions": "y",
    }
    assert organiser.post(f"{page}/ajouter", dict(fields)).status_code == 303
    stranger = Visitor(app)
    code = seminar.shown.webinar.code
    assert "Revoir la session" not in stranger.text(f"/webinaires/{code}")
    material = re.search(r"publier=(\d+)", organiser.text(page))
    assert material
    assert organiser.post(f"{page}/{material[1]}/publication", key="p").status_code == 303
    public = stranger.text(f"/webinaires/{code}")
    assert "pour les personnes inscrites" in public
    assert stranger.get(f"/webinaires/{code}/{seminar.date_id}/suite/{material[1]}").status_code == 404
    mine_page = stranger.text(mine(registered))
    assert "Revoir la session" in mine_page
    opened = stranger.text(f"{mine(registered)}/suite/{material[1]}")
    assert "https://video.val.example/1" in opened
    organiser.post(f"{page}/{material[1]}/retrait", key="r")
    assert "Revoir la session" not in stranger.text(mine(registered))


def test_web_7_a_replay_without_captions_is_not_published(organiser: Visitor, seminar: Seminar) -> None:
    page = f"{base(seminar)}/suite"
    fields = {"kind": "replay", "title": "Vidéo", "address": "https://video.val.example/1", "access": "all"}
    organiser.post(f"{page}/ajouter", dict(fields))
    material = re.search(r"publier=(\d+)", organiser.text(page))
    assert material
    refused = organiser.post(f"{page}/{material[1]}/publication", key="p")
    assert "avec des sous-titres ou une transcription" in plain(refused)


def test_a_document_is_a_file_of_ours(app: Flask, organiser: Visitor, seminar: Seminar) -> None:
    page = f"{base(seminar)}/suite"
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
        "00000005000109f4c30c0000000049454e44ae426082"
    )
    sent = {"kind": "document", "title": "Plan", "access": "all", "file": (io.BytesIO(b"MZ"), "plan.exe")}
    assert organiser.post(f"{page}/ajouter", dict(sent)).status_code == 422
    sent["file"] = (io.BytesIO(png), "plan.png")
    assert organiser.post(f"{page}/ajouter", dict(sent)).status_code == 303
    material = re.search(r"publier=(\d+)", organiser.text(page))
    assert material
    file = f"/webinaires/{seminar.shown.webinar.code}/{seminar.date_id}/suite/{material[1]}/fichier"
    assert Visitor(app).get(file).status_code == 404
    organiser.post(f"{page}/{material[1]}/publication", key="p")
    with Visitor(app).get(file) as handed:
        assert handed.data == png
        assert "sandbox" in handed.headers["Content-Security-Policy"]


def test_web_8_an_evaluation_goes_from_its_questions_to_hidden_results(
    app: Flask, organiser: Visitor, seminar: Seminar
) -> None:
    came = [signed(seminar, f"Exemple {letter}") for letter in "ABCDE"]
    for each in came:
        declare(organiser, seminar, each)
    page = f"{base(seminar)}/evaluation"
    questions: dict[str, object] = {}
    for place in range(8):
        questions[f"label-{place}"] = f"Question {place} ?" if place < 5 else ""
        questions[f"kind-{place}"] = "scale" if place < 4 else "text"
    few = questions | {"label-4": ""}
    assert "de 5 à 8 questions" in plain(organiser.post(f"{page}/questions", dict(few)))
    assert organiser.post(f"{page}/questions", dict(questions)).status_code == 303
    assert organiser.post(f"{page}/ouverture", key="o", tell="1").status_code == 303
    for place, each in enumerate(came):
        assert "à partir de cinq" in organiser.text(page)
        visitor = Visitor(app)
        link = re.search(r'href="(/evaluation/[^"]+)"', visitor.get(mine(each)).text)
        assert link
        assert "Question 3 ?" in visitor.text(link[1])
        done = visitor.post(link[1], {"question-0": "5", "question-4": f"Texte {place}"})
        assert "Votre avis est enregistré" in plain(done)
        assert visitor.post(link[1], {"question-0": "5"}).status_code == 422
    shown = organiser.text(page)
    assert "5 réponses pour 5 personnes interrogées" in shown
    assert "Texte 3" in shown
    assert Visitor(app).get("/evaluation/inconnu").status_code == 404


def test_figures_are_read_and_taken_away_safely(app: Flask, organiser: Visitor, seminar: Seminar) -> None:
    signed(seminar, "=cmd()|A1", email="un@val.example", question="@SUM(1)")
    signed(seminar, "-1+A1", email="deux@val.example", others=1)
    page = f"/organisation/webinaires/{seminar.id}/statistiques"
    shown = organiser.text(page)
    assert "Inscriptions par jour" in shown
    assert 'role="img" aria-label="Inscriptions par jour : 10 décembre 2026, 2"' in shown
    taken = organiser.post(f"{page}/export", form="csv")
    text = taken.data.decode("utf-8-sig")
    assert "'=cmd()|A1" in text
    assert "'@SUM(1)" in text
    assert not re.search(r"(^|;)\"?[=+\-@\t]", text, re.MULTILINE)
    book = openpyxl.load_workbook(io.BytesIO(organiser.post(f"{page}/export", form="xlsx").data))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert "=cmd()|A1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}
    assert organiser.post(f"{page}/export", form="exe").status_code == 400
    acts = [row["act"] for row in seminar.db.rows("SELECT act FROM journal WHERE act = 'attendance.exported'")]
    assert len(acts) == 2


def test_figures_name_the_departements_beside_their_numbers(organiser: Visitor, seminar: Seminar) -> None:
    signed(seminar, "Un", origin="32")
    signed(seminar, "Deux", origin="2A")
    signed(seminar, "Trois", origin="Agence de l’eau")
    signed(seminar, "Quatre")
    page = f"/organisation/webinaires/{seminar.id}/statistiques"
    shown = plain(organiser.get(page))
    for name in ("Gers (32)", "Corse-du-Sud (2A)", "Agence de l’eau", "Sans origine indiquée"):
        assert f"<td>{name}</td>" in shown or f">{name}</th>" in shown
    drawn = re.search(r'aria-label="Inscriptions par origine : ([^"]*)"', shown)
    assert drawn
    assert "Gers (32), 1" in drawn[1]
    taken = organiser.post(f"{page}/export", form="csv").data.decode("utf-8-sig")
    assert "Gers (32)" in taken
    assert "Agence de l’eau" in taken


def test_the_personal_link_notes_presence_and_the_page_kept_open_goes_on(app: Flask, organiser: Visitor) -> None:
    seminar = Seminar(database.of(app), title="En cours", starts_at=NOW + timedelta(minutes=30))
    came = signed(seminar, "Un")
    assert came.nonce is not None
    door = f"/rejoindre/{tokens.derive(LINK_KEY, links_of(came.nonce).entry)}"
    visitor = Visitor(app)
    assert "data-presence=" in visitor.get(door).text
    assert not queries.has_come(seminar.db, came)
    assert visitor.post(f"{door}/presence").status_code == 409
    assert visitor.post(door).status_code == 200
    assert queries.has_come(seminar.db, came)
    assert visitor.post(f"{door}/presence").status_code == 204
    assert visitor.post("/rejoindre/inconnu/presence").status_code == 409
    assert "Votre code d’entrée" in visitor.text(mine(came))
    assert "Code à montrer à l’entrée" in visitor.text(f"{mine(came)}/code")


def test_a_date_of_another_webinar_is_not_found(organiser: Visitor, seminar: Seminar) -> None:
    other = Seminar(seminar.db, title="Autre")
    stranger = other.sign_up("Ailleurs").registration
    for path in (
        f"/organisation/webinaires/{seminar.id}/dates/{other.date_id}/presence",
        f"{base(seminar)}/presence/{stranger.id}",
    ):
        assert organiser.get(path).status_code == 404
    assert organiser.get(f"/organisation/webinaires/{other.id}/statistiques").status_code == 403
