from datetime import timedelta

import pytest

from webapp.jobs import queries, service
from webapp.jobs.model import JobState
from webapp.storage.database import StorageError, unit_of_work

SECOND = timedelta(seconds=1)


def left(db, kind="render", payload=None, **when):
    with unit_of_work(db):
        return service.enqueue(db, kind, payload or {"meeting": 12}, **when)


def test_work_is_left_only_with_the_fact_that_asks_for_it(db, now):
    with pytest.raises(StorageError):
        service.enqueue(db, "render", {}, now=now)

    assert queries.counts(db) == dict.fromkeys(JobState, 0)


def test_work_left_is_due_and_says_nothing_yet(db, now):
    job = queries.get(db, left(db, now=now))

    assert (job.kind, job.payload, job.state, job.due_at) == ("render", {"meeting": 12}, JobState.DUE, now)
    assert (job.attempts, job.progress, job.message, job.result, job.finished_at) == (0, 0, None, None, None)
    assert not job.is_over


def test_the_oldest_due_work_is_claimed_once(db, now):
    second = left(db, now=now + SECOND)
    first = left(db, now=now)

    claimed = [service.claim(db, {"render"}, now=now + 2 * SECOND) for _ in range(3)]

    assert [job and job.id for job in claimed] == [first, second, None]
    assert claimed[0] == queries.get(db, first)


def test_work_of_another_kind_or_not_yet_due_is_left_alone(db, now):
    left(db, kind="mail", now=now)
    left(db, now=now, due_at=now + SECOND)

    assert service.claim(db, {"render"}, now=now) is None
    assert queries.next_due(db, {"render"}) == now + SECOND


def test_progress_is_shown_within_bounds(db, now):
    left(db, now=now)
    job = service.claim(db, {"render"}, now=now)

    service.progress(db, job, 140, "Mise en page…")

    shown = queries.get(db, job.id)
    assert (shown.progress, shown.message) == (100, "Mise en page…")


def test_finished_work_keeps_its_result(db, now):
    left(db, now=now)
    job = service.claim(db, {"render"}, now=now)

    service.done(db, job, {"sha256": "ab"}, now=now + SECOND)

    kept = queries.get(db, job.id)
    assert (kept.state, kept.progress, kept.result, kept.finished_at) == (
        JobState.DONE,
        100,
        {"sha256": "ab"},
        now + SECOND,
    )


def test_work_finished_in_the_handlers_own_unit_is_not_finished_twice(db, now):
    left(db, now=now)
    job = service.claim(db, {"render"}, now=now)

    with unit_of_work(db):
        assert service.done_within(db, job.id, 7, now=now)
    service.done(db, job, 8, now=now)

    assert queries.get(db, job.id).result == 7


def test_work_that_failed_is_due_again_later_and_says_why(db, now):
    left(db, now=now)
    job = service.claim(db, {"render"}, now=now)

    service.retry(db, job, "Le rendu a dépassé 120 s.", now=now)

    again = queries.get(db, job.id)
    assert (again.state, again.due_at, again.attempts) == (JobState.DUE, now + 10 * SECOND, 1)
    assert again.message == "Le rendu a dépassé 120 s. Nouvel essai à 14 h 30 min 10 s.".replace(
        " h ", "\u00a0h\u00a0"
    ).replace(" min ", "\u00a0min\u00a0").replace("10 s.", "10\u00a0s.")


def test_work_that_keeps_failing_is_given_up_with_its_reason(db, now):
    left(db, now=now)
    for _ in range(4):
        job = service.claim(db, {"render"}, now=now + timedelta(days=1))
        service.retry(db, job, "Panne.", now=now)

    given_up = queries.get(db, job.id)
    assert (given_up.state, given_up.message) == (JobState.FAILED, "Panne. Abandonné après 4 essais.")
    assert given_up.is_over


def test_what_a_dead_worker_had_in_hand_is_due_at_once(db, now):
    left(db, now=now)
    job = service.claim(db, {"render"}, now=now)

    service.release(db, now=now + SECOND)

    assert service.claim(db, {"render"}, now=now + SECOND).attempts == job.attempts + 1


def test_work_that_keeps_killing_its_worker_is_given_up(db, now):
    left(db, now=now)
    for _ in range(4):
        job = service.claim(db, {"render"}, now=now)
        service.release(db, now=now)

    given_up = queries.get(db, job.id)
    assert (given_up.state, given_up.message) == (
        JobState.FAILED,
        "Le travail a été interrompu 4 fois ; il est abandonné.",
    )


def test_the_latest_work_on_the_same_thing_is_found(db, now):
    left(db, payload={"meeting": 12, "version": 1}, now=now)
    last = left(db, payload={"version": 1, "meeting": 12}, now=now)
    left(db, payload={"meeting": 13, "version": 1}, now=now)

    assert queries.latest(db, "render", meeting=12, version=1).id == last
    assert queries.latest(db, "render", meeting=14, version=1) is None


def test_work_is_counted_by_state(db, now):
    left(db, now=now)
    left(db, now=now)
    service.failed(db, service.claim(db, {"render"}, now=now), "Non.", now=now)

    assert queries.counts(db) == {JobState.DUE: 1, JobState.CLAIMED: 0, JobState.DONE: 0, JobState.FAILED: 1}
