"""Acts on the archives of a sitting: its export, and the elimination of its parts."""

from webapp.archives.service.eliminating import eliminate, sweep
from webapp.archives.service.exporting import export, pieces_of, write_folder

__all__ = ["eliminate", "export", "pieces_of", "sweep", "write_folder"]
