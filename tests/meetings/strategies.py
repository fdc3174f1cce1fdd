"""Scenarios of small committees, where seats meet often: absent chairs, recused holders, doubled and unknown mandates."""

from hypothesis import strategies as st

CHOICES = st.sampled_from(["for", "against", "for", "against", "abstain"])
USUALLY = st.sampled_from([True, True, False])


@st.composite
def scenarios(draw, *, least_composing=1):
    """Draw a whole scenario that the simulator accepts."""
    composing = draw(st.integers(min_value=least_composing, max_value=7))
    seats = [f"s{number}" for number in range(1, composing + 1)]
    names = st.sampled_from([*seats * 3, "s0", "s01", f"s{composing + 1}"])
    present = [seat for seat in draw(st.permutations(seats)) if draw(USUALLY)]
    absent = [seat for seat in seats if seat not in present]
    mandators = names | st.sampled_from(absent) if absent else names
    holders = names | st.sampled_from(present) if present else names
    ballots = st.dictionaries(names, CHOICES, max_size=9)
    mode = draw(st.sampled_from(["in_person", "conference", "mixed", "written"]))
    return {
        "settings": {
            "composing": composing,
            "quorum_applies": draw(USUALLY),
            "max_mandates": draw(st.integers(min_value=0, max_value=3)),
            "mandates_in_writing": draw(st.booleans()),
            "recused_counts_in_quorum": draw(st.booleans()),
            "majority_base": draw(st.sampled_from(["expressed", "present"])),
            "chair_votes": draw(USUALLY),
            "casting_vote": draw(USUALLY),
        },
        "mode": mode,
        "second_notice": mode != "written" and draw(st.booleans()),
        "present": present,
        "replaced": draw(st.lists(st.sampled_from(present), unique=True, max_size=2)) if present else [],
        "mandates": draw(st.lists(st.fixed_dictionaries({"from": mandators, "to": holders}), max_size=6)),
        "recused": draw(st.just([]) | st.lists(st.sampled_from(seats), unique=True, max_size=3)),
        "chair": draw(st.sampled_from([None, *seats, *present * 2])),
        "votes": {seat: draw(CHOICES) for seat in seats if draw(st.booleans())} | draw(ballots),
        "casting_declaration": draw(st.none() | st.sampled_from(["for", "against"])),
    }
