"""The paper that is signed, sealed or stamped as it stands, in hand before an act and still the same under the lock."""

from datetime import datetime
from pathlib import Path

from webapp.audit import service as audit
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.service.rehearsal import shelf
from webapp.minutes import queries, store
from webapp.minutes.model import MINUTES, MinutesRefusal, Paper, Signing, SigningRefusal
from webapp.minutes.rules import signing as rules
from webapp.minutes.service import rendering
from webapp.minutes.service.means import Means
from webapp.storage.database import Database
from webapp.wording import signing as words


@frozen
class Held:
    """The paper as it stands: who signs it, what was signed, its bytes."""

    meeting_id: int
    folder: Path
    signing: Signing
    pdf: bytes
    paper: Paper
    told: str

    @property
    def sha256(self) -> str:
        return self.signing.sha256 or ""

    @property
    def file_id(self) -> int:
        return 0 if self.signing.file is None else self.signing.file.id


def hold(db: Database, meeting_id: int, means: Means, now: datetime, paper: Paper) -> Held:
    sitting = meetings.state(db, meeting_id, now=now)
    if paper != MINUTES and sitting.meeting.rehearsal:
        raise Refusal(MinutesRefusal.OF_A_REHEARSAL)
    signing = queries.signing(db, meeting_id, sitting.settings.signers, paper)
    rules.check_final(store.state(db, meeting_id), signing, paper)
    folder = shelf(means.files, sitting.meeting)
    return Held(
        meeting_id=meeting_id,
        folder=folder,
        signing=signing,
        pdf=rendering.read(folder, signing.sha256, "pdf"),
        paper=paper,
        told=words.PAPERS[paper[0]].format(label=next((e.label for e in sitting.items if e.id == paper[1]), "")),
    )


def still_standing(db: Database, held: Held, now: datetime) -> datetime:
    """Return the instant of the act, under the lock; refuse where somebody else has signed meanwhile."""
    standing = queries.signing(db, held.meeting_id, held.signing.signers, held.paper)
    rules.check_final(store.state(db, held.meeting_id), standing, held.paper)
    if standing != held.signing:
        raise Refusal(SigningRefusal.FILE_MOVED)
    return audit.effective_instant(db, now, scope=f"meeting:{held.meeting_id}")


def named(held: Held) -> dict[str, object]:
    """Name what is signed for the journal, where it is not the minutes themselves."""
    kind, item = held.paper
    return {} if held.paper == MINUTES else {"paper": held.told, "kind": kind, "item": item}
