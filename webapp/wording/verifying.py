"""What a check of a file says, in sentences: which part is wrong, and what cannot be known."""

NOT_A_PDF = "Ce fichier n’est pas un PDF lisible."
NOT_OURS = "Ce PDF n’est pas un procès-verbal de Collégiale : il ne porte pas le fichier joint « faits.json »."
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
SAME_AS_REGISTER = "Ce fichier est, au bit près, celui que garde le registre de la préfecture."
BY_HAND = "Ce procès-verbal a été signé à la main le {on} : l’exemplaire sur papier fait preuve, pas ce fichier."
RECTIFIED = "Ce procès-verbal a été rectifié depuis : {reason}"
NO_REGISTER = (
    "Le registre n’est pas à portée : si la dernière signature était un cachet, son retrait ne se verrait pas ici."
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
PARTS = {
    "file": "Fichier",
    "signatures": "Signatures",
    "coverage": "Ajouts",
    "conformance": "Normes",
    "facts": "Chiffres",
    "register": "Registre",
}
YES = "Oui : ce fichier est intact et ses chiffres sont prouvés."
NO = "Non : ce fichier ne peut pas être tenu pour le procès-verbal signé."
