"""Signing the reference minutes and verifying them signed: the processor's time of the process that does it and ends.

The floor is pyHanko alone, in a process of its own, on the same file: it signs without a word on the page, and validates.
"""

import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import minutes
from lib import ROOT, Verdicts, workshop

from webapp.cli.demo.reference import STARTS_AT
from webapp.kernel import clock
from webapp.minutes import document, queries
from webapp.minutes.model import MinutesState
from webapp.pdf import notary, trial
from webapp.pdf.render import render_in_child
from webapp.pdf.signatures import SEAL, Trust, field_of
from webapp.storage.database import Database

RUNS = 3
SIGNING_SECONDS, VERIFYING_SECONDS, MEGABYTES = 1.5, 2.0, 150.0
PASSPHRASE = "essai"  # noqa: S105 — of a certificate that is made here and gone
ALONE = """
import io, sys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, validation
from pyhanko.stamp import StaticStampStyle
act, paper, key = sys.argv[1:]
content = open(paper, "rb").read()
if act == "sign":
    meta = signers.PdfSignatureMetadata(field_name="signature-1")
    signer = signers.SimpleSigner.load_pkcs12_data(open(key, "rb").read(), (), b"essai")
    made = signers.PdfSigner(meta, signer, stamp_style=StaticStampStyle(background=None))
    made.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), existing_fields_only=True)
else:
    for each in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        assert validation.validate_pdf_signature(each).intact
"""


def final(instance: Path, meeting: int) -> bytes:
    """Render the final minutes, whose fields are prepared."""
    db = Database.open(instance / "collegiale.db")
    content = replace(queries.dossier(db, meeting, now=clock.now()).content, state=MinutesState.FINAL)
    db.close()
    return render_in_child(document.minutes(content).document)


def signed(pdf: bytes, field: str, key: bytes) -> bytes:
    made, _ = notary.sign(
        pdf, field, key=key, passphrase=PASSPHRASE, way="certificate", moment="", trust=Trust(), at=STARTS_AT
    )
    return made


def processor(act: Callable[[], object]) -> float:
    """Return the median seconds that the processor spends in the processes which an act starts."""
    times = []
    for _ in range(RUNS):
        before = _children()
        act()
        times.append(_children() - before)
    return statistics.median(times)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def alone(act: str, pdf: bytes, key: bytes, folder: Path) -> float:
    """Return the same of pyHanko alone."""
    paper, file = folder / "seul.pdf", folder / "seul.p12"
    paper.write_bytes(pdf)
    file.write_bytes(key)
    command = [sys.executable, "-c", ALONE, act, str(paper), str(file)]
    return processor(lambda: subprocess.run(command, check=True, cwd=ROOT, capture_output=True))


def megabytes(pdf: bytes, folder: Path) -> float:
    """Return the most memory that a check takes, told by a process that starts nothing else."""
    paper = folder / "pese.pdf"
    paper.write_bytes(pdf)
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom webapp.pdf import notary\n"
        "from webapp.pdf.signatures import Trust\nfrom webapp.cli.demo.reference import STARTS_AT\n"
        "notary.inspect(Path(sys.argv[1]).read_bytes(), trust=Trust(), at=STARTS_AT)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(paper)], check=True, cwd=ROOT, capture_output=True)
    return int(said.stdout) / 1024


def main() -> int:
    """Sign twice and seal, verify, each beside its floor."""
    verdicts = Verdicts()
    key = trial.seal("Essai", PASSPHRASE, at=STARTS_AT)
    with workshop() as folder:
        instance = folder / "instance"
        meeting, _ = minutes.build(instance)
        pdf = final(instance, meeting)
        first = signed(pdf, field_of(0), key)
        two = signed(first, field_of(1), key)
        sealed = signed(two, SEAL, key)
        signs, least_signs = processor(lambda: signed(pdf, field_of(0), key)), alone("sign", pdf, key, folder)
        seals = processor(lambda: signed(two, SEAL, key))
        least_verifies = alone("verify", two, key, folder)
        verifies = processor(lambda: notary.inspect(two, trust=Trust(), at=STARTS_AT))
        all_three = processor(lambda: notary.inspect(sealed, trust=Trust(), at=STARTS_AT))
        if not notary.inspect(sealed, trust=Trust(), at=STARTS_AT).intact:
            message = "what was signed does not verify"
            raise RuntimeError(message)
        heaviest = megabytes(sealed, folder)
    beside = f"pyHanko seul {least_signs:.2f} s"
    verdicts.at_most("signer, temps de processeur", signs, SIGNING_SECONDS, "s", beside=beside)
    verdicts.at_most("apposer le cachet après deux signatures", seals, SIGNING_SECONDS, "s", beside=beside)
    beside = f"pyHanko seul {least_verifies:.2f} s"
    verdicts.at_most("vérifier deux signatures", verifies, VERIFYING_SECONDS, "s", beside=beside)
    verdicts.at_most("vérifier deux signatures et un cachet", all_three, VERIFYING_SECONDS, "s", beside=beside)
    verdicts.at_most("mémoire du processus qui vérifie", heaviest, MEGABYTES, "Mo")
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
