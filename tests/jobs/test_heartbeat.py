from datetime import timedelta

from webapp.jobs import heartbeat


def test_without_a_worker_there_is_no_sign_of_life(tmp_path, now):
    assert heartbeat.last(tmp_path) is None
    assert not heartbeat.is_alive(tmp_path, now=now)


def test_a_recent_sign_of_life_counts_and_an_old_one_does_not(tmp_path, now):
    heartbeat.beat(tmp_path, now=now)

    assert heartbeat.last(tmp_path) == now
    assert heartbeat.is_alive(tmp_path, now=now + heartbeat.STALE)
    assert not heartbeat.is_alive(tmp_path, now=now + heartbeat.STALE + timedelta(milliseconds=1))


def test_a_worker_that_stopped_gives_no_sign(tmp_path, now):
    heartbeat.beat(tmp_path, now=now)

    heartbeat.end(tmp_path)
    heartbeat.end(tmp_path)

    assert heartbeat.last(tmp_path) is None


def test_a_damaged_sign_is_none(tmp_path, now):
    (tmp_path / "worker.beat").write_text("hier")

    assert not heartbeat.is_alive(tmp_path, now=now)
