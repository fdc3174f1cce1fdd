"""Words of the day's folder: its parts, on the desk's page and on paper."""

from webapp.wording.typography import spaced

PARTS = {
    "notice": "Convocation",
    "script": "Script du président",
    "signing": "Feuille d’émargement",
    "roll_call": "Feuilles d’appel et registre",
    "tally": "Feuilles de dépouillement",
    "mandates": "Mandats à remplir",
    "ballots": "Bulletins de vote",
    "cards": "Chevalets",
    "attendance": "Attestations de présence",
    "whole": "Dossier complet",
}
DETAILS = {
    name: spaced(text)
    for name, text in {
        "notice": "Une lettre : jour, lieu, ordre du jour, coupon-réponse.",
        "script": "Les phrases à dire : ouverture, quorum, chaque point, résultats, levée.",
        "signing": "Une ligne par siège, ses suppléants, l’heure d’arrivée et de départ.",
        "roll_call": "Un tableau des votes par nom, les mandats reçus, le registre des faits avec leur heure.",
        "tally": "Un cadre par vote : quorum, heures, totaux, sens de l’avis.",
        "mandates": "Deux mandats par page (CRPA R133-9).",
        "ballots": "Bulletins à découper, pour un vote secret.",
        "cards": "Les noms à poser sur la table : plier et découper.",
        "attendance": "Une attestation par personne ; après la séance, avec ses heures de présence.",
        "whole": "Tout ce qui précède, dans un seul fichier à imprimer.",
    }.items()
}
FILES = {
    "notice": "convocation",
    "script": "script-du-president",
    "signing": "emargement",
    "roll_call": "appel-et-registre",
    "tally": "depouillement",
    "mandates": "mandats",
    "ballots": "bulletins",
    "cards": "chevalets",
    "attendance": "attestations",
    "whole": "dossier-complet",
}
PUT = {"amendment": "l’amendement", "reservation": "la réserve", "whole": "l’ensemble du texte"}
"""What the chair puts to the vote, by the kind of motion."""

RANKS = {
    "titular": "comme titulaire",
    "substitute": "en remplacement du titulaire",
    "other": "sur décision du président",
}
"""How somebody sat, on their certificate."""
