"""Checks an export of a sitting: python3 controle.py [FOLDER]. It needs Python 3.9 or later, and nothing else.

It is handed over with each export and shares nothing with the application: the file list, every SHA-256, the seals of
the journal. Exit 0: intact; 1: not.
"""

import hashlib
import json
import sys
from pathlib import Path

SUMS, JOURNAL, MANIFEST = "SHA256SUMS", "journal/journal.jsonl", "manifeste.json"
NAMES = ("at", "actor", "actor_name", "act", "subject", "scope", "details")
CHUNK = 1024 * 1024
DIGITS = 64  # of a SHA-256


def faults(folder: Path) -> list[str]:
    """Return what is wrong with an export, in French; nothing when it is intact."""
    try:
        listed = _listed(folder)
    except (OSError, ValueError):
        return [f"{SUMS} manque ou ne se lit pas."]
    found = []
    for name, sha256 in sorted(listed.items()):
        file = folder / name
        if not file.is_file():
            found.append(f"« {name} » manque.")
        elif _hash(file) != sha256:
            found.append(f"« {name} » a changé.")
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    found += [f"« {name} » n’est pas de cet export." for name in sorted(there - listed.keys() - {SUMS})]
    try:
        found += _journal(folder)
    except (OSError, ValueError, KeyError, TypeError):
        found.append("Le journal ou le manifeste ne se lit pas.")
    return found


def _listed(folder: Path) -> dict[str, str]:
    listed = {}
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, gap, name = line[:DIGITS], line[DIGITS : DIGITS + 2], line[DIGITS + 2 :]
        if gap != "  " or not name or ".." in Path(name).parts or Path(name).is_absolute():
            raise ValueError(line)
        listed[name] = sha256
    return listed


def _hash(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _journal(folder: Path) -> list[str]:
    """Recompute the seal of each act; two acts that follow each other in the journal must hold each other."""
    found, before, count = [], None, 0
    with (folder / JOURNAL).open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            count += 1
            text = json.dumps(
                [entry["previous"], *(entry[name] for name in NAMES)], ensure_ascii=False, separators=(",", ":")
            )
            if hashlib.sha256(text.encode()).hexdigest() != entry["hash"]:
                found.append(f"Journal, acte n° {entry['id']} : le sceau ne tient pas.")
            if before is not None and entry["id"] <= before["id"]:
                found.append(f"Journal, acte n° {entry['id']} : il n’est pas à sa place.")
            if before is not None and entry["id"] == before["id"] + 1 and entry["previous"] != before["hash"]:
                found.append(f"Journal, acte n° {entry['id']} : il ne suit pas l’acte précédent.")
            before = entry
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["journal"]
    if told["acts"] != count or (before is not None and told["last_seal"] != before["hash"]):
        found.append("Journal : ce n’est pas celui que dit le manifeste.")
    return found


def main(argv: list[str]) -> int:
    """Say yes or no."""
    folder = Path(argv[0]) if argv else Path(__file__).resolve().parent
    found = faults(folder)
    sys.stdout.write(
        "\n".join(found or ["Intact : chaque fichier a son empreinte, chaque acte du journal son sceau."]) + "\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
