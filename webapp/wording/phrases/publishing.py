"""What the publishable version of minutes refuses."""

PHRASES = {
    "PublishingRefusal.NOT_FINAL": "Le procès-verbal n’est pas définitif, ou son fichier n’est pas encore établi : il n’a pas de version publiable.",
    "PublishingRefusal.VERSION_MOVED": "Le procès-verbal a été rectifié entre-temps. Relisez la version qui vaut, puis recommencez.",
    "PublishingRefusal.UNKNOWN_PASSAGE": "Choisissez au moins une phrase à occulter.",
    "PublishingRefusal.UNKNOWN_MASK": "Cette mention n’est plus au procès-verbal. La page est à jour, recommencez.",
    "PublishingRefusal.GROUND_MISSING": "Choisissez le motif de l’occultation (CRPA L311-5, L311-6).",
    "PublishingRefusal.REASON_MISSING": "Écrivez pourquoi : la décision est gardée avec son motif.",
    "PublishingRefusal.TOO_LONG": "Au plus {most} caractères.",
    "PublishingRefusal.WORDS_MISSING": "Écrivez le mot ou l’expression à occulter.",
    "PublishingRefusal.WORDS_ABSENT": "Ces mots ne sont pas au procès-verbal. Vérifiez comment ils y sont écrits.",
    "PublishingRefusal.OUT_OF_DATE": "Le fichier préparé ne dit plus ce qui est occulté aujourd’hui, ou le procès-verbal a été rectifié. Préparez-le de nouveau, relisez-le, puis décidez.",
    "PublishingRefusal.NOT_PREPARED": "La version publiable n’est pas préparée. Préparez-la depuis sa page.",
    "PublishingRefusal.PAGE_NOT_PUBLIC": "La page publique de la séance n’est pas publiée. Publiez-la d’abord, depuis « Publication du dossier ».",
    "PublishingRefusal.ACCESS_MOVED": "Quelqu’un d’autre en a décidé entre-temps. La page est à jour, recommencez si besoin.",
}
