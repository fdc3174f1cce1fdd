"""What the journal says of people, their accounts, their ways in and the messages sent to them."""

ACTS = {
    "person.added": "Compte de {name} créé",
    "person.removed": "Compte de {name} supprimé avec l’import qui l’avait créé",
    "person.changed": "Compte de {name} corrigé",
    "account.closed": "Compte de {subject} fermé",
    "account.reopened": "Compte de {subject} rouvert",
    "role.given": "Rôle « {role} » donné à {subject}",
    "role.ended": "Rôle « {role} » de {subject} terminé",
    "password.changed": "Mot de passe de {subject} changé",
    "session.opened": "Connexion par {method}",
    "session.ended": "Fin de connexion de {subject}",
    "sign_in.blocked": "Connexions suspendues un quart d’heure après trop d’essais manqués",
    "slip.printed": "Bulletin d’accès de {subject} imprimé",
    "link.asked": "Lien de connexion demandé pour {subject}",
    "message.resent": "Message « {title} » renvoyé à {name}",
    "message.received": "Message « {title} » à {name} : remise vérifiée",
    "message.bounced": "Message « {title} » à {name} revenu",
    "message.printed": "Message « {title} » à {name} imprimé comme une lettre",
    "code.dictated": "Code dicté par téléphone à {subject}",
    "code.spent": "Code de {subject} annulé après cinq essais manqués",
}
