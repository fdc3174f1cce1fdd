"""Models: frozen dataclasses with slots, whose methods are written when the first instance is made (decision 0025)."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from reprlib import recursive_repr
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_COMPARED = {"__eq__": "==", **_ORDER}
_LATE = ("__init__", "__hash__", "__eq__")
_SHARED = ("__repr__", "__setattr__", "__delattr__", "__setstate__")
_ABSENT = object()


class _Model:
    """What every model does in the same way."""

    @recursive_repr()
    def __repr__(self: Any) -> str:
        shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
        return f"{type(self).__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        """Fill a copy, as `copy` and `pickle` ask."""
        for name, value in state[1].items():
            object.__setattr__(self, name, value)


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = True, order: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, /, *, kw_only: bool = True, order: bool = False) -> object:
    """Make a class a `dataclass(frozen=True, slots=True, kw_only=True)` that costs a start ten times less."""
    if cls is not None:
        return _made(cls, kw_only, order)
    return lambda named: _made(named, kw_only, order)


def _made(cls: type[T], kw_only: bool, order: bool) -> type[T]:
    # Without words of its own, the standard library would write the class's signature there.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    for name in (*_LATE, *_ORDER) if order else _LATE:
        setattr(made, name, _late(made, name))
    for name in _SHARED:
        setattr(made, name, vars(_Model)[name])
    return made


def _late(cls: type, name: str) -> Callable[..., Any]:
    """Return a method that writes the class's methods, then gives way to the one of its name.

    Two threads may both come here: each sets methods that do the same.
    """

    def first(self: object, /, *args: Any, **values: Any) -> Any:
        _write(cls)
        return getattr(cls, name)(self, *args, **values)

    return first


def _write(cls: type) -> None:
    known = fields(cls)
    late = [name for name in (*_LATE, *_ORDER) if name in vars(cls)]
    space: dict[str, Any] = {"_absent": _ABSENT}
    for each in known:
        # The slot's own setter, which `__setattr__` does not guard.
        space[f"_set_{each.name}"] = getattr(cls, each.name).__set__
        space[f"_default_{each.name}"] = each.default
        space[f"_factory_{each.name}"] = each.default_factory
    exec(_source(known, late, checked=hasattr(cls, "__post_init__")), space)  # noqa: S102 — names of fields only, as `dataclass` does
    for name in late:
        method = space[name]
        method.__module__, method.__qualname__ = cls.__module__, f"{cls.__qualname__}.{name}"
        setattr(cls, name, method)


def _source(known: tuple[Field[Any], ...], late: list[str], *, checked: bool) -> str:
    """Write the methods named in `late`; `checked` says that the class has a `__post_init__`."""
    named = [_parameter(each) for each in known if each.kw_only]
    parameters = ["self", *(_parameter(each) for each in known if not each.kw_only), *(["*", *named] if named else [])]
    steps = [f"_set_{each.name}(self, {_value(each)})" for each in known] + ["self.__post_init__()"] * checked
    hashed = [each.name for each in known if (each.compare if each.hash is None else each.hash)]
    lines = [f"def __init__({', '.join(parameters)}):", *(f" {step}" for step in steps or ["pass"])]
    lines += ["def __hash__(self):", f" return hash({_values('self', hashed)})"]
    return "\n".join([*lines, *_comparisons(known, late)])


def _comparisons(known: tuple[Field[Any], ...], late: list[str]) -> Iterator[str]:
    names = [each.name for each in known if each.compare]
    for name in late:
        if name in _COMPARED:
            yield f"def {name}(self, other):"
            yield " if other.__class__ is not self.__class__:"
            yield "  return NotImplemented"
            yield f" return {_values('self', names)} {_COMPARED[name]} {_values('other', names)}"


def _parameter(each: Field[Any]) -> str:
    if each.default is not MISSING:
        return f"{each.name}=_default_{each.name}"
    return each.name if each.default_factory is MISSING else f"{each.name}=_absent"


def _value(each: Field[Any]) -> str:
    if each.default_factory is MISSING:
        return each.name
    return f"_factory_{each.name}() if {each.name} is _absent else {each.name}"


def _values(instance: str, names: list[str]) -> str:
    return f"({''.join(f'{instance}.{name}, ' for name in names)})"
