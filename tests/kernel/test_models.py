"""A model is what `dataclass(frozen=True, slots=True, kw_only=True)` makes, save for when its methods are written."""

import copy
import pickle
import threading
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pytest

from webapp.kernel.models import frozen

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
BESIDE_THE_KERNEL = {"settings.py", "wording/acts.py"}  # on the kernel's own floor, and so without it


def declared() -> type[Any]:
    class Person:
        """Somebody."""

        name: str
        rank: int = 1
        seats: list[int] = field(default_factory=list)
        seen: str = field(default="", compare=False)
        secret: str = field(default="hidden", repr=False)
        key: int = field(default=0, hash=False)

        @property
        def shouted(self) -> str:
            return self.name.upper()

    return Person


MODEL: Any = frozen(declared())
TWIN: Any = dataclass(frozen=True, slots=True, kw_only=True)(declared())


@frozen(kw_only=False, order=True)
class Point:
    across: int
    down: int = 0


@frozen
class Checked:
    value: int

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("below zero")


@frozen
class Empty:
    pass


def test_a_model_shows_itself_and_is_taken_apart_as_a_dataclass():
    model, twin = MODEL(name="Ada", seats=[2]), TWIN(name="Ada", seats=[2])

    assert (repr(model), asdict(model), model.shouted) == (repr(twin), asdict(twin), twin.shouted)
    assert [each.name for each in fields(MODEL)] == [each.name for each in fields(TWIN)]
    assert MODEL.__slots__ == TWIN.__slots__
    assert MODEL.__doc__ == "Somebody."


def test_a_model_compares_as_a_dataclass():
    ada = MODEL(name="Ada")

    assert ada == MODEL(name="Ada", seen="yesterday")
    assert ada != MODEL(name="Ada", key=1)
    assert ada != TWIN(name="Ada")
    assert MODEL(name="Ada", seats=()).__hash__() == TWIN(name="Ada", seats=(), key=0).__hash__()
    assert len({Point(1, 2), Point(1, 2), Point(2, 1), Empty(), Empty()}) == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(ada)


def test_each_instance_has_a_list_of_its_own():
    assert MODEL(name="Ada").seats is not MODEL(name="Ada").seats


def test_a_changed_copy_is_another_model():
    changed = replace(MODEL(name="Ada", rank=2), name="Grace")

    assert (changed.name, changed.rank) == ("Grace", 2)
    with pytest.raises(TypeError, match="nobody"):
        replace(changed, nobody=1)


def test_a_model_is_never_changed():
    ada = MODEL(name="Ada")

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        ada.name = "Grace"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del ada.name
    with pytest.raises(FrozenInstanceError):
        ada.nothing = 1
    assert ada == MODEL(name="Ada")


@pytest.mark.parametrize("values", [{}, {"name": "Ada", "nobody": 1}])
def test_wrong_arguments_are_refused_in_the_same_words(values):
    with pytest.raises(TypeError) as twin:
        TWIN(**values)
    with pytest.raises(TypeError) as model:
        MODEL(**values)

    assert str(model.value) == str(twin.value)
    with pytest.raises(TypeError, match="positional"):
        MODEL("Ada")


def test_fields_are_given_by_place_where_the_model_says_so():
    assert Point(1, 2) == Point(across=1, down=2)
    match Point(1, 2):
        case Point(across, down):
            assert (across, down) == (1, 2)


def test_a_model_that_has_an_order_is_sorted_by_its_fields():
    assert sorted([Point(2, 1), Point(1, 9), Point(1, 2)]) == [Point(1, 2), Point(1, 9), Point(2, 1)]
    assert (Point(1) < Point(2), Point(1) <= Point(1), Point(1) > Point(2), Point(2) >= Point(1)) == (
        True,
        True,
        False,
        True,
    )
    with pytest.raises(TypeError, match="not supported"):
        MODEL(name="Ada") < MODEL(name="Grace")  # noqa: B015 — it is the asking that is refused


def test_what_a_model_checks_is_checked():
    assert Checked(value=1).value == 1
    with pytest.raises(ValueError, match="below zero"):
        Checked(value=-1)


@pytest.mark.parametrize("through", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])  # noqa: S301 — our own
def test_a_model_is_copied(through):
    assert through(Point(1, 2)) == Point(1, 2)
    assert through(Empty()) == Empty()


def test_methods_are_written_with_the_first_instance_whoever_makes_it():
    model: Any = frozen(declared())
    before = model.__init__
    together = threading.Barrier(4)
    made: list[Any] = []

    def make() -> None:
        together.wait()
        made.append(model(name="Ada"))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert made == [model(name="Ada")] * 4
    assert model.__init__ is not before


def test_every_model_of_the_house_is_made_so():
    """One that changes, or keeps what it computed, stays a dataclass: there are few, and a start feels none."""
    found = {
        str(file.relative_to(WEBAPP))
        for file in WEBAPP.rglob("*.py")
        if "\n@dataclass(frozen=True, slots=True" in file.read_text(encoding="utf-8")
    }

    assert found <= BESIDE_THE_KERNEL
