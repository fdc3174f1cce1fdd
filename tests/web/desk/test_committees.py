"""The desk's pages of committees: make one, its terms and settings, its seats and people, its roster brought in."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.committees.counting import queries_counted
from tests.factories import NOW, TODAY, a_committee, a_person, the_seats
from tests.web.visitors import Visitor
from webapp.accounts import service
from webapp.accounts.model import Role
from webapp.audit.model import SYSTEM
from webapp.committees import queries
from webapp.committees.model import MEANINGS, Committee, Rank
from webapp.committees.service import setup
from webapp.kernel import clock
from webapp.storage.database import Database
from webapp.web.kit import database

LIST = "/secretariat/commissions"
CODERST = Path(__file__).parents[2] / "committees" / "rosters" / "coderst.csv"


@pytest.fixture
def base(app: Flask, tmp_path: Path) -> Iterator[Database]:
    offset = tmp_path / "offset"
    clock.shift_by_file(None)
    offset.write_text(str((NOW - clock.now()).total_seconds()), encoding="ascii")
    clock.shift_by_file(offset)
    yield database.of(app)
    clock.shift_by_file(None)


@pytest.fixture
def committee(base: Database) -> Committee:
    return a_committee(base, template="coderst", code="CODERST")


@pytest.fixture
def empty(base: Database) -> Committee:
    return a_committee(base, template="coderst", code="VIDE", filled=False)


@pytest.fixture
def desk(app: Flask, base: Database) -> Visitor:
    person_id = a_person(base, "Greffe", "Gil")
    service.grant_role(base, person_id, Role.SECRETARIAT, by=SYSTEM, now=NOW)
    return Visitor(app).enter(person_id)


def of(committee: Committee, rest: str = "") -> str:
    return f"{LIST}/{committee.id}{rest}"


def test_a_committee_is_made_from_the_template_and_its_page_says_what_is_left(desk: Visitor, base: Database) -> None:
    assert "Aucune commission pour le moment" in desk.text(LIST)
    made = desk.post(f"{LIST}/nouvelle", template="coderst", name="Conseil de Val-Imaginaire", code="coderst")
    assert made.status_code == 303
    page = desk.text(made.location)
    assert "26 sièges, dont 0 pourvu" in page
    assert "Aucun arrêté en vigueur" in page
    assert "Conseil de Val-Imaginaire" in desk.text(LIST)


def test_what_was_typed_stays_when_a_committee_is_refused(desk: Visitor, committee: Committee) -> None:
    answer = desk.post(f"{LIST}/nouvelle", template="blank", name="Nom très précis", code="CODERST")
    assert answer.status_code == 400
    assert "Nom très précis" in answer.text
    assert "porte déjà le sigle" in answer.text
    assert "Erreur" in answer.text


def test_who_keeps_one_committee_keeps_the_one_they_make_and_sees_no_other(
    app: Flask, base: Database, committee: Committee, empty: Committee
) -> None:
    person_id = a_person(base, "Petite", "Main")
    service.grant_role(base, person_id, Role.SECRETARIAT, committee_id=committee.id, by=SYSTEM, now=NOW)
    visitor = Visitor(app).enter(person_id)
    assert empty.name not in visitor.text(LIST)
    assert visitor.get(of(empty)).status_code == 403
    made = visitor.post(f"{LIST}/nouvelle", template="blank", name="La mienne", code="MIENNE")
    assert visitor.get(made.location).status_code == 200


@pytest.mark.parametrize(
    "rest",
    [
        "", "/nom", "/mandats", "/reglages", "/reglages/quorum", "/composition", "/composition/raison", "/importer",
        "/colleges/nouveau", "/sieges/nouveau", "/formations/nouvelle", "/composition/membres.csv", "/importer/modele.xlsx",
    ],
)  # fmt: skip
def test_every_page_of_a_committee_opens_for_its_desk_and_for_no_other(
    app: Flask, base: Database, desk: Visitor, committee: Committee, rest: str
) -> None:
    assert desk.get(of(committee, rest)).status_code == 200
    person_id = a_person(base, "Autre")
    service.grant_role(
        base, person_id, Role.SECRETARIAT, committee_id=a_committee(base, code="B").id, by=SYSTEM, now=NOW
    )
    assert Visitor(app).enter(person_id).get(of(committee, rest)).status_code == 403


def test_com_8_a_formation_is_made_from_its_council(desk: Visitor, base: Database, committee: Committee) -> None:
    made = desk.post(
        of(committee, "/formations/nouvelle"), template="coderst_formation", name="Habitat indigne", code="FS"
    )
    assert made.status_code == 303
    formation = queries.find_by_code(base, "FS")
    assert formation is not None
    assert formation.parent_id == committee.id
    assert "Habitat indigne" in desk.text(of(committee))
    assert "quorum : 11" in desk.text(of(formation, "/composition")).replace("calcule le quorum", "quorum")


def test_com_1_a_term_is_recorded_or_refused_with_what_was_typed(desk: Visitor, committee: Committee) -> None:
    wrong = desk.post(of(committee, "/mandats"), act="Arrêté X", starts_on="2030-01-01", ends_on="2029-01-01")
    assert wrong.status_code == 400
    assert "finit avant de commencer" in wrong.text
    assert "Arrêté X" in wrong.text
    right = desk.post(of(committee, "/mandats"), act="Arrêté X", starts_on="2029-01-01", ends_on="2031-12-31")
    assert right.status_code == 303
    assert "À venir" in desk.text(of(committee, "/mandats"))
    unread = desk.post(of(committee, "/mandats"), act="Arrêté X", starts_on="hier", ends_on="2029-01-01")
    assert unread.status_code == 400


def test_every_setting_is_explained_with_its_article(desk: Visitor, committee: Committee) -> None:
    page = desk.text(of(committee, "/reglages"))
    for meaning in MEANINGS.values():
        assert meaning.sentence in page
        assert meaning.article in page


def test_settings_are_changed_group_by_group(desk: Visitor, base: Database, committee: Committee) -> None:
    form = {"max_mandates": "2", "quorum_moment": "opening", "mandates_in_writing": "y"}
    assert desk.post(of(committee, "/reglages/quorum"), form).status_code == 303
    kept = setup.found(base, committee.id).settings
    assert (kept.max_mandates, kept.quorum_moment, kept.mandates_in_writing) == (2, "opening", True)
    assert kept.qualified_substitutes
    signed = desk.post(
        of(committee, "/reglages/proces-verbal"), {"signers": "préfet\n\nsecrétaire", "signature_level": "image"}
    )
    assert signed.status_code == 303
    assert setup.found(base, committee.id).settings.signers == ("préfet", "secrétaire")


@pytest.mark.parametrize(
    ("group", "form"),
    [
        ("quorum", {"max_mandates": "99", "quorum_moment": "opening"}),
        ("quorum", {"max_mandates": "deux", "quorum_moment": "opening"}),
        ("quorum", {"max_mandates": "", "quorum_moment": "opening"}),
        ("quorum", {"max_mandates": "1", "quorum_moment": "jamais"}),
        ("proces-verbal", {"signers": "", "signature_level": "paper"}),
        ("composition", {"composing": "-3", "regime": "crpa"}),
    ],
    ids=["too many", "in words", "nothing", "no such choice", "no signer", "negative"],
)
def test_a_setting_out_of_bounds_is_refused_beside_its_field(
    desk: Visitor, base: Database, committee: Committee, group: str, form: dict[str, str]
) -> None:
    answer = desk.post(of(committee, f"/reglages/{group}"), dict(form))
    assert answer.status_code == 400
    assert "fr-error-summary" in answer.text
    assert "-erreur" in answer.text
    assert setup.found(base, committee.id).settings == committee.settings


def test_an_unknown_group_of_settings_is_not_found(desk: Visitor, committee: Committee) -> None:
    assert desk.get(of(committee, "/reglages/autre")).status_code == 404


def test_the_composition_is_searched_and_shown_for_a_day(desk: Visitor, committee: Committee) -> None:
    page = desk.text(of(committee, "/composition"))
    assert "Titulaire-1" in page
    assert "26 sièges" in page
    assert page.count("data-words=") == 26
    assert 'Camille Titulaire-26 Organisme 26"' in page
    assert 'data-filter=".fr-table"' in page
    found = desk.text(of(committee, "/composition?q=ORGANISME+26"))
    assert "Titulaire-26" in found
    assert "Titulaire-3 " not in found
    assert "1 siège pour" in found
    before = desk.text(of(committee, "/composition?jour=2025-06-01"))
    assert "Titulaire-1" not in before
    assert desk.get(of(committee, "/composition?jour=hier")).status_code == 200


@pytest.mark.parametrize("count", [5, 100], ids=["5 members", "100 members"])
def test_the_composition_page_costs_the_same_queries_at_100_members(
    app: Flask, desk: Visitor, base: Database, count: int
) -> None:
    committee = a_committee(base, seat_count=count, code="CENT")
    path = of(committee, "/composition")
    desk.get(path)
    with queries_counted(base) as statements:
        desk.get(path)
    assert len([each for each in statements if each.startswith("SELECT")]) == COMPOSITION_QUERIES


COMPOSITION_QUERIES = 6


def test_a_seat_tells_its_holder_and_its_history(desk: Visitor, base: Database, committee: Committee) -> None:
    place = the_seats(base, committee)[2]
    page = desk.text(of(committee, f"/sieges/{place.seat.id}"))
    assert "Camille Titulaire-3" in page
    assert "Arrêté du 15 décembre 2025" in page
    assert desk.get(of(committee, "/sieges/9999")).status_code == 404


def test_com_7_somebody_is_replaced_for_the_rest_of_the_mandate(
    desk: Visitor, base: Database, committee: Committee
) -> None:
    place = the_seats(base, committee)[2]
    assert place.titular is not None
    path = of(committee, f"/mandats/{place.titular.id}/remplacer")
    fields = {
        "person": "0",
        "civility": "",
        "last_name": "Relève",
        "first_name": "Rose",
        "starts_on": "2026-12-10",
        "reason": "démission",
    }
    missing = desk.post(path, {**fields, "reason": ""})
    assert missing.status_code == 400
    assert "Relève" in missing.text
    assert desk.post(path, dict(fields)).status_code == 303
    seat = the_seats(base, committee)[2]
    assert seat.titular is not None
    assert seat.titular.person.display_name == "Rose Relève"
    assert seat.titular.ends_on == date(2028, 12, 31)
    assert "démission" in desk.text(of(committee, f"/sieges/{place.seat.id}"))


def test_a_titular_is_appointed_to_a_vacant_seat_only(desk: Visitor, base: Database, empty: Committee) -> None:
    seat = the_seats(base, empty)[1].seat
    path = of(empty, f"/sieges/{seat.id}/nommer/titulaire")
    fields = {"person": "0", "civility": "", "last_name": "Une", "email": "une@val.example", "starts_on": "2026-12-10"}
    assert desk.post(path, dict(fields)).status_code == 303
    again = desk.post(path, {**fields, "last_name": "Deux"})
    assert again.status_code == 400
    assert "un siège n’a qu’un titulaire" in again.text
    assert 'value="Deux"' in again.text
    nameless = desk.post(of(empty, f"/sieges/{seat.id}/nommer/suppleant"), {**fields, "last_name": " "})
    assert nameless.status_code == 400


def test_com_5_a_substitute_of_another_body_not_named_in_the_act_is_refused_at_its_field(
    desk: Visitor, base: Database, committee: Committee
) -> None:
    seat = the_seats(base, committee)[9].seat
    path = of(committee, f"/sieges/{seat.id}/nommer/suppleant")
    fields = {
        "person": "0",
        "civility": "",
        "last_name": "Ailleurs",
        "organisation": "Autre commune",
        "starts_on": "2026-12-10",
    }
    refused = desk.post(path, dict(fields))
    assert refused.status_code == 400
    assert "R133-3, 2°" in refused.text
    assert "Autre commune" in refused.text
    accepted = desk.post(path, {**fields, "named_in_act": "y"})
    assert accepted.status_code == 303
    assert the_seats(base, committee)[9].substitutes[0].rank is Rank.SUBSTITUTE
    assert "R133-3, 2°" in desk.text(accepted.location)


def test_a_mandate_is_ended_with_its_reason(desk: Visitor, base: Database, committee: Committee) -> None:
    place = the_seats(base, committee)[3]
    assert place.titular is not None
    path = of(committee, f"/mandats/{place.titular.id}/fin")
    assert desk.post(path, {"on": "2025-01-01", "reason": "décès"}).status_code == 400
    assert desk.post(path, {"on": "2026-12-09", "reason": "décès"}).status_code == 303
    assert the_seats(base, committee)[3].vacant
    assert desk.post(of(committee, "/mandats/9999/fin"), {"on": "2026-12-09", "reason": "x"}).status_code == 404


def test_com_2_a_seat_more_or_less_than_the_text_asks_for_its_reason(
    desk: Visitor, base: Database, empty: Committee
) -> None:
    seat = the_seats(base, empty)[-1].seat
    path = of(empty, f"/sieges/{seat.id}/fermer")
    refused = desk.post(path, {"on": "2026-12-10", "reason": ""})
    assert refused.status_code == 400
    assert "CSP R1416-2" in refused.text
    assert desk.post(path, {"on": "2026-12-10", "reason": "Arrêté modificatif"}).status_code == 303
    college = queries.colleges(base, empty.id)[0]
    new = {"college": str(college.id), "label": "Autre", "seat_type": "function", "is_chair": "y"}
    assert desk.post(of(empty, "/sieges/nouveau"), dict(new)).status_code == 400
    assert desk.post(of(empty, "/sieges/nouveau"), {**new, "is_chair": ""}).status_code in {303, 400}


def test_colleges_and_descriptions_are_written(desk: Visitor, base: Database, empty: Committee) -> None:
    assert desk.post(of(empty, "/colleges/nouveau"), {"name": "Invités"}).status_code == 303
    assert desk.post(of(empty, "/colleges/nouveau"), {"name": "invités"}).status_code == 400
    seat = the_seats(base, empty)[9].seat
    described = desk.post(of(empty, f"/sieges/{seat.id}/decrire"), {"label": "Maire", "seat_type": "elected"})
    assert described.status_code == 303
    assert "Maire" in desk.text(described.location)
    assert desk.post(of(empty, "/nom"), {"name": "Conseil rebaptisé"}).status_code == 303
    assert "Conseil rebaptisé" in desk.text(of(empty))
    assert desk.post(of(empty, "/composition/raison"), {"reason": "Choix du préfet"}).status_code == 303
    assert "Choix du préfet" in desk.text(of(empty, "/composition"))


def send(desk: Visitor, committee: Committee, content: bytes, name: str = "liste.csv") -> str:
    answer = desk.post(of(committee, "/importer"), {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_roster_is_checked_then_imported_then_nothing_is_left_to_do(
    desk: Visitor, base: Database, empty: Committee
) -> None:
    preview = send(desk, empty, CODERST.read_bytes())
    page = desk.text(preview)
    assert "Importer 49 membres" in page
    assert all(each.vacant for each in the_seats(base, empty))
    done = desk.post(preview, {"expected": "49"})
    assert done.status_code == 303
    assert "49 membres importés" in desk.text(done.location)
    assert not any(each.vacant for each in the_seats(base, empty))
    assert desk.post(preview, {"expected": "49"}).location == done.location
    assert "contient déjà tout" in desk.text(send(desk, empty, CODERST.read_bytes()))


def test_faulty_cells_are_told_and_the_good_lines_stand(desk: Visitor, base: Database, empty: Committee) -> None:
    text = (
        "Nom;Collège;Courriel;Remarques\nUn;Agence régionale de santé;;x\nDeux;Présidence;sans arobase;\nTrois;Amis;;\n"
    )
    preview = send(desk, empty, text.encode())
    page = desk.text(preview)
    for said in ("Importer 1 membre", "C3", "B4", "sans arobase", "Remarques"):
        assert said in page
    result = desk.text(desk.post(preview, {"expected": "1"}).location)
    assert "1 membre importé" in result
    assert "2 lignes restent à corriger" in result
    assert "C3" in result


def test_rejected_lines_are_handed_back_and_the_import_is_taken_back_in_one_act(
    desk: Visitor, base: Database, empty: Committee
) -> None:
    preview = send(desk, empty, "Nom;Collège;Courriel\nUn;Agence régionale de santé;\nDeux;Présidence;nul\n".encode())
    assert f"{preview}/rejetees.xlsx" in desk.text(preview)
    workbook = desk.get(f"{preview}/rejetees.xlsx")
    assert 'filename="lignes-a-corriger.xlsx"' in workbook.headers["Content-Disposition"]
    again = desk.text(send(desk, empty, workbook.data, "lignes-a-corriger.xlsx"))
    assert "Feuille 1, C2" in again.replace("\u00a0", " ")
    result = desk.text(desk.post(preview, {"expected": "1"}).location)
    undo = of(empty, "/importer/imports/1/annuler")
    assert undo in result
    assert undo in desk.text(of(empty, "/importer"))
    page = desk.text(undo)
    assert "1 nomination retirée" in page.replace("\u00a0", " ")
    assert "Annuler cet import" in page
    assert desk.post(undo).status_code == 303
    assert all(each.vacant for each in the_seats(base, empty))
    assert "Cet import est annulé" in desk.text(undo)
    assert desk.post(undo).status_code == 303
    assert desk.get(of(empty, "/importer/imports/9/annuler")).status_code == 404


def test_an_import_that_was_used_says_why_it_stays(desk: Visitor, base: Database, empty: Committee) -> None:
    preview = send(desk, empty, "Nom;Collège\nUn;Agence régionale de santé\n".encode())
    desk.post(preview, {"expected": "1"})
    person = next(each.titular.person_id for each in the_seats(base, empty) if each.titular)
    service.grant_role(base, person, Role.CHAIR, committee_id=empty.id, by=SYSTEM, now=NOW)
    undo = of(empty, "/importer/imports/1/annuler")

    page = desk.text(undo)

    assert "Cet import ne s’annule plus" in page
    assert "Rôle" in page
    assert '<button class="fr-btn">' not in page.partition("<main")[2]
    assert desk.post(undo).status_code == 409
    assert not all(each.vacant for each in the_seats(base, empty))


def test_a_committee_that_changed_since_the_preview_is_shown_again(
    desk: Visitor, base: Database, empty: Committee
) -> None:
    preview = send(desk, empty, CODERST.read_bytes())
    answer = desk.post(preview, {"expected": "48"})
    assert answer.status_code == 409
    assert "a changé depuis l’aperçu" in answer.text
    assert all(each.vacant for each in the_seats(base, empty))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "liste.csv", "vide"),
        (b"<html><body>Bonjour</body></html>", "liste.xlsx", "n’est pas un tableau"),
        (b"x" * 5_000_001, "liste.csv", "5"),
    ],
    ids=["empty", "a page named xlsx", "too large"],
)
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(
    desk: Visitor, empty: Committee, content: bytes, name: str, said: str
) -> None:
    answer = desk.post(of(empty, "/importer"), {"file": (io.BytesIO(content), name)})
    answer.request.environ["wsgi.input"].close()  # the client's own copy of a large form
    assert answer.status_code == 400
    assert said in answer.text
    assert desk.post(of(empty, "/importer")).status_code == 400


def test_a_kept_file_is_for_who_sent_it_and_for_its_committee_only(
    app: Flask, base: Database, desk: Visitor, empty: Committee, committee: Committee
) -> None:
    preview = send(desk, empty, CODERST.read_bytes())
    token = preview.rsplit("/", 1)[1]
    assert desk.get(of(committee, f"/importer/{token}")).status_code == 303
    assert desk.get(of(empty, "/importer/..%2f..%2fkeys")).status_code in {303, 404}
    person_id = a_person(base, "Autre")
    service.grant_role(base, person_id, Role.SECRETARIAT, by=SYSTEM, now=NOW)
    assert Visitor(app).enter(person_id).get(preview).status_code == 303


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_roster_is_exported_and_its_import_changes_nothing(desk: Visitor, empty: Committee, kind: str) -> None:
    desk.post(send(desk, empty, CODERST.read_bytes()), {"expected": "49"})
    answer = desk.get(of(empty, f"/composition/membres.{kind}"))
    assert answer.status_code == 200
    assert f"membres-vide-{TODAY.isoformat()}.{kind}" in answer.headers["Content-Disposition"]
    assert "contient déjà tout" in desk.text(send(desk, empty, answer.data, f"membres.{kind}"))
    assert desk.get(of(empty, "/composition/membres.exe")).status_code == 404


def test_the_model_file_can_be_downloaded_and_read(desk: Visitor, base: Database) -> None:
    blank = a_committee(base, seat_count=0, code="LIBRE")
    model = desk.get(of(blank, "/importer/modele.xlsx"))
    assert "Importer 1 membre" in desk.text(send(desk, blank, model.data, "modele.xlsx"))
