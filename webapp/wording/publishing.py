"""Words of the publishable version: what is masked, on which ground, who may read it (CRPA L311-5, L311-6, L312-1-2)."""

from webapp.wording.typography import spaced

VERSION = spaced(
    "Version publiable. Le procès-verbal intégral est gardé par le service et fait seul foi ; les mentions que la loi ne "
    "permet pas de publier en ont été retirées."
)
EXPLAINED = spaced(
    "Chaque mention retirée est remplacée par son motif. Les textes sont ceux du code des relations entre le public et l’administration :"
)

GROUNDS = {
    "person": "nom d’une personne",
    "contact": "coordonnées",
    "vote": "sens d’un vote par nom",
    "interest": "intérêt personnel",
    "print": "empreinte du texte intégral",
    "privacy": "vie privée",
    "medical": "secret médical",
    "business": "secret des affaires",
    "judgment": "appréciation sur une personne",
    "behaviour": "comportement d’une personne",
    "defence": "défense nationale",
    "safety": "sécurité publique",
    "courts": "procédure juridictionnelle",
    "offences": "recherche d’infractions",
}
ARTICLES = {
    "person": "article L312-1-2, personne qui ne siège ni par fonction ni par mandat électif",
    "contact": "article L312-1-2, données qui permettent de joindre une personne",
    "vote": "article L311-6, opinion d’une personne nommée",
    "interest": "article L311-6, vie privée de qui s’est déporté",
    "print": "article L312-1-2, elle permettrait de vérifier ce qui a été retiré",
    "privacy": "article L311-6, 1°",
    "medical": "article L311-6, 1°",
    "business": "article L311-6, 1°",
    "judgment": "article L311-6, 2°",
    "behaviour": "article L311-6, 3°",
    "defence": "article L311-5, 2°",
    "safety": "article L311-5, 2°",
    "courts": "article L311-5, 2°",
    "offences": "article L311-5, 2°",
}
ARTICLES = {ground: spaced(text) for ground, text in ARTICLES.items()}
KNOWN = {
    "seat_in_public": "siège par fonction ou par mandat électif",
    "chair": "préside",
    "agent": "agent du service ou rapporteur",
    "seat": "siège d’association, de profession ou de personnalité qualifiée",
    "heard": "personne entendue ou présente, sans voix délibérative",
    "applicant": "pétitionnaire, personne privée",
    "other": "nommée au procès-verbal, sans siège public connu",
}


def mark(ground: str) -> str:
    """Return what stands in the place of a masked mention."""
    return spaced(f"[mention occultée : {GROUNDS[ground]}]")
