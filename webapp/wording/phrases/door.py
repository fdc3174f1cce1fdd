"""What the tablet at the door says when it takes nothing: read standing, by somebody who is not signed in."""

PHRASES = {
    "DoorRefusal.LINK_REVOKED": "Ce lien n’ouvre plus l’émargement. Le secrétariat donne le nouveau, depuis la page de préparation de la séance.",
    "DoorRefusal.NOT_YET": "La séance se tient le {day} : on signe sa présence ici à partir de ce jour-là.",
    "DoorRefusal.CLOSED": "La séance est levée : on ne signe plus sa présence ici.",
    "DoorRefusal.ENTERED_AFTERWARDS": "La séance se tient sur papier : signez la feuille d’émargement auprès du secrétariat.",
    "DoorRefusal.MAY_NOT_SIT": "Vous n’êtes pas sur la liste des membres de ce jour (CRPA R133-3). Adressez-vous au secrétariat : il vous dira si vous pouvez siéger ou assister.",
    "DoorRefusal.NOT_SITTING": "Vous ne siégez pas en ce moment pour ce siège. Adressez-vous au secrétariat.",
    "DoorFormRefusal.PAGE_USED": "Cette page a déjà servi, ou elle est restée ouverte trop longtemps. Retrouvez votre nom dans la liste.",
    "DoorFormRefusal.TOO_MANY": "Trop de signatures en une minute sur ce lien. Attendez une minute, ou signez auprès du secrétariat.",
    "DoorFormRefusal.HOLDER_GONE": "Le membre choisi est parti, ou porte déjà un mandat (CRPA R133-9). Rien n’est noté : touchez votre nom, puis choisissez un autre membre ou partez sans mandat.",
    "DoorFormRefusal.NOTHING_TICKED": "Cochez le point qui vous concerne, ou touchez « Aucun point ne me concerne ».",
    "DoorFormRefusal.SOMETHING_TICKED": "Un point est coché. Décochez-le, ou touchez « Un point coché me concerne ».",
}
