"""What rules of retention and requests about one's data refuse."""

PHRASES = {
    "RetentionRefusal.REFERENCE_MISSING": "Écrivez la référence du visa ou du tableau de gestion : rien ne s’efface sans elle (code du patrimoine, articles L214-3 et R212-14).",
    "RetentionRefusal.REFERENCE_TOO_LONG": "Cette référence est trop longue : {most} caractères au plus.",
    "RetentionRefusal.DAYS_UNREADABLE": "Écrivez une durée en jours, de 0 à {most}.",
    "RetentionRefusal.SENSITIVE_WITHOUT_RULE": "La question « {label} » est sensible : elle ne peut être posée qu’une fois adoptée la durée de conservation des réponses sensibles. Demandez-la à un administrateur.",
    "RetentionRefusal.FATE_NOT_OFFERED": "Seul ce qui reste d’une séance se verse et se conserve : choisissez l’élimination.",
    "RetentionRefusal.NO_RULE": "Aucune durée de conservation des personnes inscrites n’est adoptée : adoptez-la avant d’effacer (code du patrimoine, articles L214-3 et R212-14).",
    "RightsRefusal.UNKNOWN_REQUEST": "Cette demande n’existe pas.",
    "RightsRefusal.NOBODY_CONCERNED": "Aucune inscription n’est concernée : vérifiez l’adresse, puis cochez les inscriptions.",
    "RightsRefusal.ALREADY_DECIDED": "Cette demande a déjà reçu sa réponse.",
    "RightsRefusal.ALREADY_ASKED": "Votre demande est déjà reçue. La réponse vient dans le délai d’un mois.",
    "RightsRefusal.REASON_MISSING": "Écrivez le motif du refus : la personne le lira (RGPD, article 12).",
    "RightsRefusal.REASON_TOO_LONG": "Ce motif est trop long : {most} caractères au plus.",
    "RightsRefusal.KEY_MISSING": "Cet envoi ne peut pas être reconnu : rechargez la page et recommencez.",
}
