"""Handing over several files in one archive, made as it is read."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import Response

from webapp.kernel.models import frozen
from webapp.wording.dates import in_paris

CHUNK = 1024 * 1024
NO_TEXTS: Mapping[str, str] = {}


@frozen
class Piece:
    """A file of the archive: the name it has there, its instant, and where it is; or its content, where it is made."""

    name: str
    at: datetime
    file: Path | None = None
    content: bytes = b""


def archive(found: Iterable[Piece], name: str, *, texts: Mapping[str, str] = NO_TEXTS) -> Response:
    """Hand over an archive made as it is read: no more than one piece of one file is in memory; `texts` come last."""
    answer = Response(_pieces(found, texts), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


class _Pipe(io.RawIOBase):
    """Where the archive is written, until it is taken away."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        piece = bytes(memoryview(content))  # type: ignore[arg-type]  # whatever has bytes
        self._kept += piece
        return len(piece)

    def taken(self) -> bytes:
        piece = bytes(self._kept)
        self._kept.clear()
        return piece


def _opened(piece: Piece) -> BinaryIO:
    return io.BytesIO(piece.content) if piece.file is None else piece.file.open("rb")


def _pieces(found: Iterable[Piece], texts: Mapping[str, str]) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as written:
        for each in found:
            entry = zipfile.ZipInfo(each.name, in_paris(each.at).timetuple()[:6])
            with _opened(each) as content:
                entry.file_size = content.seek(0, io.SEEK_END)
                content.seek(0)
                with written.open(entry, "w") as member:
                    while piece := content.read(CHUNK):
                        member.write(piece)
                        yield pipe.taken()
        for name, text in texts.items():
            written.writestr(name, text)
    yield pipe.taken()
