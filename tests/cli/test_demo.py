"""The demonstration: a whole fictitious prefecture, loaded in seconds, once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from webapp import settings as configuration
from webapp.accounts import queries as accounts_read
from webapp.accounts import service as accounts
from webapp.audit import queries as audit
from webapp.cli import demo
from webapp.cli.demo import consultations, prefecture
from webapp.committees import queries as committees
from webapp.kernel import clock
from webapp.meetings import queries as meetings
from webapp.meetings.model import Mode
from webapp.meetings.sitting import MeetingState, Phase
from webapp.minutes import queries as minutes
from webapp.minutes.model import FileKind, MinutesState
from webapp.outbox import queries as outbox
from webapp.settings import SettingsError
from webapp.storage.database import Database


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("demonstration")
    (folder / "settings.toml").write_text('mark = "demo"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLLEGIALE_INSTANCE", str(folder))
        assert demo.main(["load"]) == 0
    db = Database.open(folder / "collegiale.db")
    yield db
    db.close()


def test_the_committees_are_whole(loaded):
    today = clock.now().date()
    sizes = {
        committee.code: (len(roster.seats), sum(seat.titular is not None for seat in roster.seats))
        for committee in committees.listed(loaded, None)
        for roster in [committees.roster_on(loaded, committee.id, today)]
    }

    assert sizes == {"CODERST": (26, 26), "CODERST-HABITAT": (11, 11), "CDNPS": (7, 7)}


def test_a_sitting_is_past_one_goes_on_two_are_prepared_and_a_committee_is_consulted_in_writing(loaded):
    now = clock.now()
    found = meetings.listed(loaded, None)

    assert [meeting.state for meeting in found] == [
        MeetingState.PREPARED,
        MeetingState.PREPARED,
        MeetingState.OPEN,
        MeetingState.OPEN,
        MeetingState.CLOSED,
    ]
    assert found[0].starts_at > found[1].starts_at > now > found[2].starts_at > now - timedelta(hours=1)


def test_a_vote_is_open_and_awaits_members_who_may_try(loaded):
    going_on = next(each for each in meetings.listed(loaded, None) if each.state is MeetingState.OPEN)
    state = meetings.state(loaded, going_on.id, now=clock.now())

    awaited = {state.person_name(state.open.rights[seat].person_id) for seat in state.open.awaited}

    assert awaited == {"Mme Aurore Brumeval", "M. Théodore Lanuée", "M. Firmin Grandépi", "M. Barnabé Truitebleue"}


def test_the_consultation_in_writing_is_in_its_debate_and_observations_are_read(loaded):
    (consulted,) = (each for each in meetings.listed(loaded, None) if each.mode is Mode.WRITTEN)
    exchange = meetings.exchange(loaded, meetings.state(loaded, consulted.id, now=clock.now()))

    assert exchange.phase is Phase.DEBATE
    assert len(exchange.contributions) == len(consultations.SAID)


def test_a_service_has_a_deposit_to_make_and_was_told(loaded):
    (rapporteur,) = accounts_read.matching(loaded, email=prefecture.RAPPORTEUR.email)
    (task,) = meetings.tasks(loaded, rapporteur.id)

    assert task.state is MeetingState.PREPARED
    assert task.entrusted.due_on > clock.now().date()
    told = outbox.about(loaded, f"meeting:{task.meeting_id}")
    assert [each.letter.kind for each in told if each.letter.person_id == rapporteur.id] == ["meeting.entrusted"]


def test_the_minutes_of_the_past_sitting_are_before_its_members_and_about_to_be_rendered(loaded):
    (held,) = (each for each in meetings.listed(loaded, None) if each.state is MeetingState.CLOSED)

    assert minutes.record(loaded, held.id).state is MinutesState.SUBMITTED
    assert [each.kind for each in minutes.files(loaded, held.id)] == [FileKind.MINUTES]


def test_nothing_of_it_is_yet_to_come(loaded):
    assert all(
        meeting.opened_at is None or meeting.opened_at < clock.now() for meeting in meetings.listed(loaded, None)
    )


def test_the_journal_of_the_demonstration_holds(loaded):
    assert audit.check_chain(loaded).holds


@pytest.mark.parametrize(
    "login",
    [
        "secretariat",
        "secretariat2",
        "rapporteur",
        "controle",
        "administrateur",
        *(login for _, login in prefecture.MEMBERS),
    ],
)
def test_the_logins_that_are_printed_open_the_door(loaded, login):
    admission = accounts.sign_in(
        loaded,
        login,
        prefecture.PASSWORD,
        address="127.0.0.1",
        device="essai",
        lasts=timedelta(hours=1),
        now=clock.now(),
    )

    assert admission.person.login == login
    assert login in prefecture.how_to_sign_in()


def test_loading_again_changes_nothing(loaded, monkeypatch, capsys):
    before = loaded.value("SELECT count(*) FROM journal")
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(loaded.path.parent))

    assert demo.main(["load"]) == 0

    assert loaded.value("SELECT count(*) FROM journal") == before
    said = capsys.readouterr().out
    assert "Comment se connecter" in said
    assert prefecture.PASSWORD in said


def test_a_load_that_was_interrupted_is_begun_anew(tmp_path, monkeypatch, capsys):
    (tmp_path / "settings.toml").write_text('mark = "test"\n')
    (tmp_path / demo.DRAFT).write_text("à moitié")
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))

    assert demo.main(["load"]) == 0

    assert sorted(each.name for each in tmp_path.iterdir()) == ["collegiale.db", "files", "keys", "settings.toml"]


def test_a_real_installation_is_never_touched(tmp_path, monkeypatch):
    monkeypatch.setenv("COLLEGIALE_INSTANCE", str(tmp_path))
    configuration.load(tmp_path)

    with pytest.raises(SettingsError, match="vraie installation"):
        demo.main(["load"])

    assert not (tmp_path / "collegiale.db").exists()
