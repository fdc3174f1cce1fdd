"""What is said of each rule held against the facts of a sitting, in the minutes and by whoever checks them."""

from webapp.wording.typography import spaced

NAMES = {
    "notice": "Délai de convocation",
    "second_notice": "Seconde convocation",
    "mode": "Réunion à distance",
    "after_notice": "Quorum d’un point ajouté",
    "quorum": "Quorum",
    "mandates": "Nombre de mandats",
    "recusal": "Déport",
    "majority": "Majorité",
    "casting_vote": "Voix prépondérante",
    "late_entry": "Fait saisi après son heure",
    "debate": "Durée des débats",
    "results": "Envoi des résultats",
}
OUTCOMES = {"met": "oui", "unmet": "non", "waived": "dispense", "unknown": "non établi"}

NOTICE = "convocation envoyée {days} avant la séance, cinq au moins sont prévus"
NOTICE_URGENT = "convocation envoyée {days} avant la séance, cinq au moins sont prévus sauf urgence ; urgence motivée"
NOTICE_UNKNOWN = "date d’envoi de la convocation non renseignée"
SECOND = "séance sur seconde convocation, la première ayant été levée faute de quorum le {day}"
SECOND_UNKNOWN = "séance sur seconde convocation, dont la première séance n’est pas renseignée"
MODE = "décision du président citée"
MODE_UNKNOWN = "décision du président non citée"
ADDED = "le quorum y est exigé"
ADDED_WAIVED = "le quorum y a été écarté, ce qui n’est pas permis"
QUORUM = "{where}, {counted} pour {required}"
AT_OPENING, AT_CLOSING, AT_CALL, AT_END, AT_VOTE = "à l’ouverture", "à la clôture", "à l’appel", "à la fin", "au vote"
MANDATES = "{received}, dont {refused} ; une personne en porte {most}, pour {allowed} au plus"
MANDATES_UNKNOWN = "{received}, dont {refused} ; le nombre permis n’est pas renseigné"
RECUSAL = "{name} ne figure dans aucun vote tenu pendant son déport"
RECUSAL_BROKEN = "{name} figure dans un vote tenu pendant son déport"
NO_OPINION = "aucun avis, le quorum n’étant pas atteint"
CASTING = "partage à {votes}, départagé par le président"
CASTING_BROKEN = "voix prépondérante comptée sans partage, ou que la commission n’admet pas"
LATE = "{fact} : {decision}"
DEBATE = "clos après l’heure annoncée"
DEBATE_EARLY = "clos avant l’heure annoncée"
DEBATE_UNKNOWN = "clôture des débats non renseignée"
SENT, NOT_SENT = "résultats envoyés à tous les membres", "envoi des résultats non renseigné"

IN_WRITING = "ordonnance 2014-1329, art. 3"
AT_A_DISTANCE = ("ordonnance 2014-1329, art. 2", "décret 2014-1627")


def said(sentence: str, **facts: object) -> str:
    """Say a finding, with the spaces that French keeps."""
    return spaced(sentence.format_map(facts))
