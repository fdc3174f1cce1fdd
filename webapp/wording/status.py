"""The always-true line of a sitting, one sentence per state; keys are those of `meetings.queries.Line`."""

from collections.abc import Mapping
from datetime import datetime

from webapp.wording import dates, votes
from webapp.wording.outcomes import typeset

SENTENCES = {
    "not_open": "La séance s’ouvrira {starts_at}.",
    "closed": "La séance est levée depuis {closed_at}.",
    "closed_no_quorum": "La séance a été levée {closed_at}, faute de quorum : une nouvelle convocation sera envoyée.",
    "suspended": "La séance est suspendue depuis {suspended_at}. Elle reprendra sur l’annonce du président.",
    "entered_afterwards": "La séance s’est tenue sur papier. Le secrétariat la saisit : personne ne vote ici.",
    "between_items": "La séance est ouverte. Le prochain point va être appelé.",
    "item_in_hand": "Le point {item} est en discussion. Aucun vote n’est ouvert.",
    "vote_entitled": "{vote} sur le point {item} est ouvert, le président le clora.",
    "vote_last_call": "Dernier appel : {vote_low} sur le point {item} va être clos, votre bulletin est attendu.",
    "vote_cast": "Votre vote sur le point {item} est reçu. Le vote est encore ouvert, le président le clora.",
    "vote_recused": "{vote} sur le point {item} est ouvert. Vous vous êtes retiré de ce point : vous n’y votez pas.",
    "vote_chair_without_vote": "{vote} sur le point {item} est ouvert. Dans cette commission, qui préside ne vote pas.",
    "vote_titular_sits": "{vote} sur le point {item} est ouvert. {name} siège et vote pour ce siège.",
    "vote_represented": "{vote} sur le point {item} est ouvert. {name} vote pour vous, par le mandat que vous avez donné.",
    "vote_mandate_void": "{vote} sur le point {item} est ouvert. Le mandat que vous avez donné ne peut pas servir pour ce point.",
    "vote_not_present": "{vote} sur le point {item} est ouvert. Vous n’êtes pas encore noté présent : signalez-vous au secrétariat.",
    "vote_observer": "{vote} sur le point {item} est ouvert, le président le clora.",
    "vote_closed": "{vote} sur le point {item} est clos. Le président va annoncer le résultat.",
    "vote_set_aside": "Le vote sur le point {item} a été arrêté. Les bulletins reçus ne comptent pas : un autre vote va s’ouvrir.",
    "vote_redone": "Le vote sur le point {item} va être refait, sur décision du président. Votre bulletin précédent ne comptera pas.",
    "vote_on_paper": "{vote} sur le point {item} se fait à bulletins secrets, sur papier.",
    "result_known": "Point {item} : {outcome}.",
    "written_prepared": "La consultation écrite se prépare. Ses débats s’ouvriront {opens_at} (heure de Paris).",
    "written_announced": "La consultation écrite est annoncée. Ses débats s’ouvriront {opens_at} (heure de Paris).",
    "written_debate": "Les débats sont ouverts. Ils seront clos {closes_at} au plus tôt (heure de Paris).",
    "written_debate_over": "L’heure limite est passée : aucune observation n’est plus reçue. Le président va clore les débats.",
    "written_debate_closed": "Les débats sont clos. Le vote va s’ouvrir : un message en donnera la durée.",
    "written_vote": "Le vote est ouvert. Il se terminera {closes_at} (heure de Paris).",
    "written_vote_over": "Le vote s’est terminé {closes_at}. Sa clôture va être constatée, puis les résultats envoyés.",
    "written_vote_closed": "Le vote est clos. Les résultats vont être envoyés à tous les membres.",
    "written_results_sent": "La consultation est terminée. Les résultats ont été envoyés à tous les membres.",
    "written_no_effect": "La consultation est sans effet : moins de la moitié des membres y ont pris part.",
}

# The page's colour for each state, beside its words.
KINDS = {
    "vote_entitled": "open",
    "vote_last_call": "warning",
    "vote_not_present": "warning",
    "vote_mandate_void": "warning",
    "vote_set_aside": "warning",
    "vote_redone": "warning",
    "suspended": "warning",
    "written_debate": "open",
    "written_vote": "open",
    "written_no_effect": "warning",
}


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Say one state in French."""
    number = facts.get("number", 1)
    vote = votes.numbered(number if isinstance(number, int) else 1)
    said = {name: _said(name, value) for name, value in facts.items()}
    return SENTENCES[kind].format(vote=vote, vote_low=vote[0].lower() + vote[1:], **said)


def _said(name: str, value: object) -> object:
    if isinstance(value, datetime) and name == "suspended_at":
        return dates.hour(value)
    if isinstance(value, datetime):
        return f"le {dates.moment(value)}"
    if value is None:
        return "sans majorité" if name == "outcome" else ""
    return typeset(value) if isinstance(value, str) else value
