"""What is said of a scenario that the simulator cannot judge."""

from typing import Final

PHRASES: Final[dict[str, str]] = {
    "ScenarioFault.NOT_READABLE": "Le fichier « {file} » ne peut pas être lu. Vérifiez son nom et ses droits.",
    "ScenarioFault.TOO_LARGE": "Le scénario dépasse {most} Mo : un seul vote y tient largement, gardez-en un seul.",
    "ScenarioFault.NOT_UTF8": "Le scénario n’est pas un texte en UTF-8. Enregistrez-le dans cet encodage.",
    "ScenarioFault.NOT_JSON": (
        "Le scénario n’est pas du JSON : la lecture s’arrête à la ligne {line}, colonne {column}. "
        "Cherchez-y une virgule, un guillemet ou une accolade."
    ),
    "ScenarioFault.TOO_DEEP": "Le scénario emboîte trop d’objets ou de listes les uns dans les autres.",
    "ScenarioFault.KEY_TWICE": "La clé « {key} » est donnée deux fois. Gardez-en une seule.",
    "ScenarioFault.NOT_TEXT": "Ce texte contient une moitié de caractère (\\ud800 à \\udfff) : récrivez-le.",
    "ScenarioFault.HUGE_NUMBER": "Ce nombre est démesuré. Écrivez un nombre entier ordinaire.",
    "ScenarioFault.NOT_A_NUMBER": "NaN et Infinity ne sont pas des nombres JSON. Écrivez un nombre entier.",
    "ScenarioFault.UNKNOWN_KEY": "La clé « {key} » est inconnue ici. Au choix : {known}.",
    "ScenarioFault.MISSING_KEY": "Il manque la clé « {key} ».",
    "ScenarioFault.NOT_AN_OBJECT": "Il faut ici un objet JSON, entre accolades.",
    "ScenarioFault.NOT_A_LIST": "Il faut ici une liste JSON, entre crochets.",
    "ScenarioFault.NOT_A_STRING": "Il faut ici un texte entre guillemets.",
    "ScenarioFault.NOT_A_BOOLEAN": "Il faut ici true ou false, sans guillemets.",
    "ScenarioFault.NOT_A_WHOLE_NUMBER": "Il faut ici un nombre entier, sans guillemets ni virgule.",
    "ScenarioFault.OUT_OF_RANGE": "Il faut ici un nombre entier de {least} à {most}.",
    "ScenarioFault.UNKNOWN_VALUE": "Cette valeur est inconnue. Au choix : {allowed}.",
    "ScenarioFault.UNKNOWN_SEAT": "Le siège « {seat} » n’existe pas : les sièges vont de s1 à s{composing}.",
    "ScenarioFault.SEAT_TWICE": "Le siège « {seat} » est cité deux fois. Un siège ne compte qu’une fois.",
    "ScenarioFault.TOO_MANY_PRESENT": (
        "Il y a plus de sièges présents ({present}) que de membres composant la commission ({composing})."
    ),
    "ScenarioFault.REPLACED_NOT_PRESENT": (
        "Le siège « {seat} » est remplacé sans être présent. Son suppléant siège : ajoutez le siège aux présents."
    ),
    "ScenarioFault.SECOND_NOTICE_IN_WRITING": (
        "Une consultation écrite n’a pas de seconde convocation sans quorum : la moitié au moins des membres doit y "
        "prendre part (ordonnance 2014-1329). Mettez second_notice à false, ou changez de mode."
    ),
}
