"""A bundle is read whole and as it was sealed, or refused whole: nothing of it is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.prefectures.instances import Instance
from tests.refusing import refused
from tests.webinars.seminar import Seminar
from webapp.kernel import seals
from webapp.kernel.errors import Refusal
from webapp.sharing import rules, service
from webapp.sharing.model import SharingRefusal


@pytest.fixture
def bundle(val: Instance, mont: Instance, seminar: Seminar) -> bytes:
    val.offer(seminar, 2)
    return val.export()


def resealed(val: Instance, content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Change a bundle's body and seal it again with its own key, as a faulty version of the program could."""
    body = json.loads(content)["body"]
    change(body)
    return rules.sealed(val.house.seed, body).encode()


def test_a_seal_is_that_of_rfc_8032() -> None:
    seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    sealed = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"

    assert seals.public_of(seed) == public
    assert seals.seal(seed, b"") == sealed
    assert seals.holds(public, b"", sealed)
    assert not seals.holds(public, b" ", sealed)
    assert not seals.holds("00", b"", sealed)
    assert seals.fingerprint(public) == seals.fingerprint(public)
    assert len(seals.fingerprint(public).split()) == 5


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(min_value=0), value=st.integers(1, 255))
def test_no_byte_can_be_changed(mont: Instance, bundle: bytes, place: int, value: int) -> None:
    changed = bytearray(bundle)
    changed[place % len(bundle)] ^= value
    before = mont.written()

    with pytest.raises(Refusal):
        mont.receive(bytes(changed))
    assert mont.written() == before


def test_a_tampered_quota_is_refused_with_its_sentence(mont: Instance, bundle: bytes) -> None:
    before = mont.written()
    with refused(SharingRefusal.BUNDLE_TAMPERED):
        mont.receive(bundle.replace(b'"seats":2', b'"seats":9'))
    assert mont.written() == before


def test_the_same_words_written_otherwise_are_not_what_was_sealed(mont: Instance, bundle: bytes) -> None:
    with refused(SharingRefusal.BUNDLE_TAMPERED):
        mont.receive(json.dumps(json.loads(bundle), indent=1).encode())
    assert mont.receive(bundle + b"\n").added == 1  # what an editor adds at the end is no change


def test_of_an_issuer_that_is_not_trusted_nothing_is_read(
    val: Instance, seminar: Seminar, tmp_path: Any, migrated: bytes
) -> None:
    unknown = Instance(tmp_path / "inconnu", migrated, "Préfecture inconnue", "cc")
    try:
        unknown.knows(val)
        content = unknown.export()
        with refused(SharingRefusal.BUNDLE_UNKNOWN_ISSUER):
            val.receive(content)
        val.knows(unknown, trusted=False)
        with refused(SharingRefusal.BUNDLE_UNKNOWN_ISSUER):
            val.receive(content)
        service.trust(val.db, val.partner.id, house=val.house, by=val.by, now=val.now)
        assert val.receive(content).added == 0
    finally:
        unknown.db.close()


def test_for_another_it_is_not_for_us(val: Instance, mont: Instance, bundle: bytes) -> None:
    other = resealed(val, bundle, lambda body: body.update(recipient="0" * 64))

    with refused(SharingRefusal.BUNDLE_FOR_ANOTHER):
        mont.receive(other)


def test_the_same_number_with_another_content_is_refused(val: Instance, mont: Instance, bundle: bytes) -> None:
    mont.receive(bundle)
    other = resealed(val, bundle, lambda body: body.update(name="Une autre"))

    with refused(SharingRefusal.BUNDLE_REUSED):
        mont.receive(other)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"body":{}}', b"\xff\xfe", b"[" * 100_000, b'{"body":1,"seal":2}']
)
def test_what_is_no_bundle_is_unreadable(mont: Instance, content: bytes) -> None:
    with refused(SharingRefusal.BUNDLE_UNREADABLE):
        mont.receive(content)


def test_a_file_without_end_is_refused_before_it_is_read(mont: Instance) -> None:
    with refused(SharingRefusal.BUNDLE_TOO_LARGE):
        mont.receive(b" " * (rules.LARGEST + 1))


def _date(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["offers"][0]["dates"][0]
    return found


FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "seats negative": lambda body: _date(body).update(seats=-1),
    "seats as text": lambda body: _date(body).update(seats="2"),
    "seats as a truth": lambda body: _date(body).update(seats=True),
    "seats beyond": lambda body: _date(body).update(seats=10**30),
    "ends before": lambda body: _date(body).update(ends_at=_date(body)["starts_at"]),
    "no hour": lambda body: _date(body).update(starts_at="demain"),
    "hour written otherwise": lambda body: _date(body).update(starts_at="2026-12-20T13:30:00+00:00"),
    "a script as entry": lambda body: _date(body).update(entry="javascript:alert(1)"),
    "plain http": lambda body: _date(body).update(entry="http://aa.example/x"),
    "a date twice": lambda body: body["offers"][0]["dates"].append(_date(body)),
    "a webinar twice": lambda body: body["offers"].append(body["offers"][0]),
    "no title": lambda body: body["offers"][0].update(title=" "),
    "endless title": lambda body: body["offers"][0].update(title="A" * 501),
    "threshold of nothing": lambda body: body["offers"][0].update(threshold=0),
    "speakers as text": lambda body: body["offers"][0].update(speakers="Anne"),
    "offers as an object": lambda body: body.update(offers={}),
    "offers of nothing": lambda body: body.update(offers=[None]),
    "returns of nothing": lambda body: body.update(returns=[[]]),
    "something more": lambda body: body.update(room="https://visio.example"),
    "something less": lambda body: body.pop("note"),
    "serial as text": lambda body: body.update(serial="1"),
    "note of another kind": lambda body: body.update(note="oui"),
    "a lone surrogate": lambda body: body["offers"][0].update(title="A\x00B" * 400),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sealed_body_of_another_shape_is_unreadable_and_writes_nothing(
    val: Instance, mont: Instance, bundle: bytes, fault: str
) -> None:
    before = mont.written()

    with refused(SharingRefusal.BUNDLE_UNREADABLE):
        mont.receive(resealed(val, bundle, FAULTS[fault]))
    assert mont.written() == before


def test_an_acknowledgement_of_what_was_never_sent_frees_nothing(val: Instance, mont: Instance, bundle: bytes) -> None:
    mont.receive(bundle)
    forged = json.loads(mont.export())["body"]
    forged.update(acknowledges=10**12)
    val.receive(rules.sealed(mont.house.seed, forged).encode())

    assert val.partner.acknowledged == val.partner.sent_serial
    assert val.share.held == 2


def test_a_key_is_known_once_and_is_not_ours(val: Instance, mont: Instance) -> None:
    with refused(SharingRefusal.KEY_KNOWN):
        val.knows(mont)
    with refused(SharingRefusal.KEY_OURS):
        val.knows(val)


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_key_is_refused(typed: str) -> None:
    with refused(SharingRefusal.KEY_UNREADABLE):
        rules.key_of(typed)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://mont.example/partage/flux/ABC", True),
        ("http://127.0.0.1:8017/partage/flux/ABC", True),
        ("http://mont.example/flux", False),
        ("https://nom:secret@mont.example/flux", False),
        ("file:///etc/passwd", False),
        ("https:///flux", False),
        ("https://mont.example:port/flux", False),
        ("https://[::1/flux", False),
        ("https://mont.example/" + "a" * 600, False),
    ],
)
def test_a_feed_is_fetched_in_https_or_on_this_machine(address: str, safe: bool) -> None:
    assert rules.is_safe(address) is safe


def test_numbers_follow_the_clock_so_that_a_restored_backup_repeats_none(val: Instance) -> None:
    assert rules.next_serial(0, val.now) == int(val.now.timestamp())
    assert rules.next_serial(10**12, val.now) == 10**12 + 1
