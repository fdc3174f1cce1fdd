"""What a test asks of the processes it started."""

from pathlib import Path


def lives(pid: int) -> bool:
    """Whether a process runs: one that ended and that nobody has buried yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
