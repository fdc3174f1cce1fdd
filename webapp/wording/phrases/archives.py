"""What exports for the archives and eliminations refuse."""

PHRASES = {
    "ArchiveRefusal.UNKNOWN_MEETING": "Cette séance n’existe pas.",
    "ArchiveRefusal.OF_A_REHEARSAL": "Une répétition n’est pas archivée : elle s’efface.",
    "ArchiveRefusal.NOT_CLOSED": "La séance n’est pas levée : rien n’en est encore versé.",
    "ArchiveRefusal.NOT_FINAL": "Le procès-verbal n’est pas définitif, ou son fichier n’est pas prêt : l’export se fait après.",
    "ArchiveRefusal.FILE_LOST": "Le fichier « {name} » manque ou a changé : l’export n’est pas fait. Prévenez l’administrateur.",
    "ArchiveRefusal.KEY_MISSING": "Cet envoi ne peut pas être reconnu : rechargez la page et recommencez.",
    "ArchiveRefusal.UNKNOWN_PART": "Cette partie de la séance n’existe pas.",
    "ArchiveRefusal.GONE": "Cette partie de la séance est éliminée.",
    "ArchiveRefusal.NOTHING_THERE": "Il n’y a rien à éliminer ici.",
    "ArchiveRefusal.NO_GROUND": "Rien ne s’élimine sans règle adoptée ni visa : écrivez le numéro, la date et l’autorité du visa (code du patrimoine, articles R212-14 et L214-3).",
    "ArchiveRefusal.TERM_NOT_COME": "La durée adoptée court encore, jusqu’au {term:%d/%m/%Y} : avant, il faut un visa (code du patrimoine, article R212-14).",
    "ArchiveRefusal.KEPT_FOR_EVER": "Cette partie est à verser et à conserver : elle ne s’élimine que si un visa le dit expressément (code du patrimoine, article R212-14).",
    "ArchiveRefusal.NOT_EXPORTED": "Exportez d’abord la séance pour les archives, telle qu’elle est : ce qui se conserve ne s’élimine pas sans être versé.",
    "ArchiveRefusal.VISA_INCOMPLETE": "Écrivez le numéro, la date et l’autorité du visa.",
    "ArchiveRefusal.VISA_TOO_LONG": "C’est trop long : {most} caractères au plus.",
    "ArchiveRefusal.VISA_IN_FUTURE": "Un visa ne peut pas être daté d’un jour à venir.",
    "ArchiveRefusal.CHANGED_MEANWHILE": "La liste a changé depuis que vous l’avez lue : relisez-la avant d’éliminer.",
}
