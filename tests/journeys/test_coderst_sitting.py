"""The reference sitting, played by people in real browsers: from the roster's import to the minutes in hand."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.album import SHOWN, Album
from tests.journeys.desk import Secretary
from tests.journeys.house import ROSTER, House
from tests.journeys.member import Member
from tests.journeys.minutes import SUMMARY, Clerk, attached_facts, qpdf_finds_nothing, words_of
from tests.journeys.people import Person
from tests.journeys.story import IN_FULL
from webapp.kernel import clock
from webapp.wording.dates import in_paris

pytestmark = pytest.mark.journey

PREFECT, SECRETARY_GENERAL = "Aurore Brumeval", "Côme Tournelune"
MAYOR, ABSENT_MAYOR, OTHER_MAYOR = "Théodore Lanuée", "Violette Courtebrise", "Xavier Rivesonge"
ANGLER, COMMISSIONER = "Barnabé Truitebleue", "Zéphyrin Vieusage"  # neither has a mail
FARMER, TELEPHONE, SUBSTITUTE = "Firmin Grandépi", "Honorine Forgelune", "Edgar Montclairon"
IN_THE_ROOM = (
    PREFECT,
    "Basile Rochétoile",
    "Fabien Sautegrive",
    "Nathanaël Clairsource",
    "Pénélope Dumirage",
    ANGLER,
    FARMER,
    "Tiphaine Guéritout",
    COMMISSIONER,
)
BY_VIDEO = ("Hortense Lunedor", MAYOR)

ITEMS = 8 if IN_FULL else 3
OTHERS = (
    ("Renouvellement d’une carrière", "Mont-Songeur"),
    ("Rejet d’une station d’épuration", "Lac-Rêvé"),
    ("Prescriptions pour l’usine de Bourg-Fictif", "Bourg-Fictif"),
    ("Insalubrité d’un immeuble", "Bourg-Fictif"),
)
FARM = "Article 1er. L’élevage est porté à 2 400 animaux.\nArticle 2. L’épandage est limité à {} kg par hectare."
TOLD_IN_FULL = (
    "Arrêté du 5 janvier 2026",
    "voix prépondérante du président (7 pour, 7 contre, 1 abstention)",
    "Départ constaté, aucun bulletin de ce siège",
)


def test_the_coderst_sits_and_its_minutes_write_themselves(
    house: House, comes: Callable[..., Person], album: Album, tmp_path: Path
) -> None:
    sylvie = comes("Sylvie, secrétaire", Clerk)
    sylvie.signs_in("sylvie")
    sylvie.imports_the_roster(house.committee, ROSTER, people=49, album=album)
    meeting = sylvie.creates_the_sitting(house.committee, day="2026-12-10", hour="14:30")
    the_agenda_is_written(sylvie)
    slips = {name: sylvie.is_handed_a_slip(name, tmp_path) for name in (ANGLER, COMMISSIONER)}
    house.give_password("theodore.lanuee@val-imaginaire.example")

    angler = comes("M. Truitebleue, au téléphone portable", Member, width=360, height=740, has_touch=True)
    commissioner = comes("M. Vieusage, sans scripts", Member, java_script_enabled=False)
    mayor = comes("M. Lanuée, à distance", Member)
    angler.enters_by_slip(slips[ANGLER], f"M. {ANGLER}")
    commissioner.enters_by_slip(slips[COMMISSIONER], f"M. {COMMISSIONER}")
    mayor.signs_in("theodore.lanuee@val-imaginaire.example")
    for each in (angler, commissioner, mayor):
        each.follows_the_sitting(meeting)
    angler.is_told("La séance s’ouvrira")

    bruno = comes("Bruno, seconde personne", Secretary)
    bruno.signs_in("bruno")
    bruno.conduct = sylvie.conduct
    room = comes("La salle", Person, width=1920, height=1080)
    sylvie.goes_to(f"/secretariat/seances/{meeting}/preparer")
    room.goes_to(sylvie.page.get_by_role("link", name="/ecran/").get_attribute("href"))

    house.minutes_pass(20)
    people_arrive(sylvie)
    house.minutes_pass(5)
    sylvie.presses("Ouvrir la séance")
    angler.is_told("La séance est ouverte")

    approved_by_show_of_hands(sylvie, bruno, album)
    house.minutes_pass(10)
    amended_before_the_whole(sylvie, bruno, room, (angler, commissioner, mayor), album)
    house.minutes_pass(10)
    the_other_items(sylvie, bruno, house, room, (angler, commissioner, mayor), album=album)
    sylvie.follows("Lever la séance")
    sylvie.presses("Lever la séance")
    sylvie.reads("La séance est levée")
    angler.is_told("La séance est levée")
    room.reads("La séance est levée")
    album.takes_paper(the_minutes_write_themselves(sylvie, album, tmp_path), "proces-verbal-pdf")
    shown = {each.name for each in SHOWN.iterdir()}
    assert album.taken == (shown if IN_FULL else shown - {"ecran-de-la-salle.png"})


def the_other_items(
    sylvie: Secretary,
    bruno: Secretary,
    house: House,
    room: Person,
    members: tuple[Member, Member, Member],
    *,
    album: Album,
) -> None:
    """In full, six more of them; in short, the one of which the quorum is lost."""
    angler, commissioner, mayor = members
    if not IN_FULL:
        sylvie.notes_a_departure("Wendy Airlibre")
        without_quorum(sylvie, "3", commissioner, album)
        return
    one_withdraws(sylvie, angler, commissioner, mayor)
    sylvie.calls_item("4")
    sylvie.ends_item("4")
    house.minutes_pass(15)
    tied(sylvie, bruno, members, room, album)
    house.minutes_pass(10)
    left_before_the_vote(sylvie, house, angler, commissioner)
    house.minutes_pass(5)
    without_quorum(sylvie, "7", commissioner, album)
    another_presides(sylvie, bruno, commissioner)


def the_agenda_is_written(sylvie: Secretary) -> None:
    """Eight items; the second has an amendment before the whole text, the fourth is for information.

    In short, the first two and the one of which the quorum will be lost.
    """
    sylvie.adds_an_item("Approbation du procès-verbal de la séance précédente")
    sylvie.adds_a_vote("Ensemble du texte", "Procès-verbal", "Le procès-verbal est approuvé.")
    sylvie.adds_an_item(
        "Extension d’un élevage porcin", Commune="Saint-Exemple-sur-Rivière", Demandeur="GAEC des Trois Songes"
    )
    sylvie.adds_a_vote("Amendement", "Ramener l’épandage à 140 kg", FARM.format(140))
    sylvie.follows("Ajouter un vote", within=card_of(sylvie, "Extension d’un élevage porcin"))
    sylvie.adds_a_vote("Ensemble du texte", "Projet d’arrêté d’enregistrement", FARM.format(170))
    if IN_FULL:
        sylvie.adds_an_item("Protection du captage de la Source-Claire", Commune="Roche-Inventée")
        sylvie.adds_a_vote("Ensemble du texte", "Projet d’arrêté de protection", "Les périmètres sont ceux du plan.")
        sylvie.adds_an_item("Bilan de l’inspection des installations classées", information=True)
    for title, commune in OTHERS if IN_FULL else OTHERS[2:3]:
        sylvie.adds_an_item(title, Commune=commune)
        sylvie.adds_a_vote(
            "Ensemble du texte", f"Projet d’arrêté, {title[0].lower()}{title[1:]}", f"Article unique. {title}."
        )
    sylvie.reads(f"{ITEMS} points")


def card_of(sylvie: Secretary, title: str) -> Locator:
    return sylvie.page.locator(".fr-card", has_text=title)


def people_arrive(sylvie: Secretary) -> None:
    """Fourteen arrive, in the room, by video, by telephone, one as a substitute; two mandates, one of them void."""
    sylvie.opens_the_desk()
    for name in IN_THE_ROOM:
        sylvie.arrives(name)
    for name in BY_VIDEO:
        sylvie.arrives(name, "Visio")
    sylvie.arrives(TELEPHONE, "Téléphone")
    sylvie.arrives("Delphine Grivesaule", substitute=SUBSTITUTE)
    sylvie.arrives("Wendy Airlibre")
    sylvie.receives_a_mandate(ABSENT_MAYOR, MAYOR)
    sylvie.receives_a_mandate(OTHER_MAYOR, MAYOR)
    mandates = sylvie.page.locator("#mandats + ol > li")
    expect(mandates.filter(has_text=ABSENT_MAYOR).first).to_contain_text("Valable")
    expect(mandates.filter(has_text=OTHER_MAYOR).first).to_contain_text("Sans effet")
    sylvie.reads("15 sur 26", within=sylvie.page.locator("#presence"))


def approved_by_show_of_hands(sylvie: Secretary, bruno: Secretary, album: Album) -> None:
    """The secretary notes one abstention, hears those who are far, reads back; a second person confirms."""
    sylvie.calls_item("1")
    sylvie.opens_the_vote()
    sylvie.takes_a_show_of_hands(
        {
            "Fabien Sautegrive": "Abstention",
            "Hortense Lunedor": "Pour",
            MAYOR: "Pour",
            TELEPHONE: "Pour",
            ABSENT_MAYOR: "Pour",
        },
        album=album,
    )
    bruno.confirms_the_list()
    sylvie.closes_the_vote()
    sylvie.announces("14 pour, 1 abstention")
    sylvie.ends_item("1")


def amended_before_the_whole(
    sylvie: Secretary, bruno: Secretary, room: Person, members: tuple[Member, Member, Member], album: Album
) -> None:
    """The applicant is heard and leaves; the amendment is voted, then the whole text."""
    angler, commissioner, mayor = members
    sylvie.calls_item("2")
    sylvie.shows_in("M. Octave Brindille, gérant du GAEC des Trois Songes")
    room.reads("Audition en cours")
    sylvie.shows_out()
    sylvie.opens_the_vote()
    angler.is_told("Le vote sur le point 2 est ouvert, le président le clora")
    room.reads("Ramener l’épandage à 140 kg")
    angler.votes("Avis favorable", album=album)
    commissioner.votes("Avis défavorable")
    mayor.votes("Avis favorable")
    mayor.votes("Abstention", ballot=1)
    album.takes(mayor.page, "membre-vote-recu")
    sylvie.opens_the_desk()
    sylvie.takes_a_voice(TELEPHONE, "Favorable")
    bruno.confirms_the_list()
    sylvie.closes_the_vote()
    sylvie.announces("3 pour, 1 contre, 1 abstention")
    angler.is_told("avis favorable à la majorité")
    room.reads("3 pour")

    sylvie.opens_the_vote()
    room.reads("Projet d’arrêté d’enregistrement")
    for each, choice in ((angler, "Avis favorable"), (commissioner, "Avis favorable"), (mayor, "Avis favorable")):
        each.votes(choice)
    sylvie.closes_the_vote()
    sylvie.announces("3 pour")
    sylvie.ends_item("2")


def one_withdraws(sylvie: Secretary, angler: Member, commissioner: Member, mayor: Member) -> None:
    """The angler withdraws from the third item, from the telephone: no ballot is offered there any more."""
    sylvie.calls_item("3")
    angler.is_told("Le point 3 est en discussion")
    angler.withdraws_from_the_item("3")
    sylvie.opens_the_desk()
    expect(sylvie.present(ANGLER)).to_contain_text("Déport")
    sylvie.follows("Ouvrir le vote", within=sylvie.item)
    expect(sylvie.item.locator("p", has_text="14 sièges voteront")).to_contain_text(ANGLER)
    sylvie.presses("Ouvrir le vote", within=sylvie.item)
    angler.is_told("Vous vous êtes retiré de ce point")
    commissioner.votes("Avis favorable")
    mayor.votes("Avis favorable")
    sylvie.closes_the_vote()
    sylvie.announces("2 pour")
    sylvie.ends_item("3")


def tied(
    sylvie: Secretary, bruno: Secretary, members: tuple[Member, Member, Member], room: Person, album: Album
) -> None:
    """Seven for, the prefect among them, seven against, one abstention: her casting vote."""
    angler, commissioner, mayor = members
    sylvie.calls_item("5")
    sylvie.opens_the_vote()
    angler.votes("Avis favorable")
    commissioner.votes("Avis défavorable")
    mayor.votes("Avis défavorable")
    mayor.votes("Abstention", ballot=1)
    sylvie.opens_the_desk()
    against = ("Fabien Sautegrive", SUBSTITUTE, "Tiphaine Guéritout", FARMER, "Wendy Airlibre")
    sylvie.takes_a_show_of_hands({**dict.fromkeys(against, "Contre"), "Hortense Lunedor": "Pour", TELEPHONE: "Pour"})
    bruno.confirms_the_list()
    sylvie.closes_the_vote()
    sylvie.announces("voix prépondérante du président (7 pour, 7 contre, 1 abstention)")
    room.reads("voix prépondérante du président")
    album.takes(room.page, "ecran-de-la-salle")
    sylvie.ends_item("5")


def left_before_the_vote(sylvie: Secretary, house: House, angler: Member, commissioner: Member) -> None:
    """A departure is entered after the vote, at an hour before it: the chair has the result recomputed."""
    sylvie.calls_item("6")
    before = clock_on_the_wall(house)
    house.minutes_pass(8)
    sylvie.opens_the_vote()
    angler.votes("Avis favorable")
    commissioner.votes("Avis favorable")
    sylvie.closes_the_vote()
    sylvie.announces("2 pour")
    house.minutes_pass(2)
    sylvie.notes_a_departure("Wendy Airlibre", at=before)
    sylvie.reads("Une saisie tardive touche un vote")
    sylvie.has_it_recomputed("Départ constaté, aucun bulletin de ce siège")
    expect(sylvie.page.get_by_text("Une saisie tardive touche un vote")).to_have_count(0)
    sylvie.goes_to(sylvie.conduct)
    sylvie.ends_item("6")


def without_quorum(sylvie: Secretary, label: str, commissioner: Member, album: Album) -> None:
    """The mayor withdraws from an item, and his mandate falls: twelve of twenty-six, no vote opens."""
    sylvie.calls_item(label)
    sylvie.notes_a_recusal(MAYOR)
    sylvie.goes_to(sylvie.conduct)
    sylvie.reads("Le vote ne peut pas s’ouvrir", within=sylvie.item)
    sylvie.reads("R133-10", within=sylvie.item)
    expect(sylvie.item.get_by_role("link", name="Ouvrir le vote")).to_have_count(0)
    album.takes(sylvie.page, "quorum-perdu")
    sylvie.item.get_by_text("Ajourner, retirer ou terminer sans vote").click()
    sylvie.fills("Motif, sur décision du président", "Quorum perdu pour ce point", within=sylvie.item)
    sylvie.presses("Ajourner", within=sylvie.item)
    commissioner.is_told("Le prochain point va être appelé")


def another_presides(sylvie: Secretary, bruno: Secretary, commissioner: Member) -> None:
    """The prefect leaves, the secretary general sits for her and presides; the quorum is there again."""
    sylvie.notes_a_departure(PREFECT)
    sylvie.arrives(PREFECT, substitute=SECRETARY_GENERAL)
    sylvie.has_preside(SECRETARY_GENERAL, delegation="Arrêté du 5 janvier 2026")
    sylvie.goes_to(sylvie.conduct)
    sylvie.calls_item("8")
    sylvie.opens_the_vote()
    commissioner.votes("Avis favorable")
    sylvie.opens_the_desk()
    sylvie.takes_a_voice(SECRETARY_GENERAL, "Favorable")
    bruno.confirms_the_list()
    sylvie.closes_the_vote()
    sylvie.announces("2 pour")
    sylvie.ends_item("8")


def the_minutes_write_themselves(sylvie: Clerk, album: Album, folder: Path) -> Path:
    """Draft, what is missing, free text, submitted, approved, final; the PDF in hand says what happened."""
    sylvie.opens_the_minutes()
    sylvie.reads("Le secrétaire de séance n’est pas nommé")
    album.takes(sylvie.page, "proces-verbal")
    sylvie.names_the_secretary("Mme Sylvie Encrebleue, bureau de l’environnement")
    sylvie.sums_up("2", SUMMARY)
    sylvie.makes_them_final()
    paper = sylvie.is_handed_the_minutes(folder)
    assert qpdf_finds_nothing(paper)
    said = words_of(paper)
    for fact in (
        "Mme Aurore Brumeval",
        "Mme Sylvie Encrebleue, bureau de l’environnement",
        "M. Octave Brindille",
        "Ramener l’épandage à 140 kg",
        "3 pour, 1 contre, 1 abstention",
        "Quorum perdu pour ce point",
        "Deux membres s’inquiètent de la nappe",
        "R133-9",
        *(TOLD_IN_FULL if IN_FULL else ()),
    ):
        assert fact in said, fact
    assert "PROJET" not in said
    facts = attached_facts(paper)
    assert len(facts["agenda"]) == ITEMS
    return paper


def clock_on_the_wall(house: House) -> str:
    """Read the hour as a secretary types it, one minute from now."""
    return f"{in_paris(clock.now() + timedelta(minutes=1)):%H:%M}"
