"""The control desk's pages, walked as an organiser does, without script."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, a_person
from tests.web.visitors import Visitor, csrf, plain
from tests.webinars import conference
from tests.webinars.seminar import Seminar
from webapp.accounts import service as accounts
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM, By
from webapp.jobs import queries as jobs
from webapp.registrations.service.signing import links_of
from webapp.web.kit import database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import MessageKind


@pytest.fixture
def seminar(app: Flask, at_the_sitting: None) -> Seminar:
    """It begins ten minutes after the factories' clock has been moved an hour ahead."""
    db = database.of(app)
    person = a_person(db, "Organisatrice")
    accounts.grant_role(db, person, Role.ORGANISER, by=SYSTEM, now=NOW)
    seminar = Seminar(db, starts_at=NOW + timedelta(minutes=70), by=By(person_id=person, name="Organisatrice"))
    seminar.means = replace(seminar.means, link_key=app.extensions["collegiale.settings"].link_key)
    return seminar


@pytest.fixture
def organiser(app: Flask, seminar: Seminar) -> Visitor:
    (lead,) = queries.organisers(seminar.db, seminar.id)
    return Visitor(app).enter(lead.person_id)


def desk(seminar: Seminar, part: str = "") -> str:
    return f"/organisation/webinaires/{seminar.id}/regie/{seminar.date_id}{part}"


def key_of(page: str) -> str:
    return page.split('name="key" value="')[1].split('"', maxsplit=1)[0]


def address(seminar: Seminar, last_name: str, link: str = "manage") -> str:
    """Sign somebody up; return the token of a link of theirs."""
    found = seminar.sign_up(last_name, email="quelquun@val-imaginaire.example").registration
    assert found.nonce is not None
    return seminar.derived(getattr(links_of(found.nonce), link))


def test_the_desk_opens_on_the_date_under_way_and_says_where_it_stands(organiser: Visitor, seminar: Seminar) -> None:
    seminar.sign_up("Un")
    answer = organiser.get(f"/organisation/webinaires/{seminar.id}/regie")
    assert answer.location == desk(seminar)
    page = organiser.text(desk(seminar))
    assert "La salle est ouverte" in page
    assert "1 sur 2" in page


def test_the_live_part_says_the_same_until_something_changes(organiser: Visitor, seminar: Seminar) -> None:
    first = organiser.get(desk(seminar, "/etat"))
    again = organiser.get(desk(seminar, "/etat"), **{"If-None-Match": first.headers["ETag"]})
    seminar.sign_up("Un")
    after = organiser.get(desk(seminar, "/etat"), **{"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, after.status_code) == (200, 304, 200)


def test_a_message_to_all_is_written_then_confirmed_with_the_number_of_people(
    organiser: Visitor, seminar: Seminar
) -> None:
    seminar.sign_up("Un")
    seminar.sign_up("Deux")
    written = {"audience": "confirmed", "subject": "Retard", "body": "Nous commençons à 15 h."}
    asking = plain(organiser.post(desk(seminar, "/message"), written))
    assert "Envoyer à 2 personnes" in asking
    assert jobs.next_due(seminar.db, {"webinar.broadcast"}) is None
    sent = organiser.post(desk(seminar, "/message/envoi"), {**written, "people": "2", "key": key_of(asking)})
    assert sent.status_code == 303
    assert jobs.next_due(seminar.db, {"webinar.broadcast"}) is not None
    stale = organiser.post(desk(seminar, "/message/envoi"), {**written, "people": "1", "key": "autre"})
    assert (stale.status_code, "elles sont 2" in plain(stale)) == (409, True)


def test_what_was_typed_in_a_message_that_cannot_stand_stays(organiser: Visitor, seminar: Seminar) -> None:
    seminar.sign_up("Un")
    answer = organiser.post(desk(seminar, "/message"), {"audience": "confirmed", "subject": "", "body": "Déjà écrit"})
    assert (answer.status_code, "Déjà écrit" in answer.text) == (422, True)


def test_a_change_of_room_is_followed_by_the_links_and_shown_to_nobody(
    app: Flask, organiser: Visitor, seminar: Seminar
) -> None:
    entry = address(seminar, "Un", "entry")
    secret = "https://autre.val-imaginaire.example/salle-cachee"
    form = {"address": secret, "overflow": "", "dial_in": "01 99 00 00 00, code 1234", "opens_minutes": "15"}
    assert organiser.post(desk(seminar, "/salle"), form).status_code == 303
    pages = "".join(organiser.text(desk(seminar, part)) for part in ("", "/salle", "/intervenants"))
    assert ("salle-cachee" in pages, "autre.val-imaginaire.example" in pages) == (False, True)
    visitor = Visitor(app)
    page = visitor.text(f"/rejoindre/{entry}")
    assert ("01 99 00 00 00" in page, "salle-cachee" in page) == (True, False)
    entered = visitor.client.post(
        f"/rejoindre/{entry}", data={"csrf_token": csrf(visitor.get(f"/rejoindre/{entry}").text)}
    )
    assert entered.headers["Refresh"] == f"0; url={secret}"


def test_an_address_that_is_none_changes_no_room(organiser: Visitor, seminar: Seminar) -> None:
    before = queries.room(seminar.db, seminar.date_id)
    answer = organiser.post(desk(seminar, "/salle"), {"address": "salle 12", "opens_minutes": "15"})
    assert (answer.status_code, queries.room(seminar.db, seminar.date_id)) == (409, before)


def test_somebody_who_lost_their_link_is_told_it_in_a_minute(app: Flask, organiser: Visitor, seminar: Seminar) -> None:
    entry = address(seminar, "Éxemple", "entry")
    listed = organiser.get(desk(seminar, "/liens?nom=exemple"))
    assert "Anne Éxemple" in listed.text
    shown = next(each for each in listed.text.split('action="') if "/montrer" in each).split('"')[0]
    page = organiser.post(shown).text
    spelled = page.split("<code>")[1].split("</code>")[0]
    assert spelled.replace(" ", "") == entry
    heard = spelled.lower().replace(" ", "-").replace("0", "o").replace("1", "l")
    assert Visitor(app).get(f"/rejoindre/{heard}").status_code == 200


def test_questions_go_from_a_persons_page_to_the_desk_to_all(app: Flask, organiser: Visitor, seminar: Seminar) -> None:
    manage = address(seminar, "Un")
    mine = Visitor(app)
    asking = mine.get(f"/inscription/{manage}/questions").text
    form = {"csrf_token": csrf(asking), "key": key_of(asking), "text": "Et les <nappes> ?"}
    for _ in range(2):
        assert mine.client.post(f"/inscription/{manage}/questions", data=form).status_code == 303
    page = organiser.get(desk(seminar)).text
    assert page.count("Et les &lt;nappes&gt; ?</p>") == 1
    (asked,) = queries.questions(seminar.db, seminar.date_id).asked
    answer = {"text": asked.text, "answer": "Elles remontent.", "published": "1"}
    assert organiser.post(desk(seminar, f"/questions/{asked.id}"), answer).status_code == 303
    public = Visitor(app).text("/webinaires/gerer-l-eau-en-ete/questions")
    assert ("Elles remontent." in public, "Un" in public.split("<main")[1].split("</main>")[0].split()) == (True, False)


def test_a_speaker_gets_a_link_that_shows_the_questions_and_can_be_revoked(
    app: Flask, organiser: Visitor, seminar: Seminar
) -> None:
    webinars.note_question(seminar.db, seminar.id, seminar.date_id, "Combien ?", by=SYSTEM, now=NOW)
    assert organiser.post(desk(seminar, "/intervenants"), name="Mme Exemple").status_code == 303
    page = organiser.get(desk(seminar, "/intervenants")).text
    link = page.split('value="http://localhost')[1].split('"')[0]
    speaker = Visitor(app)
    assert "Combien ?" in speaker.text(link)
    entered = speaker.client.post(link, data={"csrf_token": csrf(speaker.get(link).text)})
    assert "Refresh" in entered.headers
    number = queries.host_links(seminar.db, seminar.date_id)[0].id
    organiser.post(desk(seminar, f"/intervenants/{number}/annulation"))
    assert speaker.get(link).status_code == 404


def test_a_stand_in_is_named_among_the_organisers_and_nobody_else(organiser: Visitor, seminar: Seminar) -> None:
    other, nobody = a_person(seminar.db, "Autre"), a_person(seminar.db, "Personne")
    accounts.grant_role(seminar.db, other, Role.ORGANISER, by=SYSTEM, now=NOW)
    assert organiser.post(desk(seminar, "/remplacant"), person=nobody).status_code == 409
    assert organiser.post(desk(seminar, "/remplacant"), person=other).status_code == 303
    assert queries.organises(seminar.db, seminar.id, other)


def test_what_is_checked_stays_checked_until_it_is_undone(organiser: Visitor, seminar: Seminar) -> None:
    for done, expected in (("oui", {"sound"}), ("non", set())):
        organiser.post(desk(seminar, "/controle"), point="sound", fait=done, key=done)
        assert queries.checked(seminar.db, seminar.date_id) == expected


def test_web_5_messages_are_switched_off_on_their_page(organiser: Visitor, seminar: Seminar) -> None:
    page = f"/organisation/webinaires/{seminar.id}/messages"
    kept = [each.value for each in MessageKind if each is not MessageKind.WEEK]
    assert organiser.post(page, {"message": kept}).status_code == 303
    assert queries.messages_off(seminar.db, seminar.id) == {MessageKind.WEEK}
    assert organiser.get(page).text.count("checked") == len(kept)


def test_no_by_the_link_of_the_eve_frees_the_seat_only_when_it_is_sent(app: Flask, seminar: Seminar) -> None:
    manage = address(seminar, "Un")
    visitor, page = Visitor(app), f"/inscription/{manage}/venir"
    asking = visitor.get(page).text
    assert seminar.shown.occurrences[0].held == 1
    visitor.client.post(page, data={"csrf_token": csrf(asking), "vient": "non"})
    assert seminar.shown.occurrences[0].held == 0
    assert "Votre place est rendue" in visitor.text(page)


def test_web_5_an_organiser_sees_the_unsent_mail_of_their_webinars_and_no_other(
    app: Flask, organiser: Visitor, seminar: Seminar
) -> None:
    other = Seminar(seminar.db, title="Autre webinaire")
    seminar.sign_up("Visible")
    other.sign_up("Cachee", key="autre")
    page = organiser.text("/secretariat/envois?etat=waiting")
    assert ("Anne Visible" in page, "Anne Cachee" in page) == (True, False)
    numbers = [row["id"] for row in seminar.db.rows("SELECT id FROM messages ORDER BY id")]
    assert [organiser.get(f"/secretariat/envois/{each}").status_code for each in numbers] == [200, 403]
    assert "Anne Visible" in organiser.text(f"/secretariat/envois?etat=waiting&webinaire={seminar.id}")


def test_the_room_reports_who_was_there_at_an_address_of_its_own(app: Flask, seminar: Seminar) -> None:
    answer = app.test_client().post(
        f"/rappels/bigbluebutton/{seminar.date_id}/quelconque",
        data=conference.report("autre", {}),
        headers={"Authorization": conference.bearer(NOW.timestamp() + 9000)},
    )
    assert answer.status_code == 401  # no BigBlueButton is set on this installation


def test_my_desk_says_what_it_can_and_lends_its_own_server_to_be_timed(app: Flask) -> None:
    client = app.test_client()
    assert "Pourra-t-il suivre un webinaire ?" in Visitor(app).text("/outils/mon-poste")
    relayed = client.get("/outils/mon-poste", headers={"Via": "1.1 mandataire"}).text
    assert "Un serveur mandataire est sur le chemin" in relayed
    sample = client.get("/outils/mon-poste/mesure")
    assert (len(sample.data), sample.headers["Cache-Control"]) == (512 * 1024, "no-store")
