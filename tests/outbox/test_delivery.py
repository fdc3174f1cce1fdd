"""Messages leave through a real relay: whole, in order, once, or with the reason why not."""

import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.factories import a_person
from tests.outbox.conftest import ANNE, SENDER, Round, relay_of
from tests.outbox.postoffice import opened
from webapp.kernel import tokens
from webapp.outbox import queries, service
from webapp.outbox.model import LINK, Joined, Link, MessageState
from webapp.outbox.rules import pace
from webapp.outbox.service import Door
from webapp.storage import files
from webapp.storage.database import unit_of_work

NOBODY = "personne@val-imaginaire.example"


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content()).replace("\r\n", "\n")


def test_messages_leave_whole_and_in_the_order_written(mail: Round) -> None:
    numbers = [mail.post(f"Convocation n° {n}") for n in range(1, 6)]

    mail.deliver()

    assert mail.office.subjects == [f"Convocation n° {n}" for n in range(1, 6)]
    assert {mail.told(number) for number in numbers} == {(MessageState.SENT, "250 2.0.0 Pris sous le numéro 42")}
    assert mail.office.knocks == 1  # one connection for all
    sent = mail.office.taken[0][1]
    assert text_of(sent) == mail.found(numbers[0]).letter.body
    assert (sent["From"], sent["To"]) == (SENDER, "Mme Anne Exemple <anne@val-imaginaire.example>")
    assert (sent["Auto-Submitted"], mail.office.envelopes[0]) == ("auto-generated", "coderst@prefecture.example")
    assert parsedate_to_datetime(sent["Date"]) == mail.now.replace(microsecond=0)
    assert sent["Message-ID"].startswith(f"<collegiale.{numbers[0]}.")
    assert sent.get_content_type() == "text/plain"


def test_the_link_is_written_when_the_message_leaves(mail: Round) -> None:
    nonce = tokens.new_nonce()
    mail.post("Lien", body=f"Répondez ici :\n\n{LINK}\n", link=Link(page="link", nonce=nonce))

    mail.deliver()

    token = tokens.derive(mail.means.link_key, nonce)
    assert f"https://collegiale.example/connexion/lien/{token}" in text_of(mail.office.taken[0][1])
    assert "&" not in text_of(mail.office.taken[0][1])
    assert token not in str(mail.db.rows("SELECT * FROM messages"))


def test_joined_files_come_after_the_text_and_a_calendar_keeps_its_method(mail: Round) -> None:
    calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    pdf = b"%PDF-1.7 \x00\xff"
    joined = (
        Joined(
            name="Convocation du 10 décembre.pdf",
            media_type="application/pdf",
            file=files.keep(mail.means.files, pdf, "pdf") + ".pdf",
        ),
        Joined(
            name="seance.ics", media_type="text/calendar", file=files.keep(mail.means.files, calendar, "ics") + ".ics"
        ),
    )
    mail.post("Convocation", joined=joined)

    mail.deliver()

    parts = list(mail.office.taken[0][1].iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "application/pdf", "text/calendar"]
    assert [part.get_filename() for part in parts[1:]] == ["Convocation du 10 décembre.pdf", "seance.ics"]
    assert [part.get_payload(decode=True) for part in parts[1:]] == [pdf, calendar]
    assert (parts[2].get_param("method"), parts[2].get_content_charset()) == ("REQUEST", "utf-8")


def test_a_message_whose_file_is_lost_is_refused_in_our_words(mail: Round) -> None:
    lost = mail.post(
        "Sans pièce", joined=(Joined(name="avis.pdf", media_type="application/pdf", file="0" * 64 + ".pdf"),)
    )
    mail.post("Suivant")

    mail.deliver()

    assert mail.told(lost) == (MessageState.REFUSED, "Une pièce jointe manque ou n’est plus intacte : avis.pdf.")
    assert mail.office.subjects == ["Suivant"]


def test_a_header_cannot_be_smuggled_in(mail: Round) -> None:
    mail.post("Objet\r\nBcc: eve@ailleurs.example", name="Anne\nExemple")
    broken = mail.post("Adresse", address="anne@val\r\nimaginaire.example")

    mail.deliver()

    assert mail.office.recipients == [ANNE]
    assert mail.office.taken[0][1]["Bcc"] is None
    assert mail.office.subjects == ["Objet Bcc: eve@ailleurs.example"]
    assert mail.state(broken) is MessageState.REFUSED


def test_no_encoded_word_hides_a_header(mail: Round) -> None:
    """The library decodes it, line break included, when it writes the header: a roster can hold such a name."""
    hidden = "=?utf-8?q?Avis=0D=0ABcc:_eve=40ailleurs.example?="
    mail.post("Nom", name=f"Mme Anne {hidden}")
    mail.post(f"Séance {hidden}")
    broken = mail.post("Adresse", address=f"{hidden}@val-imaginaire.example")

    mail.deliver()

    assert mail.office.recipients == [ANNE, ANNE]
    assert [taken["Bcc"] for _, taken in mail.office.taken] == [None, None]
    assert mail.state(broken) is MessageState.REFUSED


def test_an_unknown_recipient_is_refused_in_the_words_of_the_relay(mail: Round) -> None:
    mail.office.answers[NOBODY] = "550 5.1.1 Destinataire inconnu"
    refused, sent = mail.post("Un", address=NOBODY), mail.post("Deux")

    mail.deliver()

    assert mail.told(refused) == (MessageState.REFUSED, "550 5.1.1 Destinataire inconnu")
    assert mail.state(sent) is MessageState.SENT
    assert queries.trouble(mail.db) is None


def test_a_greylisted_message_alone_is_put_off_and_leaves_later(mail: Round) -> None:
    mail.office.answers[NOBODY] = "451 4.7.1 Revenez dans cinq minutes"
    waiting, sent = mail.post("Un", address=NOBODY), mail.post("Deux")

    mail.deliver()

    assert mail.told(waiting) == (MessageState.WAITING, "451 4.7.1 Revenez dans cinq minutes")
    assert mail.state(sent) is MessageState.SENT
    assert mail.found(waiting).due_at == mail.now + timedelta(minutes=5)
    del mail.office.answers[NOBODY]
    mail.deliver(mail.now + timedelta(minutes=4))
    assert mail.office.subjects == ["Deux"]
    mail.deliver(mail.now + timedelta(minutes=5))
    assert mail.office.subjects == ["Deux", "Un"]


def test_a_message_put_off_for_two_days_is_given_up_in_the_words_of_the_relay(mail: Round) -> None:
    mail.office.answers["rcpt"] = "452 4.2.2 Boîte pleine"
    number, at = mail.post("Un"), mail.now

    while mail.state(number) is MessageState.WAITING:
        mail.deliver(at)
        at = max(at, mail.found(number).due_at)

    assert mail.told(number) == (MessageState.REFUSED, "452 4.2.2 Boîte pleine")
    assert timedelta(days=1, hours=20) < at - mail.now <= timedelta(days=2)
    assert sum(pace.PUT_OFF, timedelta()) == at - mail.now


def test_a_message_too_large_is_refused(mail: Round) -> None:
    mail.office.answers["data"] = "552 5.3.4 Message trop volumineux"
    number = mail.post("Un")

    mail.deliver()

    assert mail.told(number) == (MessageState.REFUSED, "552 5.3.4 Message trop volumineux")


def test_a_wrong_password_is_the_relay_s_trouble_and_costs_no_message(mail: Round) -> None:
    number = mail.post("Un")
    with opened(password="le bon") as office:
        mail.deliver(door=Door(relay_of(office, user="collegiale", password="un autre")))
        assert mail.trouble.words.startswith("535")
        assert "un autre" not in mail.trouble.words
        assert (mail.state(number), mail.found(number).attempts) == (MessageState.WAITING, 0)

        right = Door(relay_of(office, user="collegiale", password="le bon"))
        mail.deliver(mail.trouble.again_at, door=right)
        right.close()

    assert office.subjects == ["Un"]
    assert queries.trouble(mail.db) is None


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_relay_that_closes_keeps_the_message_waiting(mail: Round, stage: str) -> None:
    mail.office.answers[stage] = "421 4.3.2 Service arrêté pour maintenance"
    numbers = [mail.post("Un"), mail.post("Deux")]

    mail.deliver()

    trouble = mail.trouble
    assert trouble.words == "421 4.3.2 Service arrêté pour maintenance"
    assert [mail.found(each).attempts for each in numbers] == [0, 0]
    assert {mail.state(each) for each in numbers} == {MessageState.WAITING}
    del mail.office.answers[stage]
    mail.deliver(trouble.again_at)
    assert mail.office.subjects == ["Un", "Deux"]


def test_a_relay_that_answers_beside_the_question_is_told_nothing_more(mail: Round) -> None:
    """« 250 » where « 354 » was awaited: the text would be read as commands."""
    number = mail.post("Un", body="RCPT TO:<eve@ailleurs.example>\nDATA\n")
    mail.office.answers["go_on"] = "250 2.0.0 Fort bien"

    mail.deliver()

    assert (mail.state(number), mail.trouble.words) == (MessageState.WAITING, "250 2.0.0 Fort bien")
    assert mail.office.taken == []


def test_nothing_leaves_in_clear_where_encryption_is_asked(mail: Round) -> None:
    number = mail.post("Un")

    mail.deliver(door=Door(relay_of(mail.office, security="starttls")))

    assert "STARTTLS" in mail.trouble.words
    assert (mail.office.taken, mail.state(number)) == ([], MessageState.WAITING)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine's, that nobody trusts yet, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Relais fictif")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2056, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "relais.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file


def test_mail_leaves_encrypted_to_a_relay_whose_certificate_is_trusted_and_to_no_other(
    mail: Round, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    mail.post("Un")
    with opened(tls=context) as office:
        door = Door(relay_of(office, security="starttls"))
        mail.deliver(door=door)
        assert ("CERTIFICATE_VERIFY_FAILED" in mail.trouble.words, office.taken) == (True, [])

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        mail.deliver(mail.trouble.again_at, door=door)
        door.close()

    assert office.subjects == ["Un"]


def test_a_message_without_address_waits_to_be_printed(mail: Round) -> None:
    number = mail.post("Un", address=None)

    mail.deliver()

    assert mail.state(number) is MessageState.WAITING
    assert mail.found(number).is_stuck


def test_a_relay_down_for_two_days_then_everything_leaves_once_and_in_order(mail: Round) -> None:
    mail.office.close()
    pauses, at = [], mail.now
    for hour in range(49):
        mail.post(f"Message {hour:02}")
        while (due := mail.now + timedelta(hours=hour)) >= at:
            mail.deliver(at)
            assert mail.trouble.since == mail.now
            pauses.append(mail.trouble.again_at - at)
            at = mail.trouble.again_at
        assert due < at

    assert pauses[:4] == [timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]
    assert set(pauses[4:]) == {timedelta(minutes=15)}
    mail.office.open()
    mail.deliver(at)
    mail.deliver(at + timedelta(days=1))

    assert mail.office.subjects == [f"Message {hour:02}" for hour in range(49)]
    assert {each.attempts for each in queries.about(mail.db, "meeting:12")} == {1}


def test_an_answer_that_never_comes_leaves_a_doubt_and_no_second_sending(mail: Round) -> None:
    number = mail.post("Un")
    mail.office.answers["taken"] = mail.office.cut

    mail.deliver()
    mail.office.answers.clear()
    mail.deliver(mail.now + timedelta(days=1))

    assert mail.state(number) is MessageState.UNCERTAIN
    assert mail.office.subjects == ["Un"]


def test_what_is_withdrawn_at_the_last_moment_does_not_leave(mail: Round) -> None:
    number = mail.post("Un")
    mail.post("Deux")

    def withdraw() -> None:
        mail.office.before_the_text = None
        with unit_of_work(mail.db):
            assert service.withdraw(mail.db, "meeting.notice:12:Un", now=mail.now)

    mail.office.before_the_text = withdraw

    mail.deliver()

    assert mail.state(number) is MessageState.WITHDRAWN
    assert mail.office.subjects == ["Deux"]


def test_an_address_mended_at_the_last_moment_is_the_one_that_receives(mail: Round) -> None:
    anne = a_person(mail.db, email=ANNE)
    mail.post("Un", person_id=anne)

    def mend() -> None:
        mail.office.before_the_text = None
        with unit_of_work(mail.db):
            service.readdress(mail.db, anne, "juste@val-imaginaire.example")

    mail.office.before_the_text = mend

    mail.deliver()

    assert mail.office.recipients == ["juste@val-imaginaire.example"]


def test_two_couriers_hand_a_message_over_once(mail: Round) -> None:
    """The other one comes, by another relay, while this one is a dot away from its end."""
    number = mail.post("Un")
    with opened() as second:
        other = Door(relay_of(second))

        def overtake() -> None:
            mail.office.before_the_text = None
            mail.deliver(door=other)

        mail.office.before_the_text = overtake
        mail.deliver()
        other.close()

    assert (mail.office.subjects, second.subjects) == ([], ["Un"])
    assert mail.state(number) is MessageState.SENT
