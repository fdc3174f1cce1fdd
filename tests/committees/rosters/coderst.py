"""The CODERST of « Val-Imaginaire », a department that is on no map: 26 seats (CSP R1416-2) and their substitutes.

Run `python -m tests.committees.rosters.coderst` to write it again as CSV, XLSX and ODS beside this file.
"""

from datetime import date
from pathlib import Path

from webapp.committees.model import Rank, SeatType
from webapp.committees.roster.export import write_csv, write_ods, write_xlsx
from webapp.committees.roster.model import Person
from webapp.committees.roster.text import fold

FOLDER = Path(__file__).parent

CHAIR = "Présidence"
STATE = "Services de l’État"
ARS = "Agence régionale de santé"
ELECTED = "Collectivités territoriales"
OTHERS = "Associations, professions et experts"
QUALIFIED = "Personnalités qualifiées"

# A seat: college, type, organisation, then the titular and the substitute as (civility, first name, last name, title).
SEATS = [
    (
        *(CHAIR, "function", "Préfecture du Val-Imaginaire"),
        ("Mme", "Aurore", "Brumeval", "Préfète du Val-Imaginaire"),
        ("M.", "Côme", "Tournelune", "Secrétaire général de la préfecture"),
    ),
    (
        *(STATE, "function", "Direction régionale de l’environnement (DREAL)"),
        ("M.", "Basile", "Rochétoile", "Chef de l’unité départementale"),
        ("Mme", "Céleste", "Vaudargent", "Adjointe au chef de l’unité départementale"),
    ),
    (
        *(STATE, "function", "Direction départementale des territoires (DDT)"),
        ("Mme", "Delphine", "Grivesaule", "Directrice départementale des territoires"),
        ("M.", "Edgar", "Montclairon", "Chef du service eau et environnement"),
    ),
    (
        *(STATE, "function", "Direction départementale de la protection des populations (DDPP)"),
        ("M.", "Fabien", "Sautegrive", "Directeur départemental de la protection des populations"),
        ("Mme", "Gaëlle", "Pierrefleur", "Cheffe du service santé et protection animales"),
    ),
    (
        *(STATE, "function", "Direction départementale de l’emploi, du travail et des solidarités (DDETS)"),
        ("Mme", "Hortense", "Lunedor", "Directrice départementale"),
        ("M.", "Isidore", "Fontécume", "Responsable de l’inspection du travail"),
    ),
    (
        *(STATE, "function", "Direction des services départementaux de l’éducation nationale (DSDEN)"),
        ("M.", "Jocelyn", "Aubépré", "Directeur académique adjoint"),
        ("Mme", "Karine", "Noirchêne", "Conseillère de prévention"),
    ),
    (
        *(STATE, "function", "Service interministériel de défense et de protection civiles (SIDPC)"),
        ("Mme", "Lucille", "Hautebise", "Cheffe du service"),
        ("M.", "Maxence", "Ventdoux", "Adjoint à la cheffe du service"),
    ),
    (
        *(ARS, "function", "Agence régionale de santé"),
        ("M.", "Nathanaël", "Clairsource", "Directeur de la délégation départementale"),
        ("Mme", "Ophélie", "Bellerive", "Responsable santé et environnement"),
    ),
    (
        *(ELECTED, "elected", "Conseil départemental du Val-Imaginaire"),
        ("Mme", "Pénélope", "Dumirage", "Conseillère départementale du canton de Bourg-Fictif"),
        ("M.", "Quentin", "Valsonge", "Conseiller départemental du canton de Roche-Inventée"),
    ),
    (
        *(ELECTED, "elected", "Conseil départemental du Val-Imaginaire"),
        ("M.", "Raphaël", "Pontchimère", "Conseiller départemental du canton de Lac-Rêvé"),
        ("Mme", "Sidonie", "Belaurore", "Conseillère départementale du canton de Mont-Songeur"),
    ),
    (
        *(ELECTED, "elected", "Commune de Bourg-Fictif"),
        ("M.", "Théodore", "Lanuée", "Maire de Bourg-Fictif"),
        ("Mme", "Ursule", "Champlune", "Adjointe au maire de Bourg-Fictif"),
    ),
    (
        *(ELECTED, "elected", "Commune de Roche-Inventée"),
        ("Mme", "Violette", "Courtebrise", "Maire de Roche-Inventée"),
        ("M.", "William", "Tremblétoile", "Adjoint à la maire de Roche-Inventée"),
    ),
    (
        *(ELECTED, "elected", "Commune de Lac-Rêvé"),
        ("M.", "Xavier", "Rivesonge", "Maire de Lac-Rêvé"),
        ("Mme", "Yolande", "Fauxlac", "Adjointe au maire de Lac-Rêvé"),
    ),
    (
        *(OTHERS, "organisation", "Association des consommateurs du Val-Imaginaire"),
        ("Mme", "Zélie", "Justeprix", "Présidente"),
        ("M.", "Anatole", "Panierplein", "Trésorier"),
    ),
    (
        *(OTHERS, "organisation", "Fédération de pêche du Val-Imaginaire"),
        ("M.", "Barnabé", "Truitebleue", "Président"),
        ("Mme", "Clémence", "Saumonet", "Secrétaire"),
    ),
    (
        *(OTHERS, "organisation", "Val-Imaginaire Nature Environnement"),
        ("Mme", "Doriane", "Bellefeuille", "Administratrice"),
        ("M.", "Émilien", "Mousserand", "Chargé de mission"),
    ),
    (
        *(OTHERS, "organisation", "Chambre d’agriculture du Val-Imaginaire"),
        ("M.", "Firmin", "Grandépi", "Élu de la chambre"),
        ("Mme", "Garance", "Blédoré", "Élue de la chambre"),
    ),
    (
        *(OTHERS, "organisation", "Chambre de commerce et d’industrie du Val-Imaginaire"),
        ("Mme", "Honorine", "Forgelune", "Membre élue"),
        ("M.", "Ignace", "Rouefine", "Conseiller environnement"),
    ),
    (
        *(OTHERS, "organisation", "Chambre de métiers et de l’artisanat du Val-Imaginaire"),
        ("M.", "Joachim", "Belœuvre", "Vice-président"),
        ("Mme", "Léontine", "Ciselet", "Membre élue"),
    ),
    (
        *(OTHERS, "organisation", "Service départemental d’incendie et de secours"),
        ("Mme", "Mathilde", "Rondefeu", "Commandante, cheffe du groupement prévention"),
        ("M.", "Norbert", "Échelleau", "Capitaine, adjoint à la cheffe du groupement"),
    ),
    (
        *(OTHERS, "organisation", "Caisse d’assurance retraite et de santé au travail"),
        ("M.", "Octave", "Sainbras", "Ingénieur conseil"),
        ("Mme", "Prudence", "Bonpas", "Contrôleuse de sécurité"),
    ),
    (
        *(OTHERS, "organisation", "Ordre des architectes, conseil régional"),
        ("Mme", "Romane", "Tourdivoire", "Architecte"),
        ("M.", "Saturnin", "Voûteclaire", "Architecte"),
    ),
    (
        *(QUALIFIED, "qualified", "Centre hospitalier de Bourg-Fictif"),
        ("Dr", "Tiphaine", "Guéritout", "Médecin de santé publique"),
        ("Dr", "Ulysse", "Remédot", "Médecin toxicologue"),
    ),
    (
        *(QUALIFIED, "qualified", "Université du Val-Imaginaire"),
        ("M.", "Valère", "Profondeau", "Hydrogéologue agréé"),
        None,
    ),
    (
        *(QUALIFIED, "qualified", "Observatoire de l’air du Val-Imaginaire"),
        ("Mme", "Wendy", "Airlibre", "Ingénieure en qualité de l’air"),
        None,
    ),
    (
        *(QUALIFIED, "qualified", None),
        ("M.", "Zéphyrin", "Vieusage", "Commissaire enquêteur honoraire"),
        None,
    ),
]
# These have no mail: they are called by telephone and sign in with a printed slip.
WITHOUT_MAIL = {"Truitebleue", "Vieusage"}


def coderst() -> list[Person]:
    """The whole roster, each substitute just after the titular of the seat."""
    return [person for number, seat in enumerate(SEATS) for person in _holders(number, seat)]


def _holders(number: int, seat) -> list[Person]:
    college, seat_type, organisation, titular, substitute = seat
    first = _person(f"06 39 98 00 {number:02d}", college, seat_type, organisation, titular)
    if substitute is None:
        return [first]
    phone = f"06 39 98 01 {number:02d}"
    second = _person(phone, college, seat_type, organisation, substitute, substitute_of=first.full_name)
    return [first, second]


def _person(phone, college, seat_type, organisation, who, *, substitute_of=None) -> Person:
    civility, first_name, last_name, title = who
    address = f"{fold(first_name)}.{fold(last_name)}@val-imaginaire.example".replace(" ", "-")
    return Person(
        last_name=last_name,
        first_name=first_name,
        civility=civility,
        title=title,
        organisation=organisation,
        college=college,
        seat_type=SeatType(seat_type),
        role=Rank.SUBSTITUTE if substitute_of else Rank.TITULAR,
        substitute_of=substitute_of,
        email=None if last_name in WITHOUT_MAIL else address,
        phone=phone,
        starts_on=date(2026, 1, 1),
        ends_on=date(2028, 12, 31),
        physician=civility == "Dr",
    )


def write_files(folder: Path) -> None:
    """Write the roster in the three formats."""
    for kind, write in (("csv", write_csv), ("xlsx", write_xlsx), ("ods", write_ods)):
        (folder / f"coderst.{kind}").write_bytes(write(coderst()))


if __name__ == "__main__":
    write_files(FOLDER)
