"""What the minutes of a consultation in writing tell beside its votes."""

from collections.abc import Iterator

from webapp.meetings.queries import Exchange
from webapp.meetings.sitting import Nature
from webapp.minutes.model.consultation import ExtensionLine, OpinionLine, RefusedLine, WrittenLine
from webapp.minutes.model.facts import to_minute
from webapp.minutes.queries.people import someone
from webapp.wording import dates
from webapp.wording import written as words


def written_line(found: Exchange) -> WrittenLine | None:
    """Tell a consultation: announced hours, extensions, how much was written, what came too late, opinions annexed."""
    consultation, sitting = found.consultation, found.sitting
    if consultation is None:
        return None
    hours = {
        name: None if value is None else to_minute(value)
        for name in ("debate_closed_at", "vote_opens_at", "vote_closes_at", "vote_closed_at", "results_sent_at")
        for value in (getattr(consultation, name),)
    }
    places = [*(item.id for item in sitting.items), None]
    return WrittenLine(
        announced_at=to_minute(consultation.announced_at),
        debate_opens_at=to_minute(consultation.debate_opens_at),
        debate_closes_at=to_minute(consultation.debate_closes_at),
        **hours,
        terms=consultation.terms,
        recording_rules=sitting.settings.recording_rules,
        extensions=tuple(
            ExtensionLine(
                made_at=to_minute(each.made_at),
                before=to_minute(each.before),
                after=to_minute(each.after),
                reason=each.reason,
            )
            for each in found.extensions
        ),
        observations=tuple(sum(each.item_id == place for each in found.contributions) for place in places),
        refused=tuple(
            RefusedLine(
                kind=words.LATE[each.kind],
                name=sitting.person_name(each.person_id),
                received=f"{dates.weekday(each.received_at)} à {dates.hour_millis(each.received_at)}",
                limit=f"{dates.weekday(each.ended_at)} à {dates.hour_millis(each.ended_at)}",
            )
            for each in found.late
        ),
        draft_texts=tuple(each.label for each in sitting.items if each.nature is Nature.DRAFT_TEXT),
        opinions=tuple(_opinions(found)),
    )


def _opinions(found: Exchange) -> Iterator[OpinionLine]:
    sitting = found.sitting
    for each in found.contributions:
        item = None if each.item_id is None else sitting.item_of(each.item_id)
        if each.annexed_at is not None and item is not None:
            who = someone(sitting, each.person_id, each.seat)
            yield OpinionLine(
                item=item.label,
                title=item.title,
                name=who.name,
                quality=who.quality,
                received=f"{dates.weekday(each.received_at)} à {dates.hour_millis(each.received_at)}",
                body=each.text,
            )
