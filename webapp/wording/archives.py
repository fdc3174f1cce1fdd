"""Archives of sittings in words: exports, parts, rules, certificates of elimination."""

from datetime import date

from webapp.wording import dates

TITLE = "{committee}, séance du {day}"
FOLDERS = {
    "minutes": "proces-verbal",
    "facts": "faits",
    "journal": "journal",
    "proofs": "convocations",
    "file": "dossier",
    "exchange": "echanges",
}
MANIFEST_FILE, METADATA_FILE, README_FILE = "manifeste.json", "metadata.csv", "LISEZMOI.txt"
CHECKER_FILE, SUMS_FILE = "controle.py", "SHA256SUMS"
MANIFEST = "Manifeste"
METADATA = "Description des unités"
README = "À lire d’abord"
CHECKER = "Contrôle de l’export"
SUMS = "Empreintes"
JOURNAL = "Journal de la séance"
MINUTES = "Procès-verbal"
ISSUED = {
    "extract": "Avis sur le point",
    "annex": "Relevé nominatif des votes",
    "no_quorum": "Constat de carence",
    "opinions": "Relevé des avis",
}
RECTIFIED_VERSION = "Procès-verbal, version rectifiée"
TWIN = "page lisible à l’écran"
FACTS = "faits"
SCAN = "numérisation de l’exemplaire signé à la main"
SCAN_FILE = "numerisation"
VOTES = "Votes"
PRESENCES = "Présences"
EXCHANGE = "Échanges de la consultation écrite"
OTHER_DOCUMENTS = "99. Autres pièces"
OLD_VERSION = "version"
WITHDRAWN = " (retirée du dossier)"
DOCUMENT = "Pièce du dossier"
NOTICE = "Convocation, version"
RECEPTIONS = "Preuves de réception"
MESSAGES = "Envois"
PAPER = "Papier présenté en séance"

YES_NO = {True: "oui", False: "non"}
VOTE_COLUMNS = (
    "point", "affaire", "vote", "tenu", "ouvert", "clos", "quorum compté", "quorum requis", "votants", "pour", "contre",
    "abstentions", "ne prennent pas part", "sans réponse", "avis",
)  # fmt: skip
PRESENCE_COLUMNS = ("collège", "siège", "titulaire", "qualité", "état", "a siégé", "représenté par")
PRESENCE_STATES = {
    "present": "présent",
    "represented": "représenté",
    "excused": "excusé",
    "absent": "absent",
    "vacant": "vacant",
}
RECEPTION_COLUMNS = ("version", "personne", "preuve", "reçue le", "enregistrée à")
MESSAGE_COLUMNS = ("numéro", "écrit à", "destinataire", "adresse", "objet", "état", "réglé à", "réponse du relais")

# When a piece opens to all (C. patr. L213-1, L213-2).
ARTICLES = {
    "at_once": "code du patrimoine, article L213-1 : communicable de plein droit",
    "secrecy": "code du patrimoine, article L213-2, 1° : vingt-cinq ans",
    "privacy": "code du patrimoine, article L213-2, 3° : cinquante ans",
}
FINAL_ACTIONS = {"keep": "Keep", "eliminate": "Destroy"}
FATES = {"keep": "Versement et conservation définitive", "eliminate": "Élimination"}

PART_NAMES = {"minutes": "Procès-verbal", "file": "Dossier de séance", "proofs": "Convocations et preuves"}
SLUGS = {"minutes": "proces-verbal", "file": "dossier", "proofs": "preuves"}
GOES = {
    "minutes": "Les fichiers du procès-verbal dans toutes leurs versions, signatures comprises, les avis et relevés, les résumés, notes, corrections et désaccords, et ce que la recherche en connaît.",
    "file": "Les fichiers des pièces, dans toutes leurs versions, et les notes que chacun y a prises.",
    "proofs": "Les convocations et leurs fichiers d’agenda, qui les a reçues et comment, les réponses, les papiers présentés, le destinataire et le texte des envois de la séance.",
}
STAYS = {
    "minutes": "Restent la date, l’ordre du jour, les présences et les votes du registre, qui a signé et quand, les empreintes des fichiers.",
    "file": "Restent le titre de chaque pièce, qui l’a remise et quand, qui pouvait la lire, son empreinte.",
    "proofs": "Restent le texte de chaque convocation au registre, son heure d’envoi, l’empreinte de ses fichiers.",
}
ALWAYS_STAYS = "Restent toujours le journal, dont la chaîne se vérifie encore, et le certificat d’élimination."
KEPT_AS = {
    "pdf": "Fichier du procès-verbal ou d’un avis",
    "html": "Page lisible à l’écran",
    "json": "Faits",
    "jpg": "Numérisation",
    "png": "Numérisation",
}
WRITTEN = {
    "texts": "Résumés et incidents, versions",
    "notes": "Notes de séance",
    "corrections": "Corrections de faits",
    "disagreements": "Désaccords mentionnés",
}
ACTS = {
    "archive.exported": "Séance exportée pour les archives : {files} fichiers, manifeste {manifest}",
    "archive.minutes_eliminated": "Procès-verbal éliminé ({number}) : certificat n° {certificate}, {ground}",
    "archive.file_eliminated": "Dossier de séance éliminé ({number}) : certificat n° {certificate}, {ground}",
    "archive.proofs_eliminated": "Convocations et preuves éliminées ({number}) : certificat n° {certificate}, {ground}",
}


def visa_said(number: str, on: date, authority: str) -> str:
    """Say a visa in one line."""
    return f"visa n° {number} du {dates.day(on)}, {authority}"
