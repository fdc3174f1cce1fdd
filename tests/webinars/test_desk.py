"""The day's desk: a message to all, questions and their answers, lost links."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.factories import NOW
from tests.webinars.seminar import STARTS_AT, Seminar, token
from webapp.audit.model import SYSTEM
from webapp.jobs import service as jobs
from webapp.kernel.errors import Reason, Refusal
from webapp.outbox import queries as outbox
from webapp.registrations import queries as registrations
from webapp.registrations.model import Registration, RegistrationRefusal
from webapp.storage.database import unit_of_work
from webapp.webinars import queries
from webapp.webinars import service as webinars
from webapp.webinars.model import Audience, QuestionState, WebinarRefusal
from webapp.webinars.queries import rights
from webapp.webinars.service import desk, letters


def write(
    seminar: Seminar,
    people: int,
    audience: Audience = Audience.CONFIRMED,
    *,
    key: str | None = None,
    subject: str = "Objet",
) -> None:
    webinars.broadcast(
        seminar.db,
        seminar.id,
        seminar.date_id,
        audience,
        (subject, "Le texte."),
        people=people,
        by=SYSTEM,
        now=NOW,
        key=key,
    )


def delivered(seminar: Seminar) -> list[int]:
    """Let the worker write what waits; return how many letters each message made."""
    made = []
    while (job := jobs.claim(seminar.db, {desk.BROADCAST}, now=NOW)) is not None:
        made.append(webinars.write_broadcast(seminar.db, job.payload["broadcast"], means=seminar.means, now=NOW))
        jobs.done(seminar.db, job, None, now=NOW)
    return made


def addresses(seminar: Seminar, kind: str) -> list[str | None]:
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")
    return [each.letter.address for each in found if each.letter.kind == f"webinar.{kind}"]


def refused(act: Callable[..., object], *arguments: object, **more: object) -> Reason:
    with pytest.raises(Refusal) as found:
        act(*arguments, **more)
    return found.value.reason


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience.CONFIRMED, ["un", "deux"]),
        (Audience.WAITING, ["trois"]),
        (Audience.EVERYBODY, ["un", "deux", "trois"]),
    ],
)
def test_a_message_goes_once_to_each_of_those_that_it_is_for(
    seminar: Seminar, audience: Audience, names: list[str]
) -> None:
    for name in ("Un", "Deux", "Trois"):
        seminar.sign_up(name)
    write(seminar, len(names), audience, key="k")
    write(seminar, len(names), audience, key="k")
    assert delivered(seminar) == [len(names)]
    assert addresses(seminar, "message") == [f"{name}@val-imaginaire.example" for name in names]
    (sent,) = queries.broadcasts(seminar.db, seminar.date_id)
    assert webinars.write_broadcast(seminar.db, sent.id, means=seminar.means, now=NOW) == 0


def test_a_message_is_not_sent_to_another_number_of_people_than_was_confirmed(seminar: Seminar) -> None:
    assert refused(write, seminar, 0) is WebinarRefusal.NOBODY_TO_TELL
    seminar.sign_up("Un")
    assert refused(write, seminar, 2) is WebinarRefusal.PEOPLE_CHANGED
    assert refused(write, seminar, 1, subject=" ") is WebinarRefusal.SUBJECT_MISSING
    assert delivered(seminar) == []


def test_a_message_to_all_leaves_in_batches_and_those_who_came_since_do_not_get_it(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "BATCH", 1)
    seminar.sign_up("Un")
    write(seminar, 1)
    seminar.sign_up("Deux", now=NOW + timedelta(seconds=1))
    assert delivered(seminar) == [1]


def test_braces_in_a_message_are_only_braces(seminar: Seminar) -> None:
    seminar.sign_up("Un")
    write(seminar, 1, subject="Accolades {title} {0}")
    delivered(seminar)
    found = outbox.about(seminar.db, f"webinar:{seminar.id}")[-1].letter
    assert found.subject == "Accolades {title} {0}"


# Questions.


def ask(seminar: Seminar, registration: Registration, text: str, now: datetime = NOW) -> None:
    webinars.ask(seminar.db, token(registration), text, now=now)


def settle(seminar: Seminar, number: int, state: QuestionState, answer: str = "", *, published: bool = False) -> None:
    webinars.settle_question(
        seminar.db,
        seminar.id,
        seminar.date_id,
        number,
        state,
        text="",
        answer=answer,
        published=published,
        by=SYSTEM,
        now=NOW,
    )


def texts(seminar: Seminar) -> list[str]:
    return [each.text for each in queries.questions(seminar.db, seminar.date_id).asked]


def test_questions_are_sorted_answered_and_set_aside(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    for text in ("Première ?", "Deuxième ?"):
        ask(seminar, one, text)
    webinars.note_question(seminar.db, seminar.id, seminar.date_id, "À l’oral ?", by=SYSTEM, now=NOW)
    assert texts(seminar) == ["Première ?", "Deuxième ?", "À l’oral ?"]
    asked = queries.questions(seminar.db, seminar.date_id).asked
    webinars.put_question_first(seminar.db, seminar.id, seminar.date_id, asked[2].id, by=SYSTEM, now=NOW)
    settle(seminar, asked[0].id, QuestionState.DISMISSED)
    settle(seminar, asked[1].id, QuestionState.ANSWERED)
    assert texts(seminar) == ["À l’oral ?"]
    settle(seminar, asked[0].id, QuestionState.ASKED)
    assert texts(seminar) == ["À l’oral ?", "Première ?"]


def test_only_an_answer_in_writing_is_published(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    ask(seminar, one, "Combien ?")
    (asked,) = queries.questions(seminar.db, seminar.date_id).asked
    assert refused(settle, seminar, asked.id, QuestionState.ANSWERED, published=True) is WebinarRefusal.ANSWER_MISSING
    assert queries.published_questions(seminar.db, [seminar.date_id]) == []
    settle(seminar, asked.id, QuestionState.ANSWERED, "Quatre.", published=True)
    (shown,) = queries.published_questions(seminar.db, [seminar.date_id])
    assert (shown.text, shown.answer) == ("Combien ?", "Quatre.")
    settle(seminar, asked.id, QuestionState.DISMISSED, "Quatre.")
    assert queries.published_questions(seminar.db, [seminar.date_id]) == []


def test_a_question_that_cannot_stand_is_refused_and_so_is_one_too_many(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    assert refused(ask, seminar, one, "  ") is WebinarRefusal.QUESTION_MISSING
    assert refused(ask, seminar, one, "é" * 501) is WebinarRefusal.QUESTION_TOO_LONG
    for number in range(5):
        ask(seminar, one, f"Question {number}")
    assert refused(ask, seminar, one, "Une de trop") is WebinarRefusal.TOO_MANY_QUESTIONS


def test_nobody_asks_after_the_end_nor_after_withdrawing(seminar: Seminar) -> None:
    one = seminar.sign_up("Un").registration
    end = STARTS_AT + timedelta(hours=1)
    ask(seminar, one, "Sur le coup ?", now=end)
    assert refused(ask, seminar, one, "Trop tard ?", now=end + timedelta(seconds=1)) is WebinarRefusal.QUESTIONS_CLOSED
    webinars.withdraw(seminar.db, token(one), means=seminar.means, now=NOW)
    assert refused(ask, seminar, one, "Parti ?") is WebinarRefusal.QUESTIONS_CLOSED


def test_rgp_2_what_somebody_asked_is_told_to_them_and_goes_with_them_but_for_what_was_published(
    seminar: Seminar,
) -> None:
    one, other = (seminar.sign_up(name).registration for name in ("Un", "Deux"))
    for text in ("Publiée ?", "En attente ?"):
        ask(seminar, one, text)
    ask(seminar, other, "D’un autre ?")
    settle(
        seminar,
        queries.questions(seminar.db, seminar.date_id).asked[0].id,
        QuestionState.ANSWERED,
        "Oui.",
        published=True,
    )
    held = dict(rights.besides(seminar.db, one))["Questions aux intervenants"]
    assert [line["Question"] for line in held] == ["Publiée ?", "En attente ?"]
    with unit_of_work(seminar.db):
        desk.forget_questions(seminar.db, seminar.shown.campaign, [one.id], NOW)
    assert (queries.questions_of(seminar.db, one.id), texts(seminar)) == ([], ["D’un autre ?"])
    assert [each.text for each in queries.published_questions(seminar.db, [seminar.date_id])] == ["Publiée ?"]


# Lost links.


def test_somebody_is_found_by_a_part_of_their_name_without_accents(seminar: Seminar) -> None:
    found = seminar.sign_up("Éxemple-Modèle", email="un@val-imaginaire.example").registration
    seminar.sign_up("Autre")

    assert [each.id for each in registrations.bearing(seminar.db, seminar.date_id, "modele anne", most=5)] == [found.id]
    assert registrations.bearing(seminar.db, seminar.date_id, "%", most=5) == []


def test_a_link_that_is_shown_is_journaled_by_number_and_one_that_is_resent_leaves_once_a_minute(
    seminar: Seminar,
) -> None:
    one = seminar.sign_up("Un").registration
    found = webinars.show_link(seminar.db, seminar.id, seminar.date_id, one.id, by=SYSTEM, now=NOW)
    assert token(found, "entry") == token(one, "entry")
    for _ in range(2):
        webinars.resend_link(seminar.db, seminar.id, seminar.date_id, one.id, means=seminar.means, by=SYSTEM, now=NOW)
    assert len(addresses(seminar, "again")) == 1
    sealed = [str(row) for row in seminar.db.rows("SELECT * FROM journal WHERE act LIKE 'registration.link%'")]
    assert len(sealed) == 3
    assert not [each for each in sealed if "Anne" in each]


def test_the_link_of_another_date_is_not_shown_here(seminar: Seminar) -> None:
    other = Seminar(seminar.db, title="Autre")
    theirs = other.sign_up("Un").registration
    reason = refused(webinars.show_link, seminar.db, seminar.id, seminar.date_id, theirs.id, by=SYSTEM, now=NOW)
    assert reason is RegistrationRefusal.UNKNOWN_REGISTRATION


def test_every_message_has_its_template_and_its_subject() -> None:
    kinds = {*letters.TOLD.values(), "again", "changed", "date_cancelled", "week", "eve", "hour", "thanks", "message"}
    assert kinds <= set(letters.words.SUBJECTS)
