"""From one row to the people it names, or to the faults of its cells."""

from dataclasses import replace
from datetime import date
from typing import Final

from webapp.committees.model import Rank
from webapp.committees.roster import names, values
from webapp.committees.roster.cells import NAMES, RowReader
from webapp.committees.roster.colleges import Colleges
from webapp.committees.roster.columns import Column, announces_last_name_first
from webapp.committees.roster.model import CellFault, Person
from webapp.committees.roster.text import fold, name_key, shorten
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen
from webapp.wording import dates

_LONGEST_NAME: Final = 120


@frozen(kw_only=False)
class _Identity:
    """What the cells of names say of one person."""

    last_name: str
    first_name: str | None
    civility: str | None
    role: Rank | None
    substitute_of: str | None


def read_people(row: RowReader, colleges: Colleges) -> list[Person]:
    """Return the person of a row, and the substitute named in a column of its own; faults are left in `row`."""
    identity, substitute = _read_pair(row) or (_read_identity(row), None)
    other = row.beside() if row.header.beside else None
    substitute = substitute or (
        _read_identity(other) if other and other.names_somebody() else _read_named_substitute(row)
    )
    role, substitute_of, title = _read_role(row, identity)
    physician = _read_physician(row)
    college = _read_college(row, colleges)
    guessed = values.guess_seat_type(college or "")
    seat_type = row.attempt(Column.SEAT_TYPE, values.parse_seat_type)
    starts_on = row.attempt(Column.STARTS_ON, values.parse_date)
    ends_on = row.attempt(Column.ENDS_ON, values.parse_date)
    if starts_on and ends_on and ends_on < starts_on:
        row.fault(Column.ENDS_ON, CellFault.END_BEFORE_START, start=dates.day(starts_on), end=dates.day(ends_on))
    if identity is None and substitute is None:
        row.fault(Column.LAST_NAME, CellFault.MISSING_NAME)
    named = identity or substitute
    email = row.attempt(Column.EMAIL, values.parse_email)
    phone = row.attempt(Column.PHONE, values.parse_phone)
    organisation = row.text(Column.ORGANISATION)
    own = _Contact.read(other) if other else _Contact()
    if other:
        row.take_faults(other)
    if identity is None and substitute is not None and substitute_of is None:
        substitute_of = _titular_above(row)
    if row.faults or named is None or college is None:
        return []
    person = Person(
        last_name=named.last_name,
        first_name=named.first_name,
        civility=named.civility,
        title=title,
        organisation=organisation,
        college=college,
        seat_type=seat_type or guessed,
        role=role if identity else Rank.SUBSTITUTE,
        substitute_of=substitute_of,
        email=email,
        phone=phone,
        starts_on=starts_on,
        ends_on=ends_on,
        physician=physician,
        seat_type_stated=seat_type is not None,
        source=row.source(*(NAMES if identity else ()), Column.SUBSTITUTE_NAME),
    )
    if identity is None and substitute is not None and other:
        return [_with_contact(person, own, other)]
    if identity is None or substitute is None:
        return [person]
    beside = _beside(person, substitute)
    if other:
        return [person, _with_contact(beside, own, other)]
    written = () if Column.SUBSTITUTE_NAME in row.header.columns else NAMES
    return [person, replace(beside, source=row.source(Column.SUBSTITUTE_NAME, *written))]


def _with_contact(substitute: Person, own: "_Contact", other: RowReader) -> Person:
    """Give a substitute what the columns of their own say."""
    return replace(
        substitute,
        title=own.title,
        organisation=own.organisation or substitute.organisation,
        email=own.email,
        phone=own.phone,
        starts_on=own.starts_on or substitute.starts_on,
        ends_on=own.ends_on or substitute.ends_on,
        source=other.source(*NAMES),
    )


@frozen(kw_only=False)
class _Contact:
    """What the columns of a substitute beside the titular say of them."""

    title: str | None = None
    organisation: str | None = None
    email: str | None = None
    phone: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @classmethod
    def read(cls, other: RowReader) -> "_Contact":
        return cls(
            title=other.text(Column.TITLE),
            organisation=other.text(Column.ORGANISATION),
            email=other.attempt(Column.EMAIL, values.parse_email),
            phone=other.attempt(Column.PHONE, values.parse_phone),
            starts_on=other.attempt(Column.STARTS_ON, values.parse_date),
            ends_on=other.attempt(Column.ENDS_ON, values.parse_date),
        )


def _titular_above(row: RowReader) -> str | None:
    """Return the titular whose cell is merged over the line of a second substitute."""
    for column in NAMES:
        place = row.place(column)
        above = None if place is None else row.grid.merged_from(row.row, place)
        if above is not None and values.tidy(above):
            return values.tidy(above)
    return None


def _beside(titular: Person, substitute: _Identity) -> Person:
    """Return the substitute written on the titular's own row: the same seat, nothing that is personal."""
    return replace(
        titular,
        last_name=substitute.last_name,
        first_name=substitute.first_name,
        civility=substitute.civility,
        title=None,
        role=Rank.SUBSTITUTE,
        substitute_of=titular.full_name,
        email=None,
        phone=None,
        physician=False,
    )


def _read_pair(row: RowReader) -> tuple[_Identity, _Identity] | None:
    """Read a cell that names a titular and their substitute, each told as such: nothing is guessed."""
    if Column.FIRST_NAME in row.header.columns or Column.FIRST_NAME in row.header.beside:
        return None
    for column in (Column.LAST_NAME, Column.FULL_NAME, Column.TITULAR_NAME):
        place = row.place(column)
        pair = names.take_pair(values.text_of(row.cell(place))) if place is not None else None
        if pair and not any(names.names_an_office(each) or names.says_more(each) for each in pair):
            titular, substitute = (_identify(row, column, values.tidy(each)) for each in pair)
            return replace(titular, role=Rank.TITULAR), substitute
    return None


def _read_identity(row: RowReader) -> _Identity | None:
    if last_name := row.text(Column.LAST_NAME, _LONGEST_NAME):
        if Column.FIRST_NAME in row.header.columns:
            return _read_cut_name(row, last_name)
        return _cut(row, Column.LAST_NAME)
    for column in (Column.FULL_NAME, Column.TITULAR_NAME):
        if row.text(column, _LONGEST_NAME) and not _says_role(row, column):
            return _cut(row, column)
    return None


def _read_cut_name(row: RowReader, last_name: str) -> _Identity | None:
    """Read a name that stands in two columns, with its civility before it when there is no column for that."""
    first_name = row.text(Column.FIRST_NAME, _LONGEST_NAME)
    if first_name is None:
        if _refuse_nobody(row, Column.LAST_NAME):
            return None
        role, substitute_of, last_name = names.take_role(names.tidy_name(last_name))
    else:
        role, substitute_of, last_name = None, None, names.tidy_name(last_name)
    civility = row.attempt(Column.CIVILITY, values.parse_civility)
    if Column.CIVILITY not in row.header.columns:
        civility, last_name = names.take_civility(last_name)
    return _Identity(last_name, first_name, civility or None, role, substitute_of)


def _cut(row: RowReader, column: Column) -> _Identity | None:
    """Read a full name that stands in one column."""
    if _refuse_nobody(row, column):
        return None
    return _identify(row, column, row.text(column, _LONGEST_NAME) or "")


def _identify(row: RowReader, column: Column, text: str) -> _Identity:
    """Cut the text of a full name, read under this heading."""
    place = row.place(column)
    heading = row.header.headings[place] if place is not None else ""
    role, substitute_of, name = names.take_role(names.tidy_name(text))
    before, name = names.take_civility(names.tidy_name(name).strip(" ,;–—-") or name)
    last_name, first_name = names.split_name(name, first_comes_first=not announces_last_name_first(heading))
    if column is not Column.SUBSTITUTE_NAME:
        before = row.attempt(Column.CIVILITY, values.parse_civility) or before
    return _Identity(last_name, first_name, before or None, role, substitute_of)


def _refuse_nobody(row: RowReader, column: Column) -> bool:
    """Note a cell of names that names nobody, or several people."""
    place = row.place(column)
    raw = values.text_of(row.cell(place)) if place is not None else ""
    bare = names.tidy_name(names.take_role(values.tidy(raw))[2])
    if names.is_vacant(raw):
        row.fault(column, CellFault.VACANT_SEAT)
    elif names.names_an_office(bare):
        row.fault(column, CellFault.NOT_A_NAME, value=shorten(values.tidy(raw)))
    elif names.looks_like_several(raw) or names.addresses_several(bare):
        row.fault(column, CellFault.SEVERAL_PEOPLE, value=shorten(values.tidy(raw)))
    elif names.says_more(bare):
        row.fault(column, CellFault.MORE_THAN_A_NAME, value=shorten(values.tidy(raw)))
    else:
        return False
    return True


def _says_role(row: RowReader, column: Column) -> bool:
    """Tell whether a column headed « Titulaire » or « Suppléant » holds yes or no, or the role, rather than a name."""
    place = row.place(column)
    if place is None or column not in (Column.TITULAR_NAME, Column.SUBSTITUTE_NAME):
        return False
    cell = row.cell(place)
    if values.is_yes_no(cell):
        return True
    try:
        values.parse_role(cell)
    except Refusal:
        return False
    return True


def _read_named_substitute(row: RowReader) -> _Identity | None:
    column = Column.SUBSTITUTE_NAME
    if row.text(column, _LONGEST_NAME) is None or _says_role(row, column):
        return None
    if names.is_vacant(row.text(column) or ""):
        return None
    return _cut(row, column)


def _read_role(row: RowReader, identity: _Identity | None) -> tuple[Rank, str | None, str | None]:
    """Return the role, the titular whom a substitute replaces, and the title, which may have said both."""
    title = row.text(Column.TITLE)
    written = row.attempt(Column.ROLE, values.parse_role) or _read_flag(row)
    if written is None and identity and identity.role:
        written = identity.role, identity.substitute_of
    if written is None and title and (told := _role_told_by(title)):
        written, title = told, None
    column = row.text(Column.SUBSTITUTE_OF, _LONGEST_NAME)
    if written and written[0] is Rank.TITULAR and column:
        row.fault(Column.SUBSTITUTE_OF, CellFault.HOLDER_OF_A_TITULAR, value=shorten(column))
    substitute_of = column or (written[1] if written else None)
    role: Rank = written[0] if written else (Rank.SUBSTITUTE if substitute_of else Rank.TITULAR)
    return role, substitute_of, title


def _read_flag(row: RowReader) -> tuple[Rank, str | None] | None:
    """Read columns « Titulaire » and « Suppléant » that hold yes or no, or the role itself."""
    for column in (Column.TITULAR_NAME, Column.SUBSTITUTE_NAME):
        place = row.place(column)
        if place is None or not _says_role(row, column):
            continue
        cell = row.cell(place)
        if not values.is_yes_no(cell):
            return values.parse_role(cell)
        titular = values.parse_yes_no(cell) is (column is Column.TITULAR_NAME)
        return (Rank.TITULAR if titular else Rank.SUBSTITUTE), None
    return None


def _role_told_by(title: str) -> tuple[Rank, str | None] | None:
    """Read « suppléant » or « suppléante de M. Dupont » written as a title; « président » stays a title."""
    if not fold(title).startswith(("suppleant", "titulaire", "membre suppleant", "membre titulaire")):
        return None
    try:
        return values.parse_role(title)
    except Refusal:
        return None


def _read_physician(row: RowReader) -> bool:
    place = row.place(Column.SEAT_TYPE)
    by_seat = place is not None and values.is_physician_seat(row.cell(place))
    return bool(row.attempt(Column.PHYSICIAN, values.parse_yes_no)) or by_seat


def _read_college(row: RowReader, colleges: Colleges) -> str | None:
    written = row.text(Column.COLLEGE)
    if written is None:
        row.fault(Column.COLLEGE, CellFault.MISSING_COLLEGE)
        return None
    return row.attempt(Column.COLLEGE, lambda _: colleges.find(written))


def is_twice(one: Person, other: Person) -> bool:
    """Tell whether two lines of the same key name the same person: no organisation or address tells them apart."""
    return not any(
        first and second and fold(first) != fold(second)
        for first, second in (
            (one.email, other.email),
            (one.organisation, other.organisation),
            (one.substitute_of, other.substitute_of),
        )
    )


def twin_key(person: Person) -> tuple[frozenset[str], str, str]:
    """Return what two lines about the same person share."""
    return name_key(person.full_name), fold(person.college), person.role
