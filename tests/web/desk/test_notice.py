"""The desk convenes: the task, its check, what became of it for each member; and the member's side of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from webapp.accounts.model import Linking
from webapp.audit.model import SYSTEM
from webapp.jobs import service as works
from webapp.kernel import clock
from webapp.meetings import queries
from webapp.meetings.service import agenda, conduct, notices
from webapp.meetings.sitting import ItemDraft, MeetingDraft
from webapp.web.kit import database

STARTS_AT = factories.NOW + timedelta(days=9)


@pytest.fixture
def coming(room: Room) -> Room:
    """The sitting in nine days, in the room."""
    draft = MeetingDraft(starts_at=STARTS_AT, place="Salle des Cartes")
    conduct.update(room.db, room.meeting_id, draft, by=SYSTEM, now=room.tick())
    return room


def work(app: Flask, room: Room) -> None:
    """Do what is due, as the worker does."""
    with app.app_context():
        settings = database.settings()
    linking = Linking(key=settings.link_key, lasts=timedelta(days=15))
    means = notices.Means(files=settings.files, public_address=settings.public_address, linking=linking)
    while (job := works.claim(room.db, [notices.JOB], now=clock.now())) is not None:
        number = int(job.payload["notice"])
        notices.render(room.db, room.meeting_id, number, means=means, report=lambda *_: None, now=clock.now())


def test_the_desk_convenes_in_one_act_that_shows_what_will_leave(app: Flask, coming: Room, sylvie: Clerk) -> None:
    page = sylvie.opens(f"{sylvie.base}/preparer")
    assert "Cinq jours au moins avant la séance (CRPA R133-8)" in page
    sylvie.follows("Convocation")
    assert "Salle des Cartes" in sylvie.text
    assert "heure de Paris" in sylvie.text
    assert "Ce qu’elle dit sera figé." in sylvie.text

    sylvie.presses("Envoyer la convocation")
    assert "La convocation est en cours d’établissement" in sylvie.text
    work(app, coming)
    page = sylvie.opens(f"{sylvie.base}/convocation")

    assert "5 titulaires sans preuve de réception" in page
    assert "pour information" in page
    assert "Rien n’a changé depuis la dernière convocation" in page
    (notice,) = queries.following(coming.db, coming.state()).notices
    pdf = sylvie.visitor.get(f"{sylvie.base}/convocation/{notice.id}.pdf")
    event = sylvie.visitor.get(f"{sylvie.base}/convocation/{notice.id}.ics")
    assert pdf.data.startswith(b"%PDF")
    assert "-2026-12-19-v1.pdf" in pdf.headers["Content-Disposition"]
    assert event.content_type == "text/calendar; charset=utf-8"

    member = Clerk(app, coming.person(2), f"/seances/{coming.meeting_id}")
    member.opens(member.base)
    assert "Lire la convocation (PDF)" in member.text
    assert member.visitor.get(f"{member.base}/convocation.pdf").data == pdf.data
    assert member.visitor.get(f"{member.base}/convocation.ics").data == event.data
    member.presses("J’ai bien reçu la convocation")
    assert "Vous avez dit l’avoir reçue" in member.text

    page = sylvie.opens(f"{sylvie.base}/convocation")
    assert "a ouvert la page de la séance" in page
    assert "a dit l’avoir bien reçue" in page
    assert "4 titulaires sans preuve de réception" in page
    sylvie.presses("Envoyer un rappel à ceux dont rien ne prouve la réception")
    assert "Le rappel est parti." in sylvie.text


def test_a_notice_that_may_not_leave_says_why_and_keeps_what_was_typed(coming: Room, sylvie: Clerk) -> None:
    draft = MeetingDraft(starts_at=factories.NOW + timedelta(days=3), place="")
    conduct.update(coming.db, coming.meeting_id, draft, by=SYSTEM, now=coming.tick())
    sylvie.opens(f"{sylvie.base}/convocation")
    assert "Hors délai" in sylvie.text
    assert sylvie.presses("Envoyer la convocation", urgency="Captage pollué").status_code == 409
    assert "Il manque le lieu de la séance" in sylvie.text
    assert sylvie.form("Envoyer la convocation")[1].count(("urgency", "Captage pollué")) == 1


def test_the_desk_notes_a_paper_and_cancels(coming: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/convocation")
    sylvie.presses("Envoyer la convocation")
    sylvie.opens(f"{sylvie.base}/convocation?papier={coming.person(3)}")
    sylvie.presses("Noter la remise", proof="in_hand")
    assert re.search(r"remise en main propre, 10 décembre 2026", sylvie.text)

    sylvie.opens(f"{sylvie.base}/convocation?confirmer=annuler")
    sylvie.presses("Annuler la séance et avertir les membres", reason="Salle inondée")
    assert "La séance est annulée" in sylvie.text
    assert "Motif : Salle inondée" in sylvie.text


def test_cnv_5_an_item_added_afterwards_is_flagged_for_the_desk_and_the_member(
    app: Flask, coming: Room, sylvie: Clerk
) -> None:
    sylvie.opens(f"{sylvie.base}/convocation")
    sylvie.presses("Envoyer la convocation")
    coming.add_item()
    assert "Ajouté après la convocation" in sylvie.opens(f"{sylvie.base}/preparer")
    assert "un point ajouté à l’ordre du jour" in sylvie.opens(f"{sylvie.base}/convocation")
    member = Clerk(app, coming.person(2), f"/seances/{coming.meeting_id}")
    assert "ajouté après la convocation" in member.opens(member.base)


def test_cnv_8_the_vote_asks_for_the_applicant_or_for_a_decision(room: Room, sylvie: Clerk) -> None:
    draft = ItemDraft(title="Captage", legal_basis="CSP R1321-7", applicant="Syndicat des eaux")
    agenda.update_item(room.db, room.meeting_id, room.item, draft, by=SYSTEM, now=room.tick())
    assert "Demandeur à informer" in sylvie.opens(f"{sylvie.base}/preparer")
    room.open(present=3)
    sylvie.opens(f"{sylvie.conduct}?confirmer=ouvrir")
    assert sylvie.presses("Ouvrir le vote", within="confirmation").status_code == 409
    assert "Le demandeur du point 1 doit être informé" in sylvie.text

    sylvie.opens(f"{sylvie.base}/convocation")
    sylvie.presses("Noter que le demandeur est informé", of="10 décembre, salle des Cartes")
    sylvie.opens(f"{sylvie.conduct}?confirmer=ouvrir")
    assert "Rien ne dit que le demandeur" not in sylvie.text
    assert sylvie.presses("Ouvrir le vote", within="confirmation").status_code == 303


def test_cnv_2_the_opening_names_who_had_it_too_late(app: Flask, coming: Room, sylvie: Clerk) -> None:
    sylvie.opens(f"{sylvie.base}/convocation")
    sylvie.presses("Envoyer la convocation")
    coming.arrive(1, 2, 3)
    page = sylvie.opens()
    assert "La convocation n’est pas prouvée reçue dans le délai par" in page
    sylvie.presses("Ouvrir la séance", late_notice="Tous sont là et l’acceptent")
    (decision,) = queries.decisions(coming.db, coming.meeting_id)
    assert (decision.rule, decision.reason) == ("CNV-2", "Tous sont là et l’acceptent")
