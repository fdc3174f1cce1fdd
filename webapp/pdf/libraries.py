"""How the engine finds Pango, HarfBuzz and the others."""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def opened_by_name() -> Iterator[None]:
    """Have libraries opened by the names that Linux gives them.

    WeasyPrint tries those of other systems first, and each is looked for with a compiler and a linker: 0.3 s a start.
    """
    finder = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = finder
