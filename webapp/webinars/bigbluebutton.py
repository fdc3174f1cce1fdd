"""BigBlueButton as its API wants to be spoken to: signed addresses, answers in XML, a signed report of who was there.

The server asks one host alone, the one of the settings, and waits for it a few seconds at most; it follows no redirection.
Reference: https://docs.bigbluebutton.org/development/api/
"""

import base64
import hashlib
import hmac
import json
import ssl
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from contextlib import closing
from dataclasses import field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.webinars.model import Stay, WebinarRefusal

TIMEOUT_SECONDS = 5.0
ANSWER_MOST = 512 * 1024
NAME_MOST = 250
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}


@frozen
class Server:
    """The one BigBlueButton of an installation: its address « https://…/bigbluebutton/ », its shared secret, its hash."""

    address: str
    secret: str = field(repr=False)
    algorithm: str = "sha256"


@frozen
class Meeting:
    """A room that the API is asked for; the passwords are for servers that know no roles yet (before 2.4)."""

    id: str
    name: str
    attendee_password: str = field(repr=False)
    moderator_password: str = field(repr=False)
    most_people: int | None = None
    callback: str = field(default="", repr=False)
    leads_back_to: str = ""


@frozen
class Info:
    """What a room says of itself; `people` 0 where it does not run."""

    running: bool
    people: int


def server_of(address: str, secret: str, algorithm: str) -> Server | None:
    """Return the server of an installation, None without an address or a secret."""
    return Server(address=address, secret=secret, algorithm=algorithm) if address and secret else None


def checksum(call: str, query: str, server: Server) -> str:
    """Return the checksum of a call: the hash of its name, its query string and the secret, one after the other."""
    return ALGORITHMS[server.algorithm](f"{call}{query}{server.secret}".encode()).hexdigest()


def signed(call: str, parameters: Mapping[str, str], server: Server) -> str:
    """Return the whole address of a call; the checksum comes last, and is made of the string as it is sent."""
    query = urlencode(parameters)
    seal = checksum(call, query, server)
    both = f"{query}&checksum={seal}" if query else f"checksum={seal}"
    return f"{server.address.rstrip('/')}/api/{call}?{both}"


def join_address(server: Server, meeting: Meeting, *, user_id: str, name: str, moderator: bool) -> str:
    """Return the address by which one person enters; `user_id` comes back in the report of who was there."""
    return signed(
        "join",
        {
            "fullName": name[:NAME_MOST],
            "meetingID": meeting.id,
            "role": "MODERATOR" if moderator else "VIEWER",
            "password": meeting.moderator_password if moderator else meeting.attendee_password,
            "userID": user_id,
            "redirect": "true",
        },
        server,
    )


def create(server: Server, meeting: Meeting) -> None:
    """Open a room; one that is open already stays as it is (the API's own idempotence)."""
    parameters = {
        "name": meeting.name[:NAME_MOST],
        "meetingID": meeting.id,
        "attendeePW": meeting.attendee_password,
        "moderatorPW": meeting.moderator_password,
        "record": "true",
        "autoStartRecording": "false",
        "allowStartStopRecording": "true",
        "meetingKeepEvents": "true",  # without them no report is made
    }
    if meeting.most_people is not None:
        parameters["maxParticipants"] = str(meeting.most_people)
    if meeting.leads_back_to:
        parameters["logoutURL"] = meeting.leads_back_to
    if meeting.callback:
        parameters["meta_analytics-callback-url"] = meeting.callback
    _ask(server, "create", parameters)


def end(server: Server, meeting: Meeting) -> None:
    """Close a room for all; one that does not run is closed already."""
    try:
        _ask(server, "end", {"meetingID": meeting.id, "password": meeting.moderator_password})
    except Refusal as refusal:
        if refusal.facts.get("key") != "notFound":
            raise


def info(server: Server, meeting: Meeting) -> Info:
    """Return whether a room runs, and how many are there."""
    try:
        answer = _ask(server, "getMeetingInfo", {"meetingID": meeting.id})
    except Refusal as refusal:
        if refusal.facts.get("key") == "notFound":
            return Info(running=False, people=0)
        raise
    people = answer.findtext("participantCount", "0")
    return Info(running=answer.findtext("running") == "true", people=int(people) if people.isdecimal() else 0)


def _ask(server: Server, call: str, parameters: Mapping[str, str]) -> ET.Element:
    """Call, and return the answer; Refusal ROOM_SILENT when there is none, ROOM_REFUSES when it says no."""
    content = _fetch(signed(call, parameters, server))
    if b"<!" in content:  # the API's answers declare no entity; one that does is not read
        raise Refusal(WebinarRefusal.ROOM_SILENT)
    try:
        answer = ET.fromstring(content)  # noqa: S314 — no declaration gets this far
    except ET.ParseError as fault:
        raise Refusal(WebinarRefusal.ROOM_SILENT) from fault
    if answer.findtext("returncode") != "SUCCESS":
        key = answer.findtext("messageKey", "")
        raise Refusal(WebinarRefusal.ROOM_REFUSES, said=answer.findtext("message", key)[:200], key=key)
    return answer


def _fetch(address: str) -> bytes:
    parts = urlsplit(address)
    connection: HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = HTTPSConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    with closing(connection):
        try:
            connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept": "application/xml"})
            answer = connection.getresponse()
            content = answer.read(ANSWER_MOST)
        except (OSError, HTTPException) as fault:
            raise Refusal(WebinarRefusal.ROOM_SILENT) from fault
    if answer.status != 200:  # noqa: PLR2004 — the API answers 200 even when it says no
        raise Refusal(WebinarRefusal.ROOM_SILENT)
    return content


def check_signature(authorization: str, server: Server, *, now: datetime) -> None:
    """Refuse a report that the server did not sign: a JWT of HS512 under the shared secret, not yet expired."""
    try:
        scheme, _, token = authorization.partition(" ")
        head, claims, seal = token.strip().split(".")
        header, said = json.loads(_plain(head)), json.loads(_plain(claims))
        expected = hmac.digest(server.secret.encode(), f"{head}.{claims}".encode(), "sha512")
        holds = (
            scheme.lower() == "bearer"
            and header["alg"] == "HS512"
            and hmac.compare_digest(_plain(seal), expected)
            and float(said["exp"]) > now.timestamp()
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise Refusal(WebinarRefusal.CALLBACK_UNSIGNED) from fault
    if not holds:
        raise Refusal(WebinarRefusal.CALLBACK_UNSIGNED)


def _plain(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def report(content: bytes, meeting: Meeting) -> tuple[str, list[Stay]]:
    """Read the report of a room: the server's own number of the meeting, and each time that somebody was there."""
    try:
        said: dict[str, Any] = json.loads(content)
        if said["meeting_id"] != meeting.id:
            raise Refusal(WebinarRefusal.CALLBACK_UNREADABLE)
        found = [stay for each in said["data"]["attendees"] for stay in _stays(each)]
        return str(said["internal_meeting_id"]), found
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refusal(WebinarRefusal.CALLBACK_UNREADABLE) from fault


def _stays(attendee: Mapping[str, Any]) -> list[Stay]:
    """Pair what one person's report says: the leaving that follows each joining, before the next one."""
    joins = sorted(_instant(each) for each in attendee["joins"])
    leaves = sorted(_instant(each) for each in attendee["leaves"])
    found = []
    for place, joined_at in enumerate(joins):
        until = joins[place + 1] if place + 1 < len(joins) else None
        left_at = next((each for each in leaves if each >= joined_at and (until is None or each <= until)), None)
        found.append(Stay(user_id=str(attendee["ext_user_id"])[:200], joined_at=joined_at, left_at=left_at))
    return found


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
