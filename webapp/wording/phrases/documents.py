"""What the file of a sitting refuses."""

PHRASES = {
    "DocumentRefusal.UNKNOWN_DOCUMENT": "Cette pièce n’est pas dans le dossier de cette séance.",
    "DocumentRefusal.OF_A_REHEARSAL": "Une répétition n’a pas de pièces : déposez-les dans la séance elle-même.",
    "DocumentRefusal.WITHDRAWN": "« {title} » est retirée du dossier : elle y reste telle qu’elle était. Ajoutez une autre pièce.",
    "DocumentRefusal.SAME_FILE": "Ce fichier est déjà la version actuelle de la pièce : rien n’a été remplacé.",
    "DocumentRefusal.VERSION_CHANGED": "« {title} » a été remplacée entre-temps. Lisez la nouvelle version, puis décidez.",
    "DocumentRefusal.TITLE_MISSING": "Écrivez l’intitulé de la pièce.",
    "DocumentRefusal.TOO_LONG": "Ce texte est trop long : {most} caractères au plus.",
    "DocumentRefusal.REASON_MISSING": "Écrivez le motif.",
    "DocumentRefusal.SECRET_KEPT": "Un secret protégé par la loi ne se publie ni ne se communique à tous ; la défense nationale et la sécurité publique s’opposent aussi au pétitionnaire (CRPA L311-5, L311-6). Choisissez un accès plus étroit.",
    "DocumentRefusal.PUBLICATION_NOT_OFFERED": "Cette commission ne publie pas son dossier : c’est un de ses réglages (CSP L1416-1).",
    "DocumentRefusal.TOO_LARGE": "Ce fichier dépasse {most} Mo. Réduisez-le, ou déposez-le en plusieurs pièces.",
    "DocumentRefusal.EMPTY": "Ce fichier est vide.",
    "DocumentRefusal.FORMAT_REFUSED": "« {name} » n’est pas d’une forme admise d’après son contenu, quel que soit son nom. Déposez un PDF ou une image JPEG ou PNG.",
}
