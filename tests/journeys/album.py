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
    """A folder of pictures: the test's own, or the one that `scripts/screenshots` names."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.environ.get("COLLEGIALE_SCREENSHOTS", folder))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.taken: set[str] = set()

    def takes(self, page: Page, name: str) -> None:
        """Keep what is in the window."""
        page.evaluate("document.fonts.ready.then(() => true)")
        self.keeps(page.screenshot(), name)

    def takes_paper(self, pdf: Path, name: str) -> None:
        """Keep the first page of a PDF."""
        drawn = subprocess.run(
            ["pdftoppm", "-r", "70", "-f", "1", "-l", "1", "-png", pdf], capture_output=True, check=True
        ).stdout
        self.keeps(drawn, name)

    def keeps(self, picture: bytes, name: str) -> None:
        """Keep a picture small."""
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        if image.width > 1280:
            image = image.resize((1280, round(image.height * 1280 / image.width)), Image.Resampling.LANCZOS)
        image.quantize(COLOURS).save(self.folder / f"{name}.png", optimize=True)
        self.taken.add(f"{name}.png")
