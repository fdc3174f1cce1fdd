"""A BigBlueButton that stands in for the real one: it takes only calls whose checksum holds, as its API documents them."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"


class StandIn:
    """What the server knows: the rooms that were opened, the calls that it took and refused."""

    def __init__(self) -> None:
        self.rooms: dict[str, dict[str, str]] = {}
        self.people: dict[str, int] = {}
        self.taken: list[str] = []
        self.address = ""
        self.algorithms = ("sha1", "sha256", "sha384", "sha512")
        self.broken: bytes | None = None

    def answer(self, target: str) -> tuple[int, str]:
        """Take a call: the checksum is that of its name, its query string without it, and the secret."""
        parts = urlsplit(target)
        call, query = parts.path.rpartition("/")[2], parts.query
        before, _, seal = query.rpartition("checksum=")
        signed = f"{call}{before.rstrip('&')}{SECRET}".encode()
        if seal not in {hashlib.new(name, signed).hexdigest() for name in self.algorithms}:
            return 200, failed("checksumError", "Checksums do not match")
        self.taken.append(call)
        asked = {name: values[0] for name, values in parse_qs(before.rstrip("&"), keep_blank_values=True).items()}
        return 200, getattr(self, f"_{call}")(asked)

    def _create(self, asked: dict[str, str]) -> str:
        known = self.rooms.setdefault(asked["meetingID"], asked)
        if (known["attendeePW"], known["moderatorPW"]) != (asked["attendeePW"], asked["moderatorPW"]):
            return failed("idNotUnique", "A meeting already exists with that meeting ID.")
        return (
            f"<response><returncode>SUCCESS</returncode><meetingID>{escape(asked['meetingID'])}</meetingID></response>"
        )

    def _join(self, asked: dict[str, str]) -> str:
        room = self.rooms.get(asked["meetingID"])
        if room is None:
            return failed("notFound", "We could not find a meeting with that meeting ID")
        word = room["moderatorPW"] if asked["role"] == "MODERATOR" else room["attendeePW"]
        if asked["password"] != word or not asked["fullName"]:
            return failed("invalidPassword", "You either did not supply a password or it is wrong.")
        self.people[asked["meetingID"]] = self.people.get(asked["meetingID"], 0) + 1
        return "<response><returncode>SUCCESS</returncode></response>"

    def _end(self, asked: dict[str, str]) -> str:
        if self.rooms.pop(asked["meetingID"], None) is None:
            return failed("notFound", "We could not find a meeting with that meeting ID")
        return "<response><returncode>SUCCESS</returncode><messageKey>sentEndMeetingRequest</messageKey></response>"

    def _getMeetingInfo(self, asked: dict[str, str]) -> str:  # noqa: N802 — the API's own name
        if asked["meetingID"] not in self.rooms:
            return failed("notFound", "We could not find a meeting with that meeting ID")
        people = self.people.get(asked["meetingID"], 0)
        running = "true" if people else "false"
        return (
            f"<response><returncode>SUCCESS</returncode><running>{running}</running>"
            f"<participantCount>{people}</participantCount></response>"
        )


def failed(key: str, message: str) -> str:
    return f"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey><message>{message}</message></response>"


@contextmanager
def running() -> Iterator[StandIn]:
    """Serve the stand-in on this machine alone."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text = stand_in.answer(self.path)
            content = text.encode() if stand_in.broken is None else stand_in.broken
            self.send_response(status)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stand_in.address = f"http://127.0.0.1:{server.server_port}/bigbluebutton/"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bearer(expires: float, *, secret: str = SECRET, algorithm: str = "HS512") -> str:
    """Sign a report as the server does: a JWT that says when it expires."""
    head, claims = (_coded(json.dumps(each).encode()) for each in ({"alg": algorithm}, {"exp": int(expires)}))
    seal = _coded(hmac.digest(secret.encode(), f"{head}.{claims}".encode(), "sha512"))
    return f"Bearer {head}.{claims}.{seal}"


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def report(meeting_id: str, stays: dict[str, tuple[list[str], list[str]]]) -> bytes:
    """Write a report of who was there: for each of our users, when they joined and left."""
    attendees: list[dict[str, Any]] = [
        {"ext_user_id": user, "name": "Anne", "moderator": False, "joins": joins, "leaves": leaves, "duration": 60}
        for user, (joins, leaves) in stays.items()
    ]
    said = {
        "version": "1.0",
        "meeting_id": meeting_id,
        "internal_meeting_id": "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1796047200000",
        "data": {"duration": 3600, "attendees": attendees, "files": [], "polls": []},
    }
    return json.dumps(said).encode()
