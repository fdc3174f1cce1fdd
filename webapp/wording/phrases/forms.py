"""What an unreadable form of work is told."""

PHRASES = {
    "FormRefusal.HOUR_UNREADABLE": "« {typed} » n’est pas une heure. Écrivez-la ainsi : 14:35.",
    "FormRefusal.HOUR_SKIPPED": "Le {day}, {hour} n’existe pas : dans cette nuit, les horloges passent de 2 h à 3 h. Choisissez une autre heure.",
    "FormRefusal.CHOICE_MISSING": "Il manque un choix dans la liste. Choisissez, puis recommencez.",
    "FormRefusal.FIGURE_MISSING": "Il manque un nombre, ou il n’est pas écrit en chiffres. Écrivez 0 s’il n’y en a pas.",
    "RecusalRefusal.SEAT_OF_ANOTHER": "Vous ne siégez pas en ce moment : qui occupe le siège se retire lui-même (CRPA R133-12). Si vous devez siéger, signalez-vous d’abord au secrétariat.",
}
