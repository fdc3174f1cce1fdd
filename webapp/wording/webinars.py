"""What is said of webinars: states, seats left, the subjects of messages."""

from webapp.wording import organising
from webapp.wording.numbers import count

STATES = {"prepared": "En préparation", "published": "Publié", "cancelled": "Annulé"}
STATUSES = {
    "draft": "Saisie",
    "submitted": "Attend l’accord de la personne responsable",
    "pending": "Attend l’accord des organisateurs",
    "confirmed": "Confirmée",
    "waitlisted": "Sur la liste d’attente",
    "offered": "Place proposée",
    "rejected": "Refusée",
    "cancelled": "Annulée",
    "anonymised": "Anonymisée",
}
BADGES = {
    "draft": "neutral",
    "submitted": "doing",
    "pending": "doing",
    "confirmed": "success",
    "waitlisted": "warning",
    "offered": "info",
    "rejected": "error",
    "cancelled": "cancelled",
    "anonymised": "neutral",
}
SUBJECTS = {
    "confirmed": "Inscription confirmée : {title}",
    "submitted": "Demande reçue : {title}",
    "pending": "Demande reçue : {title}",
    "waitlisted": "Liste d’attente : {title}",
    "offered": "Une place vous est proposée : {title}",
    "rejected": "Demande non acceptée : {title}",
    "cancelled": "Désinscription : {title}",
    "again": "Votre inscription : {title}",
    "changed": "Nouvel horaire : {title}",
    "date_cancelled": "Webinaire annulé : {title}",
    "moved": "Votre nouvelle adresse : {title}",
    "found": "Votre lien : {title}",
    **organising.SUBJECTS,
    # Afterwards.
    "certificate_ready": "Votre attestation : {title}",
    "evaluation": "Votre avis en deux minutes : {title}",
}
ACTS = {
    "channel.added": "Chaîne de webinaires « {name} » créée",
    "webinar.prepared": "Webinaire « {title} » créé",
    "webinar.changed": "Webinaire « {title} » modifié",
    "webinar.published": "Webinaire « {title} » publié",
    "webinar.cancelled": "Webinaire annulé : {reason}",
    "webinar.room_changed": "Salle d’une date changée",
    "webinar.organiser_changed": "Équipe d’organisation changée",
    "campaign.opened": "Inscriptions ouvertes",
    "campaign.closed": "Inscriptions fermées",
    "campaign.form_changed": "Formulaire d’inscription changé",
    "campaign.terms_changed": "Règles d’inscription changées",
    "occurrence.planned": "Date ajoutée",
    "occurrence.changed": "Date changée",
    "occurrence.cancelled": "Date annulée : {reason}",
    "registration.submitted": "Inscription reçue, attend l’accord de la personne responsable",
    "registration.pending": "Inscription reçue, attend l’accord des organisateurs",
    "registration.confirmed": "Inscription confirmée",
    "registration.waitlisted": "Inscription sur la liste d’attente",
    "registration.offered": "Place proposée à la personne suivante",
    "registration.rejected": "Demande d’inscription refusée",
    "registration.cancelled": "Inscription annulée",
    "registration.changed": "Inscription corrigée",
    **organising.ACTS,
}

FEW_SEATS = 10


def seats_left(left: int | None, waiting: int) -> str:
    """Say how many seats are left, in words: what somebody wants to know before filling in a form."""
    if left is None:
        return "Places sans limite"
    if waiting or left == 0:
        listed = f" ({count(waiting, 'personne')} en attente)" if waiting else ""
        return f"Complet : liste d’attente{listed}"
    return f"Plus que {count(left, 'place')}" if left <= FEW_SEATS else f"{count(left, 'place')} disponibles"
