"""The journal's acts as sentences; placeholders are the act's own facts, and `subject`, what it was done to."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.wording import (
    accounts,
    archives,
    attendance,
    documents,
    folder,
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
    # Committees.
    "committee.created": "Commission {code} créée",
    "committee.renamed": "Commission {former} renommée {name}",
    "committee.settings_changed": "Réglages de {subject} changés",
    "committee.composition_explained": "Composition de {subject} justifiée : {reason}",
    "committee.term_added": "Arrêté enregistré pour {subject} : {appointing_act}",
    "college.added": "Collège « {name} » ajouté",
    "college.removed": "Collège « {name} » retiré",
    "seat.added": "Siège « {label} » ajouté",
    "seat.described": "Siège décrit autrement",
    "seat.closed": "Siège « {label} » fermé",
    "appointment.made": "{name} : nomination au siège « {seat_label} »",
    "appointment.replaced": "{name} remplace {replaces} au siège « {seat_label} »",
    "appointment.ended": "{name} : fin de mandat, {reason}",
    "roster.imported": "Liste de membres importée dans {subject} : {accepted} lignes reprises, {rejected} rejetées",
    "roster.undone": "Import d’une liste de membres annulé dans {subject} : {removed} nominations retirées, {restored} remises comme avant",
    # Sittings.
    "meeting.prepared": "Séance créée",
    "meeting.changed": "Séance modifiée",
    "rehearsal.created": "Répétition n° {rehearsal} créée",
    "rehearsal.begun": "Répétition commencée",
    "rehearsal.purged": "Répétition n° {rehearsal} effacée",
    "meeting.opened": "Séance ouverte, {composing} membres composant la commission",
    "meeting.closed": "Séance levée",
    "screen.renewed": "Lien de l’écran de salle renouvelé",
    "door.linked": "Lien de la tablette de l’entrée fait",
    "door.revoked": "Lien de la tablette de l’entrée annulé",
    "door.no_interest": "{person} déclare n’avoir d’intérêt personnel dans aucun point",
    "item.added": "Point ajouté à l’ordre du jour : {title}",
    "item.changed": "{item} modifié : {title}",
    "item.moved": "{item} déplacé",
    "item.removed": "Point retiré de l’ordre du jour en préparation : {title}",
    "item.begun": "{item} appelé",
    "item.ended": "{item} traité",
    "item.adjourned": "{item} ajourné : {reason}",
    "item.withdrawn": "{item} retiré de l’ordre du jour : {reason}",
    "item.reopened": "{item} remis parmi ceux à venir : {reason}",
    "motion.added": "Vote ajouté, {item} : {title}",
    "motion.changed": "Vote modifié : {title}",
    "motion.moved": "Vote {motion} déplacé",
    "motion.removed": "Vote retiré : {title}",
    "item.split": "{item} divisé en deux",
    "item.joined": "{item} joint à un autre",
    "item.approved": "{item} : procès-verbal approuvé sans opposition",
    "item.information": "{item} pris pour information",
    "meeting.suspended": "Séance suspendue",
    "meeting.resumed": "Séance reprise : {counted} comptés, {required} nécessaires",
    "meeting.afterwards": "Séance tenue sur papier, saisie après coup : {reason}",
    "meeting.live_again": "Saisie directe reprise",
    "decision.taken": "Décision du président : {reason}",
    "notice.sent": "Convocation n° {version} envoyée à {recipients} personnes",
    "notice.cancelled": "Séance annulée, {recipients} personnes averties : {reason}",
    "notice.rendered": "Convocation n° {version} établie, {messages} messages écrits",
    "notice.received": "Convocation reçue par {person} le {on} : {proof}",
    "notice.reminded": "Convocation n° {version} rappelée à {messages} membres",
    "notice.applicant": "{item} : demandeur informé le {on}, {text}",
    "reply.given": "Réponse à la convocation pour {seat} : {reply} {person} {other_seat}",
    "reply.withdrawn": "Réponse retirée pour {seat}",
    "members.reminded": "Relance écrite à {reminded} membres sans réponse",
    "hearing.invited": "Lien donné à {name}, {item}",
    "hearing.link_revoked": "Lien de {name} annulé, {item}",
    "hearing.read": "{name} a pris connaissance de sa page, {item}",
    "hearing.observed": "Observations écrites de {name} reçues, {item}",
    "document.added": "Pièce ajoutée, {item} : {title}",
    "document.carried": "Pièces reprises de la séance précédente, {item} : {titles}",
    "document.replaced": "Pièce remplacée par sa version {version} : {title}",
    "document.changed": "Pièce décrite autrement : {title}",
    "document.moved": "Pièce déplacée : {title}",
    "document.withdrawn": "Pièce retirée du dossier : {title}. {reason}",
    "document.ruled": "Accès à la pièce {title} : {access}",
    "public_page.published": "Page publique de la séance publiée",
    "public_page.withdrawn": "Page publique de la séance retirée",
    "rapporteur.entrusted": "Point confié au service rapporteur, {item} : {person}, jusqu’au {on}",
    "rapporteur.taken_back": "Point retiré au service rapporteur, {item} : {person}",
    "rapporteur.reminded": "Rappel au service rapporteur, {item} : {person}",
    "hearing.planned": "Audition prévue : {name}, {item}",
    "hearing.cancelled": "Audition annulée : {name}, {item}",
    "hearing.delayed": "Retard des auditions : {minutes} minutes",
    "floor.asked": "{person} demande la parole, {item}",
    "floor.withdrawn": "{person} ne demande plus la parole, {item}",
    "floor.given": "Parole donnée à {person}, {item}",
    "floor.ended": "{person} a parlé, {item}",
    "floor.moved": "{person} parlera d’abord, {item}",
    # The ledger of presence.
    "ledger.arrival": "Arrivée : {person} siège pour {seat}",
    "ledger.departure": "Départ : {seat}",
    "ledger.mandate_given": "Mandat de {seat} à {other_seat}",
    "ledger.mandate_ended": "Fin du mandat de {seat}",
    "ledger.recusal": "Déport de {seat}, {item}",
    "ledger.recusal_ended": "Fin du déport de {seat}, {item}",
    "ledger.chair": "Présidence : {seat}",
    "ledger.guest_arrival": "Entrée de {text}",
    "ledger.guest_departure": "Sortie d’une personne entendue",
    "ledger.voided": "Inscription annulée : {text}",
    "ledger.late": "Inscription tardive, qui touche le vote {motion}",
    "late_entry.decided": "Suite donnée à une inscription tardive",
    # Votes.
    "vote.opened": "Vote ouvert : {motion}",
    "vote.rights_changed": "Droits de vote ajustés pour {motion}",
    "vote.last_call": "Dernier appel pour {motion}",
    "vote.closed": "Vote clos : {motion}",
    "vote.casting_declared": "Voix prépondérante déclarée pour {motion} : {choice}",
    "vote.announced": "Résultat annoncé : {motion}",
    "vote.cancelled": "Vote annulé avant tout bulletin : {motion}. {reason}",
    "vote.interrupted": "Vote interrompu, bulletins non comptés : {motion}. {reason}",
    "vote.redone": "Vote à refaire : {motion}. {reason}",
    "vote.hands": "Vote à main levée consigné pour {motion} : {read_back}",
    "vote.voice": "Bulletin de vive voix consigné pour {seat}, {motion}",
    "vote.list_confirmed": "Liste des bulletins consignés confirmée par {confirmed_by}, {motion}",
    "ballot.received": "Bulletin de {seat} reçu, {motion}",
    # Consultations in writing.
    "written.means_asked": "Consultation écrite : moyens de participer demandés à {messages} membres",
    "written.means_confirmed": "{person} confirme pouvoir participer pour {seat}",
    "written.substitute_named": "{person} participera pour {seat}",
    "written.means_provided": "Poste de travail mis à disposition de {person} : {place}",
    "written.to_conference": "Consultation écrite transformée en conférence",
    "written.announced": "Consultation écrite annoncée, {composing} membres composant la commission",
    "written.extended": "Débats écrits prolongés : {reason}",
    "written.debate_closed": "Débats écrits clos",
    "written.votes_opened": "Votes écrits ouverts pour {hours} heures",
    "written.votes_closed": "Clôture des votes écrits constatée : {counted} membres ont pris part, {required} nécessaires",
    "written.results_sent": "Résultats envoyés à tous les membres",
    "written.took_part": "{person} a pris part à la consultation pour {seat}",
    "written.minutes_sent": "Procès-verbal envoyé à tous les membres",
    "contribution.posted": "Observation n° {contribution} de {person}",
    "contribution.annexed": "Opinion à joindre au procès-verbal : observation n° {contribution}",
    "contribution.refused_late": "Observation de {person} refusée, arrivée après l’heure limite",
    "ballot.refused_late": "Bulletin de {person} refusé, arrivé après la fin du vote",
    # Minutes.
    **minutes.ACTS,
    "folder.requested": "Dossier de séance demandé",
    "folder.rendered": "Document du dossier établi : {part}",
    # Webinars.
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
