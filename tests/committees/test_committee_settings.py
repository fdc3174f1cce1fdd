"""The settings of LAW 7.1: every key, its default, what it takes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from webapp.committees.model import CODERST_SETTINGS, MEANINGS, CommitteeRefusal, CommitteeSettings, Kind, allowed
from webapp.kernel.errors import Refusal

KEYS = {
    "regime": "regime",
    "effectif_statutaire": "composing",
    "president_compte": "chair_counts",
    "sieges_vacants_comptes": "vacant_seats_count",
    "moment_quorum": "quorum_moment",
    "deport_numerateur": "recused_counts_in_quorum",
    "max_mandats": "max_mandates",
    "mandats_ecrit": "mandates_in_writing",
    "suppleance_pq": "qualified_substitutes",
    "base_majorite": "majority_base",
    "president_vote": "chair_votes",
    "voix_preponderante": "casting_vote",
    "scrutin": "ballot_kind",
    "secret_sur_demande": "secret_on_request",
    "vote_modifiable": "revote",
    "declaration_departage": "casting_declaration",
    "divergence_au_pv": "print_divergence",
    "sans_appareil": "without_device",
    "resultats_partiels": "partial_results",
    "tolerance_cloture": "closing_grace",
    "votes_nominatifs_pv": "names_in_minutes",
    "regles_enregistrement": "recording_rules",
    "petitionnaire_sort": "applicant_leaves",
    "publication_dossier": "publish_file",
    "delai_convocation": "notice_days",
    "mode_delai": "notice_count",
    "duree_min_debat": "min_debate_hours",
    "duree_min_vote": "min_vote_hours",
    "signataires_pv": "signers",
    "delai_relance_pv": "reminder_days",
    "niveau_signature": "signature_level",
}


def _value(name: str) -> some.SearchStrategy[Any]:
    meaning = MEANINGS[name]
    known = [value for value, _ in meaning.choices]
    match meaning.kind:
        case Kind.YES_NO:
            return some.booleans()
        case Kind.NUMBER:
            numbers = some.integers(meaning.low, meaning.high)
            return some.none() | numbers if meaning.optional else numbers
        case Kind.CHOICE:
            return some.sampled_from(known)
        case Kind.CHOICES:
            return some.lists(some.sampled_from(known), unique=True).map(tuple)
        case Kind.TEXT:
            return some.text(max_size=500)
        case Kind.LINES:
            line = some.text(min_size=1, max_size=20).filter(str.strip)
            return some.lists(line, min_size=1, max_size=6).map(tuple)


def test_every_key_of_the_law_has_its_english_name_and_one_sentence() -> None:
    assert {meaning.french: name for name, meaning in MEANINGS.items()} == KEYS
    for meaning in MEANINGS.values():
        assert meaning.sentence.endswith(".")
        assert meaning.article
        assert allowed(meaning)


def test_the_defaults_are_the_cautious_reading() -> None:
    defaults = CommitteeSettings()
    assert (defaults.majority_base, defaults.quorum_moment, defaults.max_mandates) == ("expressed", "each_item", 1)
    assert (defaults.notice_days, defaults.notice_count, defaults.min_debate_hours) == (5, "calendar", 72)
    assert not defaults.qualified_substitutes
    assert not defaults.mandates_in_writing
    assert CODERST_SETTINGS.qualified_substitutes
    assert CODERST_SETTINGS.publish_file


@given(some.fixed_dictionaries({name: _value(name) for name in MEANINGS}))
def test_settings_survive_their_json(values: dict[str, Any]) -> None:
    settings = CommitteeSettings(**values)
    assert CommitteeSettings.from_json(settings.to_json()) == settings


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"composing": True}, CommitteeRefusal.SETTING_INVALID),
        ({"composing": 0}, CommitteeRefusal.SETTING_INVALID),
        ({"composing": 13.0}, CommitteeRefusal.SETTING_INVALID),
        ({"max_mandates": None}, CommitteeRefusal.SETTING_INVALID),
        ({"majority_base": "all"}, CommitteeRefusal.SETTING_INVALID),
        ({"majority_base": []}, CommitteeRefusal.SETTING_INVALID),
        ({"chair_votes": 1}, CommitteeRefusal.SETTING_INVALID),
        ({"closing_grace": 31}, CommitteeRefusal.SETTING_INVALID),
        ({"without_device": ["voice", "voice"]}, CommitteeRefusal.SETTING_INVALID),
        ({"without_device": [["voice"]]}, CommitteeRefusal.SETTING_INVALID),
        ({"signers": []}, CommitteeRefusal.SETTING_INVALID),
        ({"signers": [" "]}, CommitteeRefusal.SETTING_INVALID),
        ({"recording_rules": "x" * 501}, CommitteeRefusal.SETTING_INVALID),
        ({"quorum": 13}, CommitteeRefusal.SETTING_UNKNOWN),
    ],
    ids=lambda value: json.dumps(value)[:50] if isinstance(value, dict) else "",
)
def test_a_value_out_of_bounds_is_refused(values: dict[str, Any], reason: CommitteeRefusal) -> None:
    with pytest.raises(Refusal) as found:
        CommitteeSettings.from_values(values)
    assert found.value.reason is reason


@pytest.mark.parametrize("text", ["", "[]", "nope", "3"], ids=["empty", "a list", "no JSON", "a number"])
def test_settings_that_are_no_object_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as found:
        CommitteeSettings.from_json(text)
    assert found.value.reason is CommitteeRefusal.SETTINGS_UNREADABLE
