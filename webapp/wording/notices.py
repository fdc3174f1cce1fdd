"""The notice of a sitting in words: on the desk's page, in the mails, in the PDF and in calendars."""

CALENDAR_CANCELLED = " (séance annulée)"
CALENDAR_REMOTE = "À distance"
CALENDAR_CONNECTION = "Pour participer à distance : {connection}"
CALENDAR_PAGE = "La page de la séance : {page}"

SUBJECTS = {
    "first": "Convocation : {committee}, {moment}",
    "second": "Seconde convocation : {committee}, {moment}",
    "amended": "Convocation modifiée : {committee}, {moment}",
    "cancelled": "Séance annulée : {committee}, {moment}",
}
REMINDER = "Rappel. {subject}"
KINDS = {
    "first": "Convocation",
    "second": "Seconde convocation",
    "amended": "Convocation modifiée",
    "cancelled": "Annulation",
}
FILES = {"pdf": "convocation", "calendar": "seance"}
CHANGES = {
    "moment": "le jour ou l’heure",
    "place": "le lieu ou la connexion",
    "mode": "le mode de la séance",
    "item_added": "un point ajouté à l’ordre du jour",
    "item_removed": "un point retiré de l’ordre du jour",
    "agenda": "l’ordre ou les intitulés des points",
}
NATURES = {"approval": "approbation", "information": "information, sans vote", "vote": "pour avis"}
# What has become of a message, in its own words: a relay's acceptance is no reception (LAW CNV-2).
STATES = {
    "waiting": "en attente d’envoi",
    "handing": "en cours d’envoi",
    "uncertain": "envoi interrompu, à vérifier",
    "sent": "remis au serveur du destinataire",
    "refused": "refusé par le serveur",
    "bounced": "revenu en erreur",
    "printed": "imprimé",
    "withdrawn": "retiré",
}
NO_ADDRESS = "aucune adresse : à imprimer"
PROOFS = {
    "opened": "a ouvert la page de la séance",
    "acknowledged": "a dit l’avoir bien reçue",
    "replied": "a répondu",
    "in_hand": "remise en main propre",
    "post": "reçue par la poste",
}
DELAYS = {
    "kept": ("success", "Dans le délai"),
    "exact": ("warning", "Juste dans le délai"),
    "short": ("error", "Hors délai"),
    "unknown": ("todo", "Pas de preuve"),
}
STAGES = {
    "deposit": "Dépôt du service rapporteur",
    "documents": "Une pièce au moins sous chaque point à voter",
    "notice": "Convocation envoyée",
    "reception": "Dernier jour pour la recevoir",
    "applicants": "Demandeurs informés",
    "replies": "Réponses des membres",
    "sitting": "Séance",
    "minutes": "Procès-verbal",
}
