"""What members reply to a notice: in their own words, and as the desk reads it."""

from webapp.wording.numbers import count
from webapp.wording.typography import spaced

OWN = {
    "room": "Je viendrai dans la salle",
    "remote": "Je participerai à distance",
    "substitute": "{name} me remplacera",
    "mandate": "Je donne mandat à {name}",
    "excused": "Je ne viendrai pas",
}
STANDS = {
    "room": "Vous viendrez dans la salle.",
    "remote": "Vous participerez à distance.",
    "substitute": "Votre suppléant siégera à votre place.",
    "mandate": "Vous donnez mandat à un autre membre.",
    "excused": "Vous ne viendrez pas.",
}
NOTED = {
    "room": "Vous viendrez dans la salle.",
    "remote": "Vous participerez à distance.",
    "substitute": "{name} siégera à votre place.",
    "mandate": "Vous donnez mandat à {name}.",
    "excused": "Vous ne viendrez pas.",
}
NEXT = {
    "room": "Présentez-vous à l’heure dite et faites noter votre présence : c’est elle qui compte pour le quorum (CRPA R133-10).",
    "remote": "Le jour venu, connectez-vous et faites-vous reconnaître : c’est votre présence qui compte pour le quorum (CRPA R133-10).",
    "substitute": "Transmettez le dossier à cette personne : c’est elle qui votera pour votre siège (CRPA R133-3).",
    "mandate": "Ce mandat ne vaudra que si ce membre siège (CRPA R133-9). Si vous venez malgré tout, il prendra fin à votre arrivée.",
    "excused": "Si personne ne siège à votre place, vous pouvez encore donner mandat à un autre membre (CRPA R133-9).",
}
SAID = {
    "room": "viendra dans la salle",
    "remote": "participera à distance",
    "substitute": "sera remplacé par",
    "mandate": "donne mandat à",
    "excused": "ne viendra pas",
}
SEATS = {
    "room": "Dans la salle",
    "remote": "À distance",
    "substitute": "{name}, suppléance",
    "mandate": "Mandat à {name}",
    "excused": "Absence annoncée",
}
HOLDERS = {"will_be_absent": "ne viendra pas", "has_a_mandate": "a déjà reçu un mandat"}


def expected(counted: int, composing: int, required: int, *, applies: bool) -> str:
    """Say how many can be counted on, beside what the quorum asks (CRPA R133-10)."""
    sure = f"{counted} sur {composing} sont annoncés, mandats compris"
    if not applies:
        return spaced(f"{sure} ; cette séance se tient sans condition de quorum.")
    return spaced(f"{sure} ; il en faudra {required} pour le quorum.")


def margin(counted: int, required: int) -> str:
    """Say in words what is missing, or what there is to spare."""
    if counted < required:
        missing = required - counted
        return spaced(f"Il manque {count(missing, 'présence')} pour le quorum")
    if counted == required:
        return "Le quorum tout juste : une absence de plus le ferait perdre"
    return spaced(f"{count(counted - required, 'présence')} de plus que le quorum")


def reachable(missing: int, possible: int) -> str:
    """Say, the quorum not being there yet, whether those of whom nothing is known could make it."""
    if possible >= missing:
        return spaced(f"{count(possible, 'membre peut', 'membres peuvent')} encore la compléter : appelez-les.")
    return "Même si tous ceux qui peuvent encore venir venaient, il manquerait des présences."
