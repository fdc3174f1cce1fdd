"""A file kept between its preview and the confirmation: bounded, private, named by an unguessable token, soon gone."""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

from webapp.kernel.models import frozen

KEPT = timedelta(hours=24)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@frozen
class Upload:
    """What is known of a kept file: for whom and what it was sent."""

    owner: str
    filename: str
    sha256: str
    sent_at: str


def keep(folder: Path, content: bytes, *, owner: str, filename: str, now: datetime) -> str:
    """Keep a file for its owner and return its token; whatever is older than a day goes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(folder, now)
    token = token_urlsafe(16)
    upload = Upload(
        owner=owner, filename=filename[:200], sha256=hashlib.sha256(content).hexdigest(), sent_at=now.isoformat()
    )
    (folder / f"{token}.bin").write_bytes(content)
    (folder / f"{token}.json").write_text(json.dumps(asdict(upload)), encoding="utf-8")
    return token


def recall(folder: Path, token: str, *, owner: str) -> tuple[Upload, bytes] | None:
    """Return a kept file to its owner; None when it is gone, another's or not as it was sent."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        upload = Upload(**json.loads((folder / f"{token}.json").read_text(encoding="utf-8")))
        content = (folder / f"{token}.bin").read_bytes()
    except (OSError, ValueError, TypeError):
        return None
    intact = hashlib.sha256(content).hexdigest() == upload.sha256
    return (upload, content) if intact and upload.owner == owner else None


def forget(folder: Path, token: str) -> None:
    """Let go of a kept file before its day is over: what it was kept for is done."""
    if _TOKEN.fullmatch(token):
        for ending in ("bin", "json"):
            (folder / f"{token}.{ending}").unlink(missing_ok=True)


def _sweep(folder: Path, now: datetime) -> None:
    for note in folder.glob("*.json"):
        with suppress(OSError, ValueError, KeyError):
            sent_at = datetime.fromisoformat(json.loads(note.read_text(encoding="utf-8"))["sent_at"])
            if now - sent_at > KEPT:
                note.with_suffix(".bin").unlink(missing_ok=True)
                note.unlink()
