"""The renderer's process: a document on standard input, its PDF on standard output, a reason on standard error.

`python -m webapp.pdf.child MEGABYTES SECONDS`; exit 0 with the file, 1 with the reason as last line.
"""

import resource
import sys
import traceback

from webapp.pdf import wire
from webapp.pdf.model import RenderFailed
from webapp.pdf.render import render

MEGABYTE = 1024 * 1024


def main(arguments: list[str]) -> int:
    """Bound this process, then render."""
    memory, seconds = (int(argument) for argument in arguments)
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEGABYTE, memory * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pdf = render(wire.decode(sys.stdin.buffer.read()))
    except MemoryError:
        print("MemoryError", file=sys.stderr)  # noqa: T201 — this is how the child speaks
        return 1
    except RenderFailed as refusal:
        print(refusal.reason, file=sys.stderr)  # noqa: T201 — same
        return 1
    except Exception:  # noqa: BLE001 — the parent keeps the last line, the log the rest
        traceback.print_exc()
        return 1
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
