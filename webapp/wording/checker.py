"""The words of the checker that works without us, as data for its script: those of `minutes verify`, and what it cannot know."""

from typing import Any

from webapp.wording import dates, minutes, outcomes, signing, verifying

UNSUPPORTED = "elle emploie un procédé que cette page ne sait pas contrôler"
NO_CRYPTOGRAPHY = (
    "Ce navigateur ne sait pas contrôler une signature. Ouvrez cette page avec Firefox, Chrome ou Edge, à jour."
)
TOO_HEAVY = "Ce fichier est trop lourd pour cette page ({megabytes} Mo au plus)."
READING = "Lecture du fichier…"
UNKNOWN = (
    "Si un certificat a été révoqué depuis : il faudrait le demander à son émetteur.",
    "L’heure véritable d’une signature : l’heure dite est celle que porte le fichier. Le profil (B-B, B-T…) n’est pas mesuré.",
    "Ce que garde le registre de la préfecture : un cachet retiré, une signature de plus que celles que les faits annoncent.",
    "Si le procès-verbal a été rectifié depuis : demandez-le au secrétariat de la commission.",
    "Les autres règles contrôlées, la tête du journal et les pièces examinées, que les faits joints disent aussi.",
    "Les normes PDF/A-3a et PDF/UA-1 : la page « Vérifier un procès-verbal » du service les contrôle.",
    "Les émetteurs que la préfecture a reconnus, ou cessé de reconnaître, après le jour où cette page a été faite.",
)
HOLDS = "tient"
LABELS = {
    "result": "Réponse pour",
    "signatures": "Qui a signé",
    "signature_heads": ["Signataire", "Quand, selon le fichier", "Niveau", "Certificat", "La signature"],
    "votes": "Les avis, recalculés",
    "quorums": "Les quorums, recalculés",
    "all_agree": "{caption}\u00a0: {number}, tous concordent",
    "figure_heads": ["Où", "Ce qui est compté", "Le procès-verbal dit", "Recalculé", "Résultat"],
    "holds": HOLDS,
    "no_roots": "Aucun : cette page ne peut garantir le nom d’aucun signataire.",
}


def words() -> dict[str, Any]:
    """Gather every sentence and word that the script says."""
    return {
        "said": {name: value for name, value in vars(verifying).items() if name.isupper() and isinstance(value, str)},
        "doubts": verifying.DOUBTS,
        "parts": verifying.PARTS,
        "papers": verifying.PAPERS,
        "titles": minutes.TITLES,
        "states": verifying.STATES,
        "reached": [verifying.REACHED[False], verifying.REACHED[True]],
        "kinds": verifying.KINDS,
        "flaws": {**signing.FLAWS, "unsupported": UNSUPPORTED},
        "certificates": signing.CERTIFICATES,
        "worth": {
            kind: {each: signing.worth(each, seal=kind == "seal") for each in signing.QUALITIES}
            for kind in ("signature", "seal")
        },
        "senses": outcomes.SENSES,
        "opinions": outcomes.OPINIONS,
        "wordings": outcomes.WORDINGS,
        "neither": [outcomes.NEITHER[False], outcomes.NEITHER[True]],
        "in_favour": outcomes.IN_FAVOUR,
        "against": outcomes.AGAINST,
        "days": dates.DAYS,
        "months": dates.MONTHS,
        "no_cryptography": NO_CRYPTOGRAPHY,
        "too_heavy": TOO_HEAVY,
        "reading": READING,
    }
