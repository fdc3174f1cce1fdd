"""The request's database: a snapshot for reading pages, the single writer for acts."""

from contextlib import ExitStack
from datetime import datetime

from flask import Flask, current_app, g, request

from webapp.kernel import clock
from webapp.settings import Settings
from webapp.storage.database import Database


def install(app: Flask, settings: Settings, database: Database) -> None:
    """Give the application its database; each reading page sees one state of it from end to end."""
    app.extensions["collegiale.settings"] = settings
    app.extensions["collegiale.database"] = database
    app.extensions["collegiale.started_at"] = clock.now()
    app.before_request(borrow)
    app.teardown_request(give_back)


def of(app: Flask) -> Database:
    """Return an application's database, outside any request."""
    return app.extensions["collegiale.database"]  # type: ignore[no-any-return]  # extensions are untyped


def db() -> Database:
    """Return the database of the running application."""
    return current_app.extensions["collegiale.database"]  # type: ignore[no-any-return]  # extensions are untyped


def started_at() -> datetime:
    """Return when the running application started."""
    return current_app.extensions["collegiale.started_at"]  # type: ignore[no-any-return]  # extensions are untyped


def settings() -> Settings:
    """Return the settings of the running application."""
    return current_app.extensions["collegiale.settings"]  # type: ignore[no-any-return]  # same


def borrow() -> None:
    """Let this request read, a page from one state."""
    if request.endpoint == "static":
        return
    stack = ExitStack()
    stack.enter_context(db().reading(snapshot=request.method in {"GET", "HEAD"}))
    g.database_scope = stack


def give_back(_: BaseException | None) -> None:
    """End what `borrow` began."""
    stack = g.pop("database_scope", None)
    if stack is not None:
        stack.close()
