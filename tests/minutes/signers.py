"""Those who sign final minutes: the desk, the signers and their certificates."""

from pathlib import Path
from typing import Any

from tests.minutes.desk import Desk
from tests.pdf import pki
from webapp.minutes import queries, service
from webapp.minutes.model import MinutesState, Signing
from webapp.minutes.service import Means
from webapp.pdf import sign as signing
from webapp.pdf.signatures import Trust
from webapp.settings import Settings

AUTHORITY = "Préfecture du Val-Imaginaire"
ROOT = pki.Authority()
CHAIR = ROOT.issue("Élise Brume")
SECRETARY = ROOT.issue("Théodore Lanuée")


class Signers:
    """The desk, the signers and their certificates, on final minutes."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.settings = Settings(instance=folder, prefecture=AUTHORITY, mark="test")
        self.means = Means(files=self.settings.files, keys=folder / "keys")

    @property
    def signing(self) -> Signing:
        return queries.signing(self.desk.db, self.desk.meeting_id, ("président", "secrétaire"))

    @property
    def state(self) -> MinutesState:
        return queries.state(self.desk.db, self.desk.meeting_id)

    @property
    def pdf(self) -> bytes:
        return service.read(self.settings.files, self.signing.sha256, "pdf")

    def recognise(self, *lists: bytes) -> None:
        folder = self.means.keys / "trusted"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "racine.pem").write_bytes(ROOT.root)
        for number, content in enumerate(lists):
            (folder / f"{number}.crl").write_bytes(content)

    def sign(self, place: int, held: pki.Held, passphrase: str = pki.PASSPHRASE, **more: Any) -> Any:
        given: dict[str, Any] = {"expected": self.signing.sha256, "now": self.desk.tick(), **more}
        return service.sign(
            self.desk.db,
            self.desk.meeting_id,
            place,
            key=held.file(),
            passphrase=passphrase,
            means=self.means,
            by=self.desk.by,
            **given,
        )

    def outside(self, pdf: bytes, field: str, held: pki.Held) -> bytes:
        """Sign as a parapheur does, with a program of its own."""
        return signing.sign(
            pdf,
            field,
            key=held.file(),
            passphrase=pki.PASSPHRASE,
            way="outside",
            moment="",
            trust=Trust(),
            at=self.desk.tick(),
        )

    def bring(self, content: bytes) -> Any:
        return service.bring_back(
            self.desk.db,
            self.desk.meeting_id,
            content,
            expected=self.signing.sha256 or "",
            means=self.means,
            by=self.desk.by,
            now=self.desk.tick(),
        )

    def seal(self, held: pki.Held) -> Any:
        self.means.keys.mkdir(parents=True, exist_ok=True)
        (self.means.keys / "seal.p12").write_bytes(held.file())
        (self.means.keys / "seal_passphrase").write_text(pki.PASSPHRASE, encoding="utf-8")
        return service.seal(
            self.desk.db,
            self.desk.meeting_id,
            expected=self.signing.sha256 or "",
            means=self.means,
            by=self.desk.by,
            now=self.desk.tick(),
        )

    def journal(self) -> int:
        return int(self.desk.db.value("SELECT count(*) FROM journal") or 0)

    def kept(self) -> set[str]:
        return {each.name for each in (self.settings.files / "minutes").iterdir()}
