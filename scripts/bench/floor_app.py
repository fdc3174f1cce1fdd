"""The least that Flask can do for a sign-up: a form with its token, validation, one address each, a quota, one commit for all.

The floor beside which the house's own sign-ups are measured; it keeps no mail, no journal, no waiting list.
"""

import re
import sys
import threading
from html import escape
from pathlib import Path
from secrets import token_urlsafe

import waitress
from flask import Flask, abort, redirect, request, session
from sqlite_utils.utils import sqlite3
from werkzeug.wrappers import Response

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>S’inscrire</title></head><body><h1>S’inscrire</h1>
<form method="post"><input type="hidden" name="csrf_token" value="{token}"><input type="hidden" name="key" value="{key}">
<label>Nom <input name="last_name"></label><label>Prénom <input name="first_name"></label>
<label>Adresse <input name="email"></label><label>Service <input name="service"></label><button>M’inscrire</button></form></body></html>"""
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
THREADS = 8
LONGEST_NAME = 200


class Shared:
    """Commits shared by those who write at the same moment."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(
            "CREATE TABLE signed (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT"
        )
        self.connection.execute("CREATE TABLE seats (id INTEGER PRIMARY KEY, left INTEGER NOT NULL CHECK (left >= 0))")
        self.turn = threading.Lock()
        self.waiting = 0
        self.settled: threading.Event | None = None

    def write(self, email: str, name: str) -> int:
        """Take a seat and keep who took it; returns once durable."""
        self.waiting += 1
        with self.turn:
            self.waiting -= 1
            if self.settled is None:
                self.connection.execute("BEGIN IMMEDIATE")
                self.settled = threading.Event()
            settled = self.settled
            taken = self.connection.execute("UPDATE seats SET left = left - 1 WHERE id = 1 AND left > 0").rowcount
            number = 0
            if taken:
                found = self.connection.execute(
                    "INSERT INTO signed (email, name) VALUES (?, ?) ON CONFLICT DO NOTHING", (email, name)
                )
                number = found.lastrowid or 0
            if not self.waiting:
                self.connection.execute("COMMIT")
                self.settled = None
                settled.set()
        settled.wait()
        return number


def app_on(folder: Path, seats: int) -> Flask:
    """Build the application on a database of its own."""
    app = Flask(__name__)
    app.secret_key = token_urlsafe()
    db = Shared(folder / "floor-signups.db")
    db.connection.execute("INSERT INTO seats VALUES (1, ?)", (seats,))

    @app.get("/inscription")
    def form() -> str:
        session["token"] = token_urlsafe(16)
        return PAGE.format(token=session["token"], key=token_urlsafe(12))

    @app.post("/inscription")
    def sign_up() -> Response:
        sent = request.form
        if not session.get("token") or sent.get("csrf_token") != session["token"]:
            abort(400)
        name, email = f"{sent.get('first_name', '')} {sent.get('last_name', '')}".strip(), sent.get("email", "").lower()
        if not name or len(name) > LONGEST_NAME or not ADDRESS.fullmatch(email):
            abort(422)
        return redirect(f"/inscription/{db.write(email, name)}", 303)

    @app.get("/inscription/<int:number>")
    def confirmed(number: int) -> str:
        with db.turn:
            row = db.connection.execute("SELECT name, email FROM signed WHERE id = ?", (number,)).fetchone()
        name, email = row or abort(404)
        return (
            f"<!doctype html><html lang='fr'><title>Inscrit</title><h1>{escape(name)}</h1><p>{escape(email)}</p></html>"
        )

    return app


if __name__ == "__main__":
    server = waitress.create_server(
        app_on(Path(sys.argv[1]), int(sys.argv[2])), host="127.0.0.1", port=0, threads=THREADS
    )
    print(f"http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()
