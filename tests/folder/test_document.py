"""The pages of the folder: each one PDF/A-3a and PDF/UA-1, with what a sitting held on paper needs."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.pdf.printing import pdf_of
from tests.pdf.structure import assert_conforms
from webapp.cli.demo.reference import STARTS_AT, Reference
from webapp.folder import document, queries
from webapp.folder.document import Day
from webapp.folder.model import Part
from webapp.meetings.service import hearings
from webapp.minutes.document import Pages
from webapp.pdf.render import render_in_child
from webapp.storage.database import Database

AUTHORITY = "Préfecture du Val-Imaginaire"
LONGEST = (Part.SCRIPT, Part.ROLL_CALL, Part.TALLY)


def said(pages: Pages) -> str:
    return re.sub(r"\s+", " ", pages.body.striptags())


def printed(pages: Pages, folder: Path) -> str:
    """Return the text of the PDF, as somebody copies it."""
    (folder / "read.pdf").write_bytes(pdf_of(pages))
    read = ["pdftotext", "-layout", str(folder / "read.pdf"), "-"]
    return re.sub(r"\s+", " ", subprocess.run(read, capture_output=True, check=True, text=True).stdout)


def times(words: str, text: str) -> int:
    return len(re.findall(re.escape(words), text))


@pytest.mark.parametrize("part", list(Part), ids=[part.value for part in Part])
def test_each_part_conforms_to_both_norms(day: Day, part: Part):
    pages = document.pages(day, part)
    assert_conforms(pdf_of(pages), title=pages.title)


def test_the_certificates_of_a_closed_sitting_conform_too(after: Day):
    pages = document.pages(after, Part.ATTENDANCE)
    assert_conforms(pdf_of(pages), title=pages.title)


@pytest.mark.parametrize("part", LONGEST, ids=[part.value for part in LONGEST])
def test_a_hundred_members_forty_items_and_endless_words_conform(endless: Callable[..., Day], part: Part):
    pages = document.pages(endless(), part)
    assert_conforms(render_in_child(pages.document), title=pages.title)


def test_endless_words_conform_in_all_the_parts(endless: Callable[..., Day]):
    pages = document.pages(endless(seats=10, items=6), Part.WHOLE)
    assert_conforms(render_in_child(pages.document), title=pages.title)


def test_a_sitting_with_almost_nothing_conforms_in_all_its_parts(bare: Day):
    pages = document.pages(bare, Part.WHOLE)
    assert_conforms(pdf_of(pages), title=pages.title)


@pytest.mark.parametrize("part", list(Part), ids=[part.value for part in Part])
def test_the_same_sitting_gives_the_same_pages_an_hour_later(day: Day, db: Database, prepared: Reference, part: Part):
    later = queries.day(
        db, prepared.meeting_id, authority=AUTHORITY, now=day.sitting.meeting.starts_at - timedelta(hours=1)
    )
    assert document.pages(day, part).source == document.pages(later, part).source


def test_the_same_sitting_gives_the_same_bytes(day: Day, db: Database, prepared: Reference):
    later = queries.day(
        db, prepared.meeting_id, authority=AUTHORITY, now=day.sitting.meeting.starts_at - timedelta(hours=1)
    )
    assert render_in_child(document.pages(later, Part.SIGNING).document) == pdf_of(document.pages(day, Part.SIGNING))


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


def test_every_vote_of_forty_items_has_its_column_and_its_sheet(endless: Callable[..., Day]):
    day = endless()
    votes = document.votes_of(day.sitting)
    assert len(votes) == 49
    assert times("Appel nominal, feuille", said(document.pages(day, Part.ROLL_CALL))) == 5
    sheets = said(document.pages(day, Part.TALLY))
    assert all(f"Point {vote.label}. " in sheets for vote in votes)


def test_a_committee_without_mandates_does_not_read_them_out(day: Day):
    sitting = replace(day.sitting, settings=replace(day.sitting.settings, max_mandates=0))
    assert "Les mandats reçus" not in said(document.pages(replace(day, sitting=sitting), Part.SCRIPT))


def test_an_item_without_a_text_yet_can_be_voted_on_all_the_same(bare: Day):
    script, roll, tally = (said(document.pages(bare, part)) for part in (Part.SCRIPT, Part.ROLL_CALL, Part.TALLY))
    assert "Aucun texte n’est encore préparé pour ce point" in script
    assert times("Je mets aux voix l’ensemble du texte. À l’appel", script) == 1
    assert "Point 1" in roll
    assert "Point 1. Questions diverses Ouvert à" in tally


def test_the_script_says_who_presides_and_what_a_replacement_adds(day: Day, bare: Day):
    text = said(document.pages(day, Part.SCRIPT))
    assert "Préside : Mme Aurore Brumeval, Préfète du Val-Imaginaire" in text
    assert "Je préside cette séance en remplacement de Mme Aurore Brumeval, par délégation du ……" in text
    assert "en remplacement d’Exemple" in said(document.pages(bare, Part.SCRIPT))


def test_the_script_has_a_sentence_for_each_outcome(day: Day):
    text = said(document.pages(day, Part.SCRIPT))
    for sentence in (
        "un avis favorable, à l’unanimité.",
        "un avis favorable, à l’unanimité des suffrages exprimés :",
        "un avis favorable, à la majorité :",
        "un avis défavorable, à la majorité :",
        "La voix du président est prépondérante : la commission émet un avis",
        "Je me prononce pour un avis",
        "Il y a partage des voix,",
        "Aucun suffrage n’est exprimé.",
        "Je constate la carence et je lève la séance, à ……",
        "Le quorum n’est pas atteint pour le point",
        "un avis ………………………… sur l’amendement.",
    ):
        assert sentence in text


@pytest.mark.parametrize(
    ("changes", "there", "away"),
    [
        ({"casting_vote": False}, "Il y a partage des voix", "prépondérante"),
        ({"casting_declaration": False}, "La voix du président est prépondérante", "Je me prononce"),
        ({"majority_base": "present"}, "Aucune majorité ne se dégage", "majorité des suffrages exprimés"),
        ({"majority_base": "expressed"}, "majorité des suffrages exprimés", "Aucune majorité ne se dégage"),
        ({"quorum_moment": "opening"}, "le quorum est atteint", "Avant le vote, comptez le quorum"),
    ],
)
def test_the_script_follows_the_rules_of_the_committee(day: Day, changes: dict[str, object], there: str, away: str):
    settings = replace(day.sitting.settings, **changes)  # type: ignore[arg-type]  # one setting each
    text = said(document.pages(replace(day, sitting=replace(day.sitting, settings=settings)), Part.SCRIPT))
    assert there in text
    assert away not in text


@pytest.mark.parametrize("kind", ["roll_call", "show_of_hands", "secret"])
def test_the_script_keeps_the_sentences_of_the_other_ways_of_voting(day: Day, kind: str):
    settings = replace(day.sitting.settings, ballot_kind=kind)  # type: ignore[arg-type]  # the three kinds
    text = said(document.pages(replace(day, sitting=replace(day.sitting, settings=settings)), Part.SCRIPT))
    for sentence in ("À l’appel de son nom, chacun répond", "Qui est contre ?", "Le vote est secret : chacun remplit"):
        assert sentence in text


def test_persons_heard_are_called_in_their_order_and_sign_in(day: Day, db: Database, prepared: Reference):
    item = prepared.items[1]
    before = STARTS_AT - timedelta(days=1)
    for name, hour in (("Mme Rose Second", STARTS_AT + timedelta(minutes=30)), ("M. Octave Premier", STARTS_AT)):
        hearings.plan(db, prepared.meeting_id, item, name, planned_at=hour, by=prepared.secretary, now=before)
    heard = queries.day(db, prepared.meeting_id, authority=AUTHORITY, now=day.sitting.at)
    script = said(document.pages(heard, Part.SCRIPT))
    assert "La commission entend M. Octave Premier, puis Mme Rose Second." in script
    assert "Mme Rose Second, vers 15 h 00 : entrée à …… h ……, sortie à …… h ……." in script
    assert "GAEC des Trois-Nuages, demandeur, peut être entendu" not in script
    assert "M. Octave Premier</th><td>Point 2</td>" in document.pages(heard, Part.SIGNING).body


def test_the_register_takes_what_happens_with_its_hour(day: Day, tmp_path: Path):
    text = printed(document.pages(day, Part.ROLL_CALL), tmp_path)
    assert "arrivée, départ, retrait d’un point, changement de président, personne entendue, suspension" in text
    assert "N° Reçu à Mandant Mandataire Fin à Motif de la fin" in text


def test_man_2_a_mandate_cut_from_its_page_still_says_for_which_sitting(day: Day):
    text = said(document.pages(day, Part.MANDATES))
    assert times(f"{AUTHORITY}, {day.sitting.committee.name}. Séance du jeudi 10 décembre 2026", text) == times(
        "Je soussigné(e)", text
    )


def test_sec_6_the_ballots_come_with_the_steps_of_a_paper_vote(day: Day):
    text = said(document.pages(day, Part.BALLOTS))
    assert "Pour, contre, blancs et nuls font ensemble le nombre trouvé." in text
    assert "Le président désigne deux scrutateurs" in text


def test_a_substitute_has_a_certificate_to_fill_in_besides_those_of_the_titulars(day: Day):
    text = said(document.pages(day, Part.ATTENDANCE))
    assert times("a siégé à la séance", text) == len(list(document.certificates_of(day))) + 1


def test_the_certificates_say_in_which_place_somebody_sat(after: Day):
    text = said(document.pages(after, Part.ATTENDANCE))
    assert "dans la salle, en remplacement du titulaire." in text
    assert "en visioconférence, comme titulaire." in text


def test_the_printed_folder_can_be_read_again_with_its_accents(day: Day, tmp_path: Path):
    text = printed(document.pages(day, Part.WHOLE), tmp_path)
    for words in ("Dossier de la séance du jeudi 10 décembre 2026", "Si la machine s’arrête", "Feuille d’émargement"):
        assert words in text
    for seat in day.sitting.roster.seats:
        assert all(each.person.formal_name in text for each in seat.people)
