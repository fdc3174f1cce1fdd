"""A returned mail is matched with the message it speaks of, in its own words, and whatever the file gets an answer."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outbox.conftest import SENDER, Round
from webapp.audit import queries as audit
from webapp.audit.model import SYSTEM
from webapp.cli import outbox as command
from webapp.kernel.errors import Refusal
from webapp.outbox import queries, service
from webapp.outbox.document import mail as documents
from webapp.outbox.model import MessageState, OutboxRefusal
from webapp.outbox.rules import returns
from webapp.settings import load
from webapp.storage.database import Database, unit_of_work
from webapp.storage.migrate import migrate

FOLDER = Path(__file__).with_name("returns")


def fixture(name: str, identifier: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes().replace(b"@IDENTIFIER@", identifier.encode())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("inconnu", "550 5.1.1 <anne@val-imaginaire.example>: Recipient address rejected: User unknown"),
        ("boite-pleine", "552 5.2.2 Mailbox full"),
        ("sans-diagnostic", "5.4.7"),
        ("exchange", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ],
)
def test_a_return_is_matched_by_its_message_id(mail: Round, name: str, words: str) -> None:
    other, number = mail.post("Autre"), mail.post("Convocation")
    mail.deliver()

    message, said = service.returned(mail.db, fixture(name, documents.identifier(mail.found(number), SENDER)))
    service.note_return(mail.db, message.id, words=said, by=SYSTEM, now=mail.now)
    service.note_return(mail.db, message.id, words=said, by=SYSTEM, now=mail.now)

    assert mail.told(number) == (MessageState.BOUNCED, words)
    assert mail.state(other) is MessageState.SENT
    assert [entry.act for entry in audit.entries(mail.db, limit=10)] == ["message.bounced"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("retard", OutboxRefusal.RETURN_IS_DELAY),
        ("autre-installation", OutboxRefusal.RETURN_UNKNOWN),
        ("reponse-d-absence", OutboxRefusal.RETURN_UNREADABLE),
        ("tronque", OutboxRefusal.RETURN_UNREADABLE),
    ],
)
def test_what_is_no_return_of_ours_changes_nothing(mail: Round, name: str, reason: OutboxRefusal) -> None:
    number = mail.post("Convocation")
    mail.deliver()

    with pytest.raises(Refusal) as refused:
        service.returned(mail.db, fixture(name, documents.identifier(mail.found(number), SENDER)))

    assert refused.value.reason is reason
    assert mail.state(number) is MessageState.SENT


@given(st.binary(max_size=400))
def test_any_bytes_whatsoever_are_refused_with_a_sentence(content: bytes) -> None:
    for each in (content, (FOLDER / "inconnu.eml").read_bytes()[:400] + content):
        with pytest.raises(Refusal):
            returns.read(each)


def test_a_message_that_never_left_cannot_come_back(mail: Round) -> None:
    number = mail.post("Convocation")

    with pytest.raises(Refusal) as refused:
        service.note_return(mail.db, number, by=SYSTEM, now=mail.now)

    assert refused.value.reason is OutboxRefusal.NOT_SENT


# The command.


@pytest.fixture
def instance(mail: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(folder))
    migrate(load(folder).database)
    return folder


def test_the_command_notes_a_return_and_lists_the_outbox(
    instance: Path, mail: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    mail.db = Database.open(load(instance).database)
    number = mail.post("Convocation")
    mail.deliver()
    identifier = documents.identifier(mail.found(number), SENDER)
    (instance / "retour.eml").write_bytes(fixture("inconnu", identifier))

    assert command.main(["list"]) == 0
    assert command.main(["bounce", str(instance / "retour.eml")]) == 0
    capsys.readouterr()
    assert command.main(["list", "--json"]) == 1

    facts = json.loads(capsys.readouterr().out)
    assert (facts["stuck"], facts["waiting"], facts["sends"]) == (1, 0, False)
    assert [(each["subject"], each["state"]) for each in facts["messages"]] == [("Convocation", "bounced")]
    assert "Bonjour" not in str(facts)
    assert command.main(["bounce", str(instance / "absent.eml")]) == 2
    with pytest.raises(Refusal):  # `scripts/manage` says it and answers 1
        command.main(["bounce", str(instance / "settings.toml")])
    mail.db.close()


# What somebody decides.


def test_a_message_sent_again_leaves_the_former_as_it_was_and_follows_it_once(mail: Round) -> None:
    mail.office.answers["fausse@val-imaginaire.example"] = "550 5.1.1 Inconnu"
    former = mail.post("Convocation", address="fausse@val-imaginaire.example")
    mail.deliver()

    later = service.resend(mail.db, former, address="juste@val-imaginaire.example", by=SYSTEM, now=mail.now)
    with pytest.raises(Refusal) as refused:
        service.resend(mail.db, former, address="juste@val-imaginaire.example", by=SYSTEM, now=mail.now)
    mail.deliver()

    assert refused.value.reason is OutboxRefusal.ALREADY_FOLLOWED
    assert mail.told(former) == (MessageState.REFUSED, "550 5.1.1 Inconnu")
    assert (mail.found(former).followed_by, mail.found(later).follows) == (later, former)
    assert mail.office.recipients == ["juste@val-imaginaire.example"]
    assert not mail.found(former).is_stuck


def test_what_waits_or_was_withdrawn_is_not_sent_again(mail: Round) -> None:
    waiting, withdrawn = mail.post("Un"), mail.post("Deux")
    with unit_of_work(mail.db):
        service.withdraw(mail.db, "meeting.notice:12:Deux", now=mail.now)

    for number in (waiting, withdrawn):
        with pytest.raises(Refusal) as refused:
            service.resend(mail.db, number, by=SYSTEM, now=mail.now)
        assert refused.value.reason is OutboxRefusal.NOT_TO_BE_RESENT


def test_a_doubt_is_settled_either_way(mail: Round) -> None:
    mail.office.answers["taken"] = mail.office.cut
    doubt, other = mail.post("Un"), mail.post("Deux")
    mail.deliver()
    mail.office.answers.clear()
    assert mail.state(doubt) is MessageState.UNCERTAIN

    service.confirm(mail.db, doubt, by=SYSTEM, now=mail.now)

    assert mail.state(doubt) is MessageState.SENT
    with pytest.raises(Refusal):
        service.confirm(mail.db, doubt, by=SYSTEM, now=mail.now)
    assert other


def test_letters_are_printed_once_in_order_and_no_longer_leave(mail: Round) -> None:
    numbers = [mail.post("Un", address=None), mail.post("Deux")]

    paper = service.print_letters(
        mail.db,
        [mail.found(each) for each in numbers],
        mail.means,
        linked=frozenset(numbers),
        prefecture="Préfecture du Val-Imaginaire",
        by=SYSTEM,
        now=mail.now,
    )
    mail.deliver()

    assert paper.startswith(b"%PDF")
    assert {mail.state(each) for each in numbers} == {MessageState.PRINTED}
    assert mail.office.taken == []
    assert queries.queue(mail.db, command.EVERYTHING).waiting == 0
