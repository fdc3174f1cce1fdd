"""From what a committee settled to what the rules of a vote take."""

from webapp.committees.model import CommitteeSettings
from webapp.meetings.model import MajorityBase, VotingSettings


def voting_settings(settings: CommitteeSettings, *, composing: int) -> VotingSettings:
    """Keep of a committee's settings (LAW 7.1) what judges a vote; `composing` is the sitting's own, frozen at its opening."""
    return VotingSettings(
        composing=composing,
        max_mandates=settings.max_mandates,
        mandates_in_writing=settings.mandates_in_writing,
        recused_counts_in_quorum=settings.recused_counts_in_quorum,
        majority_base=MajorityBase(settings.majority_base),
        chair_votes=settings.chair_votes,
        casting_vote=settings.casting_vote,
    )
