"""Words of the file: what a document is, who may read it, which secret keeps it, how heavy it is."""

NATURES = {
    "report": "Rapport",
    "draft_order": "Projet d’arrêté",
    "summary": "Résumé",
    "plan": "Plan",
    "other": "Autre pièce",
}
KINDS = {
    "pdf": "PDF",
    "docx": "document Word",
    "xlsx": "classeur Excel",
    "pptx": "présentation PowerPoint",
    "odt": "document OpenDocument",
    "ods": "classeur OpenDocument",
    "odp": "présentation OpenDocument",
    "doc": "document Word ancien",
    "xls": "classeur Excel ancien",
    "ppt": "présentation PowerPoint ancienne",
    "jpeg": "image JPEG",
    "png": "image PNG",
    "tiff": "image TIFF",
}
ACCESSES = {
    "internal": "Interne",
    "applicant": "Communicable au pétitionnaire",
    "communicable": "Communicable",
    "published": "Publié",
}
ACCESSES_SAID = {
    "internal": "interne",
    "applicant": "communicable au pétitionnaire",
    "communicable": "communicable",
    "published": "publié",
}
SECRETS = {
    "defence": "Défense nationale",
    "public_safety": "Sécurité publique",
    "manufacturing": "Secret de fabrication",
    "business": "Secret des affaires",
}
COMINGS = {
    "after_the_notice": "Reçu après la convocation",
    "within_the_delay": "Reçu moins de {days} jours avant",
}

_THOUSAND = 1000


def weight(size: int) -> str:
    """Say a file's size: « 340 octets », « 12 ko », « 3,4 Mo »."""
    if size < _THOUSAND:
        return f"{size} octets"
    if size < _THOUSAND**2:
        return f"{size / _THOUSAND:.0f} ko"
    return f"{size / _THOUSAND**2:.1f} Mo".replace(".", ",")


def coming(came: str, days: int) -> str:
    """Say that a document came after the notice; nothing of one that came with it. `days`: the delay of the committee."""
    return COMINGS.get(came, "").format(days=days)
