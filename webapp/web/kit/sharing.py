"""Our instance as its partners know it."""

from webapp.sharing.model import House
from webapp.web.kit.database import settings


def house() -> House:
    """Return what sharing needs of the running application."""
    kept = settings()
    return House(
        name=kept.prefecture,
        seed=kept.sharing_key,
        link_key=kept.link_key,
        public_address=kept.public_address,
        files=kept.files,
    )
