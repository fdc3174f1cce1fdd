"""Why somebody may not sign in, or why an account may not be changed so."""

_CALL = "Appelez le secrétariat : il en imprime un autre."

PHRASES = {
    "AccountRefusal.WRONG_CREDENTIALS": (
        "L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les majuscules, puis recommencez ; "
        "si vous l’avez oublié, le secrétariat peut vous remettre un bulletin d’accès."
    ),
    "AccountRefusal.TOO_MANY_ATTEMPTS": (
        "Trop d’essais ont échoué. Réessayez à {hour} ; pour entrer plus tôt, demandez au secrétariat un bulletin d’accès."
    ),
    "AccountRefusal.SLIP_UNKNOWN": (
        "Ce code n’est celui d’aucun bulletin d’accès. Vérifiez-le signe par signe (26 lettres et chiffres), "
        "puis recommencez."
    ),
    "AccountRefusal.SLIP_USED": f"Ce bulletin d’accès a déjà servi, {{moment}}. Il ne sert qu’une fois. {_CALL}",
    "AccountRefusal.SLIP_EXPIRED": f"Ce bulletin d’accès n’est plus valable depuis le {{moment}}. {_CALL}",
    "AccountRefusal.SLIP_REVOKED": (
        "Ce bulletin d’accès a été remplacé par un autre, ou annulé. Utilisez le plus récent ou appelez le secrétariat."
    ),
    "AccountRefusal.LINK_UNKNOWN": (
        "Cette adresse n’est celle d’aucun lien. Ouvrez-la de nouveau depuis le message, entière ; sinon, demandez un lien."
    ),
    "AccountRefusal.LINK_USED": "Ce lien a déjà servi, {moment}. Il ne sert qu’une fois.",
    "AccountRefusal.LINK_EXPIRED": "Ce lien n’est plus valable depuis le {moment}.",
    "AccountRefusal.LINK_REVOKED": "Ce lien a été annulé, ou remplacé par un plus récent.",
    "AccountRefusal.TOO_MANY_SLIPS": "On imprime au plus {most} bulletins à la fois. Décochez-en, puis recommencez.",
    "AccountRefusal.CODE_UNREADABLE": "Un code dicté par téléphone compte huit chiffres. Relisez-le, puis recommencez.",
    "AccountRefusal.CODE_WRONG": (
        "Ce nom et ce code ne vont pas ensemble, ou le code ne vaut plus : il sert une fois, pendant {minutes} minutes, et "
        "{tries} essais manqués l’annulent. Vérifiez le nom de famille et les huit chiffres ; sinon, rappelez le "
        "secrétariat, qui en dicte un autre."
    ),
    "AccountRefusal.PASSWORD_WRONG": "Ce n’est pas votre mot de passe actuel. Saisissez-le de nouveau.",
    "AccountRefusal.PASSWORD_TOO_SHORT": (
        "Le mot de passe doit compter au moins {least} caractères. Quatre mots sans lien entre eux font l’affaire."
    ),
    "AccountRefusal.PASSWORD_TOO_LONG": "Le mot de passe compte au plus {most} caractères. Raccourcissez-le.",
    "AccountRefusal.PASSWORD_COMMON": (
        "Ce mot de passe est parmi les premiers que l’on essaie. Choisissez-en un autre, "
        "par exemple quatre mots sans lien entre eux."
    ),
    "AccountRefusal.PASSWORD_IS_NAME": (
        "Ce mot de passe se devine à partir de votre nom ou de votre identifiant. Choisissez-en un autre."
    ),
    "AccountRefusal.LOGIN_INVALID": "Un identifiant compte de 3 à 100 caractères, sans espace. Corrigez-le.",
    "AccountRefusal.LOGIN_TAKEN": "L’identifiant « {login} » est déjà celui de quelqu’un. Choisissez-en un autre.",
    "AccountRefusal.LOGIN_NEEDED": (
        "Cette personne se connecte par mot de passe : il lui faut un identifiant. Saisissez-en un."
    ),
    "AccountRefusal.LAST_ADMINISTRATOR": (
        "C’est le dernier administrateur : sans lui, plus personne ne gérerait les comptes. Nommez-en d’abord un autre."
    ),
    "AccountRefusal.UNKNOWN_PERSON": "Cette personne n’est pas connue ici. Revenez à la liste des comptes.",
    "AccountRefusal.ACCOUNT_CLOSED": "Ce compte est fermé. Le secrétariat peut le rouvrir.",
    "AccountRefusal.NAME_MISSING": "Il manque le nom de famille. Saisissez-le.",
    "AccountRefusal.TEXT_TOO_LONG": "Un des textes dépasse {most} caractères. Raccourcissez-le.",
    "AccountRefusal.EMAIL_INVALID": "L’adresse électronique est incomplète : elle s’écrit nom@domaine.fr. Corrigez-la.",
    "AccountRefusal.UNKNOWN_ROLE": (
        "Ce rôle ne se donne pas à la main : on devient membre par un siège dans une commission."
    ),
    "AccountRefusal.ROLE_IS_WHOLE": "L’administrateur l’est pour toute la préfecture : ne choisissez pas de commission.",
    "AccountRefusal.SITS_ELSEWHERE": (
        "{names} : cette personne siège aussi dans une commission que vous ne tenez pas, et son compte ouvre aussi"
        " celle-là. Demandez cet acte à un administrateur."
    ),
    "AccountRefusal.PERSON_IN_USE": "Cette personne a déjà servi : un accès, un rôle, un message ou un siège la nomme. Elle reste.",
    "AccountRefusal.BEYOND_SCOPE": (
        "Cette personne ou ce rôle dépasse vos commissions. Demandez à un administrateur de le faire."
    ),
}
