"""Lists of participants as several tools export them: hours, durations, names, and whom a row names."""

from datetime import UTC, datetime, time, timedelta

import pytest

from webapp.committees.roster.reader import read_grids
from webapp.kernel.errors import Refusal
from webapp.webinars.model.attendance import AttendanceRefusal, Interval, ReadList, Row, Who
from webapp.webinars.rules import presence_list as rules
from webapp.wording.dates import PARIS, in_paris

START = datetime(2026, 12, 10, 13, 0, tzinfo=UTC)  # 14 h in Paris
SESSION = Interval(START, START + timedelta(hours=1))

ZOOM = """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Anne Exemple,ANNE@val.example,12/10/2026 02:01:00 PM,12/10/2026 02:49:30 PM,49,No
"Modèle, Paul",,12/10/2026 02:00:00 PM,12/10/2026 03:00:00 PM,60,Yes
"""
TEAMS = """1. Résumé\t
Titre\tGérer l’eau
Participants\t2

2. Participants
Nom complet\tPremière participation\tDernier départ\tDurée de la réunion\tE-mail
Anne Exemple\t10/12/2026 14:01:00\t10/12/2026 14:59:00\t40m 10s\tanne@val.example

3. Activités
Nom complet\tHeure de participation\tHeure du départ\tDurée\tE-mail
Anne Exemple (Invité)\t10/12/2026 14:01:00\t10/12/2026 14:21:00\t20m\tanne@val.example
Anne Exemple (Invité)\t10/12/2026 14:38:50\t10/12/2026 14:59:00\t20m 10s\tanne@val.example
"""
BIGBLUEBUTTON = """Name,Moderator,Activity Score,Talk time,Join,Left,Duration
Anne Exemple,FALSE,1.2,00:00:03,2026-12-10T13:01:00Z,2026-12-10T13:50:00Z,00:49:00
"""
PLAIN = """Nom;Prénom;Durée
Exemple;Anne;20 min
Exemple;Anne;0:30:00
Modèle;Paul;1 h 02 min
"""


def read(text: str, encoding: str = "utf-8") -> ReadList:
    grids = read_grids(text.encode(encoding), "liste.csv", score=lambda grid: rules.head_of(grid.rows).score)
    return rules.read(grids[0].rows, SESSION)


def minutes(row: Row) -> tuple[int, int]:
    """Say when a row begins and ends, in minutes of the session."""
    minute = timedelta(minutes=1)
    return (row.interval.since - START) // minute, (row.interval.until - START) // minute


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (ZOOM, "utf-8", [("Anne Exemple", (1, 49)), ("Modèle, Paul", (0, 60))]),
        (TEAMS, "utf-16", [("Anne Exemple (Invité)", (1, 21)), ("Anne Exemple (Invité)", (38, 59))]),
        (BIGBLUEBUTTON, "utf-8", [("Anne Exemple", (1, 50))]),
        (PLAIN, "cp1252", [("Anne Exemple", (0, 20)), ("Anne Exemple", (20, 50)), ("Paul Modèle", (0, 62))]),
    ],
    ids=["zoom", "teams", "bigbluebutton", "durations"],
)
def test_the_list_of_a_tool_says_who_was_there_and_when(
    text: str, encoding: str, expected: list[tuple[str, tuple[int, int]]]
) -> None:
    found = read(text, encoding)
    assert [(row.name, minutes(row)) for row in found.rows] == expected
    assert found.unread == 0


def test_between_a_first_arrival_and_a_last_departure_only_the_counted_time_counts() -> None:
    summary = TEAMS.split("3. Activités", maxsplit=1)[0]
    assert [minutes(row) for row in read(summary).rows] == [(1, 42)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("14:05", (14, 5)),
        ("14 h 05", (14, 5)),
        ("14h", (14, 0)),
        ("2:05 PM", (14, 5)),
        ("10/12/2026 14:05", (14, 5)),
        ("12/10/2026 02:05:00 PM", (14, 5)),
        ("12/10/26, 2:05:00 PM", (14, 5)),
        ("2026-12-10 14:05:00", (14, 5)),
        ("2026-12-10T13:05:00+00:00", (14, 5)),
        (time(14, 5), (14, 5)),
        (datetime(2026, 12, 10, 14, 5), (14, 5)),  # noqa: DTZ001 — as a workbook gives it
    ],
)
def test_an_hour_is_read_as_tools_write_it(written: object, expected: tuple[int, int]) -> None:
    found = rules.instant(written, SESSION)
    assert found is not None
    assert (in_paris(found).hour, in_paris(found).minute) == expected
    assert found.astimezone(PARIS).date() == in_paris(START).date()


@pytest.mark.parametrize("written", ["", "hier", "03/05/2019 14:00", "25:61", None, 14])
def test_what_is_no_hour_is_none(written: object) -> None:
    assert rules.instant(written, SESSION) is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("48", 2880),
        (48.0, 2880),
        ("0:48:00", 2880),
        ("48:00", 2880),
        ("1:30", 5400),
        ("1 h 02 min 05 s", 3725),
        ("40m 10s", 2410),
        ("1,5", 90),
        (timedelta(minutes=3), 180),
        (time(0, 48), 2880),
        ("longtemps", None),
        ("-3", None),
        ("99999", None),
        (None, None),
    ],
)
def test_a_duration_is_read_as_tools_write_it(written: object, seconds: int | None) -> None:
    found = rules.duration(written, unit=60)
    assert found == (None if seconds is None else timedelta(seconds=seconds))


def test_rows_that_cannot_be_read_are_counted_and_the_others_stand() -> None:
    found = read("Nom complet;Arrivée;Départ\nAnne Exemple;14:00;14:30\nPaul Modèle;?;14:30\nZoé Type;14:30;14:00\n")
    assert ([row.name for row in found.rows], found.unread) == (["Anne Exemple"], 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Couleur;Durée\nbleu;3\n", AttendanceRefusal.LIST_WITHOUT_NAMES),
        ("Nom;Prénom\nExemple;Anne\n", AttendanceRefusal.LIST_WITHOUT_HOURS),
    ],
)
def test_a_list_without_names_or_hours_is_refused(text: str, reason: AttendanceRefusal) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    assert refused.value.reason is reason


KNOWN = rules.Book(
    [
        rules.Known(Who(1), "Anne Exemple", "anne@val.example"),
        rules.Known(Who(2), "Paul Modèle", "mairie@val.example"),
        rules.Known(Who(3), "Zoé Type", "mairie@val.example"),
        rules.Known(Who(4), "Jean Double", "jean1@val.example"),
        rules.Known(Who(5), "Jean Double", "jean2@val.example"),
        rules.Known(Who(1, 1), "Léa Voisine", "anne@val.example"),
    ]
)


@pytest.mark.parametrize(
    ("name", "email", "who"),
    [
        ("EXEMPLE Anne (DDT 32)", "", Who(1)),
        ("N’importe", "jean2@val.example", Who(5)),
        ("zoe TYPE", "mairie@val.example", Who(3)),
        ("Mairie", "mairie@val.example", None),
        ("Jean Double", "", None),
        ("Mme Léa Voisine", "anne@val.example", Who(1, 1)),
        ("Léa Voisine", "", Who(1, 1)),
        ("Salle de réunion", "anne@val.example", None),
        ("Inconnue", "inconnue@val.example", None),
        ("", "", None),
    ],
)
def test_a_row_names_somebody_by_the_address_then_by_the_name(name: str, email: str, who: Who | None) -> None:
    assert KNOWN.find(Row(name=name, email=email, interval=SESSION)) == who
