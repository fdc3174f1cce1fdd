"""Bringing two texts of one pair of hands together, so that none of them is lost."""


def together(kept: str, typed: str) -> str:
    """Return what is kept followed by the lines of what was typed that it lacks.

    A line that goes on with what another had begun takes its place: notes are saved in the middle of sentences.
    """
    lines = kept.split("\n")
    missing = []
    for line in typed.split("\n"):
        if not line.strip() or any(each.startswith(line) for each in lines):
            continue
        begun = next((place for place, each in enumerate(lines) if each.strip() and line.startswith(each)), None)
        if begun is None:
            missing.append(line)
        else:
            lines[begun] = line
    return "\n".join([*lines, *([""] if missing and kept.strip() else []), *missing]).strip("\n")
