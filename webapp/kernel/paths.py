"""The one table of links that leave the house on paper or by mail; a test holds it to the URL map."""

PATHS = {
    "home": "/",
    "sign_in": "/connexion",
    "slip": "/connexion/bulletin/{code}",
    "link": "/connexion/lien/{token}",
    "meeting": "/seances/{meeting_id}",
    "reply": "/seances/{meeting_id}/reponse",
    "written_means": "/seances/{meeting_id}/participer",
    "written_votes": "/seances/{meeting_id}/votes",
    "meeting_minutes": "/seances/{meeting_id}/proces-verbal",
    "minutes_signing": "/secretariat/seances/{meeting_id}/proces-verbal/signature",
    "vote": "/seances/{meeting_id}/points/{item_id}/voter",
    "deposit": "/rapporteur/seances/{meeting_id}/points/{item_id}",
    "screen": "/seances/{meeting_id}/ecran/{token}",
    "door": "/seances/{meeting_id}/emargement/{door}",
    "hearing": "/audition/{token}",
    "webinars": "/webinaires",
    "webinar": "/webinaires/{webinar_code}",
    "channel": "/webinaires/chaines/{channel_code}",
    "inset": "/webinaires/encart",
    "walk_in": "/webinaires/{webinar_code}/{occurrence_id}/entrer",
    "find_link": "/webinaires/mon-lien",
    "registration": "/inscription/{token}",
    "entry": "/rejoindre/{token}",
    "agreement": "/accord/{token}",
    "invitation": "/invitation/{token}",
    "webinar_door": "/organisation/webinaires/{webinar_id}/dates/{occurrence_id}/entree",
    "certificate": "/attestations/{number}",
    "evaluation": "/evaluation/{token}",
    "coming": "/inscription/{token}/venir",
    "questions": "/inscription/{token}/questions",
    "host": "/intervenir/{token}",
    "room_report": "/rappels/bigbluebutton/{number}/{token}",
    "guest_entry": "/rejoindre/partenaire/{token}",
    "share_feed": "/partage/flux/{token}",
    "health": "/sante",
    "help": "/aide",
}


def path(name: str, **parts: object) -> str:
    """Return the path of one page."""
    return PATHS[name].format(**parts)


def link(public_address: str, name: str, **parts: object) -> str:
    """Return the whole address of one page, from the setting `public_address`."""
    return public_address.rstrip("/") + path(name, **parts)
