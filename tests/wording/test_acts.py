from webapp.wording import acts

NAMES = {"person": {7: "Anne Exemple"}, "seat": {1: "Siège 1", 2: "Siège 2"}, "item": {4: "point 4a"}, "motion": {}}


def test_an_act_names_people_seats_and_items():
    said = acts.line("ledger.arrival", "meeting:1", {"seat": 1, "person": 7, "form": "telephone"}, NAMES)

    assert said.sentence == "Arrivée\u00a0: Anne Exemple siège pour Siège 1"
    assert ("Présence", "au téléphone") in said.details


def test_a_sentence_begins_with_a_capital_whatever_it_names_first():
    assert acts.line("item.begun", "meeting:1", {"item": 4}, NAMES).sentence == "Point 4a appelé"


def test_what_is_not_known_by_name_is_said_by_number():
    assert acts.line("vote.opened", "meeting:1", {"motion": 31}, NAMES).sentence == "Vote ouvert\u00a0: le vote n° 31"


def test_a_fact_that_an_old_entry_lacks_does_not_hide_it():
    assert acts.line("committee.created", "committee:1", {}, {}).sentence == "Commission … créée"


def test_braces_in_a_fact_are_text():
    assert acts.line("person.added", "person:1", {"name": "{subject}"}, {}).sentence == "Compte de {subject} créé"


def test_choices_by_name_are_not_spelled_out():
    said = acts.line("vote.closed", "meeting:1", {"motion": 31, "ballots": {"1": "for", "2": "against"}}, NAMES)

    assert ("Bulletins", "2") in said.details
    assert "against" not in str(said)


def test_a_change_is_told_before_and_after():
    facts = {"changes": {"max_mandates": {"old": 1, "new": 2}}}

    said = acts.line("committee.settings_changed", "committee:1", facts, {"committee": {1: "CODERST"}})

    assert said.sentence == "Réglages de CODERST changés"
    assert said.details == (("Changements", "max_mandates : Avant : 1 ; Après : 2"),)


def test_the_numbers_that_facts_refer_to_are_found_by_kind():
    facts = {"seat": 1, "other_seat": 2, "person": 7, "second_notice": True, "position": 3}

    assert acts.referred(facts, "seat") == {1, 2}
    assert acts.referred(facts, "person") == {7}
    assert acts.referred(facts, "item") == set()
