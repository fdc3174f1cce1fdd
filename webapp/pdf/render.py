"""HTML to a PDF that is PDF/A-3a and PDF/UA-1 at once, the same bytes from the same document.

Servers and workers call `render_in_child`, whose process ends: WeasyPrint never enters theirs.
"""

import os
import signal
import socket
import sys
from io import FileIO

from webapp.kernel.models import frozen
from webapp.pdf import libraries, wire
from webapp.pdf.model import Attachment, Document, RenderFailed
from webapp.pdf.press import FONTS_FILE, PRESS

__all__ = ["Attachment", "Document", "RenderFailed", "render", "render_in_child"]

REFUSED = 3  # the child's exit status when its last line is a sentence for people
_OUT_OF_MEMORY = "Le rendu a dépassé {memory} Mo de mémoire."
_CRASHED = "Le rendu s’est interrompu (signal {signal}), sans doute faute de mémoire ({memory} Mo permis)."
_OUT_OF_TIME = "Le rendu a dépassé {seconds} s."
_NO_PRESS = "Le moteur de rendu ne démarre pas ; le journal du service dit pourquoi."


def render(document: Document) -> bytes:
    """Render in this process, for the child and the tests; raise RenderFailed with its reason.

    The page may name no other resource than `data:` URLs; it always gets `templates/print.css`.
    """
    os.environ["FONTCONFIG_FILE"] = str(FONTS_FILE)
    with libraries.opened_by_name():
        from webapp.pdf import engine  # noqa: PLC0415 — slow import

    return engine.render(document)


def render_in_child(document: Document, *, memory_mb: int = 700, seconds: int = 120) -> bytes:
    """Render in a process of its own, held to `memory_mb` of address space and `seconds` of time, which then ends.

    Raise RenderFailed when the document is refused, a bound is passed or the process dies. An exception in the
    waiting thread (a stop signal, say) kills the child first.
    """
    ended = _rendered(document, memory_mb, seconds) or _rendered(document, memory_mb, seconds)
    if ended is None:
        raise RenderFailed(_NO_PRESS, transient=True)
    if ended.status == 0:
        return ended.pdf
    raise _failure(ended, memory=memory_mb, seconds=seconds)


@frozen
class _Ended:
    """A child that ended: with 0 and a PDF, with a status and what it said, or by a signal, counted below zero."""

    status: int
    pdf: bytes
    said: str


def _rendered(document: Document, memory: int, seconds: int) -> _Ended | None:
    """Have a document rendered; None when the press itself went away meanwhile."""
    ours, theirs = socket.socketpair()
    with ours, _in_memory("document") as source, _in_memory("pdf") as target, _in_memory("said") as said:
        source.write(wire.encode(document))
        source.seek(0)
        with theirs:
            PRESS.order(f"{memory} {seconds}", [each.fileno() for each in (source, target, said, theirs)])
        ours.settimeout(seconds)
        try:
            status = ours.recv(16)
        except TimeoutError as fault:
            raise RenderFailed(_OUT_OF_TIME.format(seconds=seconds), transient=True) from fault
        if not status:
            return None
        target.seek(0)
        said.seek(0)
        return _Ended(status=int(status), pdf=target.readall(), said=said.readall().decode("utf-8", "replace").strip())


def _in_memory(name: str) -> FileIO:
    return FileIO(os.memfd_create(name), "w+")


def _failure(ended: _Ended, *, memory: int, seconds: int) -> RenderFailed:
    """Say in French why the child brought nothing: its own last line, or the signal that ended it."""
    if ended.status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return RenderFailed(_OUT_OF_TIME.format(seconds=seconds), transient=True)
    last = ended.said.rpartition("\n")[2]
    # A library whose allocation is refused aborts after saying so in its own words.
    if "memory" in last.lower() or (ended.status < 0 and "allocat" in ended.said.lower()):
        return RenderFailed(_OUT_OF_MEMORY.format(memory=memory), transient=True)
    if ended.status < 0:
        return RenderFailed(_CRASHED.format(signal=-ended.status, memory=memory), transient=True)
    if ended.status == REFUSED:
        return RenderFailed(last)
    sys.stderr.write(f"{ended.said}\n")
    return RenderFailed(f"Défaut du moteur de rendu ({last}).")
