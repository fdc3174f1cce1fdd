"""What the day's folder refuses."""

PHRASES = {
    "FolderRefusal.AGENDA_EMPTY": "L’ordre du jour est vide : il n’y a rien à imprimer. Ajoutez au moins un point (CRPA R133-5).",
    "FolderRefusal.NOT_OFFERED": "La séance est levée : il n’en reste à imprimer que les attestations de présence. Le reste est dans le procès-verbal.",
    "FolderRefusal.UNKNOWN_FILE": "Ce document n’existe pas, ou n’est pas encore prêt. Préparez le dossier, puis attendez qu’il soit établi.",
}
