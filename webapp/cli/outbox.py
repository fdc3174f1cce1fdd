"""`outbox list [--json]` and `outbox bounce FILE|-`: what waits to leave, and what came back."""

import argparse
import json
import sys
from pathlib import Path

from webapp import settings as configuration
from webapp.audit.model import By
from webapp.kernel import clock
from webapp.outbox import queries, service
from webapp.outbox.model import Message, MessageState, Queue, Reach
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.storage.migrate import migrate
from webapp.wording import mail as words
from webapp.wording.numbers import count

BY = By(person_id=None, name="commande outbox bounce")
EVERYTHING = Reach(committees=None, of_none=True)


def main(argv: list[str]) -> int:
    """Say what the outbox holds, or note a return."""
    parser = argparse.ArgumentParser(description="La boîte d’envoi.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMANDE")
    listing = commands.add_parser("list", help="dit ce qui attend, ce qui est parti et ce qui est à régler")
    listing.add_argument("--json", action="store_true", help="répond en JSON")
    bounce = commands.add_parser("bounce", help="note le retour d’un message d’après son avis de non-remise")
    bounce.add_argument("file", metavar="FICHIER", help="l’avis (.eml), ou - pour l’entrée ordinaire")
    options = parser.parse_args(argv)
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    migrate(settings.database)
    db = Database.open(settings.database)
    try:
        return _bounce(db, options.file) if options.command == "bounce" else _list(db, settings, in_json=options.json)
    finally:
        db.close()


def _bounce(db: Database, name: str) -> int:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as fault:
        print(f"{name} : fichier illisible ({fault.strerror}).", file=sys.stderr)
        return 2
    message, said = service.returned(db, content)
    service.note_return(db, message.id, words=said, by=BY, now=clock.now())
    print(f"Le retour du message n° {message.id} est noté : {said}")
    return 0


def _list(db: Database, settings: Settings, *, in_json: bool) -> int:
    queue, messages = queries.queue(db, EVERYTHING), queries.everything(db)
    if in_json:
        print(json.dumps({**_standing(queue, settings), "messages": [_facts(each) for each in messages]}))
    else:
        for each in messages:
            print(f"{each.id}\t{_state(each)}\t{each.letter.address or '–'}\t{each.letter.subject}\t{each.words}")
        print(f"{count(queue.waiting, 'message')} en attente, {queue.stuck} à régler.", file=sys.stderr)
    return 1 if queue.stuck else 0


def _state(message: Message) -> str:
    if message.state is MessageState.WAITING and message.letter.address is None:
        return words.TO_PRINT
    return words.STATES[message.state]


def _standing(queue: Queue, settings: Settings) -> dict[str, object]:
    trouble = queue.trouble
    return {
        "sends": settings.sends_mail,
        "waiting": queue.waiting,
        "oldest_at": None if queue.oldest_at is None else clock.to_text(queue.oldest_at),
        "stuck": queue.stuck,
        "trouble": None
        if trouble is None
        else {
            "since": clock.to_text(trouble.since),
            "words": trouble.words,
            "tries": trouble.tries,
            "again_at": clock.to_text(trouble.again_at),
        },
    }


def _facts(message: Message) -> dict[str, object]:
    """Say one message; neither its text nor its link."""
    return {
        "id": message.id,
        "kind": message.letter.kind,
        "about": message.letter.about,
        "name": message.letter.name,
        "address": message.letter.address,
        "subject": message.letter.subject,
        "state": message.state.value,
        "attempts": message.attempts,
        "words": message.words,
        "created_at": clock.to_text(message.created_at),
        "settled_at": None if message.settled_at is None else clock.to_text(message.settled_at),
        "follows": message.follows,
    }
