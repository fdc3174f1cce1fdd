"""Those who sign up enter one at a time, after whoever sits; others go straight in, and nobody waits long for a slow answer."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.awaiting import until
from webapp.cli import _turnstile
from webapp.cli._turnstile import Turnstile

WAIT = 10.0
SLOW, QUICK, SITTING, OTHER = "/webinaires/eau", "/inscription/jeton", "/seances/1", "/aide"


class Kitchen:
    """An application whose slow answers wait for a word."""

    def __init__(self, slow: str = SLOW) -> None:
        self.slow = slow
        self.begun: list[str] = []
        self.in_slow, self.word, self.in_quick = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        self.begun.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == self.slow:
            self.in_slow.set()
            assert self.word.wait(WAIT)
        else:
            self.in_quick.set()
        return (b"",)


def _asked(path: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path}


def test_one_waits_for_the_one_before_and_whoever_sits_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turnstile, "PATIENCE_SECONDS", WAIT)
    kitchen = Kitchen()
    through = Turnstile(kitchen)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(through, _asked(SLOW), print)
        assert kitchen.in_slow.wait(WAIT)
        assert through(_asked(SITTING), print) == (b"",)
        quick = threads.submit(through, _asked(QUICK), print)
        assert kitchen.begun == [SLOW, SITTING]
        kitchen.word.set()
        assert slow.result(WAIT) == quick.result(WAIT) == (b"",)
    assert kitchen.begun == [SLOW, SITTING, QUICK]


def test_a_slow_answer_holds_nobody_longer_than_patience_lasts() -> None:
    kitchen = Kitchen()
    through = Turnstile(kitchen)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(through, _asked(SLOW), print)
        assert kitchen.in_slow.wait(WAIT)
        assert through(_asked(QUICK), print) == (b"",)
        kitchen.word.set()
        assert slow.result(WAIT) == (b"",)


def test_the_crowd_lets_a_sitting_pass_and_nobody_else_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turnstile, "PATIENCE_SECONDS", WAIT)
    kitchen = Kitchen(slow=SITTING)
    through = Turnstile(kitchen)
    with ThreadPoolExecutor(2) as threads:
        sitting = threads.submit(through, _asked(SITTING), print)
        assert kitchen.in_slow.wait(WAIT)
        crowd = threads.submit(through, _asked(QUICK), print)
        assert through(_asked(OTHER), print) == (b"",)
        assert kitchen.begun == [SITTING, OTHER]
        kitchen.word.set()
        assert sitting.result(WAIT) == crowd.result(WAIT) == (b"",)
    assert kitchen.begun == [SITTING, OTHER, QUICK]


def test_a_long_answer_to_a_sitting_holds_the_crowd_no_longer_than_patience_lasts() -> None:
    kitchen = Kitchen(slow=SITTING)
    through = Turnstile(kitchen)
    with ThreadPoolExecutor(1) as threads:
        sitting = threads.submit(through, _asked(SITTING), print)
        assert kitchen.in_slow.wait(WAIT)
        assert [through(_asked(QUICK), print) for _ in range(2)] == [(b"",)] * 2
        kitchen.word.set()
        assert sitting.result(WAIT) == (b"",)


def test_while_one_waits_for_the_disk_the_next_one_enters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_turnstile, "PATIENCE_SECONDS", WAIT)
    written = threading.Event()
    begun: list[str] = []

    def writing(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        begun.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == SLOW:
            with through.aside():
                assert written.wait(WAIT)
        else:
            written.set()
        return (b"",)

    through = Turnstile(writing)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(through, _asked(SLOW), print)
        assert until(lambda: begun)
        assert through(_asked(QUICK), print) == slow.result(WAIT) == (b"",)
        assert through(_asked(QUICK), print) == (b"",)
    with through.aside():  # whoever has no turn gives none back
        assert through(_asked(QUICK), print) == (b"",)


@pytest.mark.parametrize("failed", [SLOW, SITTING])
def test_an_answer_that_fails_leaves_its_turn(monkeypatch: pytest.MonkeyPatch, failed: str) -> None:
    monkeypatch.setattr(_turnstile, "PATIENCE_SECONDS", WAIT)

    def failing(_environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError

    through = Turnstile(failing)
    for path in (failed, SLOW):  # the second would wait for a turn that never came back
        with pytest.raises(RuntimeError):
            through(_asked(path), print)
