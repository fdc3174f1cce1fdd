"""The names of roles, as screens print them; keys are the values of the enumeration of roles."""

ROLES = {
    "administrator": "Administrateur",
    "secretariat": "Secrétariat",
    "chair": "Président",
    "member": "Membre",
    "organiser": "Organisateur de webinaires",
    "auditor": "Auditeur",
    "rapporteur": "Service rapporteur",
}

MEANINGS = {
    "administrator": "Gère les comptes de tous, les réglages et la surveillance du service.",
    "secretariat": "Prépare et conduit les séances, rédige les procès-verbaux.",
    "chair": "Préside les séances et suit leur déroulement.",
    "organiser": "Prépare et anime les webinaires.",
    "auditor": "Lit le journal et vérifie les scrutins ; ne modifie rien.",
    "rapporteur": "Dépose le rapport, le projet d’arrêté et le résumé des points qui lui sont confiés ; ne voit rien d’autre.",
}


def role(name: str) -> str:
    """Name a role."""
    return ROLES[name]


def grant(name: str, committee: str | None) -> str:
    """Name a role with its committee: « Secrétariat – CODERST », or « Auditeur – toutes les commissions »."""
    if name == "administrator":
        return ROLES[name]
    return f"{ROLES[name]} – {committee or 'toutes les commissions'}"
