"""Somebody standing in front of the tablet at the door: nobody is signed in there, they touch names and buttons."""

from flask import Flask

from tests.meetings.room import Room
from tests.web.desk.clerk import Clerk
from tests.web.visitors import Visitor
from webapp.audit.model import SYSTEM
from webapp.meetings.service import door


def link(room: Room) -> str:
    """Return the page that the sitting's link opens, made if there is none yet."""
    if room.state().meeting.door_token is None:
        door.make_link(room.db, room.meeting_id, by=SYSTEM, now=room.tick())
    return f"/seances/{room.meeting_id}/emargement/{room.state().meeting.door_token}"


class Tablet(Clerk):
    """Touches names and buttons; `page` is the last answer, redirections followed."""

    def __init__(self, app: Flask, room: Room) -> None:
        self.room = room
        self.visitor = Visitor(app)
        self.base = link(room)
        self.page = None

    def opens(self, path: str | None = None) -> str:
        return super().opens(self.base if path is None else path)

    def touches(self, number: int, substitute: int | None = None) -> str:
        """Touch a name of the list: the titular of a seat, or one of its substitutes."""
        name = f"/{self.room.seat(number)}/{self.room.person(number, substitute)}"
        self.opens()
        found = [each for each in self.part("noms").xpath(".//a/@href") if each.endswith(name)]
        assert len(found) == 1, self.text
        return self.opens(found[0])

    def signs(self, number: int, substitute: int | None = None) -> "Tablet":
        """Touch one's name and sign; the page that follows is shown."""
        self.touches(number, substitute)
        self.presses("Je signe ma présence")
        return self
