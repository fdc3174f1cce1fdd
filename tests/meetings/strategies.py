"""Scenarios of small committees, where seats meet often: absent chairs, recused holders, doubled and unknown mandates."""

from hypothesis import strategies as st

CHOICES = st.sampled_from(["for", "against", "abstain"])


@st.composite
def scenarios(draw, *, least_composing=1):
    """Draw a whole scenario that the simulator accepts."""
    composing = draw(st.integers(min_value=least_composing, max_value=7))
    seats = [f"s{number}" for number in range(1, composing + 1)]
    names = st.sampled_from([*seats, "s0", "s01", f"s{composing + 1}"])
    some = st.lists(st.sampled_from(seats), unique=True)
    present = draw(some)
    mode = draw(st.sampled_from(["in_person", "conference", "mixed", "written"]))
    return {
        "settings": {
            "composing": composing,
            "quorum_applies": draw(st.booleans()),
            "max_mandates": draw(st.integers(min_value=0, max_value=3)),
            "mandates_in_writing": draw(st.booleans()),
            "recused_counts_in_quorum": draw(st.booleans()),
            "majority_base": draw(st.sampled_from(["expressed", "present"])),
            "chair_votes": draw(st.booleans()),
            "casting_vote": draw(st.booleans()),
        },
        "mode": mode,
        "second_notice": mode != "written" and draw(st.booleans()),
        "present": present,
        "replaced": draw(st.lists(st.sampled_from(present), unique=True, max_size=2)) if present else [],
        "mandates": draw(st.lists(st.fixed_dictionaries({"from": names, "to": names}), max_size=6)),
        "recused": draw(st.lists(st.sampled_from(seats), unique=True, max_size=3)),
        "chair": draw(st.none() | st.sampled_from(seats)),
        "votes": draw(st.dictionaries(names, CHOICES, max_size=9)),
        "casting_declaration": draw(st.none() | st.sampled_from(["for", "against"])),
    }
