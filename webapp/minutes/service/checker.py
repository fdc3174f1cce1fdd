"""The checker that works without us: one page, whole in its file, which reads a PDF from a USB stick and forbids itself the network.

Its scripts are modules of `minutes/checker`, put together here: no build tool, and the same page for the same day and roots.
"""

import json
import re
from base64 import b64decode, b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from webapp.committees.model.settings import MEANINGS
from webapp.meetings.rules.quorum import IN_WRITING
from webapp.minutes.model.facts import SCHEMA
from webapp.pdf.signatures import Trust
from webapp.wording import checker as words
from webapp.wording import dates
from webapp.wording.templates import FrenchSpaces

SOURCES = Path(__file__).resolve().parents[1] / "checker"
NAME = "verifier-un-proces-verbal.html"
FIRST = "page.js"
_POLICY = "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'"
_IMPORT = re.compile(r'^import \{ ([\w, $]+) \} from "\./([\w.]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*? |class |const )(\w+))", re.MULTILINE)
_ARMOUR = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)


def page(trust: Trust, *, authority: str, now: datetime) -> str:
    """Make the page, with the roots that `authority` recognises at this hour."""
    script, style = _bundled(), (SOURCES / "page.css").read_text(encoding="utf-8")
    data = {"words": vocabulary(), "labels": words.LABELS, "roots": _encoded(trust)}
    return (
        _templates()
        .get_template("page.html")
        .render(
            policy=_POLICY.format(script=_hashed(script), style=_hashed(style)),
            style=Markup(style),  # noqa: S704 — our own
            script=Markup(script),  # noqa: S704 — our own
            data=Markup(json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")),  # noqa: S704 — no tag can end in it
            unknown=words.UNKNOWN,
            authority=authority,
            day=dates.day(now),
        )
    )


def vocabulary() -> dict[str, object]:
    """Gather what the script says and reads: sentences, the facts' schema, the labels of the rules that it follows."""
    base = MEANINGS["majority_base"]
    rules = {
        "majority_base": base.label,
        "casting_vote": MEANINGS["casting_vote"].label,
        "bases": {label: name for name, label in base.choices},
    }
    return {**words.words(), "schema": SCHEMA, "in_writing": IN_WRITING, "rules": rules}


def _encoded(trust: Trust) -> list[str]:
    """Give each root in base64; a file may hold several, in PEM."""
    found = []
    for content in trust.roots:
        parts = [b64decode(each) for each in _ARMOUR.findall(content)] or [content]
        found += [b64encode(each).decode("ascii") for each in parts]
    return found


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(SOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[FrenchSpaces],
        trim_blocks=True,
    )


@cache
def _bundled() -> str:
    """Put the modules together, each in a scope of its own, after those that it imports."""
    made: dict[str, str] = {}
    _add(FIRST, made)
    return "\n".join(made.values())


def _add(name: str, made: dict[str, str]) -> None:
    source = (SOURCES / name).read_text(encoding="utf-8")
    for _, other in _IMPORT.findall(source):
        if other not in made:
            _add(other, made)
    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: f"const {{ {found[1]} }} = {_scope(found[2])};", source))
    made[name] = f"const {_scope(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _scope(name: str) -> str:
    return f"${name.removesuffix('.js')}"


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
