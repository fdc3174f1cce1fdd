"""What a refused act on a notice is told."""

PHRASES = {
    "NoticeRefusal.REHEARSAL": "Une répétition ne convoque personne : rien n’en part. Convoquez depuis la séance dont elle est la copie.",
    "NoticeRefusal.IN_WRITING": "Une consultation écrite s’annonce par sa propre page : elle n’a ni lieu ni heure de séance.",
    "NoticeRefusal.AGENDA_EMPTY": "Une convocation sans ordre du jour ne peut pas partir (CRPA R133-5, R133-8). Ajoutez au moins un point.",
    "NoticeRefusal.HOUR_PASSED": "L’heure de la séance est passée. Corrigez le jour et l’heure avant de convoquer.",
    "NoticeRefusal.PLACE_MISSING": "Il manque le lieu de la séance. Indiquez-le, puis convoquez.",
    "NoticeRefusal.CONNECTION_MISSING": "Il manque de quoi participer à distance : adresse, téléphone ou code. Indiquez-le, puis convoquez.",
    "NoticeRefusal.NOTHING_CHANGED": "Rien n’a changé depuis la dernière convocation : les membres l’ont déjà. Pour qui se tait, envoyez un rappel.",
    "NoticeRefusal.URGENCY_MISSING": "Personne ne peut plus la recevoir {days} jours avant la séance (CRPA R133-8). Indiquez le motif de l’urgence, ou reportez la séance.",
    "NoticeRefusal.NOT_THE_FIRST_AGENDA": "Sur seconde convocation, l’ordre du jour est celui de la première ; il n’en est pas ainsi du point {items} (CRPA R133-10). Inscrivez-le à une autre séance, ou faites-en une information.",
    "NoticeRefusal.NOBODY_TO_CONVENE": "Aucun membre n’est nommé ce jour-là : il n’y a personne à convoquer. Complétez la composition.",
    "NoticeRefusal.NOT_SENT": "Aucune convocation n’est partie d’ici pour cette séance. Envoyez-la d’abord.",
    "NoticeRefusal.NOT_MADE": "La convocation est en cours de préparation. Attendez quelques instants, puis recommencez.",
    "NoticeRefusal.CANCELLED": "La séance est annulée : les membres en ont été avertis. Pour la tenir quand même, convoquez-les de nouveau.",
    "NoticeRefusal.NOBODY_SILENT": "Chaque titulaire a reçu la convocation : il n’y a personne à qui la rappeler.",
    "NoticeRefusal.UNKNOWN_RECIPIENT": "Cette convocation ne lui est pas adressée. Rechargez la page.",
    "NoticeRefusal.NOT_ON_PAPER": "Indiquez comment le papier a été remis : en main propre ou par la poste.",
    "NoticeRefusal.DAY_IMPOSSIBLE": "Le jour de réception va de l’envoi de la convocation à aujourd’hui. Corrigez la date.",
    "NoticeRefusal.NO_APPLICANT": "Aucun texte ne demande d’informer un demandeur pour le point {item}. Vérifiez son fondement juridique.",
    "NoticeRefusal.APPLICANT_NOT_INFORMED": "Le demandeur du point {item} doit être informé de la séance avant le vote (CSP R1321-7 ; code de l’environnement R181-39, R181-40, R512-46-17). Notez quand et comment il l’a été, ou la décision du président de passer outre.",
    "NoticeRefusal.FILE_LOST": "Ce document n’est plus dans les fichiers de l’installation, ou il y est abîmé. Prévenez l’administrateur.",
}
