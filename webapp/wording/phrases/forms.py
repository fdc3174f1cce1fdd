"""What an unreadable form of work is told."""

PHRASES = {
    "FormRefusal.HOUR_UNREADABLE": "« {typed} » n’est pas une heure. Écrivez-la ainsi : 14:35.",
    "FormRefusal.CHOICE_MISSING": "Il manque un choix dans la liste. Choisissez, puis recommencez.",
}
