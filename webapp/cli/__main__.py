"""`scripts/manage GROUP COMMAND …`: each group is a module of this package with a `main(argv) -> int`, loaded when asked for."""

import argparse
import importlib
import pkgutil
import sys

import webapp.cli

# argparse speaks through gettext but ships English only; these are its sentences that a person can meet.
FRENCH = {
    "usage: ": "usage : ",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "affiche cette aide",
    "the following arguments are required: %s": "il manque : %s",
    "one of the arguments %s is required": "il faut l’un de ces arguments : %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "expected one argument": "attend une valeur",
    "expected at least one argument": "attend au moins une valeur",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    "invalid %(type)s value: %(value)r": "valeur refusée : %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’existe pas (au choix : %(choices)s)",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s peut être %(matches)s",
    "not allowed with argument %s": "ne va pas avec l’argument %s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
}


def groups() -> list[str]:
    """Return the names of the command groups, in alphabetical order."""
    return sorted(
        each.name.replace("_", "-")
        for each in pkgutil.iter_modules(webapp.cli.__path__)
        if not each.name.startswith("_")
    )


def main(argv: list[str]) -> int:
    """Run one command; 0 is yes, 1 a clear no, 2 wrong use."""
    group = argv[0] if argv else ""
    if group not in groups():
        asked = f"Le groupe de commandes « {group} » n’existe pas." if group else "Il manque un groupe de commandes."
        print(f"{asked} Au choix : {', '.join(groups())}.", file=sys.stderr)
        return 2
    setattr(argparse, "_", lambda text: FRENCH.get(text, text))  # noqa: B010 — the typed stubs hide this name
    module = importlib.import_module(f"webapp.cli.{group.replace('-', '_')}")
    sys.argv[0] = f"manage {group}"
    try:
        return int(module.main(argv[1:]))
    except Exception as fault:
        sentence = _sentence(fault)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 2 if type(fault).__name__ == "SettingsError" else 1


def _sentence(fault: Exception) -> str | None:
    """Say in French what a person can do something about; None for a fault of the program."""
    from webapp.kernel.errors import Refusal  # noqa: PLC0415 — slow import: only when something is refused
    from webapp.settings import SettingsError  # noqa: PLC0415 — same
    from webapp.wording.phrases import phrase  # noqa: PLC0415 — same

    if isinstance(fault, Refusal):
        return phrase(fault.reason, **fault.facts)
    return str(fault) if isinstance(fault, SettingsError) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
