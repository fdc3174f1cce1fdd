"""The JSON interface, for programs: an annex of the house, built when the first of them calls."""
