"""What the minutes state of a consultation held in writing (ordonnance 2014-1329 art. 3; LAW ECR-2 to ECR-11)."""

from datetime import datetime

from webapp.kernel.models import frozen


@frozen
class ExtensionLine:
    """The debate of a consultation that was extended (LAW ECR-5)."""

    made_at: datetime
    before: datetime
    after: datetime
    reason: str


@frozen
class RefusedLine:
    """What came after the end, to the millisecond, and was refused; what it said is not kept (LAW ECR-4, ECR-8)."""

    kind: str
    name: str
    received: str
    limit: str


@frozen
class OpinionLine:
    """An opinion on a draft text, annexed because its writer asked (CRPA R133-7; LAW ECR-11)."""

    item: str
    title: str
    name: str
    quality: str
    received: str
    body: str


@frozen
class WrittenLine:
    """A consultation in writing (LAW ECR-2 to ECR-11); `observations`: how many on each item, then on the whole."""

    announced_at: datetime
    debate_opens_at: datetime
    debate_closes_at: datetime
    debate_closed_at: datetime | None
    vote_opens_at: datetime | None
    vote_closes_at: datetime | None
    vote_closed_at: datetime | None
    results_sent_at: datetime | None
    terms: str
    recording_rules: str
    extensions: tuple[ExtensionLine, ...]
    observations: tuple[int, ...]
    refused: tuple[RefusedLine, ...]
    draft_texts: tuple[str, ...]
    opinions: tuple[OpinionLine, ...]
