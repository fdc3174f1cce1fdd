"""The always-true line of a sitting, one sentence per state; keys are those of `meetings.queries.Line`."""

from collections.abc import Mapping
from datetime import datetime

from webapp.wording import dates
from webapp.wording.outcomes import typeset

SENTENCES = {
    "not_open": "La séance s’ouvrira {starts_at}.",
    "closed": "La séance est levée depuis {closed_at}.",
    "closed_no_quorum": "La séance a été levée {closed_at}, faute de quorum : une nouvelle convocation sera envoyée.",
    "between_items": "La séance est ouverte. Le prochain point va être appelé.",
    "item_in_hand": "Le point {item} est en discussion. Aucun vote n’est ouvert.",
    "vote_entitled": "Le vote sur le point {item} est ouvert, le président le clora.",
    "vote_last_call": "Dernier appel : le vote sur le point {item} va être clos, votre bulletin est attendu.",
    "vote_cast": "Votre vote sur le point {item} est reçu. Le vote est encore ouvert, le président le clora.",
    "vote_recused": "Le vote sur le point {item} est ouvert. Vous vous êtes retiré de ce point : vous n’y votez pas.",
    "vote_chair_without_vote": "Le vote sur le point {item} est ouvert. Dans cette commission, qui préside ne vote pas.",
    "vote_titular_sits": "Le vote sur le point {item} est ouvert. {name} siège et vote pour ce siège.",
    "vote_represented": "Le vote sur le point {item} est ouvert. {name} vote pour vous, par le mandat que vous avez donné.",
    "vote_mandate_void": "Le vote sur le point {item} est ouvert. Le mandat que vous avez donné ne peut pas servir pour ce point.",
    "vote_not_present": "Le vote sur le point {item} est ouvert. Vous n’êtes pas encore noté présent : signalez-vous au secrétariat.",
    "vote_observer": "Le vote sur le point {item} est ouvert, le président le clora.",
    "vote_closed": "Le vote sur le point {item} est clos. Le président va annoncer le résultat.",
    "result_known": "Point {item} : {outcome}.",
}

# The page's colour for each state, beside its words.
KINDS = {
    "vote_entitled": "open",
    "vote_last_call": "warning",
    "vote_not_present": "warning",
    "vote_mandate_void": "warning",
}


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Say one state in French."""
    return SENTENCES[kind].format(**{name: _said(name, value) for name, value in facts.items()})


def _said(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return f"le {dates.moment(value)}"
    if value is None:
        return "sans majorité" if name == "outcome" else ""
    return typeset(value) if isinstance(value, str) else value
