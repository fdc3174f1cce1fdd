"""Nothing in the facts that the pages do not show, and no figure on the pages that is not of the facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.minutes.shown import Marked, figures_not_of, filled, hidden_codes, kind, marked, squeezed, text_of
from tests.pdf.printing import pdf_of
from tests.pdf.structure import texts
from webapp.meetings.rules.quorum import IN_WRITING
from webapp.minutes import document
from webapp.minutes.document import Content
from webapp.minutes.model import Facts, MinutesState
from webapp.minutes.model.consultation import OpinionLine, WrittenLine
from webapp.minutes.model.evidence import DocumentLine, JournalLine
from webapp.minutes.model.facts import (
    AfterwardsLine,
    CorrectedLine,
    DecisionLine,
    DisagreementLine,
    ItemLine,
    MandateLine,
    RectifiedLine,
    SuspensionLine,
    VoidedLine,
    WroteLine,
)
from webapp.minutes.model.votes import Divergence, EarlierVote, FirstResult, NamedVote, PaperLine, VoteMandate
from webapp.minutes.queries import Dossier
from webapp.minutes.rules.corrections import put_at

UNCOUNTED = dict.fromkeys(("in_favour", "against", "abstain", "did_not_vote", "wording"))
HEAD = JournalLine(entry=123, sha256="ab" * 32)


def whole(facts: Facts) -> Facts:
    """Add to the facts of the reference sitting all that it does not hold."""
    votes = "agenda.3.votes.0"
    added = {
        f"{votes}.divergence": filled(Divergence),
        f"{votes}.casting_declaration": "for",
        f"{votes}.first": filled(FirstResult),
        f"{votes}.names": (filled(NamedVote),),
        f"{votes}.mandates": (filled(VoteMandate), filled(VoteMandate, reason=None)),
        f"{votes}.earlier": (filled(EarlierVote, fate="redone"), filled(EarlierVote, **UNCOUNTED)),
        "agenda.5.votes.0.paper": filled(PaperLine),
        "agenda.3.documents": (filled(DocumentLine),),
        "agenda.3.disagreements": (filled(DisagreementLine),),
        "agenda.3.decisions": (filled(DecisionLine),),
        "agenda.3.wrote": (filled(WroteLine),),
        "agenda.3.after_notice": True,
        "agenda.0.approves": date(2026, 11, 12),
        "agenda.3.reason": "motif",
        "notice.urgency": "urgence",
        "members.1.sat.0.paper": "cd" * 32,
    }
    for path, value in added.items():
        facts = put_at(facts, path, value)
    later = filled(MandateLine, reason=None)
    before = replace(facts.mandates[0], received_at=facts.starts_at - timedelta(days=2))
    return replace(
        facts,
        formation_of="formation",
        title="titre",
        suspensions=(filled(SuspensionLine),),
        afterwards=(filled(AfterwardsLine),),
        decisions=(filled(DecisionLine),),
        voided=(filled(VoidedLine),),
        corrections=(filled(CorrectedLine, fact="agenda.3.title"),),
        mandates=(*facts.mandates, later, before),
        rectifies=filled(RectifiedLine),
        journal=HEAD,
    )


def in_writing(facts: Facts) -> Facts:
    """Turn them into those of a consultation in writing, where nobody comes, leaves, presides in turn or is heard."""

    def item(each: ItemLine) -> ItemLine:
        votes = tuple(
            replace(vote, quorum=vote.quorum and replace(vote.quorum, source=IN_WRITING)) for vote in each.votes
        )
        return replace(
            each, begun_at=None, ended_at=None, quorum=None, quorum_at_end=None, heard=(), late=(), votes=votes
        )

    label = facts.agenda[3].label
    return replace(
        facts,
        mode="written",
        agenda=tuple(item(each) for each in facts.agenda),
        presided=facts.presided[:1],
        guests=(),
        suspensions=(),
        afterwards=(),
        voided=(),
        written=filled(
            WrittenLine,
            observations=(3,) * (len(facts.agenda) + 1),
            draft_texts=(label,),
            opinions=(filled(OpinionLine, item=label),),
        ),
    )


@pytest.fixture(params=["sitting", "consultation"])
def case(request: pytest.FixtureRequest, dossier: Dossier) -> tuple[Content, Marked]:
    """The final minutes of facts whose every leaf is a value of its own."""
    facts = whole(dossier.facts)
    facts, found = marked(facts if request.param == "sitting" else in_writing(facts))
    return replace(dossier.content, state=MinutesState.FINAL, facts=facts), found


def test_every_leaf_of_the_facts_is_on_the_pages(case: tuple[Content, Marked]):
    content, found = case
    text = squeezed(text_of(content))
    lacking: dict[str, str] = {}
    for path, printed in found.shown.items():
        if squeezed(printed) not in text:
            lacking.setdefault(kind(path), f"{path}: {printed}")
    assert lacking == {}


def test_every_code_changes_what_the_pages_say(case: tuple[Content, Marked]):
    content, found = case
    assert list(hidden_codes(content, found.codes)) == []


def test_every_figure_of_the_pages_is_of_the_facts(case: tuple[Content, Marked]):
    content, found = case
    assert list(figures_not_of(content, found.shown)) == []


def test_the_paper_says_what_the_screen_says(dossier: Dossier):
    content = replace(dossier.content, state=MinutesState.FINAL, facts=replace(dossier.facts, journal=HEAD))
    paper = squeezed(" ".join(texts(pdf_of(document.minutes(content)))).replace("‐\n", ""))
    words = [squeezed(each) for each in text_of(content).split()]
    assert len(words) > 2000
    assert [each for each in words if each not in paper] == []
