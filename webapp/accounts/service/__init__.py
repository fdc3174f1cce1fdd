"""What may be done to accounts: each function is one use case and one unit of work, save `add_person`."""

from webapp.accounts.service.dictating import dictate_code, redeem_code
from webapp.accounts.service.linking import ask_link, new_link, redeem_link, renew_link
from webapp.accounts.service.mending import resend
from webapp.accounts.service.passwords import change_password, needs_current, set_password
from webapp.accounts.service.people import (
    add_person,
    change_own_contact,
    close_account,
    create_administrator,
    create_person,
    edit_person,
    end_role,
    free_login,
    give_role,
    grant_role,
    reopen_account,
)
from webapp.accounts.service.printing import issue_slip, print_slips, slip_link
from webapp.accounts.service.signing import (
    end_session,
    end_sessions,
    keep_alive,
    redeem_slip,
    sign_in,
    sign_out,
)

__all__ = [
    "add_person",
    "ask_link",
    "change_own_contact",
    "change_password",
    "close_account",
    "create_administrator",
    "create_person",
    "dictate_code",
    "edit_person",
    "end_role",
    "end_session",
    "end_sessions",
    "free_login",
    "give_role",
    "grant_role",
    "issue_slip",
    "keep_alive",
    "needs_current",
    "new_link",
    "print_slips",
    "redeem_code",
    "redeem_link",
    "redeem_slip",
    "renew_link",
    "reopen_account",
    "resend",
    "set_password",
    "sign_in",
    "sign_out",
    "slip_link",
]
