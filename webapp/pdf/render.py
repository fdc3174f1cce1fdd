"""HTML to a PDF that is PDF/A-3a and PDF/UA-1 at once, the same bytes from the same document.

Servers and workers call `render_in_child`, whose process ends: WeasyPrint never enters theirs.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from webapp.pdf import wire
from webapp.pdf.model import Attachment, Document, RenderFailed

__all__ = ["Attachment", "Document", "RenderFailed", "render", "render_in_child"]

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


def render_in_child(document: Document, *, memory_mb: int = 700, seconds: int = 120) -> bytes:
    """Render in a process of its own, held to `memory_mb` of address space and `seconds` of time, which then ends.

    Raise RenderFailed when the document is refused, a bound is passed or the process dies. An exception in the
    waiting thread (a stop signal, say) kills the child first.
    """
    command = [sys.executable, "-m", "webapp.pdf.child", str(memory_mb), str(seconds)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"LANG": "C.UTF-8", "FONTCONFIG_FILE": str(FONTS_FILE)}
    try:
        ended = subprocess.run(  # noqa: S603 — our own module, our own arguments
            command,
            input=wire.encode(document),
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=environment,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as fault:
        raise RenderFailed(_OUT_OF_TIME.format(seconds=seconds), transient=True) from fault
    if ended.returncode == 0:
        return ended.stdout
    raise _failure(ended, memory_mb=memory_mb, seconds=seconds)


def _failure(ended: subprocess.CompletedProcess[bytes], *, memory_mb: int, seconds: int) -> RenderFailed:
    """Say in French why the child brought nothing: its own last line, or the signal that ended it."""
    if ended.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return RenderFailed(_OUT_OF_TIME.format(seconds=seconds), transient=True)
    said = ended.stderr.decode("utf-8", "replace")
    last = said.strip().rpartition("\n")[2]
    # A library whose allocation is refused aborts after saying so in its own words.
    if "memory" in last.lower() or (ended.returncode < 0 and "allocat" in said.lower()):
        return RenderFailed(_OUT_OF_MEMORY.format(memory=memory_mb), transient=True)
    if ended.returncode < 0:
        return RenderFailed(_CRASHED.format(signal=-ended.returncode, memory=memory_mb), transient=True)
    if ended.returncode == REFUSED:
        return RenderFailed(last)
    sys.stderr.write(said)
    return RenderFailed(f"Défaut du moteur de rendu ({last}).")
