"""Words of a sitting: facts of the ledger, warnings before a vote, why a mandate is void."""

from datetime import timedelta
from typing import Any

from webapp.wording import dates, votes
from webapp.wording.typography import elided

APPROVED = "approuvé sans opposition"
"""What is kept of an item by which the minutes of an earlier sitting were approved without a vote."""

NOT_HALF = "moins de la moitié des membres ont pris part à la consultation"
"""What is kept of an item on which a consultation in writing was without effect."""

BY_THE_CHAIR = "Sur décision du président"
"""What is kept as the reason of a decision for which none was given: said nowhere, since a decision is the chair’s."""

LATE = timedelta(minutes=1)  # entered so long after its hour, a fact says so

WARNINGS = {
    "chair_not_sitting": "Personne ne préside de son siège : en cas d’égalité, il n’y aura pas de voix prépondérante.",
    "chair_recused": "Qui préside s’est retiré de ce point : un autre membre doit présider, et il n’y a pas de voix prépondérante.",
    "late_entries_pending": "Des faits saisis après coup attendent une décision du président.",
    "mandates_void": "Un mandat au moins ne peut pas servir pour ce point.",
    "quorum_margin_nil": "Le quorum est juste atteint : un départ de plus et aucun vote ne pourra s’ouvrir.",
    "no_quorum_condition": "La commission délibère sans condition de quorum.",
    "text_same_as_previous": "Le texte est le même que celui du vote précédent. Faut-il y porter l’amendement adopté ?",
    "secret_not_offered": "La commission vote au scrutin secret : un vote nominal suppose une décision du président.",
}

MANDATES = {
    "unknown_seat": "siège inconnu",
    "not_in_writing": "pas de mandat en procédure écrite",
    "mandator_present": "le mandant est présent",
    "mandator_replaced": "le mandant est remplacé par son suppléant",
    "already_given": "le mandant en a déjà donné un autre",
    "holder_absent": "le mandataire est absent",
    "holder_full": "le mandataire porte déjà un mandat (CRPA R133-9)",
    "mandator_recused": "le mandant s’est retiré de ce point",
    "holder_recused": "le mandataire s’est retiré de ce point",
}

# How the desk notes a presence, in one word; the same on its buttons and in its list.
DESK_FORMS = {"room": "Salle", "video": "Visio", "telephone": "Téléphone"}

ENDS = {"mandator_arrived": "le mandant a pris son siège", "withdrawn": "retiré"}


def fact_said(fact: Any, sitting: Any) -> str:
    """Say one line of the ledger; `fact` and `sitting` are those of `meetings`."""
    who = sitting.person_name(fact.person_id) or (sitting.seat_name(fact.seat) if fact.seat else "")
    item = sitting.item_of(fact.item_id) if fact.item_id else None
    other = sitting.seat_name(fact.other_seat) if fact.other_seat else ""
    sentences = {
        "arrival": f"{who} rejoint la séance {votes.FORMS.get(fact.form or '', '')}",
        "departure": f"{who} quitte la séance",
        "mandate_given": f"{sitting.seat_name(fact.seat) if fact.seat else ''} donne mandat à {other}",
        "mandate_ended": f"Le mandat de {sitting.seat_name(fact.seat) if fact.seat else ''} prend fin",
        "recusal": f"{who} se retire du point {item.label if item else ''}",
        "recusal_ended": f"{who} reprend part au point {item.label if item else ''}",
        "chair": f"{who} préside" + (f" ({fact.text})" if fact.text else ""),
        "guest_arrival": f"{fact.text} entre",
        "guest_departure": "Une personne entendue se retire",
        "voided": f"Un fait est annulé : {fact.text}",
    }
    late = fact.entered_at - fact.effective_at > LATE
    said = elided(sentences[fact.act]) + (" (à l’entrée)" if fact.at_door else "")
    return said + (f" (saisi à {dates.hour(fact.entered_at)})" if late else "")
