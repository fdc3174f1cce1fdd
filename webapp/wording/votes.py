"""Words of ballots: choices, presence, kinds of votes, the same on screens, receipts and minutes."""

CHOICES = {
    "for": "Avis favorable",
    "against": "Avis défavorable",
    "abstain": "Abstention",
    "no_part": "Je ne prends pas part au vote",
}
CHOICES_SAID = {
    "for": "avis favorable",
    "against": "avis défavorable",
    "abstain": "abstention",
    "no_part": "ne prend pas part au vote",
}
CHANNELS = {
    "device": "par l’appareil du membre",
    "voice": "de vive voix",
    "show_of_hands": "à main levée",
    "sheet": "sur la feuille d’appel",
}
FORMS = {"room": "dans la salle", "video": "en visioconférence", "telephone": "au téléphone"}
MOTIONS = {"amendment": "Amendement", "reservation": "Réserve", "whole": "Ensemble du texte"}
FATES = {"cancelled": "annulé", "interrupted": "interrompu", "redone": "à refaire"}
MODES = {
    "in_person": "présentiel",
    "conference": "conférence",
    "mixed": "mixte (salle et conférence)",
    "written": "écrite",
}
MEETING_STATES = {"prepared": "en préparation", "open": "ouverte", "closed": "levée"}
ITEM_STATES = {
    "pending": "à venir",
    "in_hand": "en cours",
    "done": "traité",
    "adjourned": "ajourné",
    "withdrawn": "retiré de l’ordre du jour",
    "joined": "joint à un autre",
}


def numbered(number: int) -> str:
    """Say which vote this is on a question: « Le vote », and after one that was stopped or is redone, « Le vote n° 2 »."""
    return "Le vote" if number == 1 else f"Le vote n°\u00a0{number}"
