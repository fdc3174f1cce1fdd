"""An address compiled when it is first built is the one that werkzeug would have built."""

from typing import Any

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from webapp.app import Route

ADDRESSES: list[tuple[str, dict[str, Any]]] = [
    ("/", {}),
    ("/seances/<int:meeting_id>/points/<int:item_id>", {"meeting_id": 3, "item_id": 4}),
    ("/webinaires/<code>", {"code": "gérer l’eau", "mots": "a b"}),
    ("/static/<path:filename>", {"filename": "css/base.css", "v": "12"}),
]


@pytest.mark.parametrize(("address", "values"), ADDRESSES)
def test_an_address_is_built_and_found_as_by_werkzeug(address: str, values: dict[str, Any]) -> None:
    lazy, plain = (Map([made(address, endpoint="page")]).bind("localhost") for made in (Route, Rule))
    for _ in range(2):
        assert lazy.build("page", values) == plain.build("page", values)
    path = plain.build("page", values).partition("?")[0]
    assert lazy.match(path) == plain.match(path)
    with pytest.raises(NotFound):
        lazy.match("/nulle/part/ici")
