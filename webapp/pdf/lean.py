"""pyHanko without its HTTP client, which costs half of its loading and which nothing here uses: what is fetched, we fetch.

It also means that no certificate read in this process makes pyHanko call anywhere.
"""

import sys
from types import ModuleType

_UNUSED = {
    "pyhanko.sign.timestamps.aiohttp_client": "HTTPTimeStamper",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers": "AIOHttpFetcherBackend",
}


class NoClientError(Exception):
    """Something asked for the client that is not there."""


class _NoClient:
    """What stands in its place."""

    def __init__(self, *_arguments: object, **_more: object) -> None:
        raise NoClientError


def without_client() -> None:
    """Fill the places of the modules that would load the client; to be called before pyHanko is first imported."""
    for module, name in _UNUSED.items():
        if module not in sys.modules:
            made = ModuleType(module)
            setattr(made, name, _NoClient)
            sys.modules[module] = made
