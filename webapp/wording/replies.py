"""What members reply to a notice: in their own words, and as the desk reads it."""

OWN = {
    "room": "Je viendrai dans la salle",
    "remote": "Je participerai à distance",
    "substitute": "{name} siégera à ma place",
    "excused": "Je ne viendrai pas",
}
STANDS = {
    "room": "Vous viendrez dans la salle.",
    "remote": "Vous participerez à distance.",
    "substitute": "Votre suppléant siégera à votre place.",
    "excused": "Vous ne viendrez pas.",
}
SAID = {
    "room": "viendra dans la salle",
    "remote": "participera à distance",
    "substitute": "sera remplacé par",
    "excused": "ne viendra pas",
}
SEATS = {
    "room": "Dans la salle",
    "remote": "À distance",
    "substitute": "{name}, suppléance",
    "excused": "Absence annoncée",
}
EXPECTED = "{come} sur {composing} ont annoncé leur venue ; il en faudra {required} pour le quorum."
