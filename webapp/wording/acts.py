"""The journal's acts as sentences; placeholders are the act's own facts, and `subject`, what it was done to."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.wording.roles import ROLES

ACTS = {
    # People.
    "person.added": "Compte de {name} créé",
    "person.changed": "Compte de {name} corrigé",
    "account.closed": "Compte de {subject} fermé",
    "account.reopened": "Compte de {subject} rouvert",
    "role.given": "Rôle « {role} » donné à {subject}",
    "role.ended": "Rôle « {role} » de {subject} terminé",
    "password.changed": "Mot de passe de {subject} changé",
    "session.opened": "Connexion par {method}",
    "session.ended": "Fin de connexion de {subject}",
    "sign_in.blocked": "Connexions suspendues un quart d’heure après trop d’essais manqués",
    "slip.printed": "Bulletin d’accès de {subject} imprimé",
    "clock.stepped_back": "L’horloge de la machine a reculé",
    # Committees.
    "committee.created": "Commission {code} créée",
    "committee.renamed": "Commission {former} renommée {name}",
    "committee.settings_changed": "Réglages de {subject} changés",
    "committee.composition_explained": "Composition de {subject} justifiée : {reason}",
    "committee.term_added": "Acte ajouté à {subject} : {appointing_act}",
    "college.added": "Collège « {name} » ajouté",
    "college.removed": "Collège « {name} » retiré",
    "seat.added": "Siège « {label} » ajouté",
    "seat.described": "Siège décrit autrement",
    "seat.closed": "Siège « {label} » supprimé",
    "appointment.made": "Nomination à un siège",
    "appointment.replaced": "Remplacement à un siège",
    "appointment.ended": "Fin d’une nomination",
    "roster.imported": "Liste de membres importée",
}

METHODS = {"password": "mot de passe", "slip": "bulletin d’accès"}

FACTS = {
    "address": "Adresse de la machine",
    "by": "Par",
    "changes": "Changements",
    "clock": "Heure de l’horloge",
    "code": "Sigle",
    "decision": "Décision",
    "device": "Appareil",
    "effective_at": "Heure d’effet",
    "ends_on": "Fin",
    "fields": "Éléments changés",
    "former": "Avant",
    "former_name": "Ancien nom",
    "item": "Point",
    "label": "Libellé",
    "method": "Moyen",
    "motion": "Vote",
    "name": "Nom",
    "new": "Après",
    "on": "Date",
    "person": "Personne",
    "reason": "Motif",
    "role": "Rôle",
    "rule": "Règle",
    "seat": "Siège",
    "sessions": "Connexions",
    "starts_on": "Début",
    "template": "Modèle",
    "text": "Texte",
    "title": "Titre",
}

KINDS = {"person": "une personne", "committee": "une commission", "meeting": "la séance", "system": "le service"}
FIELDS = {
    "civility": "civilité",
    "email": "adresse électronique",
    "first_name": "prénom",
    "last_name": "nom",
    "login": "identifiant",
    "phone": "téléphone",
}

Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the journal's page says it: a sentence, then its facts by their French name."""

    sentence: str
    details: tuple[tuple[str, str], ...]


class _Facts(dict[str, str]):
    """The facts of an act; one that an old entry lacks is left open rather than hiding the entry."""

    def __missing__(self, key: str) -> str:
        return "…"


def line(act: str, subject: str, facts: Mapping[str, object], names: Names) -> Line:
    """Say one act; `names` gives people and committees by kind and number."""
    said = {key: _say(key, value) for key, value in facts.items()}
    sentence = ACTS.get(act, f"Acte « {act} »").format_map(_Facts(said, subject=_subject(subject, names)))
    return Line(sentence, tuple((FACTS.get(key, key), text) for key, text in said.items() if text))


def _subject(subject: str, names: Names) -> str:
    kind, _, number = subject.partition(":")
    known = names.get(kind, {}).get(int(number)) if number.isdigit() else None
    return known or (f"{KINDS.get(kind, kind)} n° {number}" if number and kind != "meeting" else KINDS.get(kind, kind))


def _say(key: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return " ; ".join(f"{FACTS.get(name, name)} : {_say(name, each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(FIELDS.get(str(each), _say("", each)) for each in value)
    text = str(value)
    if key == "role":
        return ROLES.get(text, text)
    return METHODS.get(text, text) if key == "method" else text
