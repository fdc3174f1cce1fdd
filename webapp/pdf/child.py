"""The renderer's process: a document on standard input, its PDF on standard output, a reason on standard error.

`python -m webapp.pdf.child MEGABYTES SECONDS`; exit 0 with the file, 3 when the document is refused, 1 when something broke.
"""

import gc
import os
import resource
import sys
import traceback
from pathlib import Path

from webapp.pdf import wire
from webapp.pdf.model import RenderFailed
from webapp.pdf.render import REFUSED, render

MEGABYTE = 1024 * 1024
NICENESS = 10
NEARLY = 0.9
STATUS = Path("/proc/self/status")


def main(arguments: list[str]) -> int:
    """Bound this process, behind the pages that people read meanwhile, then render."""
    os.nice(NICENESS)
    memory, seconds = (int(argument) for argument in arguments)
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEGABYTE, memory * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # one document, then the end
    try:
        pdf = render(wire.decode(sys.stdin.buffer.read()))
    except MemoryError:
        print("MemoryError", file=sys.stderr)  # noqa: T201 — this is how the child speaks
        return 1
    except RenderFailed as refusal:
        print(refusal.reason, file=sys.stderr)  # noqa: T201 — same
        return REFUSED
    except Exception:  # noqa: BLE001 — the parent keeps the last line, the log the rest
        traceback.print_exc()
        if _peak_megabytes() > memory * NEARLY:
            print("MemoryError", file=sys.stderr)  # noqa: T201 — libraries hide a refused allocation under any name
        return 1
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


def _peak_megabytes() -> float:
    """Return the most address space this process has had."""
    for line in STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith("VmPeak:"):
            return int(line.split()[1]) / 1024
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
