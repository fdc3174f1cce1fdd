from webapp.committees.model import CommitteeSettings
from webapp.meetings.model import MajorityBase, VotingSettings
from webapp.meetings.rules.settings import voting_settings


def test_a_committees_choices_reach_the_rules():
    chosen = CommitteeSettings(
        max_mandates=2,
        mandates_in_writing=True,
        recused_counts_in_quorum=True,
        majority_base="present",
        chair_votes=False,
        casting_vote=False,
    )

    assert voting_settings(chosen, composing=11) == VotingSettings(
        composing=11,
        max_mandates=2,
        mandates_in_writing=True,
        recused_counts_in_quorum=True,
        majority_base=MajorityBase.PRESENT,
        chair_votes=False,
        casting_vote=False,
    )


def test_the_defaults_are_the_same_on_both_sides():
    assert voting_settings(CommitteeSettings(), composing=26) == VotingSettings(composing=26)
