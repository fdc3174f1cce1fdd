"""Messages are written with the fact that they announce, once."""

from datetime import datetime, timedelta

import pytest

from webapp.accounts import service as accounts
from webapp.accounts.model import Linking, PersonFields
from webapp.audit.model import SYSTEM
from webapp.kernel import tokens
from webapp.outbox import queries, service
from webapp.outbox.model import LINK, Joined, Letter, MessageState
from webapp.storage.database import Database, unit_of_work

KEY = "a" * 64


def letter(key: str, joined: tuple[Joined, ...] = ()) -> Letter:
    return Letter(
        key=key,
        kind="meeting.notice",
        about="meeting:12",
        committee_id=1,
        person_id=None,
        name="Mme Anne Exemple",
        address="anne@val-imaginaire.example",
        subject="Convocation",
        body=f"Répondez : {LINK}",
        joined=joined,
    )


def test_a_message_waits_with_all_that_it_carries(db: Database, now: datetime) -> None:
    joined = (Joined(name="convocation.pdf", media_type="application/pdf", file="0" * 64 + ".pdf"),)
    with unit_of_work(db):
        number = service.post(db, letter("k1", joined=joined), now=now)
    [kept] = queries.about(db, "meeting:12")
    assert (kept.id, kept.state, kept.letter) == (number, MessageState.WAITING, letter("k1", joined=joined))


def test_the_same_fact_never_makes_two_messages(db: Database, now: datetime) -> None:
    for _ in range(2):
        with unit_of_work(db):
            service.post(db, letter("k1"), now=now)
    assert len(queries.about(db, "meeting:12")) == 1


def test_a_refused_fact_leaves_no_message(db: Database, now: datetime) -> None:
    with pytest.raises(RuntimeError), unit_of_work(db):
        service.post(db, letter("k1"), now=now)
        raise RuntimeError
    assert queries.about(db, "meeting:12") == []


def test_a_withdrawn_message_does_not_wait_any_more(db: Database, now: datetime) -> None:
    with unit_of_work(db):
        service.post(db, letter("k1"), now=now)
        assert service.withdraw(db, "k1", now=now)
        assert not service.withdraw(db, "k1", now=now)
    assert [each.state for each in queries.about(db, "meeting:12")] == [MessageState.WITHDRAWN]


def test_the_database_never_holds_the_token_of_a_link(db: Database, now: datetime) -> None:
    with unit_of_work(db):
        person = accounts.add_person(db, PersonFields(last_name="Exemple"), by=SYSTEM, now=now)
        link = accounts.new_link(db, person, "/seances/12", linking=Linking(key=KEY, lasts=timedelta(days=1)), now=now)
    token = tokens.derive(KEY, link.nonce)
    row = db.row("SELECT * FROM access_links")
    assert row is not None
    assert row["token_hash"] == tokens.hash_of(token)
    assert token not in str(dict(row))
    assert token != tokens.derive("b" * 64, link.nonce)
