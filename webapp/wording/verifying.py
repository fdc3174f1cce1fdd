"""What a check of a file says, in sentences: which part is wrong, and what cannot be known."""

from webapp.wording.minutes import TITLES

NOT_A_PDF = "Ce fichier n’est pas un PDF lisible."
NOT_OURS = "Ce PDF n’est pas un procès-verbal de Collégiale : il ne porte pas le fichier joint « faits.json »."
NO_FACTS = "Ce document ne porte pas les faits de la séance : ouvrez le procès-verbal lui-même pour vérifier ses quorums et ses avis."
NOT_TOLD_BY_WHOM = (
    "Ce document ne dit pas combien de personnes devaient le signer : une signature retirée ne s’y verrait pas."
)
SEALED_ALONE = "Ce fichier porte un cachet, qui dit d’où il vient, et la signature de personne."
BROKEN = "{what} de {signer} ne tient pas : {why}."
NOT_COVERED = (
    "Quelque chose a été ajouté au fichier après la dernière signature : ce qu’il montre n’est pas ce qui a été signé."
)
SECOND_FACTS = "Ce fichier porte plusieurs fichiers joints « faits.json » : rien ne dit lequel fait foi."
CLAIM_LOST = "Le fichier ne tient plus {claim}."
UNSIGNED = "Ce fichier ne porte aucune signature électronique : rien en lui ne prouve qu’il est intact."
SIGNER_MISSING = "La signature « {role} » manque : elle a été retirée, ou n’a pas encore été donnée."
REMOVED = "{what} de {signer}, au registre de la préfecture, manque dans ce fichier."
OTHER_STATE = "Ce fichier n’est pas tel que le registre le connaît, bien qu’il porte les mêmes faits."
OTHER_HEAD = (
    "La tête du journal écrite dans les faits, inscription n° {entry}, n’est pas celle que porte le journal du registre : "
    "l’un des deux a été changé."
)
OTHER_FACTS = (
    "Ces faits citent le journal de ce registre, qui ne les connaît pas : ce ne sont pas ceux de la version définitive."
)
OTHER_DOCUMENT = "Point {item} : la pièce « {title} », version {version}, n’a pas au registre cette empreinte."
DOCUMENT_GONE = "Point {item} : la pièce « {title} », version {version}, n’est plus au registre."
SAME_HEAD = "Le journal du registre porte bien, à l’inscription n° {entry}, la tête écrite dans les faits."
SAME_AS_REGISTER = "Ce fichier est, au bit près, celui que garde le registre de la préfecture."
BY_HAND = "Ce procès-verbal a été signé à la main le {on} : l’exemplaire sur papier fait preuve, pas ce fichier."
RECTIFIED = "Ce procès-verbal a été rectifié depuis : {reason}"
NO_REGISTER = (
    "Le registre n’est pas à portée : si la dernière signature était un cachet, son retrait ne se verrait pas ici."
)
REGISTER_SILENT = (
    "Le registre de la préfecture n’est pas cité : ce qu’il garde d’un procès-verbal n’est dit qu’au secrétariat, au "
    "président et aux contrôleurs de sa commission, une fois connectés. Un cachet posé en dernier puis retiré, ou un "
    "procès-verbal rectifié depuis, ne se verraient pas ici."
)
NOT_STAMPED = "Sans horodatage reconnu, l’heure de la signature de {signer} n’est que celle que dit le fichier."
NOBODY_VOUCHES = "Le nom de {signer} n’est garanti par personne : {certificate}."
BY_HAND_FACT = "{where} : un fait a été corrigé à la main, avec son motif ; les chiffres ne se recalculent pas ici."

DOUBTS = {
    "unreadable": "Les faits joints sont illisibles : aucun chiffre ne peut être recalculé.",
    "other_schema": "Les faits joints sont d’une autre sorte ({written}) : aucun chiffre ne peut être recalculé.",
    "quorum_required": "{where} : le quorum exigé est écrit {written}, il est de {made} (CRPA R133-10).",
    "quorum_counted": "{where} : le quorum compté est écrit {written}, ses termes font {made}.",
    "quorum_reached": "{where} : quorum atteint, écrit « {written} », devrait être « {made} ».",
    "present": "{where} : {written} présents sont écrits, les présences inscrites en donnent {made}.",
    "ballots": "{where} : {written} droits de vote sont écrits, les bulletins et les silences en font {made}.",
    "casting": "{where} : voix prépondérante, écrite « {written} », devrait être « {made} » (CRPA R133-11).",
    "sense": "{where} : le sens de l’avis est écrit « {written} », les voix font « {made} » (CRPA R133-11).",
    "wording": "{where} : l’avis est écrit « {written} », les voix font « {made} ».",
}
FAULTS = {
    "unreadable": "Les règles, les pièces ou le journal des faits joints sont illisibles.",
    "ways": "{where} : {written} votes sont écrits par leur mode, {made} voix ont été données.",
    "seat": "Siège « {where} » : il est écrit « {written} », les présences et les mandats font « {made} ».",
    "notice": "Convocation : le délai est écrit {written} jours, les dates en font {made} (CRPA R133-8).",
    "result_lacking": "{where} : cette règle est écrite « {written} », les faits donnent « {made} ».",
    "result_outcome": "{where} : condition remplie, écrit « {written} », devrait être « {made} ».",
    "result_said": "{where} : le constat est écrit « {written} », les faits donnent « {made} ».",
    "result_articles": "{where} : le texte cité est « {written} », devrait être « {made} ».",
    "document": "{where} : l’empreinte de la pièce n’en est pas une ({written}).",
    "head": "La tête du journal est illisible dans les faits ({written}).",
    "elections": "Les faits annoncent {written} archives de votes secrets, que cette version ne connaît pas.",
}
AT_OPENING = "à l’ouverture"
AT_ITEM = "point {label}"
AT_VOTE = "point {label}, vote {number}"
QUORUM_TERMS = (
    "présents {present}, représentés {represented}, déports {recused}, mandats tombés {fallen}, effectif {composing}"
)
QUORUM_SAID = "{counted} pour {required} exigés : quorum {verdict}"
REACHED = {True: "atteint", False: "non atteint"}
VOTE_TERMS = (
    "pour {in_favour}, contre {against}, abstentions {abstain}, sans bulletin {silent}, droits de vote {entitled}"
)
NO_OPINION = "pas d’avis"
STATES = {"same": "concorde", "differs": "écart", "by_hand": "corrigé à la main"}
RECOMPUTED = "{quorums} quorums et {votes} votes recalculés, sans écart."
KINDS = {"signature": "La signature", "seal": "Le cachet", "stamp": "L’horodatage"}
PARTS = {
    "file": "Fichier",
    "signatures": "Signatures",
    "coverage": "Ajouts",
    "conformance": "Normes",
    "facts": "Chiffres",
    "register": "Registre",
}
BETWEEN = "{least} à {most}"
YES = "Oui : ce fichier est intact et ses chiffres sont prouvés."
NO = "Non : ce fichier ne peut pas être tenu pour le procès-verbal signé."
YES_BUT = "Ce fichier est intact et ses chiffres sont prouvés, mais personne ne garantit le nom de qui l’a signé."

PAPERS = {
    "extract": "un extrait du procès-verbal (l’avis sur un point)",
    "opinions": "le relevé des avis d’une séance",
    "annex": "le relevé nominatif des votes d’une séance, qui n’est pas signé",
    "no_quorum": "le constat de carence d’une séance, qui ne se signe que sur papier",
    "publishable": "la version publiable d’un procès-verbal, qui n’est pas signée",
}
PAPER_STANDS = "Ce fichier se dit {paper}. Il est intact, et ce qu’il porte de signatures et de cachets tient."
PAPER_STANDS_BUT = (
    "Ce fichier se dit {paper}. Il est intact, mais personne ne garantit le nom de qui l’a signé ou y a mis son cachet."
)
PAPER_FALLS = "Non : ce fichier se dit {paper}, mais rien ne prouve qu’il soit resté tel qu’il a été établi."


def paper_of(title: str) -> str | None:
    """Return which paper beside the minutes a document says it is, by the start of its own title."""
    return next((kind for kind, start in TITLES.items() if title.startswith(f"{start}, ")), None)


def paper_headline(kind: str, *, stands: bool, vouched: bool) -> str:
    """Say what a paper without facts is worth: at best intact, since nothing in it proves a figure."""
    sentence = PAPER_FALLS if not stands else PAPER_STANDS if vouched else PAPER_STANDS_BUT
    return sentence.format(paper=PAPERS[kind])


def headline(*, valid: bool, vouched: bool) -> str:
    """Say a verdict in one sentence; `vouched`: the prefecture recognises who issued every signer's certificate."""
    if not valid:
        return NO
    return YES if vouched else YES_BUT
