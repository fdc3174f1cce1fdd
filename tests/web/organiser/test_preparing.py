"""From an empty page to a published webinar, by the buttons that the pages show."""

from dataclasses import replace

from flask import Flask

from tests.factories import NOW
from tests.web.desk.clerk import Clerk
from tests.web.organiser.conftest import HERE, an_organiser
from tests.webinars.seminar import Seminar
from webapp.audit.model import SYSTEM
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Approval, FieldKind
from webapp.registrations.model.retention import Category
from webapp.web.kit import database
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import MessageKind, Room, RoomKind, Shown, WebinarState
from webapp.webinars.service import retention

DAY = {"day": "2027-01-12", "begins": "14:00", "ends": "15:30"}


def test_a_series_is_made_and_published_by_the_task_list(app: Flask, organiser: Clerk) -> None:
    organiser.opens(f"{HERE}/creer")
    organiser.presses("Créer le webinaire", title="Gérer l’eau", summary="L’essentiel.", description="Le programme.")
    assert "0 intervenant Fait" in organiser.text
    assert "Ajoutez au moins une date." in organiser.text

    organiser.follows("Dates et salles")
    organiser.follows("Ajouter des dates")
    room = "https://visio.val-imaginaire.example/eau"
    organiser.presses("Ajouter", **DAY, seats=250, times=3, every=2, address=room, capacity=200)
    assert "3 dates ajoutées" in organiser.text
    assert "La salle tient 200 personnes : 50 places ouvertes n’y entreront pas." in organiser.text
    assert "visio.val-imaginaire" not in organiser.text

    organiser.opens(f"{HERE}/1")
    organiser.follows("Publication")
    assert "L’information sur les données personnelles est incomplète" in organiser.text
    organiser.opens(f"{HERE}/1/donnees")
    assert "Proposition" in organiser.text
    organiser.presses("Enregistrer l’information", contact="donnees@val-imaginaire.example")
    organiser.follows("Publication")
    assert "Toutes les personnes qui le souhaitent peuvent s’inscrire à 3 dates." in organiser.text
    organiser.presses("Publier et ouvrir les inscriptions")

    shown = shown_of(app)
    assert shown.webinar.state is WebinarState.PUBLISHED
    assert [each.starts_at.isoformat()[:16] for each in shown.occurrences] == [
        "2027-01-12T13:00",
        "2027-01-26T13:00",
        "2027-02-09T13:00",
    ]


def shown_of(app: Flask, number: int = 1) -> Shown:
    db = database.of(app)
    webinar = queries.find(db, number)
    assert webinar is not None
    return queries.shown(db, webinar)


def test_rgp_1_the_notice_of_the_last_webinar_is_proposed_and_counts_once_saved(
    app: Flask, seminar: Seminar, organiser: Clerk
) -> None:
    organiser.opens(f"{HERE}/creer")
    organiser.presses("Créer le webinaire", title="Un second")
    organiser.follows("Information sur les données")
    assert "Reprise du webinaire « Gérer l’eau en été »" in organiser.text
    assert shown_of(app, 2).form.notice.controller == ""
    organiser.presses("Enregistrer l’information")
    assert shown_of(app, 2).form.notice == seminar.shown.form.notice


def test_a_form_in_use_gets_a_new_version_and_old_answers_keep_theirs(lead: Clerk, seminar: Seminar) -> None:
    answered = seminar.sign_up("Exemple", question="Pourquoi ?").registration
    lead.opens(f"{lead.base}/formulaire/ajouter")
    lead.presses("Ajouter la question", asked="Votre fonction", kind="choice", listed="Maire\nAgent", keep_days=30)
    lead.opens(f"{lead.base}/formulaire/ajouter")
    lead.presses("Ajouter la question", asked="De quelle commune ?", when="votre_fonction", equals="Maire")
    lead.presses("Retirer")  # the first question, that somebody answered

    form = seminar.shown.form
    assert [(each.key, each.kind) for each in form.fields] == [
        ("votre_fonction", FieldKind.CHOICE),
        ("de_quelle_commune", FieldKind.TEXT),
    ]
    old = registrations.form(seminar.db, answered.form_id)
    assert old is not None
    assert [each.key for each in old.fields] == ["question"]
    lead.presses("Retirer")
    assert "Une autre question dépend de celle-ci" in lead.text


def test_web_10_a_sensitive_question_waits_for_the_rule_that_erases_its_answers(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/formulaire/ajouter")
    asked = {"asked": "Besoin d’accessibilité", "kind": "long_text", "sensitive": "y", "keep_days": 1}
    fields = [(name, value) for name, value in lead.form("Ajouter la question")[1] if name not in asked]
    path = f"{lead.base}/formulaire/ajouter"
    answer = lead.sends(path, [*fields, *((name, str(value)) for name, value in asked.items())])
    assert answer.status_code == 422
    assert "est sensible" in lead.text
    retention.adopt(seminar.db, Category.SENSITIVE, "Visa n° 12", 1, key="règle", by=SYSTEM, now=NOW)
    lead.sends(path, [*fields, *((name, str(value)) for name, value in asked.items())])
    last = seminar.shown.form.fields[-1]
    assert (last.sensitive, last.rule) == (True, "Visa n° 12")


def test_web_9_seats_kept_for_some_make_the_form_ask_where_people_come_from(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/dates/{seminar.date_id}")
    lead.presses("Voir ce qui va se passer", seats=10, quotas="Gers = 4\nLot : 2")
    lead.presses("Changer la date")
    assert "Gers : 4, Lot : 2" in lead.text
    pools = {each.origin: each.allowed for each in seminar.shown.occurrences[0].pools}
    assert pools == {"": 4, "Gers": 4, "Lot": 2}
    assert seminar.shown.form.fields[0].choices == ("Gers", "Lot")


def test_web_9_another_over_booking_counts_the_kept_seats_anew(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/dates/{seminar.date_id}")
    lead.presses("Voir ce qui va se passer", seats=10, quotas="Gers = 4")
    lead.presses("Changer la date")
    lead.opens(f"{lead.base}/regles")
    lead.presses("Enregistrer les règles", overbooking=50)
    assert {each.origin: each.allowed for each in seminar.shown.occurrences[0].pools} == {"": 9, "Gers": 6}
    lead.opens(f"{lead.base}/dates/{seminar.date_id}")
    assert "Gers = 4" in lead.text


def test_changing_a_date_says_to_how_many_and_does_it_once(lead: Clerk, seminar: Seminar) -> None:
    for name in ("Un", "Deux", "Trois"):
        seminar.sign_up(name)
    lead.opens(f"{lead.base}/dates/{seminar.date_id}")
    lead.presses("Voir ce qui va se passer", day="2026-12-22", seats=2)
    assert "Un message le dira à 3 personnes, qui gardent leur inscription." in lead.text
    assert "1 place de plus : la liste d’attente (2 personnes)" in lead.text
    assert seminar.shown.occurrences[0].seats == 1
    lead.presses("Changer la date")
    lead.sends(*lead.last_act)  # the same button, twice
    letters = [each.letter.kind for each in outbox.about(seminar.db, f"webinar:{seminar.id}")]
    assert letters.count("webinar.changed") == 3
    assert letters.count("webinar.offered") == 1


def test_cancelling_a_webinar_says_to_how_many_and_tells_them_why(lead: Clerk, seminar: Seminar) -> None:
    seminar.sign_up("Un")
    lead.opens(f"{lead.base}/annulation")
    lead.presses("Voir ce qui va se passer", reason="L’intervenante est retenue.")
    assert "part vers 1 personne, inscrites ou en attente" in lead.text
    lead.presses("Annuler le webinaire")
    assert seminar.shown.webinar.state is WebinarState.CANCELLED
    (told,) = [each for each in outbox.about(seminar.db, f"webinar:{seminar.id}") if "cancelled" in each.letter.kind]
    assert "L’intervenante est retenue." in told.letter.body


def test_web_4_asking_for_the_managers_word_adds_the_question_that_reaches_them(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/regles")
    lead.presses("Enregistrer les règles", approval="manager")
    shown = seminar.shown
    assert shown.campaign.terms.approval is Approval.MANAGER
    assert shown.form.fields[-1].key == "manager_email"
    lead.opens(f"{lead.base}/formulaire")
    key = shown.form.fields[-1].key
    lead.sends(f"{lead.base}/formulaire/questions/{key}/retrait", lead.form("Retirer")[1])
    assert "remettez cette question" in lead.text


def test_a_copy_takes_content_form_and_notice_but_no_date(app: Flask, lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/copie")
    lead.presses("Copier le webinaire")
    lead.sends(*lead.last_act)  # the same button, twice
    assert len(queries.organised_by(seminar.db, None)) == 2
    copy = shown_of(app, 2)
    assert copy.webinar.title == "Gérer l’eau en été (copie)"
    assert (copy.form.fields, copy.form.notice) == (seminar.shown.form.fields, seminar.shown.form.notice)
    assert copy.occurrences == ()
    assert copy.webinar.state is WebinarState.PREPARED


def test_the_team_keeps_somebody_to_lead_and_takes_a_stand_in(app: Flask, lead: Clerk, seminar: Seminar) -> None:
    other = an_organiser(app, "Dossier")
    lead.opens(f"{lead.base}/equipe")
    lead.presses("Ajouter à l’équipe", person=other.person_id, role="stand_in")
    assert "Suppléant" in lead.text
    other.opens(lead.base)
    lead.opens(f"{lead.base}/equipe")
    lead.presses("Retirer de l’équipe")
    assert "Un webinaire garde au moins un responsable" in lead.text


def test_the_preview_shows_every_message_and_sends_none(lead: Clerk, seminar: Seminar) -> None:
    before = len(outbox.about(seminar.db, f"webinar:{seminar.id}"))
    lead.opens(f"{lead.base}/regles")
    lead.presses("Enregistrer les règles", approval="both")
    page = lead.opens(f"{lead.base}/apercu")
    for said in ("À la personne responsable", "Votre inscription est confirmée", "(ici, votre motif)"):
        assert said in page
    assert len(outbox.about(seminar.db, f"webinar:{seminar.id}")) == before


def test_web_5_the_preview_shows_the_messages_of_the_day_but_those_switched_off(lead: Clerk, seminar: Seminar) -> None:
    page = lead.opens(f"{lead.base}/apercu")
    for when in ("Sept jours avant", "La veille, avec « Viendrez-vous ? »", "Une heure avant", "Après la fin"):
        assert when in page
    webinars.set_messages(seminar.db, seminar.id, {MessageKind.WEEK, MessageKind.COMING}, by=SYSTEM, now=NOW)
    page = lead.opens(f"{lead.base}/apercu")
    assert "Sept jours avant" not in page
    assert "Viendrez-vous" not in page
    assert "La veille" in page


def test_rgp_1_the_notice_says_that_a_room_may_record_as_long_as_one_does(lead: Clerk, seminar: Seminar) -> None:
    room = Room(kind=RoomKind.BIGBLUEBUTTON)
    webinars.set_rooms(seminar.db, seminar.id, [seminar.date_id], room, by=SYSTEM, now=NOW)
    form = f"/webinaires/{seminar.shown.webinar.code}/{seminar.date_id}/inscription"
    assert "peut enregistrer la séance" in lead.opens(form)
    lead.opens(f"{lead.base}/donnees")
    lead.presses("Enregistrer l’information", kept="un an")
    assert (seminar.shown.form.notice.kept, bool(seminar.shown.form.notice.recording)) == ("un an", True)
    webinars.set_rooms(seminar.db, seminar.id, [seminar.date_id], Room(address="https://v.example"), by=SYSTEM, now=NOW)
    assert "enregistrer la séance" not in lead.opens(form)


def test_what_two_organisers_change_at_once_is_kept_once_and_told_to_the_other(lead: Clerk, seminar: Seminar) -> None:
    for page, label, typed in (
        ("regles", "Enregistrer les règles", {"offer_hours": "48"}),
        ("donnees", "Enregistrer l’information", {"kept": "un an"}),
    ):
        lead.opens(f"{lead.base}/{page}")
        shown = seminar.shown
        if page == "regles":
            terms = replace(shown.campaign.terms, offer_hours=12)
            webinars.set_terms(seminar.db, seminar.id, terms, means=seminar.means, by=SYSTEM, now=NOW)
        else:
            notice = replace(shown.form.notice, kept="deux ans")
            webinars.set_notice(seminar.db, seminar.id, notice, by=SYSTEM, now=NOW)
        lead.presses(label, **typed)
        assert "Quelqu’un a changé ce webinaire entre-temps" in lead.text
    assert (seminar.shown.campaign.terms.offer_hours, seminar.shown.form.notice.kept) == (12, "deux ans")


def test_a_channel_is_made_renamed_and_keeps_its_address(app: Flask, organiser: Clerk) -> None:
    organiser.opens(f"{HERE}/chaines")
    organiser.presses("Créer la chaîne", name="Service de l’eau")
    organiser.follows("modifier Service de l’eau")
    organiser.presses("Enregistrer la chaîne", name="Service de l’eau et des sols")
    (channel,) = queries.channels(database.of(app))
    assert (channel.code, channel.name) == ("service-de-l-eau", "Service de l’eau et des sols")


def test_what_cannot_stand_is_said_and_what_was_typed_stays(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/dates/{seminar.date_id}")
    assert lead.presses("Voir ce qui va se passer", quotas="Gers beaucoup").status_code == 422
    assert "« Gers beaucoup » ne se lit pas" in lead.text
    lead.opens(f"{lead.base}/dates/{seminar.date_id}/salle")
    assert lead.presses("Enregistrer la salle", address="http://visio.val.example").status_code == 422
    assert "commence par https://" in lead.text


def test_one_room_for_all_the_dates_to_come(lead: Clerk, seminar: Seminar) -> None:
    lead.opens(f"{lead.base}/dates/ajouter")
    lead.presses("Ajouter", **DAY, times=2)
    lead.opens(f"{lead.base}/dates/{seminar.date_id}/salle")
    room = "https://visio.val-imaginaire.example/commune"
    lead.presses("Enregistrer la salle", address=room, capacity=300, everywhere="y")
    rooms = queries.rooms(seminar.db, [each.id for each in seminar.shown.occurrences])
    assert [(each.address, each.capacity) for each in rooms.values()] == [(room, 300)] * 3
