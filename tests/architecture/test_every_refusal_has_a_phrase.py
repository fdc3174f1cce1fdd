import importlib
import pkgutil
from string import Formatter

import pytest

import webapp
from webapp.kernel.errors import Reason
from webapp.wording.phrases import PHRASES


def reasons() -> dict[str, Reason]:
    """Every reason of the house by the key of its phrase, once all its modules are loaded."""
    for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    found: dict[str, Reason] = {}
    waiting = list(Reason.__subclasses__())
    while waiting:
        family = waiting.pop()
        waiting += family.__subclasses__()
        if family.__module__.startswith("webapp."):  # a test may have a reason of its own
            found |= {f"{family.__name__}.{member.name}": member for member in family}
    return found


REASONS = reasons()


def test_every_reason_has_a_phrase_and_every_phrase_its_reason():
    assert sorted(PHRASES) == sorted(REASONS)


@pytest.mark.parametrize("key", sorted(PHRASES))
def test_a_phrase_is_a_whole_sentence_in_french_typography(key):
    words = "".join(literal for literal, *_ in Formatter().parse(PHRASES[key]))

    assert words.strip().endswith((".", "?"))
    assert "'" not in words
    for mark in ":;?!»":
        assert f" {mark}" not in words, f"une espace insécable est attendue avant « {mark} »"
    assert "« " not in words
