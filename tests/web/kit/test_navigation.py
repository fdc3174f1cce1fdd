from datetime import UTC, datetime

import pytest

from webapp.accounts.model import Grant, Person, Role, SignedIn
from webapp.web.kit import navigation

NOON = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)


def somebody(*roles: Role, committee_id: int | None = None) -> SignedIn:
    person = Person(
        id=1, civility="", first_name="Anne", last_name="Exemple", email=None, phone=None, login=None, active=True
    )
    grants = tuple(Grant(role=role, committee_id=committee_id) for role in roles)
    return SignedIn(person=person, session_id=1, method="slip", seen_at=NOON, grants=grants)


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        pytest.param(None, ["Accueil", "Webinaires", "Simulateur", "Aide"], id="passer-by"),
        pytest.param(somebody(), ["Accueil", "Simulateur", "Aide"], id="member"),
        pytest.param(
            somebody(Role.SECRETARIAT, committee_id=1),
            ["Accueil", "Secrétariat", "Commissions", "Comptes", "Envois", "Simulateur", "Aide"],
            id="secretariat",
        ),
        pytest.param(
            somebody(Role.ADMINISTRATOR),
            ["Accueil", "Comptes", "Envois", "Journal", "Données personnelles", "Système", "Simulateur", "Aide"],
            id="administrator",
        ),
        pytest.param(somebody(Role.AUDITOR), ["Accueil", "Journal", "Simulateur", "Aide"], id="auditor"),
        pytest.param(somebody(Role.AUDITOR, committee_id=1), ["Accueil", "Simulateur", "Aide"], id="auditor of one"),
    ],
)
def test_each_is_shown_where_they_may_go(who: SignedIn | None, labels: list[str]):
    assert [label for label, _, _ in navigation.links(who, "/")] == labels


@pytest.mark.parametrize(
    ("path", "current"),
    [
        pytest.param("/secretariat", ["Secrétariat"], id="the page itself"),
        pytest.param("/secretariat/comptes/7", ["Comptes"], id="the nearest of two that hold it"),
        pytest.param("/secretariat/seances/3/conduire", ["Secrétariat"], id="a page below"),
        pytest.param("/profil", [], id="a page outside"),
    ],
)
def test_where_one_is_is_marked_once(path: str, current: list[str]):
    who = somebody(Role.SECRETARIAT, Role.ADMINISTRATOR)

    assert [label for label, _, here in navigation.links(who, path) if here] == current
