"""Signing and checking in a process of its own, held to its bounds, which then ends: pyHanko never enters the server's.

A key file and its passphrase travel through a pipe, are used, and are gone with the process.
`python -m webapp.pdf.notary`: a request on standard input, its answer on standard output, each a line of JSON and a PDF.
"""

import gc
import importlib
import json
import os
import resource
import subprocess
import sys
import traceback
from base64 import b64decode, b64encode
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.kernel import clock, cores
from webapp.kernel.errors import Refusal
from webapp.pdf import lean
from webapp.pdf.signatures import (
    Certificate,
    Flaw,
    Inspection,
    Profile,
    Quality,
    Signature,
    SignatureRefusal,
    Trust,
)

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 700
SECONDS = 60
LARGEST = 60_000_000  # bytes of a file that is read: minutes of a hundred pages weigh two million
MEGABYTE = 1024 * 1024
_KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "http_proxy", "https_proxy", "no_proxy")


class NotaryFailedError(Exception):
    """The process died of something other than a refusal; the log has it."""


def sign(
    pdf: bytes,
    field: str,
    *,
    key: bytes,
    passphrase: str,
    way: str,
    moment: str,
    trust: Trust,
    at: datetime,
    authority: str = "",
) -> tuple[bytes, Inspection]:
    """Sign a prepared field and read the result again (LAW PV-7). Raise Refusal; see `webapp.pdf.sign.sign`."""
    asked = {"key": _text(key), "passphrase": passphrase, "field": field, "way": way, "moment": moment}
    answer, made = _answer("sign", pdf, at, authority=authority, trust=_trust(trust), **asked)
    return made, decode(answer["inspection"])


def stamp(pdf: bytes, *, authority: str, trust: Trust, at: datetime, bare: bool = True) -> tuple[bytes, Inspection]:
    """Add a time stamp and the proofs that go with it, and read the result. Raise Refusal; see `webapp.pdf.sign.stamp`."""
    answer, made = _answer("stamp", pdf, at, authority=authority, bare=bare, trust=_trust(trust))
    return made, decode(answer["inspection"])


def inspect(pdf: bytes, *, trust: Trust, at: datetime) -> Inspection:
    """Read any file whatsoever; one that is too large, or takes the process beyond its bounds, is unreadable."""
    if len(pdf) > LARGEST:
        return Inspection(readable=False)
    try:
        answer, _ = _answer("inspect", pdf, at, trust=_trust(trust))
        return decode(answer["inspection"])
    except (Refusal, NotaryFailedError):
        return Inspection(readable=False)


def _answer(act: str, pdf: bytes, at: datetime, **more: Any) -> tuple[dict[str, Any], bytes]:
    request = _packed({"act": act, "at": clock.to_text(at), **more}, pdf)
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"LANG": "C.UTF-8"}
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "webapp.pdf.notary"],
            input=request,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env=environment,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as fault:
        raise Refusal(SignatureRefusal.TOO_LONG) from fault
    if ended.returncode:
        sys.stderr.write(ended.stderr.decode("utf-8", "replace"))
        raise NotaryFailedError
    answer, made = _unpacked(ended.stdout)
    if "refusal" in answer:
        facts = {name: _day(value) for name, value in answer["facts"].items()}
        raise Refusal(SignatureRefusal(answer["refusal"]), **facts)
    return answer, made


def _packed(said: dict[str, Any], pdf: bytes) -> bytes:
    return json.dumps(said).encode("ascii") + b"\n" + pdf


def _unpacked(message: bytes) -> tuple[dict[str, Any], bytes]:
    said, _, pdf = message.partition(b"\n")
    return json.loads(said), pdf


def _day(value: Any) -> Any:
    return clock.from_text(value["at"]) if isinstance(value, dict) else value


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _trust(trust: Trust) -> dict[str, Any]:
    parts = {name: [_text(each) for each in getattr(trust, name)] for name in ("roots", "lists", "answers")}
    return {**parts, "asks": trust.asks}


def _trusted(said: dict[str, Any]) -> Trust:
    parts = {name: tuple(map(b64decode, said[name])) for name in ("roots", "lists", "answers")}
    return Trust(**parts, asks=said["asks"])


def encode(found: Inspection) -> dict[str, Any]:
    """Write an inspection for `decode`."""
    return {
        "readable": found.readable,
        "title": found.title,
        "signatures": [_encode_signature(each) for each in found.signatures],
        "covered": found.covered,
        "empty_fields": list(found.empty_fields),
        "conformance": list(found.conformance),
        "attachments": {name: _text(content) for name, content in found.attachments.items()},
        "doubles": list(found.doubles),
    }


def decode(said: dict[str, Any]) -> Inspection:
    """Read back what `encode` wrote."""
    return Inspection(
        readable=said["readable"],
        title=said["title"],
        signatures=tuple(_decode_signature(each) for each in said["signatures"]),
        covered=said["covered"],
        empty_fields=tuple(said["empty_fields"]),
        conformance=tuple(said["conformance"]),
        attachments={name: b64decode(content) for name, content in said["attachments"].items()},
        doubles=tuple(said["doubles"]),
    )


def _encode_signature(each: Signature) -> dict[str, Any]:
    said = {known.name: getattr(each, known.name) for known in fields(each)}
    instants = {name: None if said[name] is None else clock.to_text(said[name]) for name in ("signed_at", "stamped_at")}
    return {**said, **instants, "flaws": list(each.flaws)}


def _decode_signature(said: dict[str, Any]) -> Signature:
    instants = {
        name: None if said[name] is None else clock.from_text(said[name]) for name in ("signed_at", "stamped_at")
    }
    return Signature(
        **{
            **said,
            **instants,
            "certificate": Certificate(said["certificate"]),
            "quality": Quality(said["quality"]),
            "profile": Profile(said["profile"]),
            "flaws": tuple(Flaw(each) for each in said["flaws"]),
        }
    )


def main() -> int:
    """Answer one request within the bounds of this process."""
    cores.use_all()
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * MEGABYTE, MEGABYTES * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # one document, then the end
    made = b""
    try:
        answer, made = _do(*_unpacked(sys.stdin.buffer.read()))
    except Refusal as refusal:
        facts = {
            name: {"at": clock.to_text(value)} if isinstance(value, datetime) else value
            for name, value in refusal.facts.items()
        }
        answer = {"refusal": refusal.reason.value, "facts": facts}
    except Exception:  # noqa: BLE001 — the parent keeps it in the log; no local value is printed
        traceback.print_exc()
        return 1
    sys.stdout.buffer.write(_packed(answer, made))
    return 0


def _do(request: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
    lean.without_client()
    at, trust = clock.from_text(request["at"]), _trusted(request["trust"])
    reading = importlib.import_module("webapp.pdf.verify")
    if request["act"] == "inspect":
        return {"inspection": encode(reading.inspect(pdf, trust, at=at))}, b""
    signing = importlib.import_module("webapp.pdf.sign")
    if request["act"] == "stamp":
        made = signing.stamp(pdf, authority=request["authority"], trust=trust, at=at, bare=request["bare"])
        return {"inspection": encode(reading.inspect(made, trust, at=at))}, made
    more = {name: request[name] for name in ("passphrase", "way", "moment", "authority")}
    made = signing.sign(pdf, request["field"], key=b64decode(request["key"]), trust=trust, at=at, **more)
    return {"inspection": encode(reading.inspect(made, trust, at=at, brief=True))}, made


if __name__ == "__main__":
    sys.exit(main())
