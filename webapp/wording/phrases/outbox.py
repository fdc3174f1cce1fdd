"""Why a message may not be sent again, printed, or noted as returned."""

PHRASES = {
    "OutboxRefusal.UNKNOWN_MESSAGE": "Ce message n’est pas connu ici. Revenez à la liste des envois.",
    "OutboxRefusal.ALREADY_FOLLOWED": "Ce message a déjà été renvoyé : ouvrez celui qui le suit.",
    "OutboxRefusal.NOT_TO_BE_RESENT": (
        "Ce message attend, ou il est annulé : il ne se renvoie pas. On renvoie un message remis, refusé, revenu, "
        "imprimé, ou dont la remise est à vérifier."
    ),
    "OutboxRefusal.NO_ADDRESS": "Aucune adresse n’est connue. Saisissez-en une, ou imprimez le message.",
    "OutboxRefusal.NOT_IN_DOUBT": "La remise de ce message n’est pas à vérifier : son état est déjà connu.",
    "OutboxRefusal.NOT_SENT": "Seul un message remis au relais peut en revenir.",
    "OutboxRefusal.NOT_TO_BE_PRINTED": (
        "Rien à imprimer : ces messages sont déjà remis, imprimés, annulés ou renvoyés."
    ),
    "OutboxRefusal.TOO_MANY_LETTERS": "On imprime au plus {most} lettres à la fois. Choisissez une séance.",
    "OutboxRefusal.RETURN_UNREADABLE": (
        "Ce fichier n’est pas un avis de non-remise lisible. Ouvrez le message concerné et notez le retour à la main."
    ),
    "OutboxRefusal.RETURN_IS_DELAY": (
        "Cet avis annonce un retard, non un échec : le serveur du destinataire essaie encore. Rien n’est changé."
    ),
    "OutboxRefusal.RETURN_UNKNOWN": "Cet avis parle d’un message qui n’est pas parti d’ici.",
}
