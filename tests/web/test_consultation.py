"""A consultation in writing on its pages: what a member is asked, what the desk does next, who sees what."""

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import a_person
from tests.meetings.consulted import HOUR, LIMIT, MS, START
from tests.refusing import refused
from tests.web.consulted import House
from tests.web.desk.clerk import Clerk
from tests.web.test_query_counts import counted
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.kernel import clock
from webapp.meetings import queries
from webapp.meetings.model import Mode
from webapp.meetings.service import means, presence
from webapp.meetings.sitting import MeetingState, Nature, WrittenRefusal
from webapp.outbox import queries as outbox

SOON = timedelta(seconds=5)
QUERIES = [23, 23, 23, 22]  # of a member’s three pages and of the desk’s, at any size
PAGES = ("", "/observations", "/votes")


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> Iterator[House]:
    yield House(app, tmp_path / "offset", nature=Nature.DRAFT_TEXT, substitutes=True)
    clock.shift_by_file(None)


def voted(member: Clerk, label: str = "Avis favorable") -> str:
    """Vote on the first ballot that waits, as somebody does: choose, check, send."""
    member.presses(label)
    sends = next(each for each in ("Voter : avis favorable", "Voter : avis défavorable") if member.offers(each))
    member.presses(sends)
    return member.text


def test_from_the_draft_to_the_announcement(house: House) -> None:
    case = house.case
    desk = house.desk()
    assert "5 membres n’ont pas encore dit pouvoir participer" in desk.opens(house.desk_address)
    desk.presses("Leur demander par message")
    for number in range(1, 5):
        member = house.member(number)
        member.opens("/accueil")
        member.follows("Dire si vous pouvez participer")
        assert "Cette page s’affiche : votre appareil convient" in member.text
        member.presses("Je peux participer")
        assert "Vous pouvez participer" in member.opens(house.address)

    desk.opens(house.desk_address)
    refused = desk.presses("Annoncer à tous les membres", day="2026-12-22", hour="18:00")
    assert refused.status_code == 409
    assert "4 membres sur 5 ont confirmé" in desk.text
    assert desk.offers("Transformer en conférence")
    desk.opens(f"{house.desk_address}?poste={case.seat(5)}")
    desk.presses("Noter le poste", place="Sous-préfecture, bureau 12")
    assert "Sous-préfecture, bureau 12" in desk.text
    desk.presses("Annoncer à tous les membres", day="2026-12-22", hour="18:00")
    assert "Ses débats s’ouvriront le lundi 14 décembre 2026 à 9 h 00" in desk.says("ligne-etat")


def test_a_member_writes_an_observation_read_by_all(house: House) -> None:
    case = house.case
    case.announced()
    house.at(START + HOUR)
    writer = house.member(2)
    writer.opens(house.address)
    assert "reçues jusqu’au mardi 22 décembre 2026 à 18 h 00 (heure de Paris)" in writer.text
    assert "Il reste 8 jours et 7 heures" in writer.text
    writer.follows("Écrire une observation")
    writer.presses("Relire avant de publier", item=case.item, text="Le forage est trop proche.")
    assert "Le forage est trop proche." in writer.text
    assert queries.contributions(case.db, case.meeting_id) == []
    writer.presses("Publier mon observation")
    assert "Bien reçue à 10 h 00 min 0" in writer.text
    assert "Le forage est trop proche." in house.member(3).opens(house.address)


def test_from_the_vote_to_the_results(house: House) -> None:
    case = house.case
    case.announced().at(START + HOUR).post(2)
    house.at(LIMIT + HOUR)
    desk = house.desk()
    desk.opens(house.desk_address)
    desk.follows("Clore les débats")
    desk.presses("Clore les débats")
    desk.presses("Ouvrir le vote", hours=24)
    for number in (1, 3):
        member = house.member(number)
        member.opens(house.address)
        member.follows("Voter")
        said = voted(member)
        assert "Vote reçu à 19 h 00 min" in said
        assert "Vous n’avez rien d’autre à faire" in said
    desk.opens(house.desk_address)
    assert "3 membres ont pris part sur 5, il en faut 3" in desk.text
    assert "favorable" not in desk.says("acte")

    house.at(case.end + SOON)
    assert house.member(4).opens(house.address)
    desk = house.desk()
    desk.opens(house.desk_address)
    desk.follows("Constater la clôture")
    desk.presses("Constater la clôture")
    desk.follows("Envoyer les résultats")
    desk.presses("Envoyer les résultats à tous")
    assert "avis favorable" in desk.text
    silent = house.member(5)
    assert "avis favorable" in silent.opens(house.address)
    kinds = [each.letter.kind for each in outbox.about(case.db, f"meeting:{case.meeting_id}")]
    assert kinds.count("meeting.written_results") == 5


def test_ecr_1_a_conference_in_one_act(house: House) -> None:
    desk = house.desk()
    desk.opens(house.desk_address)
    desk.follows("Transformer en conférence")
    desk.presses("Transformer en conférence")
    assert desk.offers("Conduire la séance")
    assert house.case.state().meeting.mode is Mode.CONFERENCE


def test_the_titular_lets_their_substitute_take_part(house: House) -> None:
    case = house.case
    titular = house.member(2)
    titular.opens(f"{house.address}/participer")
    titular.presses("Mon suppléant participe : Camille Suppléant-2")
    other = case.held(2).substitutes[0].person_id
    substitute = Clerk(house.app, other, house.address)
    substitute.opens(f"{house.address}/participer")
    substitute.presses("Je peux participer")
    found = queries.means(case.db, case.meeting_id)[case.seat(2)]
    assert (found.person_id, found.kind) == (other, "own")


def test_ecr_4_late_by_a_moment_is_refused_what_was_typed_stays(house: House) -> None:
    case = house.case
    case.announced()
    house.at(LIMIT - SOON)
    member = house.member(1)
    member.opens(f"{house.address}/observations")
    member.presses("Relire avant de publier", text="À la dernière seconde.")
    house.at(LIMIT + MS)
    assert member.presses("Publier mon observation").status_code == 409
    assert "arrivée après l’heure limite" in member.text
    assert "À la dernière seconde." in member.text
    assert queries.contributions(case.db, case.meeting_id) == []
    desk = house.desk()
    assert "Observation de Mme Camille Titulaire-1" in desk.opens(house.desk_address)


def test_ecr_4_a_clock_moved_back_a_moment_publishes_nothing_more(house: House) -> None:
    case = house.case
    case.announced()
    house.at(LIMIT - SOON)
    member = house.member(1)
    member.opens(f"{house.address}/observations")
    member.presses("Relire avant de publier", text="À la dernière seconde.")
    with refused(WrittenRefusal.TOO_LATE):
        case.at(LIMIT + MS).post(2)
    house.hour.at(LIMIT - timedelta(seconds=1))
    assert member.presses("Publier mon observation").status_code == 409
    assert queries.contributions(case.db, case.meeting_id) == []


def test_ecr_6_a_correction_names_the_first(house: House) -> None:
    case = house.case
    case.announced()
    house.at(START + HOUR)
    first = case.post(1, "Première lecture", item=case.item)
    member = house.member(1)
    member.opens(f"{house.address}/observations?corrige={first}")
    assert "Corriger l’observation n°" in member.text
    member.presses("Relire avant de publier", text="Lecture corrigée")
    member.presses("Publier mon observation")
    assert f"Corrige l’observation n° {first}" in member.text
    assert "Première lecture" in member.text
    other = house.member(2)
    other.opens(f"{house.address}/observations?corrige={first}")
    assert "Corriger l’observation n°" not in other.text


def test_ecr_7_third_parties_see_nothing(house: House) -> None:
    house.case.announced()
    house.at(START + HOUR)
    house.case.post(1, "Entre nous")
    stranger = Visitor(house.app).enter(a_person(house.case.db, "Ailleurs", "Noé"))
    for path in ("", "/observations", "/votes", "/participer"):
        assert stranger.get(house.address + path).status_code == 403
    for path in ("", "/echanges.txt"):
        assert stranger.get(house.desk_address + path).status_code == 403


def test_dep_1_the_thread_of_an_item_is_hidden_from_who_withdrew(house: House) -> None:
    case = house.case
    case.announced()
    house.at(START + HOUR)
    case.post(1, "Sur l’élevage", item=case.item)
    presence.recuse(case.db, case.meeting_id, case.seat(2), case.item, by=case.by(2), now=case.clock)
    for path in ("", "/observations"):
        assert "Sur l’élevage" not in house.member(2).opens(house.address + path)
    assert "Vous vous êtes retiré de ce point" in house.member(2).opens(f"{house.address}/observations")


def test_ecr_11_an_opinion_is_joined_to_the_minutes_on_request(house: House) -> None:
    case = house.case
    case.announced()
    house.at(START + HOUR)
    number = case.post(1, "Je m’oppose à l’article 3.", item=case.item)
    member = house.member(1)
    member.opens(f"{house.address}/observations")
    member.opens(f"{house.address}/observations?joindre={number}")
    member.presses("Joindre mon opinion au procès-verbal")
    assert "Jointe au procès-verbal" in member.text


def test_ecr_12_the_whole_exchange_is_exported(house: House) -> None:
    case = house.case
    case.announced()
    house.at(START + HOUR)
    case.post(1, "=1+1", item=case.item)
    desk = house.desk().visitor
    text = desk.get(f"{house.desk_address}/echanges.txt")
    assert "10 h 00 min 00,000 s" in text.text.replace("\u00a0", " ")
    table = list(
        csv.reader(desk.get(f"{house.desk_address}/echanges.csv").text.lstrip("\ufeff").splitlines(), delimiter=";")
    )
    assert table[1][-1] == "'=1+1"
    data = json.loads(desk.get(f"{house.desk_address}/echanges.json").text)
    assert data["contributions"][0]["received_at"] == "2026-12-14T09:00:00.000Z"


def test_dep_1_a_chair_who_withdrew_from_an_item_exports_none_of_its_exchange(house: House) -> None:
    case = house.case
    case.announced()
    house.at(START + HOUR)
    case.post(2, "Sur le point", item=case.item)
    case.post(2, "Sur l’ensemble")
    presence.recuse(case.db, case.meeting_id, case.seat(1), case.item, by=case.by(1), now=case.clock)
    service.grant_role(case.db, case.person(1), Role.CHAIR, committee_id=case.committee.id, by=SYSTEM, now=case.clock)
    for kind in ("txt", "csv", "json"):
        page = f"{house.desk_address}/echanges.{kind}"
        assert "Sur le point" not in house.member(1).visitor.get(page).text
        assert "Sur l’ensemble" in house.member(1).visitor.get(page).text
        assert "Sur le point" in house.desk().visitor.get(page).text


def test_vot_9_no_result_while_the_votes_are_open(house: House) -> None:
    case = house.case
    case.voting()
    house.at(case.clock + HOUR)
    case.cast(1)
    for page in (house.desk().opens(house.desk_address), house.member(2).opens(house.address)):
        assert "1 favorable" not in page


def test_vot_9_the_journal_tells_who_arrived_by_a_ballot_only_once_the_votes_are_closed(house: House) -> None:
    case = house.case
    case.voting()
    house.at(case.clock + HOUR)
    case.cast(1)
    path = f"/secretariat{house.address}/journal"
    assert "a pris part à la consultation" not in house.desk().opens(path)
    house.at(case.end + SOON)
    case.close_votes()
    assert "a pris part à la consultation" in house.desk().opens(path)


def test_the_conducting_pages_lead_to_the_consultation(house: House) -> None:
    desk = house.desk().visitor
    for path in (f"/secretariat{house.address}/conduire", f"{house.address}/presider"):
        answer = desk.get(path)
        assert (answer.status_code, answer.location) == (303, house.desk_address)
    answer = house.member(1).visitor.get(f"{house.address}/reponse")
    assert answer.location == f"{house.address}/participer"


def test_a_hurried_hand_votes_twice_and_counts_once(house: House) -> None:
    case = house.case
    case.voting()
    house.at(case.clock + HOUR)
    member = house.member(1)
    member.opens(f"{house.address}/votes")
    member.presses("Avis favorable")
    member.presses("Voter : avis favorable")
    member.sends(*member.last_act)
    member.opens(f"{house.address}/votes")
    voted(member, "Avis défavorable")
    house.at(case.end + SOON)
    case.close_votes()
    result = case.the_motion().result
    assert result is not None
    assert (result.counts.in_favour, result.counts.against) == (0, 1)


def test_what_is_typed_wrong_is_told(house: House) -> None:
    desk = house.desk()
    desk.opens(house.desk_address)
    assert desk.presses("Annoncer à tous les membres", day="", hour="").status_code == 409
    assert "Indiquez un jour et une heure." in desk.text
    assert house.case.state().meeting.state is MeetingState.PREPARED


@pytest.mark.parametrize("seats", [3, 30])
def test_a_page_asks_as_often_for_thirty_members_as_for_three(app: Flask, tmp_path: Path, seats: int) -> None:
    house = House(app, tmp_path / "offset", seats=seats)
    house.case.voting()
    house.at(house.case.clock + HOUR)
    for number in range(1, seats + 1):
        house.case.cast(number)
    topic = f"meeting:{house.case.meeting_id}"
    found = [counted(house.member(2).visitor, house.case.db, house.address + path, topic) for path in PAGES]
    found.append(counted(house.desk().visitor, house.case.db, house.desk_address, topic))
    clock.shift_by_file(None)
    assert found == QUERIES


def test_a_sitting_in_a_room_has_no_page_of_a_consultation(house: House) -> None:
    means.to_conference(house.case.db, house.case.meeting_id, by=SYSTEM, now=house.case.clock)
    for path in (*PAGES[1:], "/participer"):
        answer = house.member(1).visitor.get(house.address + path)
        assert (answer.status_code, answer.location) == (303, house.address)
    assert house.desk().visitor.get(house.desk_address).location == house.address


def test_the_desk_is_told_what_a_consultation_needs_and_nothing_of_a_notice(house: House) -> None:
    desk = house.desk()
    prepared = desk.opens(house.desk_address.replace("consultation", "preparer"))
    assert "Moyens de participer et annonce" in prepared
    assert "Réponses des membres" not in prepared
    assert "Cinq jours au moins" not in prepared
    assert "puis annoncer la consultation écrite" in desk.opens("/secretariat")

    house.case.announced()
    assert "Suivre la consultation écrite" in desk.opens("/secretariat")
    assert "La consultation est annoncée" in desk.opens(house.desk_address.replace("consultation", "preparer"))


def test_a_member_finds_the_file_and_what_they_voted_once_the_results_are_sent(house: House) -> None:
    house.case.announced()
    member = house.at(START + HOUR).member(2)
    member.opens(house.address)
    assert member.offers("Lire le dossier")
    house.at(LIMIT + HOUR)
    house.case.close_debate().open_votes()
    house.at(house.case.end + HOUR)
    assert "Ce que vous avez voté est dans vos reçus de vote" in house.member(2).opens(house.address)
