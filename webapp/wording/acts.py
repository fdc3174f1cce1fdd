"""The journal's acts as sentences; placeholders are the act's own facts, and `subject`, what it was done to."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.wording import (
    accounts,
    archives,
    attendance,
    committees,
    documents,
    folder,
    meetings,
    minutes,
    notices,
    reminding,
    replies,
    retention,
    sharing,
    votes,
    webinars,
)
from webapp.wording.roles import ROLES
from webapp.wording.typography import elided, spaced

ACTS = {
    **accounts.ACTS,
    **archives.ACTS,
    **reminding.ACTS,
    "clock.stepped_back": "L’horloge de la machine a reculé",
    **committees.ACTS,
    **meetings.ACTS,
    **minutes.ACTS,
    "folder.requested": "Dossier de séance demandé",
    "folder.rendered": "Document du dossier établi : {part}",
    **webinars.ACTS,
    **attendance.ACTS,
    **retention.ACTS,
    **sharing.ACTS,
}

# Facts that name something by its number: which kind of thing it is.
REFERENCES = {
    "chair_seat": "seat",
    "committee": "committee",
    "confirmed_by": "person",
    "item": "item",
    "motion": "motion",
    "other_seat": "seat",
    "parent": "committee",
    "person": "person",
    "seat": "seat",
}
UNKNOWN = {
    "committee": "la commission n° {}",
    "item": "point n° {}",
    "motion": "le vote n° {}",
    "person": "la personne n° {}",
    "seat": "le siège n° {}",
}

# Long structures that speak to programs; the page shows how many lines they have, the journal keeps them whole.
COUNTED = frozenset({"ballots", "parts", "result", "rights", "seats"})

VALUES: Mapping[str, Mapping[str, str]] = {
    "access": documents.ACCESSES_SAID,
    "choice": votes.CHOICES_SAID,
    "form": votes.FORMS,
    "method": {
        "password": "mot de passe",
        "slip": "bulletin d’accès",
        "code": "code dicté par téléphone",
        "link": "lien reçu par courriel",
    },
    "kind": {
        "normal": "normale",
        "no_quorum": "constat de carence",
        "vote": "avec vote",
        "information": "sans vote",
        **notices.KINDS,
    },
    "mode": votes.MODES,
    "nature": documents.NATURES,
    "part": folder.PARTS,
    "proof": notices.PROOFS,
    "reply": replies.SAID,
    "category": retention.CATEGORIES,
    "cause": retention.CAUSES,
    "right": retention.RIGHTS,
    "role": ROLES,
    "round": webinars.ROUNDS,
    "secret": documents.SECRETS,
    "way": retention.WAYS,
}

FACTS = {
    **sharing.FACTS,
    "accepted": "Lignes acceptées",
    "access": "Accès",
    "address": "Adresse de la machine",
    "after": "Après",
    "appointing_act": "Acte",
    "approves": "Séance approuvée n°",
    "appointments": "Nominations",
    "ballots": "Bulletins",
    "before": "Avant",
    "category": "Catégorie",
    "cause": "Cause",
    "chair_seat": "Siège du président",
    "changes": "Changements",
    "choice": "Choix",
    "clock": "Heure de l’horloge",
    "closes_at": "Clôture",
    "code": "Sigle",
    "committee": "Commission",
    "composing": "Membres composant",
    "concerned": "Inscriptions concernées",
    "confirmed_by": "Confirmée par",
    "contribution": "Observation n°",
    "corrected": "Valeur corrigée",
    "corrects": "Corrige l’observation n°",
    "counted": "Comptés dans le quorum",
    "decision": "Décision",
    "device": "Appareil",
    "draft": "Projet transmis",
    "document": "Pièce n°",
    "effective_at": "Heure d’effet",
    "ended_at": "Heure limite",
    "ends_on": "Fin",
    "fact": "Inscription n°",
    "fields": "Éléments changés",
    "files": "Documents, en nombre",
    "form": "Présence",
    "former": "Avant",
    "former_sha256": "Empreinte de la version précédente",
    "former_name": "Ancien nom",
    "imported_at": "Import fait",
    "item": "Point",
    "kept_days": "Durée en jours",
    "kind": "Nature",
    "label": "Libellé",
    "mended": "Adresse corrigée",
    "messages": "Messages",
    "hours": "Durée, en heures",
    "limit": "Limite annoncée",
    "method": "Moyen",
    "mode": "Forme de la séance",
    "motion": "Vote",
    "name": "Nom",
    "nature": "Nature de la pièce",
    "new": "Après",
    "number": "Nombre",
    "old": "Avant",
    "on": "Date",
    "opens_at": "Ouverture",
    "other_seat": "Mandataire",
    "parent": "Commission mère",
    "part": "Document",
    "parts": "Documents",
    "paper": "Pièce justificative",
    "path": "Repère",
    "person": "Personne",
    "place": "Lieu",
    "poll": "Scrutin n°",
    "position": "Rang",
    "proof": "Preuve",
    "read_back": "Phrase relue",
    "reason": "Motif",
    "receipt": "Reçu",
    "received_at": "Reçue à",
    "recorded": "Valeur enregistrée",
    "refers_to": "Inscription visée n°",
    "recipients": "Destinataires",
    "reminded": "Membres relancés",
    "rehearsal": "Répétition n°",
    "rejected": "Lignes refusées",
    "reply": "Réponse",
    "removed": "Nominations retirées",
    "required": "Quorum requis",
    "restored": "Remises comme avant",
    "result": "Résultat, en éléments",
    "right": "Droit",
    "rights": "Droits de vote",
    "role": "Rôle",
    "rule": "Règle",
    "seat": "Siège",
    "seats": "Sièges",
    "second_notice": "Seconde convocation",
    "secret": "Secret protégé",
    "sessions": "Connexions",
    "sha256": "Empreinte",
    "starts_at": "Heure de la séance",
    "starts_on": "Début",
    "state": "État",
    "template": "Modèle",
    "text": "Texte",
    "text_hash": "Empreinte du texte",
    "title": "Titre",
    "to": "Destinataire",
    "unchanged": "Lignes inchangées",
    "version": "Version",
    "way": "Voie",
    "words": "Termes du relais",
    **webinars.FACTS,
}

KINDS = {
    "message": "le message",
    "person": "une personne",
    "committee": "une commission",
    "meeting": "la séance",
    "system": "le service",
}
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


def referred(facts: Mapping[str, object], kind: str) -> set[int]:
    """Return the numbers by which an act's facts name things of a kind."""
    return {
        value
        for key, value in facts.items()
        if REFERENCES.get(key) == kind and isinstance(value, int) and not isinstance(value, bool)
    }


def line(act: str, subject: str, facts: Mapping[str, object], names: Names) -> Line:
    """Say one act; `names` gives people, committees, seats, items and motions by kind and number."""
    said = {key: _say(key, value, names) for key, value in facts.items()}
    sentence = elided(ACTS.get(act, f"Acte « {act} »").format_map(_Facts(said, subject=_subject(subject, names))))
    details = tuple((FACTS.get(key, key), text) for key, text in said.items() if text)
    return Line(spaced(sentence[:1].upper() + sentence[1:]), details)


def _subject(subject: str, names: Names) -> str:
    kind, _, number = subject.partition(":")
    known = names.get(kind, {}).get(int(number)) if number.isdigit() else None
    return known or (f"{KINDS.get(kind, kind)} n° {number}" if number and kind != "meeting" else KINDS.get(kind, kind))


def _say(key: str, value: object, names: Names) -> str:
    if isinstance(value, list | Mapping):
        return str(len(value)) if key in COUNTED else _say_several(value, names)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if key in REFERENCES and isinstance(value, int):
        kind = REFERENCES[key]
        return names.get(kind, {}).get(value) or UNKNOWN[kind].format(value)
    return VALUES.get(key, {}).get(str(value), str(value))


def _say_several(values: list[object] | Mapping[str, object], names: Names) -> str:
    if isinstance(values, list):
        return ", ".join(FIELDS.get(str(each), _say("", each, names)) for each in values)
    return " ; ".join(f"{FACTS.get(name, name)} : {_say(name, each, names)}" for name, each in values.items())
