"""What has become of a message, in words."""

STATES = {
    "waiting": "En attente",
    "handing": "Remise en cours",
    "uncertain": "Remise à vérifier",
    "sent": "Remis au relais",
    "refused": "Refusé",
    "bounced": "Revenu",
    "printed": "Imprimé",
    "withdrawn": "Annulé",
}
TO_PRINT = "À imprimer"
FOLLOWED = "Renvoyé"
PARTS = {"stuck": "À régler", "waiting": "En attente", "sent": "Remis ou imprimés", "all": "Tous"}
LINK_HIDDEN = "[lien personnel, à usage unique]"
MEANINGS = {
    "waiting": "Il partira dès que le relais le prendra.",
    "handing": "Le relais est en train de le prendre.",
    "uncertain": (
        "Le service ou le relais s’est interrompu à l’instant de la remise : ce message est peut-être parti. "
        "Demandez au destinataire s’il l’a reçu, puis décidez."
    ),
    "sent": "Le relais l’a pris. Cela ne prouve pas que son destinataire l’a lu.",
    "refused": "Il n’est pas parti. Corrigez l’adresse et renvoyez-le, ou imprimez-le.",
    "bounced": "Le relais l’avait pris, puis il est revenu. Corrigez l’adresse et renvoyez-le, ou imprimez-le.",
    "printed": "Il a été imprimé comme une lettre : il ne part plus par le relais.",
    "withdrawn": "Ce qu’il annonçait ne vaut plus : il ne partira pas.",
}

# Messages to people who were anonymised.
NOBODY = "Personne anonymisée"
ERASED = "Message effacé"
