"""Expect a refusal by its reason."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from webapp.kernel.errors import Reason, Refusal


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    """Hold that the body is refused for exactly this reason."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.reason is reason
