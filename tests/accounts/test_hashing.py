import os
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.accounts.service import hashing

pytestmark = pytest.mark.usefixtures("house_cost")
ROOT = Path(__file__).resolve().parents[2]

RUSH = """
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from webapp.accounts.service import hashing

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

before = resident()
with ThreadPoolExecutor(24) as people:
    list(people.map(lambda number: hashing.is_right(None, f"mot de passe {number}"), range(24)))
print(resident() - before)
"""


def test_a_rush_of_sign_ins_leaves_no_memory_behind():
    ran = subprocess.run([sys.executable, "-c", RUSH], capture_output=True, check=True, cwd=ROOT, env=os.environ)

    assert float(ran.stdout) < 30  # megabytes; each of the 24 threads asked for twenty


def test_a_hash_says_its_parameters_and_nothing_of_the_password():
    kept = hashing.hash_password("quatre mots sans lien")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hashing.is_right(kept, "quatre mots sans lien")
    assert not hashing.is_right(kept, "quatre mots sans liens")
    assert not hashing.is_outdated(kept)


def test_a_hash_that_cannot_be_read_is_never_right():
    assert not hashing.is_right("n’importe quoi", "quatre mots sans lien")
    assert not hashing.is_right("", "quatre mots sans lien")
    assert not hashing.is_right(None, "quatre mots sans lien")
