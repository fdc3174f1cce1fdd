"""How the gate's tests are shared out: the journeys first and on one side, every other file where there is room.

Two journeys at once would want more than two cores, and one that starts last makes the other side wait for its end.
"""

from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys/"
# Folders whose files use one browser, or the same signed files.
TOGETHER = (JOURNEYS, "tests/web/skin/", "tests/minutes/checker/")


class Sharing(LoadFileScheduling):
    """A file's tests stay together, and so do the files of a folder that has one browser."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))
