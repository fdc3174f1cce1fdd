"""What is said of webinars shared between prefectures."""

from webapp.wording.numbers import count

ACTS = {
    "partner.added": "Préfecture partenaire « {name} » ajoutée",
    "partner.trusted": "Préfecture partenaire « {name} » reconnue, son empreinte comparée",
    "partner.distrusted": "Préfecture partenaire « {name} » écartée",
    "partner.feed_changed": "Flux de la préfecture partenaire « {name} » changé",
    "partner.note_recorded": "Note de partage avec « {name} » enregistrée",
    "partner.note_withdrawn": "Note de partage avec « {name} » retirée",
    "share.offered": "Places offertes à « {name} » : {seats}",
    "share.exported": "Paquet n° {serial} préparé pour « {name} »",
    "share.received": "Paquet n° {serial} de « {name} » reçu",
    "webinar.hosted": "Webinaire « {title} » d’une autre préfecture proposé ici",
}
FACTS = {
    "added": "Dates ajoutées",
    "changed": "Dates changées",
    "cancelled": "Dates annulées",
    "fetched": "Relevé par flux",
    "fingerprint": "Empreinte",
    "note": "Empreinte de la note",
    "serial": "Paquet n°",
}
AGAIN = "Ce paquet était déjà reçu : rien n’a changé."
GUEST = "Invité ({name})"
CANCELLED = "annulée par l’organisateur ({name})"

# What people signed up here for a partner's webinar are told of their data (RGPD art. 13).
NOTICE = {
    "controller": "{house}",
    "contact": "{contact}",
    "purpose": "inscrire les agents à un webinaire organisé par une autre préfecture ({partner}) et les en tenir informés",
    "basis": "mission d’intérêt public",
    "kept": "trois mois après le webinaire",
    "rights": "Vous pouvez consulter, corriger et faire effacer vos données, et vous opposer à leur usage.",
    "complaint": "Vous pouvez saisir la CNIL (3 place de Fontenoy, 75007 Paris).",
}
RECIPIENTS = "le service qui vous inscrit ; {partner} ne reçoit que le nombre d’inscrits"
RECIPIENTS_NAMED = "le service qui vous inscrit, et {partner}, qui reçoit vos nom, prénom et service"


def came(added: int, changed: int, cancelled: int) -> str:
    """Say what a bundle changed here."""
    said = ((added, "ajoutée"), (changed, "changée"), (cancelled, "annulée"))
    parts = [f"{count(number, 'date')} {word}{'s' if number > 1 else ''}" for number, word in said if number]
    return f"{', '.join(parts)}." if parts else "Aucune date n’a changé ; les nombres d’inscrits sont à jour."
