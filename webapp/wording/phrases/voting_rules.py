"""What is said of quorum, mandates and ballots; each with its article of law where there is one."""

from typing import Final

PHRASES: Final[dict[str, str]] = {
    "MandateRefusal.UNKNOWN_SEAT": "Le mandat nomme un siège qui n’existe pas dans cette commission. Corrigez le mandant ou le mandataire.",
    "MandateRefusal.NOT_IN_WRITING": (
        "Dans une consultation écrite, les mandats ne comptent pas (ordonnance 2014-1329) : "
        "chaque membre prend part lui-même."
    ),
    "MandateRefusal.MANDATOR_PRESENT": "Le mandant est présent : il vote lui-même, son mandat est sans effet (CRPA R133-9).",
    "MandateRefusal.MANDATOR_REPLACED": (
        "Le mandant est remplacé par son suppléant, et seul un membre non remplacé peut donner mandat (CRPA R133-9) : "
        "le suppléant vote."
    ),
    "MandateRefusal.ALREADY_GIVEN": (
        "Le mandant a déjà donné un mandat, reçu avant celui-ci. Pour en changer, il doit d’abord retirer le premier."
    ),
    "MandateRefusal.HOLDER_ABSENT": (
        "Le mandataire n’est pas présent, et un mandat se donne à un autre membre qui siège (CRPA R133-9)."
    ),
    "MandateRefusal.HOLDER_FULL": (
        "Le mandataire détient déjà tous les mandats qu’il peut recevoir (CRPA R133-9) : le premier reçu l’emporte."
    ),
    "MandateRefusal.MANDATOR_RECUSED": (
        "Le mandant est intéressé à l’affaire et ne peut prendre part à la délibération, même par mandat (CRPA R133-12)."
    ),
    "MandateRefusal.HOLDER_RECUSED": (
        "Le mandataire s’est déporté sur ce point : le mandat tombe avec lui, pour ce point seulement (CRPA R133-12)."
    ),
    "BallotRefusal.UNKNOWN_SEAT": "Ce siège n’existe pas dans cette commission : son bulletin n’est pas compté.",
    "BallotRefusal.CHAIR_WITHOUT_VOTE": (
        "Dans cette commission, le président n’a pas le droit de vote (CRPA R133-11) : son bulletin n’est pas compté."
    ),
    "BallotRefusal.RECUSED": (
        "Un membre intéressé à l’affaire ne peut prendre part à la délibération (CRPA R133-12) : "
        "son bulletin n’est pas compté."
    ),
    "BallotRefusal.MANDATE_VOID": (
        "Le membre est absent et son mandat est sans effet sur ce point (CRPA R133-9) : son bulletin n’est pas compté."
    ),
    "BallotRefusal.ABSENT": (
        "Seuls votent les membres présents ou représentés (CRPA R133-11) : "
        "ce membre n’est ni l’un ni l’autre, son bulletin n’est pas compté."
    ),
    "QuorumRefusal.NOT_REACHED": (
        "Le quorum n’est pas atteint : {counted} sur {composing}, il en faut {required} (CRPA R133-10). "
        "Aucun vote ne peut être ouvert ; attendez un membre ou un mandat, ou constatez la carence."
    ),
    "QuorumRefusal.HALF_DID_NOT_TAKE_PART": (
        "La moitié au moins des membres doit prendre part à la consultation écrite (ordonnance 2014-1329) : "
        "{counted} sur {composing}, il en faut {required}. Elle est sans effet : convoquez de nouveau la commission."
    ),
    "PaperRefusal.NO_SCRUTINEER": "Un dépouillement a au moins un scrutateur. Écrivez son nom.",
    "PaperRefusal.NEGATIVE": "Un nombre de bulletins ne peut pas être négatif. Corrigez-le.",
    "PaperRefusal.TOTALS_DISAGREE": (
        "Les totaux ne s’accordent pas : pour, contre, blancs et nuls font {total}, et l’urne en contenait {found}. "
        "Recomptez, puis corrigez."
    ),
    "PaperRefusal.MORE_THAN_DISTRIBUTED": (
        "L’urne contenait {found} bulletins et {distributed} seulement ont été distribués. "
        "Recomptez ; si l’écart demeure, interrompez le vote et reprenez-le."
    ),
    "PaperRefusal.MORE_THAN_ENTITLED": (
        "{distributed} bulletins distribués, et {entitled} sièges peuvent voter. "
        "Recomptez ; si un votant s’est retiré depuis, interrompez le vote et reprenez-le (CRPA R133-12)."
    ),
}
