"""What minutes must have before they are final: the mentions of CRPA R133-13 (LAW 3.5, PV-1)."""

from collections.abc import Iterator, Sequence

from webapp.minutes.model import Facts, Missing, What
from webapp.minutes.model.facts import ItemLine

_TREATED = {"done", "adjourned", "withdrawn", "joined"}  # joined: examined with the item that it names


def missing(facts: Facts, summaries: Sequence[str]) -> tuple[Missing, ...]:
    """List what is lacking, what blocks first; `summaries` are the texts of the items, in the order of the agenda.

    R133-13 asks for the members present with their quality, the matters dealt with and the sense of each deliberation;
    who presided and how the sitting was held follow from them. The rest is asked for without blocking.
    """
    found = (*_of_sitting(facts), *_of_members(facts), *_of_agenda(facts, summaries))
    return tuple(sorted(found, key=lambda each: not each.blocks))


def _of_sitting(facts: Facts) -> Iterator[Missing]:
    if facts.closed_at is None:
        yield Missing(what=What.SITTING_OPEN, blocks=True)
    if not facts.presided and facts.closing != "no_quorum":
        yield Missing(what=What.CHAIR, blocks=True)
    if not facts.secretary.strip():
        yield Missing(what=What.SECRETARY, blocks=True, fact="secretary")
    if facts.mode_basis and not facts.mode_decision.strip():
        yield Missing(what=What.MODE_DECISION, blocks=True, fact="mode_decision")
    if facts.notice.sent_on is None and facts.written is None:  # in writing, the announcement is the notice
        yield Missing(what=What.NOTICE, blocks=False, fact="notice.sent_on")


def _of_members(facts: Facts) -> Iterator[Missing]:
    for number, member in enumerate(facts.members):
        for place, sat in enumerate(member.sat):
            if not sat.quality.strip():
                yield Missing(
                    what=What.QUALITY, blocks=True, where=sat.name, fact=f"members.{number}.sat.{place}.quality"
                )


def _of_agenda(facts: Facts, summaries: Sequence[str]) -> Iterator[Missing]:
    if facts.closing == "no_quorum":
        return
    for item, summary in zip(facts.agenda, summaries, strict=True):
        written = bool(summary.strip())
        if item.state not in _TREATED and not written:
            yield Missing(what=What.NOT_TREATED, blocks=True, where=item.label, item=item.label)
        elif item.state == "done" and not written:
            yield Missing(what=What.SUMMARY, blocks=False, where=item.label, item=item.label)
        if item.kind == "vote" and item.state == "done":
            yield from _of_opinion(item, written=written)


def _of_opinion(item: ItemLine, *, written: bool) -> Iterator[Missing]:
    """An opinion has a sense; where no vote says one, the chair's reason or the summary does."""
    opinion = item.opinion
    if opinion is None and not item.reason.strip() and not item.decisions and not written:
        yield Missing(what=What.NO_SENSE, blocks=True, where=item.label, item=item.label)
