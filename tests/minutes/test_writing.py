"""What people write beside the facts."""

from datetime import date

from tests.minutes.desk import Desk
from tests.refusing import refused
from webapp.audit import queries as audit
from webapp.jobs import queries as jobs
from webapp.jobs.model import JobState
from webapp.minutes import queries, service
from webapp.minutes.model import FileKind, MinutesRefusal, MinutesState, TextKind
from webapp.wording.acts import ACTS

DRAFT, SUBMITTED, APPROVED, FINAL, _ = MinutesState


def test_a_text_keeps_its_versions(desk: Desk):
    first = desk.save(2, "Le rapporteur présente.\r\nLe pétitionnaire est entendu.  ")
    desk.save(2, "Texte revu.", expected=first)
    versions = queries.text_versions(desk.db, desk.meeting_id, desk.item(2), TextKind.SUMMARY)
    assert [each.body for each in versions] == ["Texte revu.", "Le rapporteur présente.\nLe pétitionnaire est entendu."]
    assert desk.dossier().summaries[1] == "Texte revu."


def test_two_secretaries_do_not_overwrite_each_other(desk: Desk):
    first = desk.save(None, "Coupure de cinq minutes.")
    desk.save(None, "Coupure de dix minutes.", expected=first)
    with refused(MinutesRefusal.TEXT_CHANGED):
        desk.save(None, "Aucune coupure.", expected=first)
    assert desk.dossier().incidents == "Coupure de dix minutes."


def test_saving_the_same_text_again_changes_nothing(desk: Desk):
    first = desk.save(1, "Présentation du bilan.")
    assert desk.save(1, "Présentation du bilan.") == first
    assert len(queries.text_versions(desk.db, desk.meeting_id, desk.item(1), TextKind.SUMMARY)) == 1


def test_a_text_too_long_or_of_another_sitting_is_refused(desk: Desk):
    with refused(MinutesRefusal.TEXT_TOO_LONG):
        desk.save(1, "x" * 50_001)
    with refused(MinutesRefusal.UNKNOWN_ITEM):
        service.save_text(desk.db, desk.meeting_id, 9999, "…", expected=0, by=desk.by, now=desk.tick())


def test_pv_3_a_correction_needs_a_reason_and_a_change(desk: Desk):
    with refused(MinutesRefusal.REASON_MISSING):
        desk.correct("secretary", "M. Gaspard Registre", reason="  ")
    with refused(MinutesRefusal.SAME_VALUE):
        desk.correct("agenda.3.votes.0.against", "7")
    desk.correct("agenda.3.votes.0.against", "6")
    with refused(MinutesRefusal.SAME_VALUE):
        desk.correct("agenda.3.votes.0.against", "6")
    found = desk.dossier()
    assert (found.recorded.agenda[3].votes[0].against, found.facts.agenda[3].votes[0].against) == (7, 6)
    assert [(each.recorded, each.corrected, each.by) for each in found.facts.corrections] == [
        ("7", "6", "Mme Odile Plumier")
    ]


def test_pv_2_a_disagreement_is_printed_with_the_name(desk: Desk):
    desk.disagree(17, 2, "La distance d’épandage reste insuffisante.")
    (line,) = desk.dossier().facts.agenda[1].disagreements
    assert (line.name, line.body) == ("M. Firmin Grandépi", "La distance d’épandage reste insuffisante.")


def test_pv_2_the_same_disagreement_twice_is_one_and_another_waits_for_its_withdrawal(desk: Desk):
    first = desk.disagree(17, 2, "Insuffisant.")
    assert desk.disagree(17, 2, "Insuffisant.") == first
    with refused(MinutesRefusal.ALREADY_STATED):
        desk.disagree(17, 2, "Autre motif.")
    service.withdraw_disagreement(desk.db, desk.meeting_id, first, by=desk.by, now=desk.tick())
    with refused(MinutesRefusal.UNKNOWN_DISAGREEMENT):
        service.withdraw_disagreement(desk.db, desk.meeting_id, first, by=desk.by, now=desk.tick())
    desk.disagree(17, 2, "Autre motif.")
    assert [each.body for each in desk.dossier().facts.agenda[1].disagreements] == ["Autre motif."]


def test_pv_2_nobody_withdraws_anothers_disagreement(desk: Desk):
    number = desk.disagree(17, 2)
    _, other = desk.member(18)
    with refused(MinutesRefusal.UNKNOWN_DISAGREEMENT):
        service.withdraw_disagreement(desk.db, desk.meeting_id, number, only_of=other, by=desk.by, now=desk.tick())


def test_pv_2_only_a_member_disagrees_and_only_with_an_opinion(desk: Desk):
    seat, _ = desk.member(17)
    arguments = {"seat": seat, "body": "", "by": desk.by, "now": desk.tick()}
    with refused(MinutesRefusal.NOT_A_MEMBER):
        service.disagree(desk.db, desk.meeting_id, desk.item(2), person_id=desk.played.second, **arguments)
    with refused(MinutesRefusal.UNKNOWN_SEAT):
        service.disagree(desk.db, desk.meeting_id, desk.item(2), person_id=1, **{**arguments, "seat": 9999})
    with refused(MinutesRefusal.NO_OPINION):
        desk.disagree(17, 7)
    with refused(MinutesRefusal.UNKNOWN_ITEM):
        service.disagree(desk.db, desk.meeting_id, 9999, person_id=desk.member(17)[1], **arguments)
    with refused(MinutesRefusal.TEXT_TOO_LONG):
        desk.disagree(17, 2, "x" * 2001)


def test_pv_4_what_is_final_does_not_change_any_more(desk: Desk):
    desk.to(FINAL)
    with refused(MinutesRefusal.IS_FINAL):
        desk.save(2, "Trop tard.")
    with refused(MinutesRefusal.IS_FINAL):
        desk.correct("secretary", "M. Gaspard Registre")
    with refused(MinutesRefusal.IS_FINAL):
        desk.disagree(17, 2)
    with refused(MinutesRefusal.IS_FINAL):
        service.excuse(desk.db, desk.meeting_id, [], by=desk.by, now=desk.tick())
    with refused(MinutesRefusal.IS_FINAL):
        desk.step(SUBMITTED, FINAL, "à reprendre")


def test_pv_4_a_second_click_does_nothing_and_a_state_moved_meanwhile_is_refused(desk: Desk):
    desk.step(SUBMITTED, DRAFT)
    desk.step(SUBMITTED, DRAFT)
    with refused(MinutesRefusal.STATE_MOVED):
        desk.step(APPROVED, DRAFT)
    assert [step.state for step in queries.record(desk.db, desk.meeting_id).steps] == [SUBMITTED]


def test_pv_4_going_back_keeps_the_reason(desk: Desk):
    desk.to(APPROVED)
    desk.step(SUBMITTED, APPROVED, "point 4 à compléter")
    assert queries.record(desk.db, desk.meeting_id).steps[-1].reason == "point 4 à compléter"


def test_each_step_forward_has_its_file_rendered(desk: Desk):
    desk.to(FINAL)
    asked = [(each.kind, each.state) for each in queries.files(desk.db, desk.meeting_id)]
    assert asked == [
        (FileKind.ANNEX, FINAL),
        (FileKind.MINUTES, FINAL),
        (FileKind.MINUTES, APPROVED),
        (FileKind.MINUTES, SUBMITTED),
    ]
    assert jobs.counts(desk.db)[JobState.DUE] == 4


def test_excused_members_are_told_apart_from_the_absent(desk: Desk):
    seat, _ = desk.member(6)
    service.excuse(desk.db, desk.meeting_id, [seat], by=desk.by, now=desk.tick())
    assert [each.titular.name for each in desk.dossier().facts.of_state("excused") if each.titular] == [
        "M. Jocelyn Aubépré"
    ]
    with refused(MinutesRefusal.UNKNOWN_SEAT):
        service.excuse(desk.db, desk.meeting_id, [9999], by=desk.by, now=desk.tick())


def test_pv_5_the_transmission_is_dated_and_never_to_come(desk: Desk):
    transmit = service.transmit
    for on in (date(2026, 12, 9), date(2026, 12, 12)):
        with refused(MinutesRefusal.TRANSMISSION_TOO_EARLY):
            transmit(desk.db, desk.meeting_id, on=on, to="", by=desk.by, now=desk.tick())
    transmit(desk.db, desk.meeting_id, on=date(2026, 12, 11), to=" la  préfète ", by=desk.by, now=desk.tick())
    record = queries.record(desk.db, desk.meeting_id)
    assert (record.transmitted_on, record.transmitted_to) == (date(2026, 12, 11), "la préfète")
    with refused(MinutesRefusal.UNKNOWN_MEETING):
        transmit(desk.db, 999, on=date(2026, 12, 11), to="", by=desk.by, now=desk.tick())


def test_every_act_is_journaled_with_a_sentence(desk: Desk):
    desk.save(2, "Débat.")
    desk.correct("secretary", "M. Gaspard Registre")
    number = desk.disagree(17, 2)
    service.withdraw_disagreement(desk.db, desk.meeting_id, number, by=desk.by, now=desk.tick())
    service.excuse(desk.db, desk.meeting_id, [], by=desk.by, now=desk.tick())
    desk.to(FINAL)
    acts = {row["act"] for row in desk.db.rows("SELECT act FROM journal WHERE act LIKE 'minutes.%'")}
    assert acts == {
        "minutes.text_saved",
        "minutes.corrected",
        "minutes.disagreement_stated",
        "minutes.disagreement_withdrawn",
        "minutes.excused",
        "minutes.submitted",
        "minutes.approved",
        "minutes.finalised",
    }
    assert acts <= set(ACTS)
    assert audit.check_chain(desk.db).holds
