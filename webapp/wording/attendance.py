"""What is said of presence, certificates, evaluations and what is left of a webinar."""

from webapp.wording.numbers import count

SOURCES = {
    "link": "Lien personnel",
    "bigbluebutton": "Salle BigBlueButton",
    "list": "Liste de l’outil",
    "door": "Entrée de la salle",
    "declared": "Déclarée",
}
KINDS = {"replay": "Rediffusion", "document": "Document"}
ACCESSES = {
    "all": "Tout le monde",
    "registrants": "Les personnes inscrites",
    "attendees": "Les personnes venues",
}
STATES = {"prepared": "En préparation", "published": "Publié", "withdrawn": "Retiré"}
EVALUATION_STATES = {"prepared": "En préparation", "open": "Ouverte", "closed": "Close"}
QUESTION_KINDS = {"scale": "Note de 1 à 5", "yes_no": "Oui ou non", "text": "Texte libre"}
YES_NO = {"oui": "Oui", "non": "Non"}

ACTS = {
    "attendance.arrived": "Arrivée notée à l’entrée",
    "attendance.left": "Départ noté à l’entrée",
    "attendance.declared": "Présence déclarée : {reason}",
    "attendance.shared": "Présence étendue à {people} personnes devant le même écran : {reason}",
    "attendance.set_aside": "Présence écartée : {reason}",
    "attendance.list_brought": "Liste de présence importée : {lines} lignes, dont {unknown} sans personne reconnue",
    "attendance.list_set_aside": "Liste de présence écartée, {lines} lignes : {reason}",
    "attendance.attached": "Ligne d’une liste de présence rattachée",
    "attendance.left_out": "Ligne d’une liste de présence laissée de côté",
    "attendance.sheet_requested": "Feuille de présence demandée",
    "attendance.sheet_made": "Feuille de présence établie, empreinte {sha256}",
    "attendance.exported": "Inscriptions exportées en {form}",
    "certificate.issued": "Attestations délivrées : {number}",
    "certificate.revoked": "Attestation {number} révoquée : {reason}",
    "certificate.downloaded": "Attestations téléchargées ensemble : {number}",
    "material.added": "« {title} » ajouté à la suite d’une date",
    "material.changed": "« {title} » modifié",
    "material.published": "« {title} » publié : {access}",
    "material.withdrawn": "« {title} » retiré",
    "evaluation.prepared": "Questions de l’évaluation écrites",
    "evaluation.opened": "Évaluation ouverte, {asked} personnes interrogées",
    "evaluation.closed": "Évaluation close",
}


def followed(minutes: int, whole: int) -> str:
    """Say how much of a session somebody followed: « 48 minutes sur 60 »."""
    return f"{count(minutes, 'minute')} sur {whole}"


def grouped(fingerprint: str) -> str:
    """Write a fingerprint in groups of four, for an eye to compare."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
