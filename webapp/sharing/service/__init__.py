"""What may be done between prefectures: partners known and trusted, dates offered, bundles given and received."""

from webapp.sharing.service.bundles import export, identity, renew_all
from webapp.sharing.service.entering import enter
from webapp.sharing.service.fetching import fetch, schedule
from webapp.sharing.service.forgetting import purge_due
from webapp.sharing.service.offering import offer
from webapp.sharing.service.partners import add_partner, end_trust, set_feed, set_note, trust
from webapp.sharing.service.receiving import receive

__all__ = [
    "add_partner",
    "end_trust",
    "enter",
    "export",
    "fetch",
    "identity",
    "offer",
    "purge_due",
    "receive",
    "renew_all",
    "schedule",
    "set_feed",
    "set_note",
    "trust",
]
