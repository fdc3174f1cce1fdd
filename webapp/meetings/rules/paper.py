"""A secret vote on paper: its totals must agree before they make an outcome (LAW SEC-6, SEC-7)."""

from webapp.kernel.errors import Refusal
from webapp.meetings.model import Counts, PaperCount, PaperRefusal


def check_paper(paper: PaperCount, entitled: int) -> None:
    """Refuse a count without a scrutineer, or whose totals do not agree (CGFP R211-574 by analogy; SEC-6).

    More papers than seats entitled at the closing (somebody withdrew after putting theirs in the urn, DEP-3) cannot be
    set right: the vote is interrupted and held again.
    """
    parts = (paper.in_favour, paper.against, paper.blank, paper.void)
    if not any(name.strip() for name in paper.scrutineers):
        raise Refusal(PaperRefusal.NO_SCRUTINEER)
    if min(paper.distributed, paper.found, *parts) < 0:
        raise Refusal(PaperRefusal.NEGATIVE)
    if sum(parts) != paper.found:
        raise Refusal(PaperRefusal.TOTALS_DISAGREE, total=sum(parts), found=paper.found)
    if paper.found > paper.distributed:
        raise Refusal(PaperRefusal.MORE_THAN_DISTRIBUTED, found=paper.found, distributed=paper.distributed)
    if max(paper.found, paper.distributed) > entitled:
        raise Refusal(PaperRefusal.MORE_THAN_ENTITLED, distributed=paper.distributed, entitled=entitled)


def count_paper(paper: PaperCount, *, entitled: int) -> Counts:
    """Count the papers: a blank or void one is no vote expressed, and its voter took part all the same (R133-11)."""
    return Counts(
        in_favour=paper.in_favour,
        against=paper.against,
        abstain=paper.blank + paper.void,
        did_not_vote=entitled - paper.found,
        entitled=entitled,
    )
