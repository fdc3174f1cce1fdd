"""The pages of the folder: each one PDF/A-3a and PDF/UA-1, with what a sitting held on paper needs."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import factories
from tests.pdf.structure import assert_conforms
from webapp.audit.model import SYSTEM
from webapp.cli.demo.reference import Reference
from webapp.committees.model import CommitteeSettings
from webapp.folder import document, queries
from webapp.folder.document import Day
from webapp.folder.model import Part
from webapp.meetings.model import Mode
from webapp.meetings.service import agenda, conduct
from webapp.meetings.sitting import ItemDraft, ItemKind, MeetingDraft, MotionDraft, MotionKind
from webapp.minutes.document import Pages
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"
LONG = "Intercommunalité anticonstitutionnellement désinstitutionnalisée de Saint-Symphorien-des-Bruyères "


def said(pages: Pages) -> str:
    return re.sub(r"\s+", " ", pages.body.striptags())


def times(words: str, text: str) -> int:
    return len(re.findall(re.escape(words), text))


@pytest.mark.parametrize("part", list(Part), ids=[part.value for part in Part])
def test_each_part_conforms_to_both_norms(day: Day, part: Part):
    pages = document.pages(day, part)
    assert_conforms(render_in_child(pages.document), title=pages.title)


def test_the_certificates_of_a_closed_sitting_conform_too(after: Day):
    pages = document.pages(after, Part.ATTENDANCE)
    assert_conforms(render_in_child(pages.document), title=pages.title)


def test_the_same_sitting_gives_the_same_bytes(day: Day, db: Database, prepared: Reference):
    later = queries.day(
        db, prepared.meeting_id, authority=AUTHORITY, now=day.sitting.meeting.starts_at - timedelta(hours=1)
    )
    first, second = (render_in_child(document.pages(each, Part.SIGNING).document) for each in (day, later))
    assert first == second


def test_the_script_says_the_quorum_each_item_and_each_text(day: Day):
    text = said(document.pages(day, Part.SCRIPT))
    assert "La commission est composée de 26 membres. Il en faut 13 présents" in text
    for item in day.sitting.items:
        assert f"Nous passons au point {item.label} : {item.title}" in text
    for motion in day.sitting.motions:
        assert re.sub(r"\s+", " ", motion.text) in text
    assert "Je mets aux voix l’amendement." in text
    assert "ordonnance n° 2014-1329" in text


def test_com_6_the_signing_sheet_has_one_line_for_each_seat_whoever_sits(day: Day):
    text = said(document.pages(day, Part.SIGNING))
    for seat in day.sitting.roster.seats:
        if seat.titular is not None:
            assert times(seat.titular.person.formal_name, text) >= 1
        assert all(each.person.formal_name in text for each in seat.substitutes)
    rows = document.pages(day, Part.SIGNING).body.count('<th scope="row">')
    assert rows == len(day.sitting.roster.seats) == 26


def test_the_roll_call_has_a_column_for_each_vote_and_some_to_spare(day: Day):
    text = said(document.pages(day, Part.ROLL_CALL))
    assert "Point 2 vote 1" in text
    assert times("Point ……", text) >= document.SPARE_VOTES
    assert "Mandats, dans l’ordre de leur réception" in text


def test_the_tally_sheets_name_each_vote_and_leave_some_blank(day: Day):
    text = said(document.pages(day, Part.TALLY))
    for vote in document.votes_of(day.sitting):
        assert f"Point {vote.label}. {vote.item.title}" in text
    assert "vote secret sur papier" in text


def test_man_2_the_mandates_say_how_many_one_may_hold(day: Day):
    assert "Nul ne porte plus d’un mandat" in said(document.pages(day, Part.MANDATES))


def test_every_seat_has_a_ballot_of_which_none_says_whose_it_is(day: Day):
    text = said(document.pages(day, Part.BALLOTS))
    assert times("☐ Favorable", text) == times("☐ Défavorable", text) == 32
    assert all(seat.titular.person.last_name not in text for seat in day.sitting.roster.seats if seat.titular)


def test_a_committee_that_votes_in_secret_gets_a_set_of_ballots_for_each_vote(day: Day):
    sitting = replace(day.sitting, settings=replace(day.sitting.settings, ballot_kind="secret"))
    sets = document.ballot_sets(replace(day, sitting=sitting))
    assert [vote.label for vote, _ in sets if vote is not None] == [
        each.label for each in document.votes_of(day.sitting)
    ]
    assert {number for _, number in sets} == {32}


def test_everybody_who_may_sit_has_a_card_once(day: Day):
    cards = [card.name for card in document.cards_of(day.sitting)]
    people = {each.person.display_name for seat in day.sitting.roster.seats for each in seat.people}
    assert sorted(cards) == sorted(people)
    assert times(cards[0], said(document.pages(day, Part.CARDS))) == 2


def test_the_notice_says_day_place_agenda_and_the_articles(day: Day):
    text = said(document.pages(day, Part.NOTICE))
    assert "jeudi 10 décembre 2026 à 14 h 30, Préfecture du Val-Imaginaire, salle des Cartes" in text
    assert all(item.title in text for item in day.sitting.items)
    assert "CRPA R133-9" in text
    assert "sans condition de quorum" not in text


def test_cnv_6_a_second_notice_says_that_no_quorum_is_asked_and_since_which_sitting(day: Day):
    meeting = replace(day.sitting.meeting, second_notice=True)
    second = replace(day, sitting=replace(day.sitting, meeting=meeting), first_sitting=date(2026, 11, 26))
    notice, script = (said(document.pages(second, part)) for part in (Part.NOTICE, Part.SCRIPT))
    assert "La commission délibérera sans condition de quorum" in notice
    assert "à la séance du 26 novembre 2026" in notice
    assert "aucun quorum n’est exigé : la commission peut délibérer" in script
    assert "Je constate la carence" not in script


def test_before_the_sitting_every_titular_has_a_certificate_to_fill_in(day: Day):
    certificates = list(document.certificates_of(day))
    assert len(certificates) == sum(seat.titular is not None for seat in day.sitting.roster.seats)
    assert all(not each.sat for each in certificates)


def test_after_it_those_who_sat_have_theirs_with_the_hours_of_the_ledger(after: Day):
    sat = [member for member in after.members if member.sat]
    text = said(document.pages(after, Part.ATTENDANCE))
    assert times("a siégé à la séance", text) == sum(len({each.name for each in member.sat}) for member in sat)
    assert "de 14 h" in text
    away = next(member.titular for member in after.members if not member.sat and member.titular is not None)
    assert away.name not in text


def test_a_hundred_members_forty_items_and_endless_words_are_laid_out(tmp_path, migrated: bytes):
    (tmp_path / "collegiale.db").write_bytes(migrated)
    db = Database.open(tmp_path / "collegiale.db")
    settings = CommitteeSettings(recording_rules="Délibération du 3 février 2026", max_mandates=0)
    committee = factories.a_committee(db, seat_count=100, substitutes=True, settings=settings)
    draft = MeetingDraft(starts_at=factories.NOW, mode=Mode.MIXED, mode_decision=LONG, place=LONG, secretary=LONG)
    meeting = conduct.create(db, committee.id, draft, by=SYSTEM, now=factories.NOW).id
    for number in range(40):
        kind = ItemKind.INFORMATION if number == 7 else ItemKind.VOTE
        item = ItemDraft(title=LONG * 3, applicant=LONG, rapporteur=LONG, kind=kind)
        item_id = agenda.add_item(db, meeting, item, by=SYSTEM, now=factories.NOW)
        if kind is ItemKind.VOTE:
            motion = MotionDraft(kind=MotionKind.WHOLE, title=LONG, text=LONG * 20)
            agenda.add_motion(db, meeting, item_id, motion, by=SYSTEM, now=factories.NOW)
    day = queries.day(db, meeting, authority=AUTHORITY, now=factories.NOW)
    db.close()

    for part in (Part.SCRIPT, Part.ROLL_CALL, Part.TALLY):
        pages = document.pages(day, part)
        assert_conforms(render_in_child(pages.document), title=pages.title)
    assert times("Appel nominal, feuille", said(document.pages(day, Part.ROLL_CALL))) == 6
    assert "Les mandats reçus" not in said(document.pages(day, Part.SCRIPT))
