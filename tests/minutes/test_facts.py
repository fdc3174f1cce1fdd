"""The facts of the reference sitting are those of its ledger, its votes and its journal."""

import json
from datetime import datetime

import pytest

from tests.committees.counting import queries_counted
from webapp.cli.demo import reference
from webapp.cli.demo.reference import Reference
from webapp.committees import queries as committees
from webapp.meetings import queries as meetings
from webapp.minutes import queries
from webapp.minutes.model import Facts, fingerprint, to_json
from webapp.minutes.model.facts import ItemLine
from webapp.minutes.queries import Dossier
from webapp.polls import queries as polls
from webapp.storage.database import Database
from webapp.wording.dates import in_paris


def hour(instant: datetime | None) -> str | None:
    return None if instant is None else in_paris(instant).strftime("%H:%M")


@pytest.fixture
def facts(dossier: Dossier) -> Facts:
    return dossier.facts


def counts(item: ItemLine) -> list[tuple[int, ...]]:
    return [(each.in_favour, each.against, each.abstain, each.no_part, each.silent) for each in item.votes]


def test_the_header_names_authority_committee_number_and_hours(facts: Facts):
    assert (facts.authority, facts.code, facts.number) == ("Préfecture du Val-Imaginaire", "CODERST", "2026-1")
    assert (hour(facts.opened_at), hour(facts.closed_at)) == ("14:32", "17:05")
    assert facts.secretary == "Mme Odile Plumier, bureau de l’environnement"
    assert facts.notice.days_before == 9
    assert len(facts.rapporteurs) == 4


def test_pv_8_a_sitting_at_a_distance_cites_the_texts_of_2014_never_those_of_2020(facts: Facts, dossier: Dossier):
    assert "ordonnance n°\u00a02014-1329 du 6 novembre 2014, article 2" in facts.mode_basis
    assert "décret n°\u00a02014-1627 du 26 décembre 2014, article 7-1" in facts.mode_basis
    assert facts.mode_decision == "décision de la préfète du 1er décembre 2026"
    assert "2020" not in to_json(facts).decode()


def test_members_present_have_name_quality_form_and_hours(facts: Facts):
    present = {sat.name: sat for member in facts.of_state("present") for sat in member.sat}
    assert len(facts.of_state("present")) == 16
    assert len(present) == 17  # the chair's seat was held by two people in turn
    assert all(sat.quality for sat in present.values())
    vaudargent = present["Mme Céleste Vaudargent"]
    assert (vaudargent.rank, vaudargent.form) == ("substitute", "room")
    assert present["M. Barnabé Truitebleue"].form == "telephone"
    assert hour(present["Mme Honorine Forgelune"].until) == "15:42"  # effective, though entered at 15 h 58


def test_who_presided_follows_the_delegation(facts: Facts):
    told = [(each.name, hour(each.since), hour(each.until), each.delegation) for each in facts.presided]
    assert told == [
        ("Mme Aurore Brumeval", "14:32", "16:01", ""),
        ("M. Côme Tournelune", "16:01", None, "par délégation de la préfète, arrêté du 5 janvier 2026"),
    ]


def test_man_4_mandates_name_both_parties_and_say_why_one_is_void(facts: Facts):
    told = [(each.mandator.name, each.holder.name, each.reason) for each in facts.mandates]
    assert told == [
        ("Mme Violette Courtebrise", "Mme Pénélope Dumirage", None),
        ("M. Xavier Rivesonge", "Mme Pénélope Dumirage", "holder_full"),
    ]
    states = {member.titular.name: member.state for member in facts.members if member.titular is not None}
    assert states["Mme Violette Courtebrise"] == "represented"
    assert states["M. Xavier Rivesonge"] == "absent"


def test_quo_5_quorum_is_told_at_the_opening_and_for_each_item(facts: Facts):
    assert (facts.quorum.present, facts.quorum.represented, facts.quorum.counted) == (14, 1, 15)
    assert [item.quorum.counted for item in facts.agenda if item.quorum is not None] == [15, 15, 15, 15, 15, 14, 14, 14]
    lost = facts.agenda[6]
    assert lost.quorum_at_end is not None
    assert (lost.quorum_at_end.counted, lost.quorum_at_end.reached) == (12, False)
    assert (lost.state, lost.votes[0].held) == ("adjourned", False)


def test_votes_tell_their_figures_and_how_they_came_in(facts: Facts):
    assert [counts(item) for item in facts.agenda] == [
        [],
        [(12, 2, 1, 0, 0), (13, 1, 1, 0, 0), (11, 3, 1, 0, 0)],
        [(14, 0, 0, 0, 0)],
        [(7, 7, 1, 0, 0)],
        [(14, 0, 0, 0, 0)],
        [(12, 1, 1, 0, 0)],
        [(0, 0, 0, 0, 0)],
        [(13, 0, 1, 0, 0)],
    ]
    hands = facts.agenda[5].votes[0]
    assert (hands.device, hands.hands, hands.voices) == (0, 14, 0)
    assert hands.list_confirmed_by == "M. Gaspard Registre"
    telephone = facts.agenda[7].votes[0]
    assert (telephone.device, telephone.voices) == (13, 1)


def test_vot_4_the_tie_keeps_its_totals_and_tells_the_casting_vote(facts: Facts):
    tie = facts.agenda[3].votes[0]
    assert tie.casting_vote_used
    assert (
        tie.wording == "avis favorable, voix prépondérante du président (7\u00a0pour, 7\u00a0contre, 1\u00a0abstention)"
    )
    assert tie.presided_by == "Mme Aurore Brumeval"


def test_dep_4_a_recusal_tells_who_and_from_when_to_when(facts: Facts):
    (recusal,) = facts.agenda[2].recusals
    assert (recusal.name, hour(recusal.since), hour(recusal.until)) == ("M. Théodore Lanuée", "15:13", "15:22")


def test_a_late_departure_prints_both_results_and_the_decision(facts: Facts):
    item = facts.agenda[4]
    (entry,) = item.late
    assert (hour(entry.effective_at), hour(entry.entered_at), entry.decision) == ("15:42", "15:58", "recomputed")
    vote = item.votes[0]
    assert vote.wording == "avis favorable à l’unanimité"
    assert vote.first is not None
    assert vote.first.wording == "avis favorable à l’unanimité des suffrages exprimés (14\u00a0pour)"
    assert (vote.entitled, vote.first.entitled) == (14, 15)


def test_somebody_heard_is_told_and_has_no_vote(facts: Facts):
    (guest,) = facts.guests
    assert (hour(guest.since), hour(guest.until)) == ("14:48", "14:58")
    assert facts.agenda[1].heard == ("M. Octave Brindille, gérant du GAEC des Trois-Nuages",)
    assert [item.heard for item in facts.agenda if item.label != "2"] == [()] * 7


def test_figures_are_those_of_the_ballots_themselves(db: Database, played: Reference, facts: Facts):
    for item_id, item in zip(played.items, facts.agenda, strict=True):
        motions = [each for each in meetings.motions(db, played.meeting_id) if each.item_id == item_id]
        for motion, vote in zip(motions, item.votes, strict=True):
            if vote.held and vote.first is None:
                tally = polls.tally(polls.counted(db, motion.poll_id or 0))
                assert list(tally.values()) == [vote.in_favour, vote.against, vote.abstain, vote.no_part]


def test_the_same_facts_are_the_same_bytes(db: Database, played: Reference, facts: Facts, now: datetime):
    again = queries.facts(db, played.meeting_id, now=now.replace(hour=23), authority=facts.authority)
    assert to_json(again) == to_json(facts)
    assert json.loads(to_json(facts))["agenda"][3]["votes"][0]["against"] == 7


def test_facts_hold_no_address_no_telephone_and_no_choice_by_name(
    db: Database, played: Reference, dossier: Dossier, facts: Facts
):
    told = to_json(facts).decode()
    roster = committees.roster_on(db, played.committee_id, reference.STARTS_AT.date())
    people = [each.person for seat in roster.seats for each in seat.people]
    assert any(person.email for person in people)
    assert [person.email for person in people if person.email and person.email in told] == []
    assert [person.phone for person in people if person.phone and person.phone in told] == []
    lines = [line for vote in dossier.named.votes for line in vote.ballots]
    assert len(lines) > 90
    assert all(vote.names == () for item in facts.agenda for vote in item.votes)
    assert not any(line.receipt in told for line in lines)


def test_the_named_record_is_apart_and_its_hash_is_in_the_facts(dossier: Dossier, facts: Facts):
    record = to_json(dossier.named)
    assert facts.annex.sha256 == fingerprint(record)
    assert facts.annex.votes == len(dossier.named.votes) == 8
    tie = next(vote for vote in dossier.named.votes if vote.item == "4")
    assert sum(line.choice == "against" for line in tie.ballots) == 7
    mandate = next(line for line in tie.ballots if line.cast_by)
    assert (mandate.name, mandate.cast_by) == ("Mme Violette Courtebrise", "Mme Pénélope Dumirage")


def test_a_late_departure_takes_the_member_out_of_the_named_record(dossier: Dossier):
    recomputed = next(vote for vote in dossier.named.votes if vote.item == "5")
    assert recomputed.silent == ()
    assert "Mme Honorine Forgelune" not in {line.name for line in recomputed.ballots}


def test_reading_costs_the_same_number_of_queries_whatever_the_votes(db: Database, played: Reference, now: datetime):
    with queries_counted(db) as spent:
        queries.dossier(db, played.meeting_id, now=now)
    assert len([each for each in spent if each.startswith("SELECT")]) == 19
