"""What each application compiles anew, pages and addresses, kept for all those of the tests: each test makes its own."""

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

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


class Route(Rule):
    """A route; what builds its address depends on nothing but its parts."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        parts = (*self._trace, str(self.defaults), append_unknown)
        if parts not in BUILDERS:
            BUILDERS[parts] = super()._compile_builder(append_unknown)
        return BUILDERS[parts]


def keep() -> None:
    House.jinja_options = {"bytecode_cache": Templates()}
    House.url_rule_class = Route
