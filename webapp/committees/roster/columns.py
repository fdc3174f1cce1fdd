"""Which column holds what, found by its heading whatever its place, case, accents, blanks and punctuation."""

import re
from enum import StrEnum, auto
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster.text import clean, fold, squash


class Column(StrEnum):
    """What a column may hold; the value is the field of `Person` where there is one."""

    LAST_NAME = auto()
    FIRST_NAME = auto()
    FULL_NAME = auto()
    TITULAR_NAME = auto()
    SUBSTITUTE_NAME = auto()
    CIVILITY = auto()
    TITLE = auto()
    ORGANISATION = auto()
    COLLEGE = auto()
    SEAT_TYPE = auto()
    ROLE = auto()
    SUBSTITUTE_OF = auto()
    EMAIL = auto()
    PHONE = auto()
    STARTS_ON = auto()
    ENDS_ON = auto()
    PHYSICIAN = auto()


NAMES: Final = (
    Column.LAST_NAME,
    Column.FULL_NAME,
    Column.TITULAR_NAME,
    Column.SUBSTITUTE_NAME,
)

HEADINGS: Final[dict[Column, tuple[str, ...]]] = {
    Column.LAST_NAME: ("nom", "noms", "nom de famille", "nom d’usage", "nom usuel", "patronyme", "last name"),
    Column.FIRST_NAME: ("prénom", "prénoms", "prénom usuel", "first name"),
    Column.FULL_NAME: (
        "nom et prénom",
        "nom prénom",
        "nom et prénoms",
        "nom prénoms",
        "noms et prénoms",
        "noms prénoms",
        "nom, prénom",
        "membre",
        "membres",
        "nom du membre",
        "nom et prénom du membre",
        "nom complet",
        "identité",
        "personne",
        "représentant",
        "civilité nom prénom",
        "civilité, nom et prénom",
        "prénom et nom",
        "prénom nom",
        "prénoms et noms",
        "prénoms nom",
        "civilité prénom nom",
        "civilité, prénom et nom",
    ),
    Column.TITULAR_NAME: (
        "titulaire",
        "titulaires",
        "membre titulaire",
        "membres titulaires",
        "nom du titulaire",
        "représentant titulaire",
        "représentants titulaires",
    ),
    Column.SUBSTITUTE_NAME: (
        "suppléant",
        "suppléants",
        "suppléante",
        "membre suppléant",
        "membres suppléants",
        "nom du suppléant",
        "représentant suppléant",
        "représentants suppléants",
    ),
    Column.CIVILITY: ("civilité", "civ", "politesse", "M./Mme", "Mme/M."),
    Column.TITLE: (
        "qualité",
        "fonction",
        "fonctions",
        "titre",
        "titre ou fonction",
        "fonction ou qualité",
        "qualité ou fonction",
        "qualité / fonction",
        "fonction / qualité",
        "qualité, fonction",
        "qualité, fonction, titre",
        "titre / fonction",
        "poste",
        "mandat électif",
        "profession",
    ),
    Column.ORGANISATION: (
        "organisme",
        "organismes",
        "structure",
        "structures",
        "service",
        "services",
        "organisme représenté",
        "structure représentée",
        "organisation",
        "organisme ou service",
        "organisme / service",
        "organisme, structure, service",
        "service ou organisme",
        "organisme de rattachement",
        "institution",
        "entité",
        "employeur",
        "collectivité",
        "association",
    ),
    Column.COLLEGE: (
        "collège",
        "collèges",
        "groupe",
        "catégorie",
        "nom du collège",
        "collège, groupe, catégorie",
        "collège ou catégorie",
        "collège / catégorie",
        "collège / groupe",
        "catégorie de membre",
        "catégorie de membres",
        "formation",
    ),
    Column.SEAT_TYPE: ("type de siège", "type", "nature du siège", "type siège", "nature de siège"),
    Column.ROLE: (
        "titulaire/suppléant",
        "titulaire ou suppléant",
        "titulaire suppléant",
        "titulaire / suppléante",
        "statut",
        "rang",
        "rôle",
        "T/S",
        "titulaire/suppléant, statut, rang",
        "type de membre",
    ),
    Column.SUBSTITUTE_OF: (
        "suppléant de",
        "suppléante de",
        "suppléant du titulaire",
        "supplée",
        "remplace",
        "titulaire suppléé",
        "nom du titulaire suppléé",
        "suppléant(e) de",
    ),
    Column.EMAIL: (
        "courriel",
        "courriels",
        "mail",
        "mails",
        "e-mail",
        "e-mails",
        "adresse électronique",
        "adresse e-mail",
        "adresse mail",
        "adresse courriel",
        "adresse de courriel",
        "adresse de messagerie",
        "messagerie",
        "mèl",
        "courriel professionnel",
        "mail professionnel",
        "courrier électronique",
    ),
    Column.PHONE: (
        "téléphone",
        "téléphones",
        "tél.",
        "portable",
        "mobile",
        "numéro de téléphone",
        "n° de téléphone",
        "n° tél.",
        "téléphone portable",
        "téléphone mobile",
        "tél. portable",
        "téléphone fixe",
        "tél. fixe",
        "téléphone professionnel",
        "coordonnées téléphoniques",
        "phone",
    ),
    Column.STARTS_ON: (
        "début",
        "nomination",
        "du",
        "date de début",
        "date de nomination",
        "début de mandat",
        "début du mandat",
        "date de début de mandat",
        "date de début du mandat",
        "nommé le",
        "nommé(e) le",
        "mandat du",
        "à compter du",
        "depuis",
        "depuis le",
        "début, nomination, du",
    ),
    Column.ENDS_ON: (
        "fin",
        "échéance",
        "au",
        "date de fin",
        "date d’échéance",
        "fin de mandat",
        "fin du mandat",
        "date de fin de mandat",
        "date de fin du mandat",
        "échéance du mandat",
        "mandat au",
        "jusqu’au",
        "fin, échéance, au",
    ),
    Column.PHYSICIAN: ("médecin", "est médecin", "médecin ?", "médecin (oui/non)", "docteur en médecine"),
}

REASONS: Final = "À corriger"
"""The column of our own workbooks of rejected rows that says why; passed over when they come back."""

GROUPED: Final = (Column.COLLEGE, Column.ORGANISATION, Column.SEAT_TYPE, Column.STARTS_ON, Column.ENDS_ON)
"""Columns where one cell merged over several rows speaks for each of them."""

PERSONAL: Final = (
    *(Column.LAST_NAME, Column.FIRST_NAME, Column.FULL_NAME, Column.CIVILITY, Column.TITLE),
    *(Column.ORGANISATION, Column.EMAIL, Column.PHONE, Column.STARTS_ON, Column.ENDS_ON),
)
"""Columns that may stand twice on a line: for the titular, then for the substitute."""

_OWNER = r"\b(?:(?:du|de la|des|de l|d|le|la|les) )?(?:membres? |representante?s? )?{}(?: e| es| s)?\b"
_OF_TITULAR = re.compile(_OWNER.format("titulaires?"))
_OF_SUBSTITUTE = re.compile(_OWNER.format("suppl(?:eante?s?)?"))
_BY_KEY: Final = {squash(heading): column for column, headings in HEADINGS.items() for heading in headings}
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
# What makes a heading more precise without changing what it announces: « N° de portable », « E-mail professionnel ».
_QUALIFIERS = re.compile(
    r"\b(?:n|no|numeros?(?: de)?|professionnel(?:le)?s?|personnel(?:le)?s?|pro|obligatoire|facultatif"
    r"|(?:du|de la|des|de chaque) (?:membres?|personnes?))\b"
)
_TRAILING_NUMBER = re.compile(r"\s*\d+$")
# A heading is short: a longer cell is a sentence of introduction, never worth matching.
_LONGEST_HEADING: Final = 80


def announces_last_name_first(heading: str) -> bool:
    """Tell whether a heading of full names puts the last name first: « Nom et prénom » does, « Membre » does not."""
    key = squash(heading).removeprefix("civilite")
    return key.startswith("nom") and ("prenom" in key or key in ("nom", "noms"))


def recognise(heading: str) -> Column | None:
    """Return what a heading announces, or None."""
    heading = clean(heading)
    if not heading or len(heading) > _LONGEST_HEADING:
        return None
    bare = _PARENTHESES.sub(" ", heading)
    plain = _TRAILING_NUMBER.sub("", bare)
    for candidate in (heading, bare, plain, _QUALIFIERS.sub(" ", fold(plain))):
        if column := _BY_KEY.get(squash(candidate)):
            return column
    return None


def recognise_owned(heading: str) -> tuple[Column, Rank] | None:
    """Return what « Prénom du suppléant » or « Titulaire – courriel » announces, and of whom; None otherwise."""
    words = fold(heading)
    titular, substitute = bool(_OF_TITULAR.search(words)), bool(_OF_SUBSTITUTE.search(words))
    if titular is substitute or len(heading) > _LONGEST_HEADING:
        return None
    rank, owner = (Rank.TITULAR, _OF_TITULAR) if titular else (Rank.SUBSTITUTE, _OF_SUBSTITUTE)
    column = recognise(owner.sub(" ", words))
    return (column, rank) if column in PERSONAL else None
