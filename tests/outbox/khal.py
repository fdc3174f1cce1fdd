"""A calendar program of Debian, with one calendar, in a zone of its own."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


class Khal:
    """Imports files and lists days, as somebody would at their desk."""

    def __init__(self, folder: Path, zone: str) -> None:
        self.folder = folder
        self.zone = ZoneInfo(zone)
        self.config = folder / "khal.conf"
        (folder / "calendar").mkdir(parents=True)
        self.config.write_text(
            f"[calendars]\n[[one]]\npath = {folder}/calendar\ntype = calendar\n"
            f"[sqlite]\npath = {folder}/khal.db\n"
            f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\ntimeformat = %H:%M\n"
            "dateformat = %d/%m/%Y\nlongdateformat = %d/%m/%Y\ndatetimeformat = %d/%m/%Y %H:%M\n"
            "longdatetimeformat = %d/%m/%Y %H:%M\n[default]\ndefault_calendar = one\n",
            encoding="utf-8",
        )

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def imports(self, content: bytes) -> "Khal":
        file = self.folder / "evenement.ics"
        file.write_bytes(content)
        self._run("import", "--batch", str(file))
        return self

    def lists(self, day: datetime) -> list[str]:
        said = self._run(
            "list",
            *("--format", "{start-date} {start-time} {title} @ {location}", "--day-format", ""),
            f"{self.local(day):%d/%m/%Y}",
        )
        return [line for line in said.splitlines() if line.strip()]

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            ["khal", "--config", str(self.config), *words],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
