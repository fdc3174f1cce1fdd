"""What may be entered in a form: who is named in a text, all that does not stand, addresses that last ten minutes."""

import pytest

from tests.webinars.seminar import NOTICE
from webapp.kernel.errors import Refusal
from webapp.registrations import queries, rules
from webapp.registrations.model import (
    Companion,
    Condition,
    Field,
    FieldKind,
    FormVersion,
    RegistrationRefusal,
    SignUp,
    Terms,
)

FORM = FormVersion(
    id=1,
    campaign_id=1,
    number=1,
    notice=NOTICE,
    fields=(
        Field(key="a", kind=FieldKind.CHOICE, label="A ?", choices=("oui", "non"), required=True, keep_days=1),
        Field(
            key="b",
            kind=FieldKind.NUMBER,
            label="B ?",
            when=Condition(field="a", equals="oui"),
            required=True,
            keep_days=1,
        ),
    ),
)


@pytest.mark.parametrize(
    ("line", "last_name", "first_name"),
    [
        ("De la Tour, Zoé", "De la Tour", "Zoé"),
        ("DE LA TOUR Zoé Anne", "DE LA TOUR", "Zoé Anne"),
        ("Voisin\tPaul", "Voisin", "Paul"),
        ("Voisin; Paul", "Voisin", "Paul"),
        ("Voisin Paul", "Voisin", "Paul"),
        ("L’HÔPITAL Ève", "L’HÔPITAL", "Ève"),
        ("Seul", "Seul", ""),
        ("SEULE", "SEULE", ""),
    ],
)
def test_a_line_names_somebody_as_lists_are_written(line: str, last_name: str, first_name: str) -> None:
    assert rules.companions_in(f"\n {line} \r\n\n") == (Companion(last_name=last_name, first_name=first_name),)


def said(**typed: object) -> list[tuple[RegistrationRefusal, object]]:
    person: dict[str, object] = {"last_name": "Exemple", "first_name": "Anne", "email": "anne@val.example"}
    signed = SignUp(**{**person, **typed})
    found = rules.faults(signed, FORM, Terms(largest_group=2), disposable=queries.disposable_domains())
    return [(each.reason, each.facts.get("field")) for each in found]


def test_all_that_does_not_stand_is_found_and_only_what_was_asked() -> None:
    assert said(answers={"a": "non", "b": "trois"}) == []
    assert said(answers={"a": "oui", "b": "trois"}) == [(RegistrationRefusal.ANSWER_UNREADABLE, "b")]
    three = (Companion(last_name="Un", first_name=""), Companion(last_name="Deux", first_name=""))
    assert said(last_name="", first_name="", email="x", companions=three) == [
        (RegistrationRefusal.NAME_MISSING, "last_name"),
        (RegistrationRefusal.FIRST_NAME_MISSING, "first_name"),
        (RegistrationRefusal.ADDRESS_UNREADABLE, "email"),
        (RegistrationRefusal.ANSWER_MISSING, "a"),
        (RegistrationRefusal.GROUP_TOO_LARGE, "companions"),
    ]


def test_the_list_of_domains_that_last_ten_minutes_is_as_its_head_says() -> None:
    lines = [line for line in queries.DISPOSABLE.read_text(encoding="ascii").splitlines() if line[0] != "#"]
    assert lines == sorted(set(lines))
    assert all(line == line.lower().strip() and "." in line for line in lines)
    usual = {"gmail.com", "orange.fr", "laposte.net", "free.fr", "wanadoo.fr", "hotmail.com", "gouv.fr", "proton.me"}
    assert usual & set(lines) == set()


@pytest.mark.parametrize("domain", ["mailinator.com", "boite.mailinator.com", "MAILINATOR.com"])
def test_an_address_under_such_a_domain_is_refused(domain: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.address(f"anne@{domain}", queries.disposable_domains())
    assert refused.value.reason is RegistrationRefusal.ADDRESS_DISPOSABLE
    assert rules.address("anne@mailinator.com.val.example", queries.disposable_domains())
