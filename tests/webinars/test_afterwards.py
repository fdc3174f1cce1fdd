"""WEB-7 and WEB-8: what is published of a date, for whom, until when; an evaluation that names nobody."""

from datetime import date, timedelta

import pytest

from tests.webinars.seminar import STARTS_AT, Seminar
from tests.webinars.test_attendance import AFTER, between, date_of, declared
from webapp.audit.model import SYSTEM
from webapp.kernel.errors import Refusal
from webapp.outbox import queries as outbox
from webapp.registrations.model import Registration
from webapp.storage.database import Database, unit_of_work
from webapp.webinars.model.afterwards import (
    Access,
    AfterwardsRefusal,
    EvaluationRefusal,
    Material,
    MaterialDraft,
    MaterialKind,
    Question,
    QuestionKind,
)
from webapp.webinars.queries import afterwards as queries
from webapp.webinars.rules import afterwards as rules
from webapp.webinars.service import afterwards

TODAY = date(2026, 12, 20)
REPLAY = MaterialDraft(
    kind=MaterialKind.REPLAY,
    title="Rediffusion",
    address="https://video.val-imaginaire.example/1",
    captions=True,
    ends_on=date(2027, 3, 31),
)
ANSWERS = {0: "5", 1: "4", 3: "oui", 5: "Les crues"}


def added(seminar: Seminar, draft: MaterialDraft) -> int:
    return afterwards.add_material(seminar.db, seminar.id, date_of(seminar), draft, by=SYSTEM, now=AFTER)


def publish(seminar: Seminar, material_id: int) -> None:
    afterwards.publish_material(seminar.db, seminar.id, date_of(seminar), material_id, by=SYSTEM, now=AFTER)


def opened(seminar: Seminar, registration: Registration) -> list[str]:
    found = queries.open_to_person(seminar.db, seminar.reread(registration), today=TODAY)
    return [each.title for each in found]


@pytest.mark.parametrize(
    ("captions", "transcript", "ends_on", "reason"),
    [
        (False, "", date(2027, 3, 31), AfterwardsRefusal.CAPTIONS_MISSING),
        (True, "", None, AfterwardsRefusal.END_MISSING),
        (False, "Bonjour.", None, AfterwardsRefusal.END_MISSING),
        (True, "", date(2026, 12, 19), AfterwardsRefusal.END_PAST),
        (True, "", TODAY, None),
        (False, "Bonjour.", date(2027, 3, 31), None),
    ],
)
def test_web_7_a_replay_is_published_with_captions_or_a_transcript_and_an_end(
    seminar: Seminar, captions: bool, transcript: str, ends_on: date | None, reason: AfterwardsRefusal | None
) -> None:
    draft = MaterialDraft(
        kind=MaterialKind.REPLAY,
        title="Rediffusion",
        address=REPLAY.address,
        captions=captions,
        transcript=transcript,
        ends_on=ends_on,
    )
    number = added(seminar, draft)
    if reason is None:
        publish(seminar, number)
        return
    with pytest.raises(Refusal) as refused:
        publish(seminar, number)
    assert refused.value.reason is reason


def test_web_7_a_published_replay_keeps_its_captions_and_its_end(seminar: Seminar) -> None:
    number = added(seminar, REPLAY)
    publish(seminar, number)
    bare = MaterialDraft(kind=MaterialKind.REPLAY, title="Rediffusion", address=REPLAY.address, ends_on=REPLAY.ends_on)
    with pytest.raises(Refusal) as refused:
        afterwards.change_material(
            seminar.db, seminar.id, date_of(seminar), number, bare, version=2, by=SYSTEM, now=AFTER
        )
    assert refused.value.reason is AfterwardsRefusal.CAPTIONS_MISSING


def test_web_7_each_reader_opens_what_the_rule_of_access_lets_them(db: Database) -> None:
    seminar = Seminar(db, seats=2)
    came, registered, waits = (seminar.sign_up(name).registration for name in ("Venue", "Inscrite", "Attend"))
    declared(seminar, came, between(0, 10))
    for access in Access:
        number = added(
            seminar,
            MaterialDraft(
                kind=MaterialKind.DOCUMENT, title=access.value, address="https://val.example/d", access=access
            ),
        )
        publish(seminar, number)
    assert opened(seminar, came) == ["all", "registrants", "attendees"]
    assert opened(seminar, registered) == ["all", "registrants"]
    assert opened(seminar, waits) == ["all"]


def test_what_is_withdrawn_or_over_is_opened_by_nobody(seminar: Seminar) -> None:
    registered = seminar.sign_up("Un").registration
    number = added(seminar, REPLAY)
    publish(seminar, number)
    assert opened(seminar, registered) == ["Rediffusion"]
    (kept,) = queries.materials(seminar.db, [seminar.date_id])
    assert isinstance(kept, Material)
    assert kept.open_on(date(2027, 3, 31))
    assert not kept.open_on(date(2027, 4, 1))
    afterwards.withdraw_material(seminar.db, seminar.id, date_of(seminar), number, by=SYSTEM, now=AFTER)
    assert opened(seminar, registered) == []


@pytest.mark.parametrize("address", ["", "http://val.example/", "javascript:alert(1)", "https://a:b@val.example/"])
def test_a_link_that_a_browser_does_not_open_safely_is_refused(seminar: Seminar, address: str) -> None:
    with pytest.raises(Refusal) as refused:
        added(seminar, MaterialDraft(kind=MaterialKind.DOCUMENT, title="Support", address=address))
    assert refused.value.reason is AfterwardsRefusal.ADDRESS_UNREADABLE


def asked(seminar: Seminar, number: int) -> list[str]:
    """Have `number` people come and be asked; return their links."""
    people = [seminar.sign_up(f"Exemple {letter}").registration for letter in "ABCDEFGH"[:number]]
    for each in people:
        declared(seminar, each, between(0, 60))
    date_ = date_of(seminar)
    afterwards.prepare_evaluation(seminar.db, seminar.id, date_, rules.USUAL_QUESTIONS, by=SYSTEM, now=AFTER)
    found = afterwards.open_evaluation(
        seminar.db, seminar.id, date_, means=seminar.means, tell=True, by=SYSTEM, now=AFTER
    )
    assert found == number
    return [afterwards.token_of(each, seminar.means.link_key) for each in people]


def test_web_8_results_are_hidden_under_five_answers(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    links = asked(seminar, 5)
    for link in links[:4]:
        afterwards.answer(db, link, ANSWERS)
    kept = queries.evaluation(db, seminar.date_id)
    assert kept is not None
    hidden = queries.results(db, kept)
    assert (hidden.asked, hidden.number, hidden.tallies) == (5, None, ())
    afterwards.answer(db, links[4], ANSWERS | {0: "1"})
    shown = queries.results(db, kept)
    assert shown.number == 5
    assert shown.tallies[0].counts == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 4}
    assert shown.tallies[5].texts == ("Les crues",) * 5


def test_web_8_answers_are_kept_without_who_when_or_in_which_order(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    links = asked(seminar, 8)
    entries = db.value("SELECT count(*) FROM journal")
    for place, link in enumerate(links):
        afterwards.answer(db, link, {5: f"texte {place}"})
    columns = {row["name"] for row in db.rows("SELECT name FROM pragma_table_info('evaluation_answers')")}
    assert columns == {"key", "occurrence_id", "answers"}
    turnout = {row["name"] for row in db.rows("SELECT name FROM pragma_table_info('evaluation_turnout')")}
    assert turnout == {"token_hash", "occurrence_id", "registration_id", "answered"}
    keys_in_order = [row["key"] for row in db.rows("SELECT key FROM evaluation_answers")]
    assert keys_in_order == sorted(keys_in_order)  # the table is in the order of keys that were drawn
    assert db.value("SELECT count(*) FROM journal") == entries
    keys = {row["key"] for row in db.rows("SELECT key FROM evaluation_answers")}
    assert keys.isdisjoint(row["token_hash"] for row in db.rows("SELECT token_hash FROM evaluation_turnout"))


def test_each_is_asked_once_and_answers_once(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    links = asked(seminar, 2)
    letters = [each for each in outbox.about(db, f"webinar:{seminar.id}") if each.letter.kind == "webinar.evaluation"]
    assert len(letters) == 2
    afterwards.answer(db, links[0], ANSWERS)
    with pytest.raises(Refusal) as twice:
        afterwards.answer(db, links[0], ANSWERS)
    assert twice.value.reason is EvaluationRefusal.ALREADY_ANSWERED
    with pytest.raises(Refusal) as unknown:
        afterwards.answer(db, "inconnu", ANSWERS)
    assert unknown.value.reason is EvaluationRefusal.UNKNOWN_LINK
    afterwards.close_evaluation(db, seminar.id, date_of(seminar), by=SYSTEM, now=AFTER)
    with pytest.raises(Refusal) as closed:
        afterwards.answer(db, links[1], ANSWERS)
    assert closed.value.reason is EvaluationRefusal.NOT_OPEN


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, EvaluationRefusal.ANSWER_MISSING),
        ({0: "6"}, EvaluationRefusal.ANSWER_UNREADABLE),
        ({3: "peut-être"}, EvaluationRefusal.ANSWER_UNREADABLE),
        ({4: "x" * 1001}, EvaluationRefusal.ANSWER_TOO_LONG),
        ({99: "5"}, EvaluationRefusal.ANSWER_MISSING),
    ],
)
def test_an_answer_that_no_question_offers_is_refused(answers: dict[int, str], reason: EvaluationRefusal) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_answers(answers, rules.USUAL_QUESTIONS)
    assert refused.value.reason is reason


@pytest.mark.parametrize("number", [4, 9])
def test_an_evaluation_has_five_to_eight_questions(number: int) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_questions([Question(kind=QuestionKind.TEXT, label=f"Question {n}") for n in range(number)])
    assert refused.value.reason is EvaluationRefusal.QUESTIONS_NUMBER


def test_nobody_is_asked_before_the_end_nor_where_nobody_came(seminar: Seminar) -> None:
    seminar.sign_up("Un")
    date_ = date_of(seminar)
    afterwards.prepare_evaluation(
        seminar.db, seminar.id, date_, rules.USUAL_QUESTIONS, by=SYSTEM, now=STARTS_AT - timedelta(days=1)
    )
    for now, reason in ((STARTS_AT, EvaluationRefusal.NOT_OVER), (AFTER, EvaluationRefusal.NOBODY_ASKED)):
        with pytest.raises(Refusal) as refused:
            afterwards.open_evaluation(
                seminar.db, seminar.id, date_, means=seminar.means, tell=False, by=SYSTEM, now=now
            )
        assert refused.value.reason is reason


def test_erasing_somebody_leaves_the_answers_that_name_nobody(db: Database) -> None:
    seminar = Seminar(db, seats=10)
    (link,) = asked(seminar, 1)
    afterwards.answer(db, link, ANSWERS)
    with unit_of_work(db):
        afterwards.forget(db, [row["registration_id"] for row in db.rows("SELECT * FROM evaluation_turnout")])
    assert db.value("SELECT count(*) FROM evaluation_turnout") == 0
    assert db.value("SELECT count(*) FROM evaluation_answers") == 1
