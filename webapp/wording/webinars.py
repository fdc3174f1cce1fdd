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
    "moved_away": "Adresse changée : {title}",
    "found": "Votre lien : {title}",
    **organising.SUBJECTS,
    # Afterwards.
    "certificate_ready": "Votre attestation : {title}",
    "evaluation": "Votre avis en deux minutes : {title}",
    # The day of a webinar.
    "week": "Dans une semaine : {title}",
    "eve": "Demain : {title}",
    "hour": "Dans une heure : {title}",
    "thanks": "Après le webinaire : {title}",
    "message": "{subject}",
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
    # The day of a webinar.
    "webinar.messages_changed": "Messages du webinaire choisis, {off} coupés",
    "webinar.reminded": "Rappel écrit aux personnes confirmées",
    "webinar.broadcast": "Message écrit à {people} personnes",
    "webinar.checked": "Point de contrôle du jour coché ou décoché",
    "webinar.question_asked": "Question aux intervenants reçue",
    "webinar.question_settled": "Question aux intervenants traitée",
    "webinar.host_linked": "Lien d’intervenant fait",
    "webinar.host_revoked": "Lien d’intervenant annulé",
    "webinar.room_reported": "Relevé de présence reçu de la salle",
    "webinar.room_ended": "Salle fermée pour tous",
    "registration.link_shown": "Lien personnel montré à l’organisateur",
    "registration.link_resent": "Lien personnel renvoyé",
    # The JSON interface.
    "api_token.made": "Jeton d’accès « {label} » créé",
    "api_token.revoked": "Jeton d’accès « {label} » révoqué",
}

# The day of a webinar.
MESSAGES = {
    "confirmed": (
        "Confirmation",
        "Dès que la place est prise. Sans ce message, la personne n’a son lien que sur la page qui suit son inscription.",
    ),
    "received": ("Demande reçue", "Quand la demande attend un accord, ou la liste d’attente."),
    "offered": (
        "Place proposée",
        "Quand une place se libère. Sans ce message, personne ne sait qu’une place lui est gardée : elle passe à la suivante.",
    ),
    "rejected": ("Demande refusée", "Quand la personne responsable ou les organisateurs refusent."),
    "withdrawn": ("Désinscription", "Quand une personne se désinscrit, ou laisse passer une place proposée."),
    "changed": ("Changement d’horaire", "Quand une date change d’heure ; chacun dit s’il vient toujours."),
    "cancelled": (
        "Annulation",
        "Quand une date est annulée. Sans ce message, les personnes inscrites viendront pour rien.",
    ),
    "week": ("Sept jours avant", "À la même heure, une semaine avant."),
    "eve": ("La veille", "À la même heure, la veille."),
    "coming": (
        "« Viendrez-vous ? »",
        "La veille, avec le rappel s’il part. « Non » libère la place ; se taire ne change rien.",
    ),
    "hour": ("Une heure avant", "Avec le lien personnel vers la salle."),
    "thanks": (
        "Remerciement",
        "Une demi-heure après la fin, vers la page où chacun trouve la suite. Seules les personnes vues présentes sont remerciées de l’avoir suivi.",
    ),
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


CHECKS = {
    "rehearsal": "Répétition faite avec les intervenants",
    "sound": "Son et image essayés",
    "slides": "Supports reçus",
    "recording": "Enregistrement annoncé, consentements recueillis",
    "captions": "Sous-titrage prêt",
}
ROUNDS = {"week": "sept jours avant", "eve": "la veille", "hour": "une heure avant", "thanks": "remerciement"}
FACTS = {
    "occurrence": "Date n°",
    "off": "Messages coupés",
    "people": "Personnes",
    "question": "Question n°",
    "registration": "Inscription n°",
    "round": "Rappel",
    "stays": "Présences relevées",
}
AUDIENCES = {
    "confirmed": "Les personnes confirmées",
    "waiting": "Les personnes sur la liste d’attente",
    "everybody": "Toutes les personnes inscrites, même en attente",
}
TEAM = {"lead": "Responsable", "organiser": "Organise", "stand_in": "Remplaçant"}
QUESTION_STATES = {"asked": "En attente", "answered": "Répondue", "dismissed": "Écartée"}
QUESTION_BADGES = {"asked": "todo", "answered": "done", "dismissed": "neutral"}


def room_said(capacity: int | None, beyond: int) -> str:
    """Say what is known of the room's size beside the seats."""
    if beyond:
        return f"Elle tient {capacity} personnes : {count(beyond, 'place')} de trop."
    return "" if capacity is None else f"Elle tient {capacity} personnes."


def room_state(running: bool, people: int) -> str:
    """Say what the room says of itself."""
    return (
        f"La salle est ouverte : {count(people, 'personne')} présentes." if running else "La salle n’est pas ouverte."
    )


def broadcast_sent(people: int) -> str:
    """Say that a message to all is on its way."""
    return f"Le message part vers {count(people, 'personne')}."
