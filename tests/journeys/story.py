"""One sitting where everything goes wrong, told once: both journeys play it, one in the room, one from the paper.

The scenes are data and acts; `Means` is how they are done. A scene lasts no longer than the minutes to the next one,
so that whatever its means took, its facts belong to its hour.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from webapp.wording.dates import PARIS

# The gate plays each journey in short, with fewer people and fewer items; `scripts/journeys` plays all of it.
IN_FULL = os.environ.get("COLLEGIALE_STORY") == "whole"
DAY = datetime(2026, 12, 10, tzinfo=PARIS)
PREFECT, UNEXPECTED = "Aurore Brumeval", "Anselme Nébulon"
ANGLER, COMMISSIONER, FARMER = "Barnabé Truitebleue", "Zéphyrin Vieusage", "Firmin Grandépi"
MAYOR, ABSENT_MAYOR, COUNCILLOR = "Théodore Lanuée", "Violette Courtebrise", "Pénélope Dumirage"
DOCTOR, ENGINEER, TELEPHONE, LABOUR = "Tiphaine Guéritout", "Wendy Airlibre", "Honorine Forgelune", "Hortense Lunedor"
STATE = ("Basile Rochétoile", "Fabien Sautegrive", "Nathanaël Clairsource")
BY_THE_DOOR = (COUNCILLOR, ANGLER, FARMER, DOCTOR, COMMISSIONER, ENGINEER)
AT_THE_TABLET = BY_THE_DOOR if IN_FULL else BY_THE_DOOR[:2]  # the others of the room are noted by the desk
WITH_A_DEVICE = (ANGLER, COMMISSIONER, MAYOR, DOCTOR, *((COUNCILLOR, FARMER) if IN_FULL else ()))
BY_VIDEO = (LABOUR, MAYOR)
FAR = (*BY_VIDEO, TELEPHONE, ABSENT_MAYOR)  # heard by name: a raised hand is not seen from afar, nor that of a mandate
APPLICANT = "M. Octave Brindille, gérant du GAEC des Trois Songes"
SECRETARY = "Mme Sylvie Encrebleue, bureau de l’environnement"
DISAGREEMENT = "Le plan d’épandage repose sur des mesures de 2019."
DEBATE = "Le gérant expose son projet. Deux membres s’inquiètent de la nappe."
EXCHANGE = "Le rapporteur rappelle les prescriptions."


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An item of the agenda as it was sent; without a text it is for information."""

    title: str
    commune: str = ""
    text: str = ""


AGENDA = (
    Planned(title="Extension d’un élevage porcin", commune="Saint-Exemple-sur-Rivière", text="L’élevage est porté à 2 400 animaux."),
    Planned(title="Protection du captage de la Source-Claire", commune="Roche-Inventée", text="Les périmètres sont ceux du plan."),
    Planned(title="Carrière du Mont-Songeur", commune="Mont-Songeur", text="L’exploitation est renouvelée pour dix ans."),
    Planned(title="Rejet d’une station d’épuration", commune="Lac-Rêvé", text="Le rejet est limité à 40 mg par litre."),
    Planned(title="Prescriptions pour l’usine de Bourg-Fictif", commune="Bourg-Fictif", text="Les prescriptions sont complétées."),
    Planned(title="Insalubrité d’un immeuble", commune="Bourg-Fictif", text="L’immeuble est déclaré insalubre."),
    Planned(title="Ouverture d’une zone de baignade", commune="Lac-Rêvé", text="La zone est ouverte du 1er juin au 15 septembre."),
    Planned(title="Extension d’une carrière de sable", commune="Val-Fictif", text="L’extension est autorisée."),
    Planned(title="Schéma des déchets", text="Le schéma est approuvé."),
    Planned(title="Bilan de l’inspection des installations classées"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """What a vote by name gives: everybody entitled is in favour, but for these; `devices` vote with their own."""

    against: tuple[str, ...] = ()
    abstain: tuple[str, ...] = ()
    no_part: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()

    def of(self, name: str) -> str:
        """Return somebody's choice: Pour, Contre, Abstention or Ne prend pas part."""
        for choice, names in (
            ("Contre", self.against),
            ("Abstention", self.abstain),
            ("Ne prend pas part", self.no_part),
        ):
            if name in names:
                return choice
        return "Pour"


class Means(Protocol):
    """How the acts of the story are done."""

    def at(self, hour: str) -> None: ...
    def arrive(self, name: str, how: str = "Salle") -> None: ...
    def sign_in(self, name: str) -> None: ...
    def seat_newcomer(self, absent: str, name: str, quality: str) -> None: ...
    def give_mandate(self, mandator: str, holder: str) -> None: ...
    def leave_with_mandate(self, name: str, holder: str) -> None: ...
    def open_sitting(self) -> None: ...
    def suspend(self, reason: str) -> None: ...
    def resume(self) -> None: ...
    def end_early(self, reason: str) -> None: ...
    def call(self, label: str) -> None: ...
    def end(self, label: str) -> None: ...
    def approve_without_objection(self) -> None: ...
    def put_back(self, label: str, reason: str) -> None: ...
    def put_off(self, label: str, button: str, reason: str) -> None: ...
    def move_before(self, label: str, other: str) -> None: ...
    def split(self, label: str, first: str, second: str) -> None: ...
    def join(self, label: str, to: str) -> None: ...
    def inform(self, label: str) -> None: ...
    def add(self, planned: Planned) -> None: ...
    def open_vote(self) -> None: ...
    def first_ballots(self, choices: Mapping[str, str]) -> None: ...
    def ballots(self, given: Ballots) -> None: ...
    def device_ballots(self, given: Ballots) -> None: ...
    def raise_hands(self, given: Ballots) -> None: ...
    def stop_vote(self, button: str, reason: str) -> None: ...
    def close_vote(self) -> None: ...
    def announce(self, outcome: str) -> None: ...
    def redo_vote(self, reason: str) -> None: ...
    def declare(self, button: str) -> None: ...
    def secret_vote(self, decision: str) -> None: ...
    def count(self, scrutineers: str, **figures: int) -> None: ...
    def let_in(self, name: str) -> None: ...
    def let_out(self, name: str) -> None: ...
    def disagree(self, name: str, label: str, body: str) -> None: ...


def people_arrive(means: Means) -> None:
    """Thirteen of twenty-six, and one mandate."""
    for name in (PREFECT, *STATE):
        means.arrive(name)
    for name in BY_THE_DOOR:
        means.sign_in(name)
    for name in BY_VIDEO:
        means.arrive(name, "Visio")
    means.arrive(TELEPHONE, "Téléphone")
    means.give_mandate(ABSENT_MAYOR, MAYOR)


def nobody_expected_him(means: Means) -> None:
    """He comes with a paper in hand, in the place of a head of service who is ill."""
    means.seat_newcomer("Delphine Grivesaule", UNEXPECTED, "Adjoint à la directrice départementale")


def the_sitting_opens(means: Means) -> None:
    means.open_sitting()


def the_earlier_minutes_are_approved(means: Means) -> None:
    means.call("1")
    means.approve_without_objection()


def the_wrong_item_is_opened(means: Means) -> None:
    """Nobody has voted yet: one sentence, and the item is back among those to call."""
    means.call("3")
    means.open_vote()
    means.stop_vote("Annuler le vote", "Point appelé par erreur")
    means.put_back("3", "Le rapporteur n’est pas arrivé")


def the_order_changes(means: Means) -> None:
    means.move_before("3", "2")


def the_wrong_text_is_put(means: Means) -> None:
    """Three have voted when somebody sees that the text is not the one that was sent."""
    means.call("3")
    means.open_vote()
    means.first_ballots({ANGLER: "Pour", COMMISSIONER: "Contre", (COUNCILLOR if IN_FULL else MAYOR): "Pour"})


def the_vote_is_interrupted(means: Means) -> None:
    means.stop_vote("Interrompre le vote", "Le texte lu n’est pas celui de la convocation")


EVERY_DEVICE = Ballots(
    abstain=(COMMISSIONER,),
    devices=(ANGLER, COMMISSIONER, MAYOR, ABSENT_MAYOR, *((COUNCILLOR, DOCTOR, FARMER) if IN_FULL else ())),
)


def it_is_voted_again(means: Means) -> None:
    means.open_vote()
    means.device_ballots(EVERY_DEVICE)


def the_others_raise_their_hands(means: Means) -> None:
    means.raise_hands(EVERY_DEVICE)


def it_is_closed_at_last(means: Means) -> None:
    means.close_vote()
    means.announce("14 pour, 1 abstention")
    means.end("3")


def the_farm_is_called(means: Means) -> None:
    means.call("2")


def the_applicant_comes(means: Means) -> None:
    means.let_in(APPLICANT)


def the_applicant_goes(means: Means) -> None:
    means.let_out(APPLICANT)


DIVIDED = Ballots(
    against=(COMMISSIONER, ENGINEER, DOCTOR, MAYOR, ABSENT_MAYOR),
    abstain=(ANGLER, LABOUR, TELEPHONE),
    devices=(ANGLER, MAYOR, ABSENT_MAYOR),
)


def the_bases_diverge(means: Means) -> None:
    """Seven for, five against, three abstentions: a majority of the votes cast, none of those present."""
    means.open_vote()
    means.ballots(DIVIDED)
    means.close_vote()


def the_opinion_is_announced(means: Means) -> None:
    means.announce("7 pour, 5 contre, 3 abstentions")
    means.disagree(MAYOR, "2", DISAGREEMENT)
    means.end("2")


def the_farmer_leaves(means: Means) -> None:
    means.leave_with_mandate(FARMER, COMMISSIONER)


def the_quarry_is_split(means: Means) -> None:
    means.split("4", "Renouvellement de la carrière", "Remise en état de la carrière")
    means.call("4a")


EQUAL = Ballots(
    against=(COMMISSIONER, ENGINEER, DOCTOR, MAYOR, ABSENT_MAYOR, ANGLER, LABOUR),
    abstain=(PREFECT,),
    devices=(COMMISSIONER, FARMER),
)


def the_votes_are_equal(means: Means) -> None:
    """Seven for, seven against, and who presides abstained: the tie is settled by a declaration."""
    means.open_vote()
    means.ballots(EQUAL)
    means.close_vote()


def the_chair_declares(means: Means) -> None:
    means.declare("Le président déclare : favorable")
    means.announce("7 pour, 7 contre, 1 abstention")
    means.end("4a")


def the_other_half_is_put_off(means: Means) -> None:
    means.put_off("4b", "Ajourner", "Le plan de remise en état manque")


def the_sitting_is_suspended(means: Means) -> None:
    means.suspend("Dix minutes, pour lire le rapport")


def the_sitting_resumes(means: Means) -> None:
    means.resume()


def the_farmer_comes_back(means: Means) -> None:
    means.sign_in(FARMER)


CONTESTED = Ballots(against=(COMMISSIONER, ENGINEER, DOCTOR, MAYOR, ABSENT_MAYOR, ANGLER, LABOUR), devices=(DOCTOR,))


def two_items_are_joined(means: Means) -> None:
    means.join("5", "6")
    means.call("6")
    means.open_vote()
    means.ballots(CONTESTED)
    means.close_vote()


def the_vote_is_redone(means: Means) -> None:
    means.announce("8 pour, 7 contre")
    means.redo_vote("Une prescription avait été mal lue")
    means.open_vote()
    means.ballots(Ballots(against=(COMMISSIONER, ENGINEER, DOCTOR, ANGLER), devices=(DOCTOR,)))
    means.close_vote()
    means.announce("11 pour, 4 contre")


def the_joined_text_is_voted(means: Means) -> None:
    means.open_vote()
    means.ballots(Ballots())
    means.close_vote()
    means.announce("unanimité")
    means.end("6")


def the_vote_is_secret(means: Means) -> None:
    means.call("7")
    means.secret_vote("À la demande de plusieurs membres")


COUNTED = {"distributed": 11, "found": 11, "in_favour": 6, "against": 4, "blank": 1, "void": 0}


def the_papers_are_counted(means: Means) -> None:
    means.count("M. Fabien Sautegrive, Mme Wendy Airlibre", **COUNTED)
    means.announce("6 pour, 4 contre, 1 blanc ou nul")
    means.end("7")


def one_is_for_information(means: Means) -> None:
    means.inform("8")
    means.call("8")
    means.end("8")


def one_is_withdrawn(means: Means) -> None:
    means.put_off("9", "Retirer de l’ordre du jour", "Le demandeur retire son dossier")


ADDED = Planned(title="Vœu sur la sécheresse", text="La commission souhaite un suivi mensuel des nappes.")


def one_is_added(means: Means) -> None:
    means.add(ADDED)
    means.call("12")
    means.open_vote()
    means.ballots(Ballots(no_part=(STATE[1],)))
    means.close_vote()
    means.announce("14 pour")
    means.end("12")


def it_is_late(means: Means) -> None:
    means.end_early("Il est tard, le quorum va manquer")


Scene = Callable[[Means], None]
SCENES: tuple[tuple[str, Scene], ...] = (
    ("14:20", people_arrive),
    ("14:27", nobody_expected_him),
    ("14:30", the_sitting_opens),
    ("14:33", the_earlier_minutes_are_approved),
    ("14:36", the_wrong_item_is_opened),
    ("14:39", the_order_changes),
    ("14:42", the_wrong_text_is_put),
    ("14:45", the_vote_is_interrupted),
    ("14:48", it_is_voted_again),
    ("14:51", the_others_raise_their_hands),
    ("14:54", it_is_closed_at_last),
    ("14:57", the_farm_is_called),
    ("15:05", the_applicant_comes),
    ("15:12", the_applicant_goes),
    ("15:15", the_bases_diverge),
    ("15:19", the_opinion_is_announced),
    ("15:23", the_farmer_leaves),
    ("15:26", the_quarry_is_split),
    ("15:29", the_votes_are_equal),
    ("15:33", the_chair_declares),
    ("15:36", the_other_half_is_put_off),
    ("15:38", the_sitting_is_suspended),
    ("15:48", the_sitting_resumes),
    ("15:50", the_farmer_comes_back),
    ("15:53", two_items_are_joined),
    ("15:58", the_vote_is_redone),
    ("16:03", the_joined_text_is_voted),
    ("16:07", the_vote_is_secret),
    ("16:12", the_papers_are_counted),
    ("16:15", one_is_for_information),
    ("16:18", one_is_withdrawn),
    ("16:20", one_is_added),
    ("16:25", it_is_late),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The agenda and the scenes played, the items on which an opinion is then given, what is left for the next sitting."""

    name: str
    agenda: tuple[Planned, ...]
    scenes: tuple[tuple[str, Scene], ...]
    opinions: tuple[str, ...]
    left: tuple[Planned, ...]


WHOLE = Story(name="whole", agenda=AGENDA, scenes=SCENES, opinions=("3", "2", "4a", "6", "7", "12"), left=AGENDA[8:])
FEW = (*AGENDA[:3], AGENDA[-1])
SHORT = Story(
    name="short", agenda=FEW, scenes=(*SCENES[:16], ("15:23", it_is_late)), opinions=("3", "2"), left=FEW[2:]
)  # the first hour alone
PLAYED = WHOLE if IN_FULL else SHORT
HOURS = tuple(hour for hour, _ in SCENES)
LAST = "16:40"  # what is done later is the evening's


def instant(hour: str) -> datetime:
    """Return an hour of the day of the sitting."""
    hours, minutes = hour.split(":")
    return DAY.replace(hour=int(hours), minute=int(minutes))


def scene_hour(hour: str) -> str:
    """Return the hour of the scene during which something was done: its means took what time they took."""
    before = [each for each in HOURS if each <= hour <= LAST]
    return before[-1] if before else hour


def by_scene(text: str) -> str:
    """Write the hours of a line of the minutes as those of their scenes."""
    return re.sub(r"\b(\d{1,2}) h (\d{2})\b", lambda found: _said(scene_hour(f"{int(found[1]):02d}:{found[2]}")), text)


def _said(hour: str) -> str:
    return f"{int(hour[:2])} h {hour[3:]}"


def facts_by_scene(value: Any) -> Any:
    """Write the instants of the minutes' facts as those of their scenes."""
    if isinstance(value, dict):
        return {name: facts_by_scene(each) for name, each in value.items()}
    if isinstance(value, list):
        return [facts_by_scene(each) for each in value]
    day = f"{DAY:%Y-%m-%d}T"
    if isinstance(value, str) and value.startswith(day):
        return day + scene_hour(value[len(day) :][:5])
    return value
