"""What this disk gives to SQLite alone, plain and slowed: the floor beside which the other benches stand."""

import sys

from lib import SLOW_MILLISECONDS, Verdicts, floor, workshop


def main() -> int:
    """Print both floors; fail when slowing does not slow, for then the other benches would prove nothing."""
    verdicts = Verdicts()
    with workshop() as folder:
        plain, slowed = floor(folder), floor(folder, slowed=True)
    print(f"      commits durables nus : {plain:.0f}/s ; disque ralenti : {slowed:.0f}/s")
    verdicts.at_most("commits nus, disque ralenti", slowed, 1000 / SLOW_MILLISECONDS, "par seconde")
    return verdicts.status()


if __name__ == "__main__":
    sys.exit(main())
