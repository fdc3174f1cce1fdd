import json
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.meetings.strategies import scenarios
from webapp.kernel.errors import Refusal
from webapp.meetings.model import Attendance, Choice, Mode, VotingSettings
from webapp.meetings.simulate.answer import simulate
from webapp.meetings.simulate.scenario import NumberedSeats, read_scenario
from webapp.meetings.simulate.strict_json import MAX_BYTES, ScenarioFault

SMALL = '"settings": {"composing": 3}'


def refused(content):
    with pytest.raises(Refusal) as caught:
        read_scenario(content if isinstance(content, bytes) else content.encode())
    return caught.value.facts["path"], caught.value.reason


def test_a_scenario_is_read():
    scenario = read_scenario(
        b'{"settings": {"composing": 3, "max_mandates": 2}, "mode": "mixed", "present": ["s2"], "replaced": ["s2"],'
        b' "recused": ["s3"], "chair": "s2", "votes": {"s2": "abstain"}, "casting_declaration": "against"}'
    )

    assert scenario.settings == VotingSettings(composing=3, max_mandates=2)
    assert scenario.attendance == Attendance(
        seats=NumberedSeats(3),
        mode=Mode.MIXED,
        present=frozenset({"s2"}),
        replaced=frozenset({"s2"}),
        recused=frozenset({"s3"}),
        chair="s2",
    )
    assert (scenario.votes, scenario.declaration) == ({"s2": Choice.ABSTAIN}, Choice.AGAINST)


def test_a_byte_order_mark_is_passed_over():
    assert read_scenario(b"\xef\xbb\xbf{" + SMALL.encode() + b"}").settings.composing == 3


@pytest.mark.parametrize(
    ("rest", "path", "reason"),
    [
        ('"mood": 1', "$.mood", ScenarioFault.UNKNOWN_KEY),
        ('"two words": 1', '$["two words"]', ScenarioFault.UNKNOWN_KEY),
        ('"chair": "s1", "chair": "s1"', "$.chair", ScenarioFault.KEY_TWICE),
        ('"votes": {"s1": "for", "s1": "for"}', "$.votes.s1", ScenarioFault.KEY_TWICE),
        ('"votes": {"s1": "for", "s\\u0031": "for"}', "$.votes.s1", ScenarioFault.KEY_TWICE),
        ('"mandates": [{"from": "s1", "to": "s2", "to": "s3"}]', "$.mandates[0].to", ScenarioFault.KEY_TWICE),
        ('"mode": "telepathy"', "$.mode", ScenarioFault.UNKNOWN_VALUE),
        ('"mode": null', "$.mode", ScenarioFault.UNKNOWN_VALUE),
        ('"mode": ["in_person"]', "$.mode", ScenarioFault.UNKNOWN_VALUE),
        ('"mode": "IN_PERSON"', "$.mode", ScenarioFault.UNKNOWN_VALUE),
        ('"second_notice": 0', "$.second_notice", ScenarioFault.NOT_A_BOOLEAN),
        ('"second_notice": null', "$.second_notice", ScenarioFault.NOT_A_BOOLEAN),
        ('"mode": "written", "second_notice": true', "$.second_notice", ScenarioFault.SECOND_NOTICE_IN_WRITING),
        ('"present": "s1"', "$.present", ScenarioFault.NOT_A_LIST),
        ('"present": {"s1": true}', "$.present", ScenarioFault.NOT_A_LIST),
        ('"present": [1]', "$.present[0]", ScenarioFault.NOT_A_STRING),
        ('"present": ["s1", "s1"]', "$.present[1]", ScenarioFault.SEAT_TWICE),
        ('"present": ["s1", "s4"]', "$.present[1]", ScenarioFault.UNKNOWN_SEAT),
        ('"present": ["s1", "s2", "s3", "s4"]', "$.present", ScenarioFault.TOO_MANY_PRESENT),
        ('"present": ["s1"], "replaced": ["s1", "s2"]', "$.replaced[1]", ScenarioFault.REPLACED_NOT_PRESENT),
        ('"replaced": ["s9"]', "$.replaced[0]", ScenarioFault.UNKNOWN_SEAT),
        ('"recused": ["s9"]', "$.recused[0]", ScenarioFault.UNKNOWN_SEAT),
        ('"recused": [null]', "$.recused[0]", ScenarioFault.NOT_A_STRING),
        ('"chair": "s01"', "$.chair", ScenarioFault.UNKNOWN_SEAT),
        ('"chair": 1', "$.chair", ScenarioFault.NOT_A_STRING),
        ('"mandates": {}', "$.mandates", ScenarioFault.NOT_A_LIST),
        ('"mandates": [["s1", "s2"]]', "$.mandates[0]", ScenarioFault.NOT_AN_OBJECT),
        ('"mandates": [{"from": "s1"}]', "$.mandates[0].to", ScenarioFault.MISSING_KEY),
        ('"mandates": [{"to": "s1"}]', "$.mandates[0].from", ScenarioFault.MISSING_KEY),
        ('"mandates": [{"from": "s1", "to": 2}]', "$.mandates[0].to", ScenarioFault.NOT_A_STRING),
        ('"mandates": [{"from": "s1", "to": "s2", "on": 1}]', "$.mandates[0].on", ScenarioFault.UNKNOWN_KEY),
        ('"votes": []', "$.votes", ScenarioFault.NOT_AN_OBJECT),
        ('"votes": {"s1": "yes"}', "$.votes.s1", ScenarioFault.UNKNOWN_VALUE),
        ('"votes": {"s1": true}', "$.votes.s1", ScenarioFault.UNKNOWN_VALUE),
        ('"casting_declaration": "abstain"', "$.casting_declaration", ScenarioFault.UNKNOWN_VALUE),
        ('"chair": "\\ud800"', "$.chair", ScenarioFault.NOT_TEXT),
        ('"votes": {"\\udfff": "for"}', '$.votes["\\udfff"]', ScenarioFault.NOT_TEXT),
        ('"chair": NaN', "$.chair", ScenarioFault.NOT_A_NUMBER),
        ('"votes": {"s1": [[[[[[[[[]]]]]]]]]}', "$.votes.s1[0][0][0][0][0][0][0]", ScenarioFault.TOO_DEEP),
    ],
)
def test_a_scenario_is_refused_at_the_place_of_its_fault(rest, path, reason):
    assert refused(f"{{{SMALL}, {rest}}}") == (path, reason)


@pytest.mark.parametrize(
    ("settings", "path", "reason"),
    [
        ("{}", "$.settings.composing", ScenarioFault.MISSING_KEY),
        ("[]", "$.settings", ScenarioFault.NOT_AN_OBJECT),
        ('{"composing": 0}', "$.settings.composing", ScenarioFault.OUT_OF_RANGE),
        ('{"composing": -26}', "$.settings.composing", ScenarioFault.OUT_OF_RANGE),
        ('{"composing": 1000001}', "$.settings.composing", ScenarioFault.OUT_OF_RANGE),
        ('{"composing": 1' + "0" * 5000 + "}", "$.settings.composing", ScenarioFault.HUGE_NUMBER),
        ('{"composing": true}', "$.settings.composing", ScenarioFault.NOT_A_WHOLE_NUMBER),
        ('{"composing": 26.0}', "$.settings.composing", ScenarioFault.NOT_A_WHOLE_NUMBER),
        ('{"composing": 1e999}', "$.settings.composing", ScenarioFault.NOT_A_WHOLE_NUMBER),
        ('{"composing": "26"}', "$.settings.composing", ScenarioFault.NOT_A_WHOLE_NUMBER),
        ('{"composing": null}', "$.settings.composing", ScenarioFault.NOT_A_WHOLE_NUMBER),
        ('{"composing": NaN}', "$.settings.composing", ScenarioFault.NOT_A_NUMBER),
        ('{"composing": -Infinity}', "$.settings.composing", ScenarioFault.NOT_A_NUMBER),
        ('{"composing": 3, "max_mandates": -1}', "$.settings.max_mandates", ScenarioFault.OUT_OF_RANGE),
        ('{"composing": 3, "max_mandates": false}', "$.settings.max_mandates", ScenarioFault.NOT_A_WHOLE_NUMBER),
        ('{"composing": 3, "quorum_applies": 1}', "$.settings.quorum_applies", ScenarioFault.NOT_A_BOOLEAN),
        ('{"composing": 3, "casting_vote": "true"}', "$.settings.casting_vote", ScenarioFault.NOT_A_BOOLEAN),
        ('{"composing": 3, "majority_base": "all"}', "$.settings.majority_base", ScenarioFault.UNKNOWN_VALUE),
        ('{"composing": 3, "composing": 3}', "$.settings.composing", ScenarioFault.KEY_TWICE),
        ('{"composing": 3, "tie": 3}', "$.settings.tie", ScenarioFault.UNKNOWN_KEY),
    ],
)
def test_settings_are_refused_at_the_place_of_their_fault(settings, path, reason):
    assert refused(f'{{"settings": {settings}}}') == (path, reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", ScenarioFault.NOT_JSON, id="an empty file"),
        pytest.param(b'{"settings"', ScenarioFault.NOT_JSON, id="a cut file"),
        pytest.param(b"{} {}", ScenarioFault.NOT_JSON, id="two documents"),
        pytest.param(b"26", ScenarioFault.NOT_AN_OBJECT, id="a number"),
        pytest.param(b"[]", ScenarioFault.NOT_AN_OBJECT, id="a list"),
        pytest.param(b"\xff\xfe{", ScenarioFault.NOT_UTF8, id="another encoding"),
        pytest.param(b"[" * 200_000, ScenarioFault.TOO_DEEP, id="an abyss"),
        pytest.param(b" " * (MAX_BYTES + 1), ScenarioFault.TOO_LARGE, id="an endless file"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_as_a_whole(content, reason):
    assert refused(content) == ("$", reason)


def test_settings_cannot_be_left_out():
    assert refused("{}") == ("$.settings", ScenarioFault.MISSING_KEY)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("s1", True),
        ("s26", True),
        ("s27", False),
        ("s0", False),
        ("s01", False),
        ("S1", False),
        ("s", False),
        ("s1\n", False),
        ("s١", False),
        ("s" + "9" * 5000, False),
        (1, False),
    ],
)
def test_seats_are_named_exactly(name, known):
    assert (name in NumberedSeats(26)) is known


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["s1", "for", "written", "\ud800"])
DOCUMENTS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
)


@given(st.binary(max_size=200) | st.text(alphabet=string.printable, max_size=200).map(str.encode))
@example(b'{"settings": {"composing": 3}, "present": ["s1"')
def test_any_file_whatsoever_has_an_answer(content):
    assert set(simulate(content).document) in ({"fault"}, {"mandates", "quorum", "refused_votes", "counts", "outcome"})


@given(scenarios(), st.data())
def test_any_value_anywhere_has_an_answer(scenario, data):
    spoilt = data.draw(st.sampled_from([scenario, scenario["settings"]]))
    spoilt[data.draw(st.sampled_from(sorted(spoilt)))] = data.draw(DOCUMENTS)

    document = simulate(json.dumps(scenario).encode()).document

    if "fault" in document:
        assert document["fault"]["path"].startswith("$")
        assert document["fault"]["message"]
