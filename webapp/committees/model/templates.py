"""The compositions that a text fixes: the CODERST (CSP R1416-2) and its specialised formation (CSP R1416-5)."""

from typing import Final

from webapp.committees.model.composition import SeatType, Template
from webapp.committees.model.settings import CODERST_SETTINGS, CommitteeSettings
from webapp.kernel.models import frozen


@frozen
class SeatPlan:
    """One seat to create, named until somebody sits in it."""

    label: str
    seat_type: SeatType
    is_chair: bool = False
    physician: bool = False


@frozen
class CollegePlan:
    """One college with its seats."""

    name: str
    seats: tuple[SeatPlan, ...]


@frozen
class CommitteePlan:
    """A whole composition with the text that fixes it; `total` None where nothing does."""

    name: str
    article: str
    settings: CommitteeSettings
    colleges: tuple[CollegePlan, ...]

    @property
    def total(self) -> int | None:
        return sum(len(college.seats) for college in self.colleges) or None


def _numbered(count: int, label: str, seat_type: SeatType) -> tuple[SeatPlan, ...]:
    return tuple(SeatPlan(label=f"{label} {number}", seat_type=seat_type) for number in range(1, count + 1))


def _college(name: str, *groups: tuple[SeatPlan, ...]) -> CollegePlan:
    return CollegePlan(name=name, seats=tuple(seat for group in groups for seat in group))


_CHAIR: Final = _college(
    "Présidence", (SeatPlan(label="Préfet, président", seat_type=SeatType.FUNCTION, is_chair=True),)
)
_ARS: Final = _college(
    "Agence régionale de santé",
    (SeatPlan(label="Directeur général de l’agence régionale de santé", seat_type=SeatType.FUNCTION),),
)


def _qualified(count: int) -> CollegePlan:
    doctor = SeatPlan(label="Personnalité qualifiée, médecin", seat_type=SeatType.QUALIFIED, physician=True)
    return _college(
        "Personnalités qualifiées", (doctor,), _numbered(count, "Personnalité qualifiée", SeatType.QUALIFIED)[1:]
    )


TEMPLATES: Final[dict[Template, CommitteePlan]] = {
    "coderst": CommitteePlan(
        name="CODERST : le préfet et 25 membres",
        article="CSP R1416-2",
        settings=CODERST_SETTINGS,
        colleges=(
            _CHAIR,
            _college("Services de l’État", _numbered(6, "Service de l’État", SeatType.FUNCTION)),
            _ARS,
            _college("Collectivités territoriales", _numbered(5, "Collectivité", SeatType.ELECTED)),
            _college(
                "Associations, professions et experts",
                _numbered(3, "Association", SeatType.ORGANISATION),
                _numbered(3, "Profession", SeatType.ORGANISATION),
                _numbered(3, "Expert", SeatType.ORGANISATION),
            ),
            _qualified(4),
        ),
    ),
    "coderst_formation": CommitteePlan(
        name="Formation spécialisée du CODERST : le préfet et 10 membres",
        article="CSP R1416-5",
        settings=CODERST_SETTINGS,
        colleges=(
            _CHAIR,
            _college("Services de l’État", _numbered(2, "Service de l’État", SeatType.FUNCTION)),
            _ARS,
            _college("Collectivités territoriales", _numbered(2, "Collectivité", SeatType.ELECTED)),
            _college(
                "Associations et organismes",
                (SeatPlan(label="Représentant des usagers", seat_type=SeatType.ORGANISATION),),
                (SeatPlan(label="Association ou organisme", seat_type=SeatType.ORGANISATION),),
                (SeatPlan(label="Profession du bâtiment", seat_type=SeatType.ORGANISATION),),
            ),
            _qualified(2),
        ),
    ),
    "blank": CommitteePlan(
        name="Autre commission : collèges et sièges à créer", article="", settings=CommitteeSettings(), colleges=()
    ),
}
