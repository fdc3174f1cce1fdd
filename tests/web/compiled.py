"""What each application compiles anew, pages and addresses, kept for all those of the tests: each test makes its own."""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

from webapp.app import House


class Templates(BytecodeCache):
    """The code of templates, by what they are written with."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


BUILDERS: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
Parsed = tuple[list[RulePart], list[tuple[bool, str]], dict[str, BaseConverter]]
PARSED: dict[str, Parsed] = {}


class Route(Rule):
    """A route; how its address is read depends on nothing but its text, what builds it on nothing but its parts."""

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        if rule not in PARSED:
            before = len(self._trace)
            PARSED[rule] = list(super()._parse_rule(rule)), self._trace[before:], dict(self._converters)
            return PARSED[rule][0]
        parts, trace, converters = PARSED[rule]
        self._trace += trace
        self._converters |= converters
        self.arguments |= converters.keys()
        return parts

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        parts = (*self._trace, str(self.defaults), append_unknown)
        if parts not in BUILDERS:
            BUILDERS[parts] = super()._compile_builder(append_unknown)
        return BUILDERS[parts]


def keep() -> None:
    House.jinja_options = {"bytecode_cache": Templates()}
    House.url_rule_class = Route
