"""How the mail stands, as the secretariat's pages say it."""

from webapp.kernel.models import frozen
from webapp.outbox import queries as outbox
from webapp.outbox.model import Means, Queue
from webapp.web.kit import access
from webapp.web.kit.database import db, settings


@frozen
class Standing:
    """What waits among what the reader may see, and whether anything leaves from here at all."""

    queue: Queue
    sends: bool
    demo: bool


def queue() -> Standing:
    """Return how the mail stands for who is signed in, in one query; components/mail.html says it."""
    found = outbox.queue(db(), access.mail_reach(access.me()))
    return Standing(queue=found, sends=settings().sends_mail, demo=settings().mark == "demo")


def means() -> Means:
    """Return what a message is composed with on this installation."""
    kept = settings()
    return Means(sender=kept.smtp_from, link_key=kept.link_key, public_address=kept.public_address, files=kept.files)
