"""`minutes verify FILE`, `minutes checker` and `minutes seal`: what a file is worth, the page that says it, the seal."""

import argparse
import json
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from webapp import settings as configuration
from webapp.kernel import clock
from webapp.kernel.errors import Refusal
from webapp.minutes import service
from webapp.minutes.model import fingerprint
from webapp.minutes.service import Means, Verdict, checker, seals
from webapp.pdf.signatures import Signature
from webapp.settings import Settings
from webapp.storage.database import Database
from webapp.wording import dates
from webapp.wording import signing as words
from webapp.wording import verifying as said
from webapp.wording.phrases import phrase


def declare(commands: Any) -> None:
    """Add both commands to the group's parser."""
    verify = commands.add_parser("verify", help="dit si un procès-verbal signé est intact, et prouve ses chiffres")
    verify.add_argument("file", metavar="FICHIER", type=Path, help="le PDF à vérifier")
    verify.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
    verify.set_defaults(act=_verify)
    offline = commands.add_parser("checker", help="écrit la page de vérification qui marche sans réseau")
    offline.add_argument("--out", metavar="FICHIER", type=Path, required=True, help="le fichier HTML à écrire")
    offline.set_defaults(act=_checker)
    seal = commands.add_parser("seal", help="installe le cachet du service, ou en crée un d’essai")
    way = seal.add_mutually_exclusive_group(required=True)
    way.add_argument("--trial", metavar="NOM", help="crée un certificat autosigné à ce nom, pour des essais")
    way.add_argument(
        "--install", metavar="FICHIER", type=Path, help="installe un certificat « .p12 » ; son mot de passe est demandé"
    )
    seal.set_defaults(act=_seal)


def means(settings: Settings) -> Means:
    """Return what signing takes on this installation."""
    return Means(
        files=settings.files,
        keys=settings.instance / "keys",
        stamping=settings.timestamp_address,
        asking=settings.revocation_fetch,
    )


def _verify(options: argparse.Namespace) -> int:
    try:
        content = options.file.read_bytes()
    except OSError as fault:
        print(f"« {options.file} » : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    settings = _register_at_hand()
    db = None if settings is None else Database.open(settings.database)
    try:
        trust = Means(files=Path(), keys=configuration.instance_folder() / "keys").trust
        verdict = service.verify(content, trust=trust, now=clock.now(), db=db)
    finally:
        if db is not None:
            db.close()
    if options.json:
        print(json.dumps(_told(verdict), ensure_ascii=False, indent=2))
    else:
        _say(verdict)
    return 0 if verdict.valid else 1


def _register_at_hand() -> Settings | None:
    """Return the settings of the instance whose register is here; a check never makes one."""
    if not (configuration.instance_folder() / "collegiale.db").exists():
        return None
    settings = configuration.load()
    clock.shift_by_file(Path(settings.clock_offset_file) if settings.clock_offset_file else None)
    return settings


def _checker(options: argparse.Namespace) -> int:
    settings = configuration.load()
    page = checker.page(
        Means(files=Path(), keys=settings.instance / "keys").trust, authority=settings.prefecture, now=clock.now()
    ).encode()
    try:
        options.out.write_bytes(page)
    except OSError as fault:
        print(f"« {options.out} » : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    print(f"{options.out} : SHA-256 {fingerprint(page)}")
    return 0


def _say(verdict: Verdict) -> None:
    print(verdict.headline)
    for each in verdict.failures:
        print(f"{said.PARTS[each.part]} : {each.sentence}", file=sys.stderr)
    for signature in verdict.inspection.signatures:
        print(f"- {_line(signature)}")
    if verdict.proven is not None and verdict.proven.holds:
        print(f"- {said.RECOMPUTED.format(quorums=verdict.proven.quorums, votes=verdict.proven.votes)}")
    if verdict.held.results and not verdict.held.faults:
        print(f"- {verdict.held.results} règles contrôlées de nouveau, sans écart.")
    for note in verdict.notes:
        print(f"- {note}")


def _line(each: Signature) -> str:
    if each.stamp:
        at = "" if each.stamped_at is None else f", {dates.moment(each.stamped_at)}"
        return f"Horodatage : {each.signer}{at}."
    level = words.level(each.quality, each.profile, seal=each.seal)
    at = "" if each.signed_at is None else f", {dates.moment(each.signed_at)}"
    return f"{each.signer}{at} : {level}, {words.CERTIFICATES[each.certificate]}."


def _told(verdict: Verdict) -> dict[str, Any]:
    found, proven = verdict.inspection, verdict.proven
    return {
        "valid": verdict.valid,
        "sha256": verdict.sha256,
        "minutes": None if proven is None else proven.title,
        "document": None if verdict.paper is None else _document(verdict, verdict.paper),
        "signatures": [_signature(each) for each in found.signatures],
        "covered": found.covered,
        "lost_claims": list(found.conformance),
        "facts": None
        if proven is None
        else {
            "proven": proven.holds,
            "quorums": proven.quorums,
            "votes": proven.votes,
            "results": verdict.held.results,
            "signers": list(proven.signers),
        },
        "register": verdict.known,
        "failures": [{"part": each.part, "message": each.sentence} for each in verdict.failures],
        "notes": list(verdict.notes),
    }


def _document(verdict: Verdict, paper: str) -> dict[str, Any]:
    return {"kind": paper, "title": verdict.inspection.title, "stands": verdict.stands}


def _signature(each: Signature) -> dict[str, Any]:
    return {
        "field": each.field,
        "kind": "stamp" if each.stamp else "seal" if each.seal else "signature",
        "signer": each.signer,
        "issuer": each.issuer,
        "serial": each.serial,
        "signed_at": None if each.signed_at is None else clock.to_text(each.signed_at),
        "stamped_at": None if each.stamped_at is None else clock.to_text(each.stamped_at),
        "certificate": each.certificate,
        "quality": each.quality,
        "profile": each.profile,
        "flaws": list(each.flaws),
    }


def _seal(options: argparse.Namespace) -> int:
    kept = means(configuration.load())
    try:
        if options.trial:
            seals.create(kept, options.trial, now=clock.now())
            print(f"Cachet d’essai créé au nom de « {options.trial} » : autosigné, il ne prouve rien à un tiers.")
            return 0
        content = options.install.read_bytes()
        name = seals.install(kept, content, getpass("Mot de passe du certificat : "), now=clock.now())
        print(f"Cachet installé, au nom de « {name} ».")
    except OSError as fault:
        print(f"« {options.install} » : {fault.strerror or fault}.", file=sys.stderr)
        return 2
    except Refusal as refusal:
        print(phrase(refusal.reason, **refusal.facts), file=sys.stderr)
        return 1
    return 0
