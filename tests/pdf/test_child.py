import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.awaiting import until
from tests.pdf import structure
from tests.pdf.factories import FACTS, a_document, minutes
from tests.processes import lives
from webapp.pdf.model import RenderFailed
from webapp.pdf.render import render_in_child


def test_the_reference_minutes_are_made_by_a_child_that_ends():
    # From a process of its own: the system counts what the caller weighed before the child took its place.
    code = (
        "import resource, sys\nfrom tests.pdf.factories import FACTS, a_document, minutes\n"
        "from webapp.pdf.press import PRESS\nfrom webapp.pdf.render import render_in_child\n"
        "sys.stdout.buffer.write(render_in_child(a_document(minutes(), attachments=(FACTS,))))\n"
        "PRESS.end()  # only then does the system count what the press and its child weighed\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
    )

    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

    title = a_document(minutes()).title
    structure.assert_conforms(made.stdout, title=title, attachments=[(FACTS.name, FACTS.mime, FACTS.content)])
    assert int(made.stderr) / 1024 < 150


def test_the_child_says_why_it_refuses():
    with pytest.raises(RenderFailed) as refused:
        render_in_child(a_document("<p>Sans titre.</p>"))

    assert refused.value.reason == "Document non conforme à PDF/UA : aucun titre h1."


@pytest.mark.parametrize("memory", [60, 150], ids=["while loading", "while laying out"])
def test_a_child_that_wants_more_memory_than_allowed_is_refused(memory):
    with pytest.raises(RenderFailed) as refused:
        render_in_child(a_document(minutes(points=16)), memory_mb=memory)

    assert "mémoire" in refused.value.reason
    assert f"{memory} Mo" in refused.value.reason


def test_a_child_that_takes_more_time_than_allowed_is_ended():
    with pytest.raises(RenderFailed) as refused:
        render_in_child(a_document(minutes(points=40)), seconds=1)

    assert refused.value.reason == "Le rendu a dépassé 1 s."


def test_the_engine_never_enters_the_caller():
    code = (
        "import sys\nfrom tests.pdf.factories import a_document\nfrom webapp.pdf.render import render_in_child\n"
        "assert render_in_child(a_document()).startswith(b'%PDF-1.7')\n"
        "assert not {'weasyprint', 'fontTools', 'pydyf'} & set(sys.modules)\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_press_is_loaded_once_and_started_again_when_it_has_gone():
    document = a_document(minutes(points=1))

    first, pid = render_in_child(document), press_of_this_process()
    assert render_in_child(document) == first
    assert press_of_this_process() == pid
    os.kill(pid, signal.SIGKILL)
    assert render_in_child(document) == first
    assert press_of_this_process() != pid


def test_a_document_nobody_waits_for_any_more_is_left():
    with pytest.raises(RenderFailed):
        render_in_child(a_document(minutes(points=40)), seconds=1)

    until(lambda: children_of(press_of_this_process()) == [])


def test_the_press_ends_with_the_process_that_asked():
    code = (
        "import os, signal\nfrom tests.pdf.factories import a_document\nfrom tests.pdf.test_child import press_of_this_process\n"
        "from webapp.pdf.render import render_in_child\nrender_in_child(a_document())\n"
        "print(press_of_this_process(), flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )

    killed = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert killed.returncode == -signal.SIGKILL
    until(lambda: not lives(int(killed.stdout)))


def children_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def press_of_this_process() -> int:
    """Return the number of the press that this process started."""
    mine = [int(each) for task in Path("/proc/self/task").iterdir() for each in (task / "children").read_text().split()]
    return next(each for each in mine if b"webapp.pdf.lending" in Path(f"/proc/{each}/cmdline").read_bytes())


def test_two_children_at_once_make_the_same_bytes():
    document = a_document(minutes(points=1))
    made: list[bytes] = []

    threads = [threading.Thread(target=lambda: made.append(render_in_child(document))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made[0] == made[1]
