"""What the people of the sitting see while it goes wrong, from the places where they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys import story
from tests.journeys.accesses import Doorkeeper
from tests.journeys.album import Album
from tests.journeys.door import Door
from tests.journeys.house import House
from tests.journeys.means import NEXT_DAY
from tests.journeys.member import Member
from tests.journeys.people import Person
from tests.journeys.story import ANGLER, APPLICANT, COMMISSIONER, DEBATE, DOCTOR, EXCHANGE, FARMER, MAYOR, Means
from webapp.wording.rehearsal import BAND


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Two secretaries, the tablet of who presides, that of the door, the projector, six members with their devices."""

    house: House
    sylvie: Doorkeeper
    bruno: Doorkeeper
    chair: Person
    door: Door
    screen: Person
    members: Mapping[str, Member]
    earlier: int
    album: Album

    @property
    def angler(self) -> Member:
        return self.members[ANGLER]

    def all_are_told(self, text: str) -> None:
        for each in self.members.values():
            each.is_told(text)


def it_was_rehearsed(people: Witnesses) -> None:
    """The morning’s copy is marked on every page, and nothing of it is left."""
    copy = people.sylvie.rehearses()
    people.angler.goes_to("/accueil")
    people.angler.reads("Répétition en cours")
    people.angler.follows("Suivre la séance")
    people.angler.reads(BAND)
    people.album.takes(people.angler.page, "membre-repetition")
    people.album.takes(people.sylvie.page, "conduire-repetition")
    people.sylvie.purges(copy)
    people.angler.goes_to("/accueil")
    expect(people.angler.page.locator("body")).not_to_contain_text("Répétition")
    people.angler.follows_the_sitting(people.angler.meeting)


def before_the_opening(people: Witnesses) -> None:
    people.all_are_told("La séance s’ouvrira")
    people.chair.reads("Je déclare la séance ouverte")
    people.door.reads("Présence notée")
    people.album.takes(people.chair.page, "presider-avant")
    people.album.takes(people.door.page, "porte")


def at_the_opening(people: Witnesses) -> None:
    people.all_are_told("La séance est ouverte")
    people.screen.reads("15 comptés sur 26")


def the_minutes_have_moved(people: Witnesses) -> None:
    people.bruno.goes_to(f"/secretariat/seances/{people.earlier}/proces-verbal")
    people.bruno.reads("Approuvé")


def the_room_waits(people: Witnesses) -> None:
    people.angler.is_told("Le prochain point va être appelé")
    expect(people.screen.page.locator("main")).not_to_contain_text("captage")


def the_hearing_is_late(people: Witnesses) -> None:
    """The one who is heard at a quarter to three comes twenty minutes later: everybody concerned sees it."""
    people.chair.reads(f"{APPLICANT}, à 14 h 45")
    people.sylvie.delays_the_hearings(20)
    late = "Le passage des personnes entendues est retardé de 20 minutes"
    people.angler.reads(late)
    people.screen.reads(late)
    people.chair.reads(f"{APPLICANT}, à 15 h 05")
    people.album.takes(people.angler.page, "membre-retard")
    people.album.takes(people.chair.page, "presider-retard")


def the_three_are_told(people: Witnesses) -> None:
    for name in (ANGLER, COMMISSIONER):
        people.members[name].is_told("Le vote sur le point 3 a été arrêté")
    people.sylvie.reads("3 bulletins gardés, non comptés", within=people.sylvie.item)
    people.album.takes(people.sylvie.page, "conduire-interrompu")


def one_is_locked_out(people: Witnesses) -> None:
    """A code dictated by telephone lets the doctor back in before the next vote."""
    doctor = people.members[DOCTOR]
    doctor.loses_access()
    digits = people.sylvie.dictates_a_code(DOCTOR)
    doctor.enters_by_dictated_code(DOCTOR.split()[-1], digits)
    doctor.follows_the_sitting(doctor.meeting)
    doctor.is_told("a été arrêté")


def interrupted(people: Witnesses) -> None:
    the_three_are_told(people)
    one_is_locked_out(people)


def the_power_fails(people: Witnesses) -> None:
    """The ballots of the devices are in when the machine stops: the desk reads where it stood, and every receipt is still there."""
    people.sylvie.judge.power_failed = True
    people.house.power_fails()
    people.house.start()
    people.sylvie.opens_the_desk()
    people.sylvie.reads("Le service s’est arrêté", within=people.sylvie.item)
    received = len(story.EVERY_DEVICE.devices)
    people.sylvie.reads(f"{received} bulletins reçus et confirmés sur 15", within=people.sylvie.item)
    people.album.takes(people.sylvie.page, "conduire-coupure")
    for name in (ANGLER, COMMISSIONER, MAYOR):
        member = people.members[name]
        member.goes_to("/recus")
        member.reads(member.receipt)
        member.follows_the_sitting(member.meeting)
        member.is_told("est reçu")


def two_ask_to_speak(people: Witnesses) -> None:
    """The commissioner asks second and is heard first; two secretaries note it at once, each their own."""
    angler, commissioner = people.angler, people.members[COMMISSIONER]
    angler.asks_to_speak()
    commissioner.asks_to_speak()
    people.sylvie.opens_the_desk()
    people.sylvie.hears_first(COMMISSIONER)
    chairs = people.chair.page.locator(".fr-floor li")
    expect(chairs).to_have_count(2)
    expect(chairs.first).to_contain_text(COMMISSIONER)
    people.sylvie.gives_the_floor(COMMISSIONER)
    expect(chairs.first).to_contain_text("A la parole")
    people.album.takes(people.chair.page, "presider-parole")
    people.album.takes(angler.page, "membre-parole")
    commissioner.follows_the_sitting(commissioner.meeting)
    commissioner.reads("Vous avez la parole")
    people.bruno.opens_the_desk()
    people.sylvie.notes(DEBATE)
    people.bruno.notes(EXCHANGE)
    people.sylvie.opens_the_desk()
    people.bruno.opens_the_desk()
    people.sylvie.reads_the_notes_of_the_other(EXCHANGE)
    people.bruno.reads_the_notes_of_the_other(DEBATE)
    people.album.takes(people.sylvie.page, "conduire-notes")
    people.sylvie.ends_the_speech()
    people.sylvie.gives_the_floor(ANGLER)
    angler.reads("Vous avez la parole")
    people.sylvie.ends_the_speech()
    people.chair.reads("Personne ne demande la parole")


def somebody_is_heard(people: Witnesses) -> None:
    """The projector says nothing but that, and no vote opens without a decision."""
    people.screen.reads("Audition en cours")
    people.chair.reads(APPLICANT)
    people.album.takes(people.screen.page, "ecran-audition")
    people.sylvie.follows("Ouvrir le vote", within=people.sylvie.item)
    people.sylvie.reads("Encore parmi les personnes entendues", within=people.sylvie.item)
    people.album.takes(people.sylvie.page, "conduire-personne-presente")
    people.sylvie.presses("Ouvrir le vote", within=people.sylvie.item)
    people.sylvie.is_refused("encore")
    people.album.takes(people.sylvie.page, "conduire-refus-presence")


def nobody_is_heard_any_more(people: Witnesses) -> None:
    expect(people.screen.page.locator("main")).not_to_contain_text("Audition")


def only_desk_and_chair_know(people: Witnesses) -> None:
    """The two bases give two answers: said before the announcement, to those who announce and to nobody else."""
    diverges = "Les deux façons de compter la majorité divergent"
    people.sylvie.reads(diverges, within=people.sylvie.item)
    people.chair.reads(diverges)
    people.album.takes(people.chair.page, "presider-divergence")
    people.album.takes(people.sylvie.page, "conduire-divergence")
    for each in people.members.values():
        each.is_told("Le président va annoncer le résultat")
        expect(each.page.locator("body")).not_to_contain_text("diverge")
    expect(people.screen.page.locator("body")).not_to_contain_text("pour")


def the_opinion_is_known(people: Witnesses) -> None:
    people.angler.is_told("Le prochain point va être appelé")


def the_quorum_has_not_moved(people: Witnesses) -> None:
    people.sylvie.reads("15 sur 26", within=people.sylvie.page.locator("#presence"))
    people.chair.reads("15 sur 26")


def the_chair_is_asked(people: Witnesses) -> None:
    people.chair.reads("Partage des voix")
    people.album.takes(people.chair.page, "presider-partage")
    people.members[FARMER].is_told("Le président va annoncer le résultat")


def it_is_suspended_everywhere(people: Witnesses) -> None:
    people.all_are_told("La séance est suspendue")
    people.chair.reads("La séance est reprise")
    people.screen.reads("La séance est suspendue")
    people.album.takes(people.screen.page, "ecran-suspendue")


def it_goes_on(people: Witnesses) -> None:
    people.all_are_told("Le prochain point va être appelé")


def he_has_his_seat_back(people: Witnesses) -> None:
    mandates = people.sylvie.page.locator("#mandats + ol > li").filter(has_text=FARMER)
    expect(mandates).to_contain_text("le mandant a pris son siège")
    people.members[FARMER].reads("Vous êtes noté présent")


def the_doctor_knows_that_it_is_held_again(people: Witnesses) -> None:
    people.members[DOCTOR].is_told("11 pour, 4 contre")


def the_urn_is_empty(people: Witnesses) -> None:
    """The scrutineers' first figures do not agree: refused, and what was typed stays."""
    people.angler.is_told("à bulletins secrets, sur papier")
    people.screen.reads("Insalubrité")
    people.album.takes(people.screen.page, "ecran-secret")
    people.sylvie.enters_the_count("M. Fabien Sautegrive, Mme Wendy Airlibre", {**story.COUNTED, "against": 3})
    people.sylvie.is_refused("10")
    people.album.takes(people.sylvie.page, "conduire-depouillement")


def it_is_over(people: Witnesses) -> None:
    """What the services draft from is there at once, and what was left is on the next agenda."""
    people.all_are_told("La séance est levée")
    people.screen.reads("La séance est levée")
    people.sylvie.reads("Le relevé des avis", within=people.sylvie.item)
    people.sylvie.opens_the_minutes()
    for paper in (
        "Relevé des avis (PDF)",
        *(f"Avis sur le point {label} (PDF)" for label in story.PLAYED.opinions),
    ):
        expect(people.sylvie.page.get_by_role("link", name=paper, exact=True)).to_be_visible()
    people.album.takes(people.sylvie.page, "proces-verbal-documents")
    people.bruno.goes_to("/secretariat")
    people.bruno.follows(NEXT_DAY, exact=False)
    for planned in story.PLAYED.left:
        people.bruno.reads(planned.title)


AFTER: Mapping[Callable[[Means], None], Callable[[Witnesses], None]] = {
    story.people_arrive: before_the_opening,
    story.the_sitting_opens: at_the_opening,
    story.the_earlier_minutes_are_approved: the_minutes_have_moved,
    story.the_wrong_item_is_opened: the_room_waits,
    story.the_order_changes: the_hearing_is_late,
    story.the_vote_is_interrupted: interrupted,
    story.it_is_voted_again: the_power_fails,
    story.the_farm_is_called: two_ask_to_speak,
    story.the_applicant_comes: somebody_is_heard,
    story.the_applicant_goes: nobody_is_heard_any_more,
    story.the_bases_diverge: only_desk_and_chair_know,
    story.the_opinion_is_announced: the_opinion_is_known,
    story.the_farmer_leaves: the_quorum_has_not_moved,
    story.the_votes_are_equal: the_chair_is_asked,
    story.the_sitting_is_suspended: it_is_suspended_everywhere,
    story.the_sitting_resumes: it_goes_on,
    story.the_farmer_comes_back: he_has_his_seat_back,
    story.the_vote_is_redone: the_doctor_knows_that_it_is_held_again,
    story.the_vote_is_secret: the_urn_is_empty,
    story.it_is_late: it_is_over,
}
