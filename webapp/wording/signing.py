"""Words of signatures: the same on the page, in the PDF and from the command; never more than was measured (LAW PV-6)."""

from webapp.wording.typography import spaced

SEAL = "Cachet du service"
EXPLAINED = spaced(
    "Chaque cadre est signé à la main sur l’exemplaire imprimé, ou par voie électronique : il dit alors par qui, "
    "comment et à quel niveau. L’empreinte en pied de page identifie ce texte et ses faits joints."
)
EXPLAINED_ALONE = spaced(
    "Chaque cadre se signe à la main ou par voie électronique. L’empreinte en pied de page identifie ce texte."
)
STAMP = "Horodatage"
PAPERS = {"minutes": "Procès-verbal", "extract": "Avis sur le point {label}", "opinions": "Relevé des avis"}
THE = {"minutes": "le procès-verbal", "extract": "l’avis sur le point {label}", "opinions": "le relevé des avis"}
OF = {"minutes": "du procès-verbal", "extract": "de l’avis sur le point {label}", "opinions": "du relevé des avis"}

WAYS = {
    "paper": "à la main, sur papier",
    "outside": "hors de l’application",
    "seal": "cachet du service",
    "certificate": "dans l’application, avec un certificat apporté par le signataire",
    "stamp": "horodatage",
}
IMAGE = "image non probante"
QUALITIES = {"simple": "simple", "advanced": "avancée", "qualified": "qualifiée"}
SEAL_QUALITIES = {"simple": "simple", "advanced": "avancé", "qualified": "qualifié"}
CERTIFICATES = {
    "self_signed": "certificat autosigné, que personne ne garantit",
    "unknown_issuer": "certificat d’un émetteur que la préfecture ne reconnaît pas",
    "recognised": "certificat d’un émetteur reconnu par la préfecture",
}
CLAIMS = {
    "pdfa": "la mention PDF/A-3a",
    "pdfua": "la mention PDF/UA-1",
    "tags": "les balises",
    "language": "la langue",
    "colours": "le profil de couleurs",
    "active": "l’absence de contenu actif",
    "fields": "les balises des cadres de signature",
    "fonts": "les polices des cadres de signature",
}
FLAWS = {
    "broken": "le texte signé a été modifié depuis",
    "overlaid": "autre chose qu’une signature a été ajouté après elle",
    "expired": "le certificat avait expiré à la date de la signature",
    "not_yet_valid": "le certificat n’était pas encore valable à la date de la signature",
    "wrong_usage": "le certificat n’est pas fait pour signer",
    "revoked": "le certificat a été révoqué",
    "unreadable": "elle est illisible",
}


def level(quality: str | None, profile: str | None, *, seal: bool = False) -> str:
    """Say a level as it was measured: « signature avancée B-T », « image non probante »."""
    if quality is None:
        return IMAGE
    return f"{worth(quality, seal=seal)} {profile}"


def worth(quality: str, *, seal: bool = False) -> str:
    """Say what a signature or a seal is worth, whatever its profile: « signature avancée », « cachet simple »."""
    return f"cachet {SEAL_QUALITIES[quality]}" if seal else f"signature {QUALITIES[quality]}"


def lines(*, seal: bool, quality: str, certificate: str, way: str, moment: str) -> tuple[str, ...]:
    """Return what a signature writes in its own box; `{signer}` is what the certificate says."""
    return (
        "Cachet électronique : {signer}" if seal else "Signé électroniquement : {signer}",
        spaced(f"Le {moment}"),
        spaced(f"Moyen : {WAYS[way]}"),
        spaced(f"Niveau : {level(quality, 'B-B', seal=seal)}, {CERTIFICATES[certificate]}"),
    )
