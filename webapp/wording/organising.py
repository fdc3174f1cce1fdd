"""What is said to the organisers of webinars: tasks, what an act will do and to how many people, ready-made questions."""

from webapp.wording.numbers import count

ACTS = {
    "channel.changed": "Chaîne de webinaires « {name} » modifiée",
    "webinar.access_changed": "Accès à l’inscription changé",
    "registration.manager_reminded": "Personne responsable relancée",
    "webinar.guests_added": "Liste d’invités complétée ({number} de plus)",
    "webinar.guest_removed": "Invitation retirée",
    "webinar.invited": "Invitations envoyées ({number})",
    "webinar.invited_again": "Invités silencieux relancés ({number})",
}
SUBJECTS = {
    "manager_asked": "Votre accord est demandé : {title}",
    "invited": "Invitation : {title}",
    "invited_again": "Rappel de votre invitation : {title}",
}
ROLES = {"lead": "Responsable", "organiser": "Coorganisateur", "stand_in": "Suppléant"}
APPROVALS = {
    "none": "Personne : l’inscription est confirmée aussitôt",
    "organiser": "L’équipe d’organisation",
    "manager": "La personne responsable de chaque inscrit, par un lien qu’elle reçoit",
    "both": "La personne responsable, puis l’équipe d’organisation",
}
GROUPS = {"each": "Autant de places que de personnes", "one": "Une seule place pour le groupe"}
ACCESS = {
    "open": "Tout le monde",
    "listed": "Les invités et les domaines ci-dessous ; le catalogue le montre",
    "hidden": "Les invités et les domaines ci-dessous ; le catalogue ne le montre pas",
}
ANSWERS = {"none": "Pas de réponse", "signed_up": "Inscrit", "declined": "Ne viendra pas"}
ANSWER_BADGES = {"none": "todo", "signed_up": "done", "declined": "neutral"}
KINDS = {
    "text": "Une ligne de texte",
    "long_text": "Plusieurs lignes de texte",
    "choice": "Un choix dans une liste",
    "choices": "Plusieurs choix dans une liste",
    "date": "Une date",
    "number": "Un nombre",
    "email": "Une adresse électronique",
    "consent": "Une case à cocher",
}
ORIGIN_LABEL = "Votre département ou votre réseau"
ORIGIN_HELP = "Des places sont réservées à chacun. Sans réponse, vous prenez une place ouverte à tous."
RECORDING = (
    "La salle BigBlueButton peut enregistrer la séance : les voix, les images et les messages de qui y participe. "
    "Les intervenants lancent l’enregistrement et l’arrêtent ; la salle montre à chacun quand il tourne."
)
MANAGER_LABEL = "Adresse électronique de la personne responsable"
MANAGER_HELP = "Elle recevra un lien pour dire son accord."
NOTICE = {
    "controller": ("Responsable du traitement", "Qui décide de l’usage des données, par exemple le préfet."),
    "contact": ("Contact, délégué à la protection des données", "Une adresse où exercer ses droits."),
    "purpose": ("À quoi servent les données", "Par exemple : organiser le webinaire, établir les attestations."),
    "basis": ("Base légale", "Pour un service de l’État : mission d’intérêt public (RGPD, article 6, 1, e)."),
    "recipients": ("Qui les reçoit", "Par exemple : le service organisateur."),
    "kept": ("Combien de temps", "Par exemple : un an après le webinaire."),
    "rights": ("Droits des personnes", "Accès, rectification, effacement, opposition."),
    "complaint": ("Réclamation", "La CNIL."),
}
# What a prefecture says when it has never said it; read again and saved by a person before it counts (RGP-1).
HOUSE_NOTICE = {
    "controller": "{prefecture}",
    "contact": "",
    "purpose": "organiser le webinaire, envoyer les messages qui le concernent et établir les attestations de présence",
    "basis": "mission d’intérêt public (RGPD, article 6, 1, e)",
    "recipients": "l’équipe d’organisation du webinaire",
    "kept": "un an après le webinaire ; chaque réponse porte sa date d’effacement",
    "rights": "Vous pouvez consulter vos données, les corriger, les faire effacer et vous opposer à leur usage.",
    "complaint": "Vous pouvez adresser une réclamation à la CNIL (www.cnil.fr).",
}


def copy_of(title: str) -> str:
    """Return the title of a copy, until somebody gives it its own."""
    return f"{title} (copie)"


def people(number: int) -> str:
    """Say « 12 personnes »."""
    return count(number, "personne")


def publishing(dates: int, hidden: bool, restricted: bool) -> list[str]:
    """Say what publishing does."""
    seen = (
        "Le webinaire n’est pas au catalogue : on y vient par son adresse ou par une invitation."
        if hidden
        else "Le webinaire paraît au catalogue, que tout le monde peut lire."
    )
    who = "Les invités et les domaines admis" if restricted else "Toutes les personnes qui le souhaitent"
    return [
        seen,
        f"{who} peuvent s’inscrire à {count(dates, 'date')}.",
        "Personne n’est prévenu : aucun message ne part.",
    ]


def changing_date(moved: str, told: int, waiting: int, opened: int, taken_back: int) -> list[str]:
    """Say what changing a date does; `moved` « du … au … » or ''."""
    said = []
    if moved and told:
        said.append(f"La date passe {moved}. Un message le dira à {people(told)}, qui gardent leur inscription.")
    elif moved:
        said.append(f"La date passe {moved}. Personne n’est encore inscrit : aucun message ne part.")
    if opened and waiting:
        said.append(
            f"{count(opened, 'place')} de plus : la liste d’attente ({people(waiting)}) en reçoit la proposition, dans l’ordre."
        )
    if taken_back > 0:
        said.append(
            f"Il y aura {count(taken_back, 'place')} de moins que de places déjà prises : personne n’est désinscrit,"
            " mais plus personne n’entre avant que d’autres se retirent."
        )
    return said or ["Personne n’est prévenu : l’horaire ne change pas."]


def cancelling(told: int, dates: int = 1) -> list[str]:
    """Say what cancelling a date, or a webinar, does."""
    what = "La date est annulée" if dates == 1 else f"{count(dates, 'date')} sont annulées"
    message = (
        f"Un message portant votre motif part vers {people(told)}, inscrites ou en attente."
        if told
        else "Personne n’est inscrit : aucun message ne part."
    )
    return [f"{what}. Cela ne se défait pas.", message, "Ce qui est annulé reste visible, avec le motif."]


def inviting(number: int) -> list[str]:
    """Say what sending the invitations does."""
    return [
        f"Une invitation part vers {people(number)}, chacune avec un lien à son nom.",
        "Qui a déjà reçu la sienne n’en reçoit pas une seconde.",
    ]


def reminding(number: int) -> list[str]:
    """Say what reminding the silent does."""
    return [
        f"Un rappel part vers {people(number)} qui n’ont pas répondu.",
        "Qui s’est inscrit ou a décliné ne reçoit rien.",
    ]


def seats(held: int, limit: int | None) -> str:
    """Say « 12 places prises sur 250 »."""
    taken = count(held, "place prise", "places prises")
    return taken if limit is None else f"{taken} sur {limit}"


def beyond_room(beyond: int, capacity: int) -> str:
    """Warn that the seats exceed what the tool holds."""
    return (
        f"La salle tient {people(capacity)} : {count(beyond, 'place ouverte n’y entrera', 'places ouvertes n’y entreront')} pas."
        " Prévoyez une seconde salle, ou réduisez les places."
    )
