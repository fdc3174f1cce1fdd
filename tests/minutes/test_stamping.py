"""Time stamps that come later, by the worker: the level rises to what is then measured, once, and the journal tells it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.minutes.signers import CHAIR, ROOT, SECRETARY, Signers
from tests.pdf import pki
from tests.pdf.revoking import telling
from tests.refusing import refused
from webapp.cli import minutes as commands
from webapp.cli.worker import Work
from webapp.jobs import service as jobs
from webapp.jobs.model import Job
from webapp.jobs.rules import MOST_ATTEMPTS
from webapp.minutes import service
from webapp.minutes.model import Signed, SigningRefusal
from webapp.minutes.rules import signing as rules
from webapp.pdf.model import RenderFailed
from webapp.pdf.signatures import Profile, SignatureRefusal


@pytest.fixture
def authority(signers: Signers) -> Iterator[pki.Stamper]:
    """The authority that the settings name; it is silent until somebody has it answer."""
    with pki.listening(ROOT) as made:
        made.answers = False
        signers.means = replace(signers.means, stamping=made.address)
        yield made


def _stamp(signers: Signers, signed: Signed) -> Profile | None:
    desk = signers.desk
    return service.stamp(desk.db, desk.meeting_id, signed.sha256, means=signers.means, now=desk.tick())


def _stamped(signers: Signers) -> list[str]:
    found = signers.desk.db.rows("SELECT details FROM journal WHERE act = 'minutes.stamped' ORDER BY id")
    return [row["details"] for row in found]


def _due(signers: Signers, *, hours: int = 0) -> Job | None:
    return jobs.claim(signers.desk.db, ["minutes.stamp"], now=signers.desk.tick() + timedelta(hours=hours))


def test_offline_the_level_is_b_b_and_the_later_rise_is_journaled_once(signers: Signers, authority: pki.Stamper):
    signers.recognise(ROOT.list())
    signed = signers.sign(0, CHAIR)
    assert (signed.profile, _due(signers) is None) == (Profile.B_B, False)
    with refused(SignatureRefusal.STAMP_UNREACHABLE):
        _stamp(signers, signed)
    authority.answers = True
    assert _stamp(signers, signed) is Profile.B_LTA
    assert _stamp(signers, signed) is None  # the same work again: the file has moved on
    assert signers.signing.profile_of(signers.signing.signed[0]) is Profile.B_LTA
    assert signers.signing.awaited == 1
    (told,) = _stamped(signers)
    assert "B-LTA" in told
    signers.means = replace(signers.means, stamping="")
    with refused(SigningRefusal.NO_STAMPING):
        _stamp(signers, signed)


def test_the_worker_asks_a_silent_authority_again_soon_then_later(
    signers: Signers, authority: pki.Stamper, monkeypatch: pytest.MonkeyPatch
):
    signers.recognise()
    signers.sign(0, CHAIR)
    monkeypatch.setattr("webapp.kernel.clock.now", signers.desk.tick)
    settings = replace(signers.settings, timestamp_address=authority.address)
    job = _due(signers)
    assert job is not None
    with pytest.raises(RenderFailed, match="ne répond pas") as soon:
        commands.stamp(Work(db=signers.desk.db, settings=settings, job=job))
    assert soon.value.transient
    commands.stamp(Work(db=signers.desk.db, settings=settings, job=replace(job, attempts=MOST_ATTEMPTS)))
    assert _due(signers) is None
    later = _due(signers, hours=1)
    assert later is not None
    assert later.payload == {**job.payload, "tries": 1}
    authority.answers = True
    commands.stamp(Work(db=signers.desk.db, settings=settings, job=later))
    assert len(_stamped(signers)) == 1


def test_an_authority_is_asked_again_for_two_months():
    now = pki.DAY
    waits = [rules.stamp_again(tries, now=now) for tries in range(1, rules.MOST_STAMP_TRIES + 2)]
    assert waits[:2] == [now + timedelta(hours=1), now + timedelta(days=1)]
    assert waits[-1] is None
    assert None not in waits[:-1]


def test_b_t_rises_to_b_lta_once_the_proofs_can_be_had(signers: Signers):
    with telling("Autorité qui répond", by="ocsp") as registry, pki.listening(registry.root) as authority:
        signers.means = replace(signers.means, stamping=authority.address, asking=True)
        folder = signers.means.keys / "trusted"
        folder.mkdir(parents=True)
        (folder / "racine.pem").write_bytes(registry.root.root)
        registry.manner = "silent"
        first = signers.sign(0, registry.root.issue("Élise Brume"))
        assert (first.profile, _due(signers)) == (Profile.B_T, None)  # another is awaited
        signed = signers.sign(1, registry.root.issue("Théodore Lanuée"))
        assert (signed.profile, _due(signers) is None) == (Profile.B_T, False)
        kept = signers.kept()
        with refused(SignatureRefusal.PROOFS_UNREACHABLE):
            _stamp(signers, signed)
        assert (signers.kept(), _stamped(signers)) == (kept, [])
        registry.manner = "truly"
        assert _stamp(signers, signed) is Profile.B_LTA


def test_a_stamp_without_the_proofs_that_may_come_leaves_work_for_later(signers: Signers, authority: pki.Stamper):
    signers.recognise()
    signers.means = replace(signers.means, asking=True)
    first, second = signers.sign(0, CHAIR), signers.sign(1, SECRETARY)
    assert _due(signers) is not None
    assert _due(signers) is not None
    authority.answers = True
    assert _stamp(signers, first) is None  # the second has left work of its own
    assert _stamp(signers, second) is Profile.B_T
    assert {signers.signing.profile_of(each) for each in signers.signing.signed} == {Profile.B_T}
    assert _due(signers) is None
    later = _due(signers, hours=1)
    assert later is not None
    assert later.payload["sha256"] == signers.signing.sha256
