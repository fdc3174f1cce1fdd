"""The consultation in writing: ordonnance 2014-1329 art. 3, décret 2014-1627. Values in, a decision or a refusal out."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from webapp.committees.model import CommitteeSettings, Roster, SeatOnDay
from webapp.kernel.errors import Refusal
from webapp.meetings.sitting import Consultation, Item, Means, Nature, Phase, WrittenRefusal


def phase(found: Consultation | None, at: datetime) -> Phase:
    """Say where a consultation stands at an instant: from the hours kept, never from a job that ran (ECR-3).

    On the stroke of an end what it ends is still received (ECR-8).
    """
    if found is None:
        return Phase.PREPARED
    done = _told_by_an_act(found, at)
    if done is not None:
        return done
    if at < found.debate_opens_at:
        return Phase.ANNOUNCED
    return Phase.DEBATE if at <= found.debate_closes_at else Phase.DEBATE_OVER


def _told_by_an_act(found: Consultation, at: datetime) -> Phase | None:
    """Say where the chair's last message has brought a consultation, None before the debate was closed."""
    if found.results_sent_at is not None:
        return Phase.RESULTS_SENT
    if found.vote_closed_at is not None:
        return Phase.VOTE_CLOSED
    if found.vote_closes_at is not None:
        return Phase.VOTE if at <= found.vote_closes_at else Phase.VOTE_OVER
    return None if found.debate_closed_at is None else Phase.DEBATE_CLOSED


def voters(means: Iterable[Means]) -> dict[int, int]:
    """Map each seat to the person who takes part for it: the titular, or the substitute whom the titular named."""
    return {each.seat: each.person_id for each in means}


def check_one_seat(seat: int, person_id: int, titulars: Mapping[int, int], means: Mapping[int, Means]) -> None:
    """Refuse that somebody takes part for two seats: they would cast two ballots of their own (CRPA R133-3, R133-9; COM-6)."""
    taking = {**titulars, **voters(means.values())}
    if any(other != seat and taken == person_id for other, taken in taking.items()):
        raise Refusal(WrittenRefusal.TAKES_PART_ELSEWHERE)


def unready(roster: Roster, means: Mapping[int, Means]) -> tuple[SeatOnDay, ...]:
    """Return the seats held by somebody whose means are neither confirmed nor provided; vacant ones are not counted (ECR-1)."""
    return tuple(seat for seat in roster.seats if not seat.vacant and not _is_ready(seat, means.get(seat.seat.id)))


def _is_ready(seat: SeatOnDay, means: Means | None) -> bool:
    return (
        means is not None and means.kind is not None and any(each.person_id == means.person_id for each in seat.people)
    )


def check_conditions(
    settings: CommitteeSettings, decision: str, items: Iterable[Item], roster: Roster, means: Mapping[int, Means]
) -> None:
    """Refuse a consultation that may not be held in writing (ordonnance 2014-1329 art. 3 to 5; décret 2014-1627; ECR-1)."""
    if not settings.recording_rules.strip():
        raise Refusal(WrittenRefusal.RULES_MISSING)
    if not decision.strip():
        raise Refusal(WrittenRefusal.DECISION_MISSING)
    sanction = next((each for each in items if each.nature is Nature.SANCTION), None)
    if sanction is not None:
        raise Refusal(WrittenRefusal.SANCTION, item=sanction.label)
    missing = unready(roster, means)
    if missing:
        held = sum(not seat.vacant for seat in roster.seats)
        names = ", ".join(seat.titular.person.formal_name for seat in missing[:3] if seat.titular is not None)
        more = f" et {len(missing) - 3} autres" if len(missing) > 3 else ""  # noqa: PLR2004 — three names are enough to read
        raise Refusal(WrittenRefusal.MEANS_MISSING, ready=held - len(missing), held=held, names=names + more)


def check_announced(opens_at: datetime, closes_at: datetime, *, at: datetime, least_hours: int) -> None:
    """Refuse hours that leave less than the committee's minimum between the start and the earliest closing (ECR-2)."""
    if opens_at < at:
        raise Refusal(WrittenRefusal.START_PAST)
    if closes_at < opens_at + timedelta(hours=least_hours):
        raise Refusal(WrittenRefusal.DEBATE_TOO_SHORT, hours=least_hours)


def check_extension(found: Consultation, closes_at: datetime) -> None:
    """Refuse to end earlier, or to reopen what the chair closed (décret 2014-1627; ECR-5)."""
    if found.debate_closed_at is not None:
        raise Refusal(WrittenRefusal.DEBATE_CLOSED)
    if closes_at <= found.debate_closes_at:
        raise Refusal(WrittenRefusal.EXTENSION_BACKWARD)


def check_debate_closing(found: Consultation, at: datetime) -> None:
    """Refuse to close the debate before the announced limit (décret 2014-1627; ECR-4)."""
    if found.debate_closed_at is not None:
        raise Refusal(WrittenRefusal.DEBATE_CLOSED)
    if at < found.debate_closes_at:
        raise Refusal(WrittenRefusal.LIMIT_NOT_REACHED)


def check_vote_opening(found: Consultation, hours: int, *, least_hours: int) -> None:
    """Refuse to open the votes before the debate is closed, twice, or for less than the committee's minimum (ECR-3, ECR-8)."""
    if found.vote_opens_at is not None:
        raise Refusal(WrittenRefusal.VOTES_OPENED)
    if found.debate_closed_at is None:
        raise Refusal(WrittenRefusal.DEBATE_NOT_CLOSED)
    if hours < least_hours:
        raise Refusal(WrittenRefusal.VOTE_TOO_SHORT, hours=least_hours)


def check_vote_closing(found: Consultation, at: datetime, *, grace_minutes: int) -> None:
    """Refuse to close the votes while a ballot could still be received (ECR-8): closing is final."""
    if found.vote_closes_at is None:
        raise Refusal(WrittenRefusal.VOTES_NOT_OPENED)
    if at <= received_until(found.vote_closes_at, grace_minutes):
        raise Refusal(WrittenRefusal.VOTES_STILL_RECEIVED)


def received_until(closes_at: datetime, grace_minutes: int) -> datetime:
    """Return until when a ballot is received from whoever had signed in before the end (ECR-8)."""
    return closes_at + timedelta(minutes=grace_minutes)


def is_late(found: Consultation, received_at: datetime) -> bool:
    """Whether a contribution came after the announced limit: on the stroke it did not, a millisecond later it did (ECR-4)."""
    return received_at > found.debate_closes_at


def check_contribution(found: Consultation, received_at: datetime) -> None:
    """Refuse a contribution before the start, or once the chair has closed the debate (ECR-3, ECR-6)."""
    if received_at < found.debate_opens_at:
        raise Refusal(WrittenRefusal.DEBATE_NOT_OPEN)
    if found.debate_closed_at is not None:
        raise Refusal(WrittenRefusal.DEBATE_CLOSED)
