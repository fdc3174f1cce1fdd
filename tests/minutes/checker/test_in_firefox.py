"""The page that works without us, in Firefox, from a disk, where the network leads nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import awaiting
from tests.minutes.checker.files import Case
from tests.minutes.checker.firefox import Firefox
from tests.minutes.checker.listening import Listener
from webapp.minutes.service import Part, checker
from webapp.wording import verifying as said

SOME = (
    *("signed by both", "time stamped, with proofs", "P-384", "RSA-PSS", "self-signed"),
    *("last signature removed", "altered by one byte", "overlay appended", "other facts", "no PDF"),
)
HEADING = "return document.querySelector('#result h2')?.textContent ?? ''"
HEADLINE = "return document.querySelector('#result > p').textContent"
REASONS = "return [...document.querySelectorAll('[data-reasons] li')].map(each => each.textContent)"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as made:
        yield made


@pytest.fixture(scope="module")
def firefox(stick: Path, listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with Firefox(tmp_path_factory.mktemp("firefox"), proxy=listener.port) as made:
        made.go((stick / checker.NAME).as_uri())
        yield made


def test_it_says_what_the_command_says(firefox: Firefox, stick: Path, shown: dict[str, Case]):
    for name in SOME:
        firefox.choose(stick / f"{name}.pdf")
        awaiting.until(lambda name=name: firefox.run(HEADING).endswith(f"{name}.pdf"), seconds=60)
        verdict = shown[name].verdict
        known = [each for each in verdict.failures if each.part is not Part.CONFORMANCE]
        headline = said.headline(valid=not known, vouched=verdict.vouched).replace(" :", "\u00a0:")
        assert (name, firefox.run(HEADLINE)) == (name, headline)
        assert firefox.run(REASONS) == [f"{said.PARTS[each.part]}\u00a0: {each.sentence}" for each in known]


def test_it_asks_the_network_for_nothing_and_could_not(firefox: Firefox, listener: Listener):
    asking = f"return fetch('http://127.0.0.1:{listener.port}/canari').then(() => 'sent', () => 'refused')"
    assert firefox.run("return performance.getEntriesByType('resource').length") == 0
    assert firefox.run(asking) == "refused"
    assert [each for each in listener.asked if "canari" in each] == []
    firefox.go("data:text/html,sans règle")
    firefox.run(asking)
    assert [each for each in listener.asked if "canari" in each] != []
    assert [each for each in listener.asked if "canari" not in each] == []
