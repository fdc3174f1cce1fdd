"""LAW PV-3: a fact is set right with a reason, both values kept."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.refusing import refused
from webapp.minutes.model import Correction, Facts, MinutesRefusal
from webapp.minutes.queries import Dossier
from webapp.minutes.rules import corrections
from webapp.minutes.rules.corrections import Kind
from webapp.wording.dates import PARIS

DAY = date(2026, 12, 10)
LATER = datetime(2026, 12, 11, 9, 0, 30, tzinfo=UTC)


@pytest.fixture
def facts(dossier: Dossier) -> Facts:
    return dossier.facts


def a_correction(fact: str, recorded: str, corrected: str) -> Correction:
    return Correction(
        id=1,
        fact=fact,
        recorded=recorded,
        corrected=corrected,
        reason="erreur de saisie",
        corrected_at=LATER,
        corrected_by=3,
    )


def test_pv_3_the_corrected_value_stands_and_both_are_told(facts: Facts):
    right = corrections.apply(facts, [a_correction("agenda.3.votes.0.against", "7", "6")], {3: "Mme Plumier"})
    assert right.agenda[3].votes[0].against == 6
    (line,) = right.corrections
    assert (line.label, line.recorded, line.corrected) == ("Ensemble du texte, voix contre", "7", "6")
    assert (line.reason, line.by) == ("erreur de saisie", "Mme Plumier")
    assert facts.agenda[3].votes[0].against == 7


def test_pv_3_the_last_correction_of_a_fact_stands(facts: Facts):
    twice = [a_correction("closed_at", "17:05", "17:10"), a_correction("closed_at", "17:05", "17:15")]
    right = corrections.apply(facts, twice, {})
    assert right.closed_at == datetime(2026, 12, 10, 17, 15, tzinfo=PARIS)
    assert [each.corrected for each in right.corrections] == ["17\u00a0h\u00a010", "17\u00a0h\u00a015"]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        pytest.param(Kind.NUMBER, " 12 ", 12, id="a number"),
        pytest.param(Kind.HOUR, "17:05", datetime(2026, 12, 10, 17, 5, tzinfo=PARIS), id="an hour"),
        pytest.param(Kind.DAY, "2026-12-01", date(2026, 12, 1), id="a day"),
        pytest.param(Kind.TEXT, " Maire  de Lac-Rêvé ", "Maire de Lac-Rêvé", id="a line"),
    ],
)
def test_a_value_is_read_and_written_the_same(kind: Kind, typed: str, value: Any):
    assert corrections.read(kind, typed, DAY) == value
    assert corrections.read(kind, corrections.show(kind, value), DAY) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        pytest.param(Kind.NUMBER, "-1", id="a negative number"),
        pytest.param(Kind.NUMBER, "douze", id="a number in words"),
        pytest.param(Kind.NUMBER, "٣", id="digits of another script"),
        pytest.param(Kind.NUMBER, "9" * 20, id="a huge number"),
        pytest.param(Kind.HOUR, "25:00", id="no such hour"),
        pytest.param(Kind.DAY, "31/02/2026", id="no such day"),
        pytest.param(Kind.TEXT, "  ", id="nothing"),
        pytest.param(Kind.TEXT, "x" * 2001, id="a book"),
    ],
)
def test_a_value_that_cannot_be_is_refused(kind: Kind, typed: str):
    with refused(MinutesRefusal.VALUE_UNREADABLE):
        corrections.read(kind, typed, DAY)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Kind.HOUR, "09:05", "9\u00a0h\u00a005"),
        (Kind.DAY, "2026-12-01", "01/12/2026"),
        (Kind.TEXT, "", "rien"),
        (Kind.NUMBER, "0", "0"),
    ],
)
def test_a_kept_value_is_said_as_the_pages_do(kind: Kind, text: str, said: str):
    assert corrections.said(kind, text) == said


def test_only_listed_facts_may_be_set_right(facts: Facts):
    listed = {each.fact for each in corrections.correctable(facts)}
    assert {"secretary", "members.0.sat.0.quality", "guests.0.name", "agenda.1.votes.2.in_favour"} <= listed
    assert not any(each.startswith("agenda.6.votes") for each in listed)  # never put to the vote
    for path in ("annex.sha256", "agenda.1.votes.0.text_hash", "schema", "__class__", "agenda.99.title"):
        with refused(MinutesRefusal.UNKNOWN_FACT):
            corrections.find(facts, path)


def test_every_listed_fact_can_be_put_back_as_it_is(facts: Facts):
    for each in corrections.correctable(facts):
        if each.value:
            value = corrections.read(each.kind, each.value, facts.day)
            assert corrections.put_at(facts, each.fact, value) == facts, each.fact
