"""A rehearsal on every page that shows it, and on none that shows a true sitting."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.meetings.room import AGAINST, FOR
from tests.pdf.structure import page_texts
from tests.rehearsals.stage import Stage
from tests.web.test_query_counts import secretary
from tests.web.visitors import Visitor, plain
from webapp.accounts.model import Role
from webapp.accounts.service import people
from webapp.audit.model import SYSTEM
from webapp.folder import service as folder
from webapp.folder.model import Part
from webapp.meetings import queries as meetings
from webapp.meetings.service import conduct, door, voting
from webapp.minutes import service as minutes
from webapp.minutes.model import MinutesState
from webapp.polls import queries as polls
from webapp.web.kit import database, streams
from webapp.wording.rehearsal import BAND

SAID = BAND.replace("\u00a0", " ").replace("\u202f", " ")
SUBMITTED = MinutesState.SUBMITTED
TITLE = re.compile(r"<title>Répétition – ")


@pytest.fixture
def stage(app: Flask, at_the_sitting: None, tmp_path: Path) -> Stage:
    """A sitting in preparation, and a desk with every role there is."""
    stage = Stage(database.of(app), tmp_path)
    secretary(stage)
    return stage


@pytest.fixture
def desk(app: Flask, stage: Stage) -> Visitor:
    return Visitor(app).enter(stage.desk.person_id or 0)


@pytest.fixture
def member(app: Flask, stage: Stage) -> Visitor:
    return Visitor(app).enter(stage.person(2))


@pytest.fixture
def chair(app: Flask, stage: Stage) -> Visitor:
    people.grant_role(
        stage.db, stage.person(1), Role.CHAIR, committee_id=stage.committee.id, by=SYSTEM, now=stage.tick()
    )
    return Visitor(app).enter(stage.person(1))


def addresses(app: Flask, stage: Stage) -> Iterator[str]:
    """Every page of the sitting that the stage is at: its address names it, and it is no stream."""
    sitting = stage.state()
    meeting = sitting.meeting
    values = {
        "meeting_id": stage.meeting_id,
        "item_id": stage.item,
        "motion_id": stage.motion,
        "token": meeting.screen_token,
        "door": meeting.door_token or "",
        "seat": stage.seat(2),
        "seat_id": stage.seat(2),
        "person": stage.person(2),
        "fact": sitting.facts[-1].id,
        "hearing_id": sitting.hearings[0].id,
    }
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "meeting_id" in rule.arguments and "GET" in (rule.methods or ()) and not rule.endpoint.endswith(".stream"):
            if rule.arguments & {"file_id", "fact_id", "number"}:  # files handed over, no pages
                continue
            # A rehearsal has none of these, and no public page.
            if rule.arguments & {"notice_id", "document_id", "version", "kind", "part", "code", "day"}:
                continue
            yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def pages(app: Flask, stage: Stage, visitor: Visitor) -> dict[str, str]:
    """The whole pages that are open to somebody, by address; parts of pages are put into one of these."""
    found = {path: visitor.get(path) for path in addresses(app, stage)}
    return {
        path: plain(answer)
        for path, answer in found.items()
        if answer.status_code == 200 and answer.mimetype == "text/html" and "<html" in answer.text
    }


def asking(stage: Stage, moment: str) -> None:
    """Bring the sitting to a moment of its life."""
    if moment == "prepared":
        return
    stage.open(4)
    stage.open_vote()
    if moment == "closed":
        stage.votes({1: FOR, 2: AGAINST})
        stage.close()
        voting.announce(stage.db, stage.meeting_id, stage.motion, by=SYSTEM, now=stage.tick())
        conduct.close_sitting(stage.db, stage.meeting_id, by=SYSTEM, now=stage.tick())
        minutes.take_step(
            stage.db, stage.meeting_id, SUBMITTED, expected=MinutesState.DRAFT, by=stage.desk, now=stage.tick()
        )


@pytest.fixture
def everybody(app: Flask, desk: Visitor, chair: Visitor, member: Visitor) -> dict[str, Visitor]:
    return {"desk": desk, "chair": chair, "member": member, "nobody": Visitor(app)}


@pytest.mark.parametrize("moment", ["prepared", "open", "closed"])
def test_every_page_of_a_rehearsal_says_what_it_is_to_everybody(
    app: Flask, stage: Stage, everybody: dict[str, Visitor], moment: str
) -> None:
    stage.copy()
    door.make_link(stage.db, stage.meeting_id, by=SYSTEM, now=stage.tick())
    asking(stage, moment)
    least = {"desk": 13, "chair": 4, "member": 3, "nobody": 1 if moment == "closed" else 3}
    for who, visitor in everybody.items():
        found = pages(app, stage, visitor)
        assert len(found) >= least[who], who
        assert [path for path, text in found.items() if SAID not in text] == [], who
        assert [path for path, text in found.items() if not TITLE.search(text)] == [], who


@pytest.mark.parametrize("moment", ["open", "closed"])
def test_no_page_of_a_true_sitting_does(app: Flask, stage: Stage, desk: Visitor, member: Visitor, moment: str) -> None:
    stage.copy()
    true = meetings.state(stage.db, stage.true_id, now=stage.tick())
    stage.meeting_id, stage.item = stage.true_id, true.items[0].id
    stage.motion = true.motions_of(stage.item)[0].id
    door.make_link(stage.db, stage.meeting_id, by=SYSTEM, now=stage.tick())
    asking(stage, moment)
    for visitor in (desk, member, Visitor(app)):
        found = pages(app, stage, visitor)
        assert found
        assert [path for path, text in found.items() if SAID in text or TITLE.search(text)] == []


def test_the_band_has_an_icon_and_a_word(stage: Stage, desk: Visitor) -> None:
    stage.copy()
    answer = desk.get(f"/secretariat/seances/{stage.meeting_id}/preparer").text
    band = answer.partition("fr-banner--practice")[2].partition("</section>")[0]
    assert "#warning" in band
    assert BAND in band
    assert f"/secretariat/seances/{stage.meeting_id}/preparer#repetition" in band


def test_a_refusal_and_a_missing_page_of_it_say_so_too(stage: Stage, desk: Visitor) -> None:
    stage.copy()
    path = f"/secretariat/seances/{stage.meeting_id}"
    refusal = desk.post(f"{path}/repetition", key=stage.key())
    assert refusal.status_code == 409
    assert SAID in plain(refusal)
    missing = desk.get(f"{path}/points/9999")
    assert missing.status_code == 404
    assert SAID in plain(missing)


def test_the_desk_copies_plays_and_purges_from_the_page_of_the_sitting(stage: Stage, desk: Visitor) -> None:
    page = f"/secretariat/seances/{stage.true_id}/preparer"
    assert "Répéter cette séance" in desk.text(page)
    made = desk.post(f"/secretariat/seances/{stage.true_id}/repetition", key="formulaire-1234")
    assert made.status_code == 303
    again = desk.post(f"/secretariat/seances/{stage.true_id}/repetition", key="formulaire-1234")
    assert again.location == made.location
    assert made.location in desk.text(page)

    confirmation = desk.text(f"{made.location}?effacer=oui")
    for what in (
        "Effacer la répétition ?",
        "les reçus des membres",
        "tous les documents PDF",
        "deux lignes du journal",
    ):
        assert what in confirmation

    purged = desk.post(made.location.replace("/preparer", "/repetition/effacement"))
    assert purged.location == f"{page}#repetition"
    assert "effacée, avec tout" in desk.text(page)
    assert made.location not in desk.text(page)


def test_a_true_sitting_is_not_purged_by_its_address(stage: Stage, desk: Visitor) -> None:
    answer = desk.post(f"/secretariat/seances/{stage.true_id}/repetition/effacement")
    assert answer.status_code == 409
    assert "n’est pas une répétition" in plain(answer)
    assert meetings.find(stage.db, stage.true_id) is not None


def test_a_page_left_open_says_that_the_rehearsal_is_gone(
    app: Flask, stage: Stage, desk: Visitor, member: Visitor
) -> None:
    stage.copy()
    token, page = stage.state().meeting.screen_token, f"/seances/{stage.meeting_id}"
    desk.post(f"/secretariat{page}/repetition/effacement")
    for visitor, path in (
        (member, page),
        (member, f"{page}/etat"),
        (Visitor(app), f"{page}/ecran/{token}"),
        (desk, f"/secretariat{page}/conduire"),
    ):
        answer = visitor.get(path)
        assert answer.status_code == 410, path
        assert "Répétition effacée" in plain(answer)
    assert desk.post(f"/secretariat{page}/repetition/effacement").status_code == 410
    assert member.get("/seances/9999").status_code == 404


def test_open_pages_learn_of_the_purge(app: Flask, stage: Stage) -> None:
    stage.copy()
    topic = f"meeting:{stage.meeting_id}"
    live = streams.of(app)
    live.start()
    assert live.version(topic) > 0
    with app.test_request_context():
        events = live.respond(topic).iter_encoded()
    next(events)
    stage.purge()
    assert next(events) == b"event: version\ndata: 0\n\n"


def test_a_member_sees_it_at_home_only_while_it_is_open(stage: Stage, member: Visitor) -> None:
    stage.copy()
    assert "Répétition en cours" not in member.text("/accueil")
    stage.open(4)
    stage.open_vote()
    home = member.text("/accueil")
    assert "Répétition en cours" in home
    assert f"/seances/{stage.meeting_id}/points/{stage.item}/voter" in home
    stage.close()
    conduct.close_sitting(stage.db, stage.meeting_id, by=SYSTEM, now=stage.tick())
    closed = member.text("/accueil")
    assert f"/seances/{stage.meeting_id}" not in closed
    assert f"/seances/{stage.true_id}" in closed


def test_a_member_s_receipts_are_kept_apart_and_go_with_it(stage: Stage, member: Visitor) -> None:
    stage.copy()
    stage.open(4)
    stage.open_vote()
    stage.cast(2, FOR)
    (receipt,) = polls.receipts_of_person(stage.db, stage.person(2))
    listed = member.text("/recus")
    assert "Aucun reçu" in listed
    assert receipt.number in listed.partition("reçus qui ne comptent pas")[2]
    one = member.text(f"/recus/{receipt.number}?seance={stage.meeting_id}")
    assert SAID in one
    assert TITLE.search(one)
    stage.purge()
    assert "reçus qui ne comptent pas" not in member.text("/recus")
    assert member.get(f"/recus/{receipt.number}").status_code == 404


def test_lists_of_sittings_keep_it_apart(stage: Stage, desk: Visitor) -> None:
    stage.copy()
    asking(stage, "closed")
    work = desk.text("/secretariat")
    before, _, after = work.partition("Répétitions")
    path = f"/seances/{stage.meeting_id}/"
    assert path not in before
    assert path in after
    assert "Levée, à effacer" in after
    assert path not in desk.text(f"/secretariat/commissions/{stage.committee.id}")
    following = stage.prepare()
    assert "Procès-verbaux à approuver" not in desk.text(f"/secretariat/seances/{following}/preparer")
    assert "Séance levée faute de quorum" not in desk.text(
        f"/secretariat/commissions/{stage.committee.id}/seances/nouvelle"
    )


def test_jrn_1_its_page_of_the_journal_verifies_its_own_chain(stage: Stage, desk: Visitor) -> None:
    stage.copy()
    stage.open(4)
    own = desk.text(f"/secretariat/seances/{stage.meeting_id}/journal?verifier=oui")
    assert "Séance ouverte" in own
    assert "La chaîne est intacte" in own
    entries = stage.db.value("SELECT count(*) FROM rehearsal_journal")
    assert f"Les {entries} actes du journal" in own
    true = desk.text(f"/secretariat/seances/{stage.true_id}/journal")
    assert f"Répétition n° {stage.meeting_id} créée" in true
    assert "Séance ouverte" not in true
    number = stage.meeting_id
    desk.post(f"/secretariat/seances/{number}/repetition/effacement")
    whole = desk.text("/secretariat/journal?verifier=oui")
    assert "La chaîne est intacte" in whole
    assert f"Répétition n° {number} effacée" in whole


def test_from_a_rehearsal_no_other_sitting_is_offered(stage: Stage, desk: Visitor) -> None:
    stage.prepare()
    stage.copy()
    stage.open(4)
    page = desk.text(f"/secretariat/seances/{stage.meeting_id}/conduire?fin=avant")
    assert "Séance du" not in page.partition('name="next"')[2].partition("</select>")[0]


def test_pv_4_the_final_version_is_not_offered(stage: Stage, desk: Visitor) -> None:
    stage.copy()
    asking(stage, "closed")
    minutes.take_step(
        stage.db, stage.meeting_id, MinutesState.APPROVED, expected=SUBMITTED, by=stage.desk, now=stage.tick()
    )
    page = desk.get(f"/secretariat/seances/{stage.meeting_id}/proces-verbal").text
    assert "confirmer=submitted" in page
    assert "confirmer=final" not in page


def test_a_papers_name_says_what_it_is(stage: Stage, desk: Visitor) -> None:
    stage.copy()
    (number,) = folder.request(
        stage.db, stage.meeting_id, authority="Préfecture", by=stage.desk, now=stage.tick(), part=Part.MANDATES
    )
    stage.work_now()
    answer = desk.get(f"/secretariat/seances/{stage.meeting_id}/dossier-du-jour/documents/{number}.pdf")
    assert answer.status_code == 200
    assert 'filename="repetition-' in answer.headers["Content-Disposition"]
    assert all(SAID in page for page in page_texts(answer.data))
