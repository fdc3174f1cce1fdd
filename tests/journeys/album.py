"""What people saw, kept as small pictures: the README shows them, and `scripts/screenshots` renews those."""

import io
import os
import subprocess
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

SHOWN = Path(__file__).parents[2] / "webapp" / "docs" / "images"
COLOURS = 48  # flat pages need no more, and weigh a third


class Album:
    """Which pictures were taken; they are kept in the folder that `scripts/screenshots` names, if it does."""

    def __init__(self) -> None:
        named = os.environ.get("COLLEGIALE_SCREENSHOTS")
        self.folder = Path(named) if named else None
        self.taken: set[str] = set()

    def takes(self, page: Page, name: str) -> None:
        """Keep what is in the window."""
        self.taken.add(f"{name}.png")
        if self.folder is not None:
            page.evaluate("document.fonts.ready.then(() => true)")
            self._keeps(page.screenshot(), self.folder / f"{name}.png")

    def takes_paper(self, pdf: Path, name: str) -> None:
        """Keep the first page of a PDF."""
        self.taken.add(f"{name}.png")
        if self.folder is None:
            return
        drawn = subprocess.run(
            ["pdftoppm", "-r", "70", "-f", "1", "-l", "1", "-png", pdf], capture_output=True, check=True
        ).stdout
        self._keeps(drawn, self.folder / f"{name}.png")

    @staticmethod
    def _keeps(picture: bytes, file: Path) -> None:
        """Keep a picture small."""
        file.parent.mkdir(parents=True, exist_ok=True)
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        if image.width > 1280:
            image = image.resize((1280, round(image.height * 1280 / image.width)), Image.Resampling.LANCZOS)
        image.quantize(COLOURS).save(file, optimize=True)
