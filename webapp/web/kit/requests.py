"""What is read of a request before any view: numbers that a row can have, texts that a page and a PDF can show."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter

from webapp.web.kit.database import settings

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])

SPARE_MEGABYTES = 1  # for the other fields of the form; the document itself is weighed as it is kept

# Fifteen figures: well within SQLite's 64 bits, and far more rows than a prefecture will ever have.
_WHOLE = re.compile(r"-?[0-9]{1,15}")
# Neither XML nor a PDF's metadata can hold these; tab and line breaks stay.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def whole(text: str) -> int:
    """Read a whole number of at most fifteen plain figures; anything else is a ValueError, as for `int`."""
    typed = text.strip()
    if not _WHOLE.fullmatch(typed):
        raise ValueError(typed[:20])
    return int(typed)


def showable(text: str) -> str:
    """Drop the control characters that nobody types and no document can hold."""
    return _UNSHOWABLE.sub("", text)


class Sent(ImmutableMultiDict[str, Any]):
    """The fields of a form or of an address; asked as `int`, a value that no row can have is as if it were not there."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__([(name, _clean(value)) for name, value in _pairs(mapping)])

    def get(  # type: ignore[override]  # the overloads of werkzeug, said at once
        self,
        key: str,
        default: Any = None,
        type: Any = None,  # noqa: A002 — its own name
    ) -> Any:
        return super().get(key, default, whole if type is int else type)

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002 — same
        return super().getlist(key, whole if type is int else type)


def _pairs(mapping: Any) -> Any:
    if mapping is None:
        return ()
    return mapping.items(multi=True) if isinstance(mapping, MultiDict) else mapping


def _clean(value: Any) -> Any:
    return showable(value) if isinstance(value, str) else value


class BoundedParser(FormDataParser):
    """Counts the fields of a plain form before reading them, as werkzeug does of a form with files."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        if mimetype == "application/x-www-form-urlencoded":
            most = self.max_form_memory_size
            body = stream.read() if most is None else stream.read(most + 1)
            if (most is not None and len(body) > most) or body.count(b"&") >= (self.max_form_parts or 0):
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class BoundedRequest(Request):
    """A request whose forms and addresses are read through `Sent`."""

    parameter_storage_class = Sent
    form_data_parser_class = BoundedParser


class BoundedInteger(IntegerConverter):
    """A number in an address: plain figures, fifteen at most; a longer one names nothing, which is a 404."""

    regex = r"[0-9]{1,15}"


def takes_documents(view: View) -> View:
    """Let a view receive a document, which may be heavier than the other files of the house."""
    view.takes_documents = True  # type: ignore[attr-defined]  # read back before the body is
    return view


def install(app: Flask) -> None:
    """Read every request this way; before the first address is added."""
    app.request_class = BoundedRequest
    app.before_request(_bound)
    app.url_map.converters["int"] = BoundedInteger
    app.teardown_request(_close_files)


def _bound() -> None:
    """Let documents alone be as heavy as their own setting says; what is declared heavier is refused unread."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_documents", False):
        request.max_content_length = (settings().document_megabytes + SPARE_MEGABYTES) * 1024 * 1024


def _close_files(_: BaseException | None) -> None:
    """Give back the disk that a large upload took, at once."""
    request.close()
