"""What a refused ballot is told."""

PHRASES = {
    "PollRefusal.UNKNOWN_POLL": "Ce vote n’existe pas. Revenez au point de l’ordre du jour et recommencez.",
    "PollRefusal.TEXT_MISSING": "Aucun texte n’est mis aux voix pour « {question} ». Écrivez le texte, puis ouvrez le vote.",
    "PollRefusal.KIND_NOT_OFFERED": "Ce vote se fait à bulletins secrets, sur papier : mettez votre bulletin dans l’urne.",
    "PollRefusal.NOT_YET_OPEN": "Le vote n’est pas encore ouvert. Attendez son ouverture : votre bulletin n’est pas enregistré.",
    "PollRefusal.TOO_LATE": "Votre bulletin est arrivé après l’heure de fin du vote. Il n’est pas enregistré.",
    "PollRefusal.NOT_RECEIVED": "Le vote est clos : votre bulletin n’a pas été reçu à temps et n’est pas enregistré.",
    "PollRefusal.NO_RIGHT": "Vous ne pouvez pas voter pour ce siège en ce moment. Adressez-vous au secrétariat.",
    "PollRefusal.ALREADY_VOTED": "Un bulletin a déjà été déposé pour ce siège, et ce vote ne peut pas être modifié.",
    "PollRefusal.KEY_REUSED": "Ce formulaire a déjà servi à un autre bulletin. Rouvrez la page du vote et recommencez.",
    "PollRefusal.KEY_MALFORMED": "Ce formulaire est incomplet. Rouvrez la page du vote et recommencez.",
    "PollRefusal.STILL_OPEN": "Le vote est encore ouvert : aucun résultat n’est connu avant sa clôture.",
}
