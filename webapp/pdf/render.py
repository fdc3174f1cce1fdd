"""HTML to a PDF that is PDF/A-3a and PDF/UA-1 at once, the same bytes from the same document.

Servers and workers call `render_in_child`, whose process ends: WeasyPrint never enters theirs.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from webapp.pdf import wire
from webapp.pdf.model import Attachment, Document, RenderFailed

__all__ = ["Attachment", "Document", "RenderFailed", "render", "render_in_child"]

STEP = 1.0  # seconds between two looks at how far the child is
REFUSED = 3  # the child's exit status when its last line is a sentence for people
ROOT = Path(__file__).resolve().parents[2]
FONTS_FILE = Path(__file__).with_name("fonts.conf")
_KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "TMPDIR")  # no secret travels to the child
_OUT_OF_MEMORY = "Le rendu a dépassé {memory} Mo de mémoire."
_CRASHED = "Le rendu s’est interrompu (signal {signal}), sans doute faute de mémoire ({memory} Mo permis)."
_OUT_OF_TIME = "Le rendu a dépassé {seconds} s."


def render(document: Document) -> bytes:
    """Render in this process, for the child and the tests; raise RenderFailed with its reason.

    The page may name no other resource than `data:` URLs; it always gets `templates/print.css`.
    """
    os.environ["FONTCONFIG_FILE"] = str(FONTS_FILE)
    from webapp.pdf import engine  # noqa: PLC0415 — slow import

    return engine.render(document)


def render_in_child(
    document: Document, *, memory_mb: int = 700, seconds: int = 120, report: Callable[[int], None] | None = None
) -> bytes:
    """Render in a process of its own, held to `memory_mb` of address space and `seconds` of time, which then ends.

    `report` is told now and then how many pages are laid out. Raise RenderFailed when the document is refused, a bound
    is passed or the process dies. An exception in the waiting thread (a stop signal, say) kills the child first.
    """
    told, telling = os.pipe()
    command = [sys.executable, "-m", "webapp.pdf.child", str(memory_mb), str(seconds), str(telling)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"LANG": "C.UTF-8", "FONTCONFIG_FILE": str(FONTS_FILE)}
    try:
        os.set_blocking(told, False)
        with (
            _sent(wire.encode(document)) as message,
            subprocess.Popen(  # noqa: S603 — our own module, our own arguments
                command,
                stdin=message,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=ROOT,
                env=environment,
                pass_fds=(telling,),
            ) as child,
        ):
            try:
                made, said = _wait(child, told, seconds=seconds, report=report)
            except BaseException:
                child.kill()
                raise
    finally:
        os.close(told)
        os.close(telling)
    if child.returncode == 0:
        return made
    raise _failure(child.returncode, said.decode("utf-8", "replace"), memory_mb=memory_mb, seconds=seconds)


def _sent(message: bytes) -> IO[bytes]:
    """Put the document where the child reads it at its own pace: `communicate` forgets what a full pipe did not take."""
    file = TemporaryFile()
    file.write(message)
    file.seek(0)
    return file


def _wait(
    child: subprocess.Popen[bytes], told: int, *, seconds: int, report: Callable[[int], None] | None
) -> tuple[bytes, bytes]:
    """Wait for the child's file, saying meanwhile how far it is."""
    until = time.monotonic() + seconds
    ended: tuple[bytes, bytes] | None = None
    while ended is None:
        try:
            ended = child.communicate(timeout=STEP)
        except subprocess.TimeoutExpired as fault:
            if time.monotonic() > until:
                raise RenderFailed(_OUT_OF_TIME.format(seconds=seconds), transient=True) from fault
        if report is not None and (pages := _pages(told)):
            report(pages)
    return ended


def _pages(told: int) -> int:
    """Read which page the child laid out last, 0 where it said nothing since."""
    try:
        lines = os.read(told, 65536).split()
    except BlockingIOError:
        return 0
    return int(lines[-1]) if lines else 0


def _failure(status: int, said: str, *, memory_mb: int, seconds: int) -> RenderFailed:
    """Say in French why the child brought nothing: its own last line, or the signal that ended it."""
    if status in {-signal.SIGXCPU, -signal.SIGKILL}:
        return RenderFailed(_OUT_OF_TIME.format(seconds=seconds), transient=True)
    last = said.strip().rpartition("\n")[2]
    # A library whose allocation is refused aborts after saying so in its own words.
    if "memory" in last.lower() or (status < 0 and "allocat" in said.lower()):
        return RenderFailed(_OUT_OF_MEMORY.format(memory=memory_mb), transient=True)
    if status < 0:
        return RenderFailed(_CRASHED.format(signal=-status, memory=memory_mb), transient=True)
    if status == REFUSED:
        return RenderFailed(last)
    sys.stderr.write(said)
    return RenderFailed(f"Défaut du moteur de rendu ({last}).")
