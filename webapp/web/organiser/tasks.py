"""The task list of a webinar: what is done, what is left, what is blocked and why."""

from collections.abc import Mapping
from datetime import datetime

from flask import url_for

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.registrations import rules as registrations
from webapp.registrations.model import Approval, RegistrationRefusal
from webapp.web.organiser import pages
from webapp.webinars import rules
from webapp.webinars.model import Access, Invited, Organiser, OrganiserRole, Room, Shown, WebinarState
from webapp.wording import organising as words
from webapp.wording.dates import moment
from webapp.wording.numbers import count

Task = dict[str, str]


@frozen
class Readiness:
    """All that the list judges by."""

    shown: Shown
    rooms: Mapping[int, Room]
    team: tuple[Organiser, ...]
    access: Access
    invited: Invited
    now: datetime
    conference: bool = False


def tasks(ready: Readiness) -> list[Task]:
    """Return the tasks in the order in which one does them; of another prefecture's webinar, those that are ours."""
    if ready.shown.webinar.hosted:
        return [_team(ready), _invitations(ready), _preview(ready)]
    return [
        _content(ready),
        _dates(ready),
        _form(ready),
        _notice(ready),
        _terms(ready),
        _team(ready),
        _invitations(ready),
        _preview(ready),
        _publication(ready),
    ]


def _task(ready: Readiness, title: str, state: str, endpoint: str, *, detail: str = "", why: str = "") -> Task:
    url = url_for(endpoint, webinar_id=ready.shown.webinar.id)
    return {"title": title, "state": state, "url": url, "detail": detail, "why": why}


def _content(ready: Readiness) -> Task:
    content = ready.shown.webinar.content
    missing = [
        name for name, value in (("le résumé", content.summary), ("la présentation", content.description)) if not value
    ]
    why = f"Il manque {' et '.join(missing)}." if missing else ""
    speakers = count(len(content.speakers), "intervenant")
    return _task(ready, "Contenu", "todo" if missing else "done", "organising.content", detail=speakers, why=why)


def _dates(ready: Readiness) -> Task:
    coming = ready.shown.coming(ready.now)
    if not coming:
        why = "Aucune date à venir." if ready.shown.occurrences else "Aucune date."
        return _task(ready, "Dates et salles", "todo", "organising_dates.listing", why=why)
    without = sum(not rules.is_known(ready.rooms[each.id], conference=ready.conference) for each in coming)
    beyond = sum(bool(rules.seats_beyond_room(each, ready.rooms[each.id])) for each in coming)
    said = []
    if without:
        said.append(f"{count(without, 'date')} sans salle.")
    if beyond:
        said.append(f"{count(beyond, 'date')} avec plus de places que la salle n’en tient.")
    first = f"{count(len(coming), 'date')} à venir, la première {moment(coming[0].starts_at)}"
    return _task(
        ready,
        "Dates et salles",
        "doing" if said else "done",
        "organising_dates.listing",
        detail=first,
        why=" ".join(said),
    )


def _form(ready: Readiness) -> Task:
    form, why = ready.shown.form, ""
    try:
        rules.check_form_for(ready.shown.campaign.terms, form.fields)
    except Refusal as refusal:
        why = pages.said(refusal)
    asked = count(len(form.fields), "question") if form.fields else "Nom, prénom, adresse, service"
    return _task(
        ready, "Formulaire d’inscription", "blocked" if why else "done", "organising_form.page", detail=asked, why=why
    )


def _notice(ready: Readiness) -> Task:
    notice, why = ready.shown.form.notice, ""
    try:
        registrations.check_notice(notice)
    except Refusal:
        missing = [title for name, (title, _) in words.NOTICE.items() if not getattr(notice, name).strip()]
        everything = len(missing) == len(words.NOTICE)
        why = "À lire et à enregistrer avant de publier." if everything else f"Il manque : {', '.join(missing)}."
    return _task(ready, "Information sur les données", "todo" if why else "done", "organising_form.notice", why=why)


def _terms(ready: Readiness) -> Task:
    terms = ready.shown.campaign.terms
    said = [] if terms.approval is Approval.NONE else [f"Accord : {words.APPROVALS[terms.approval].lower()}."]
    if terms.overbooking:
        said.append(f"Surréservation de {terms.overbooking} %.")
    if terms.largest_group > 1:
        said.append(f"Groupes jusqu’à {words.people(terms.largest_group)}.")
    return _task(
        ready,
        "Règles d’inscription",
        "done" if said else "optional",
        "organising_form.terms",
        detail=" ".join(said) or "Inscription confirmée aussitôt, une personne à la fois",
    )


def _team(ready: Readiness) -> Task:
    stand_in = any(each.role is OrganiserRole.STAND_IN for each in ready.team)
    why = "" if stand_in else "Personne ne vous remplacerait le jour venu."
    return _task(
        ready,
        "Équipe",
        "done" if stand_in else "optional",
        "organising_team.page",
        detail=words.people(len(ready.team)),
        why=why,
    )


def _invitations(ready: Readiness) -> Task:
    invited = ready.invited
    detail = words.ACCESS[ready.access.kind] if ready.access.restricted else "Inscription ouverte à tous"
    why = ""
    if invited.unsent:
        why = f"{count(invited.unsent, 'invitation n’est pas partie', 'invitations ne sont pas parties')}."
    elif invited.silent:
        why = f"{words.people(invited.silent)} sans réponse."
    state = "todo" if invited.unsent else "done" if invited.total else "optional"
    return _task(ready, "Invitations", state, "organising_invitations.page", detail=detail, why=why)


def _preview(ready: Readiness) -> Task:
    return _task(
        ready,
        "Aperçu",
        "optional",
        "organising_preview.page",
        detail="Ce que la personne inscrite recevra",
    )


def _publication(ready: Readiness) -> Task:
    state = ready.shown.webinar.state
    if state is WebinarState.PUBLISHED:
        return _task(ready, "Publication", "done", "organising.publish", detail="Les inscriptions sont ouvertes")
    if state is WebinarState.CANCELLED:
        return _task(ready, "Publication", "blocked", "organising.page", why="Le webinaire est annulé.")
    missing = unpublishable(ready.shown)
    return _task(ready, "Publication", "blocked" if missing else "todo", "organising.publish", why=" ".join(missing))


def unpublishable(shown: Shown) -> list[str]:
    """Return why a webinar cannot be published yet, each in a sentence."""
    found: list[str] = []
    try:
        rules.check_publishable(shown)
    except Refusal as refusal:
        found.append(pages.said(refusal))
    try:
        registrations.check_notice(shown.form.notice)
    except Refusal as refusal:
        if refusal.reason is RegistrationRefusal.NOTICE_INCOMPLETE:
            found.append(pages.said(refusal))
    return found
