"""The one SQLite file: a writing connection with group commit, and read-only connections lent one use at a time.

A unit of work is a savepoint inside the group's single BEGIN IMMEDIATE; it returns only after the durable commit.
"""

import fcntl
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NoReturn, Self, TypeVar, cast

from pysqlite3 import dbapi2 as sqlite3

T = TypeVar("T")
Parameters = Sequence[object] | Mapping[str, object]
Row = Mapping[str, Any]

BUSY_MILLISECONDS = 10_000
# Faults of the disk or the file, not of the statement: https://sqlite.org/rescode.html
UNWRITABLE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_BUSY", "SQLITE_CORRUPT", "SQLITE_NOTADB")
GROUP_LIMIT = 200  # units in one commit: bounds what a failed commit takes with it


class StorageError(Exception):
    """The database could not keep what was asked; nothing of the unit was written."""


@dataclass(slots=True)
class _Group:
    """The units that share one transaction and hear together whether it was committed."""

    size: int = 0
    failed: BaseException | None = None
    settled: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True, eq=False)
class _Errand(Generic[T]):
    """A unit of work that another thread may run: what to do, then what came of it; woken when over, or to lead."""

    act: Callable[[], T]
    woken: threading.Event = field(default_factory=threading.Event)
    over: bool = False
    result: T | None = None
    fault: BaseException | None = None
    after: list[Callable[[], None]] = field(default_factory=list)


class _Use(threading.local):
    """What the present thread is doing with the database."""

    reader: Any = None
    writing: bool = False
    after: list[Callable[[], None]] | None = None


class Database:
    """Every read and write of the process goes through one of these."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._use = _Use()
        self._turn = threading.Lock()
        self._waiting = 0
        self._count = threading.Lock()
        self._group: _Group | None = None
        self._errands: deque[_Errand[Any]] = deque()
        self._leading = threading.Lock()  # handed from leader to leader, and free when no errand is left
        self._idle: list[Any] = []
        self._writer = connect(path)
        self._watcher: Any = None  # its own connection: the number only has a meaning within one
        self._lock_file = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        self.aside: Callable[[], AbstractContextManager[None]] = nullcontext  # what a thread leaves while others write
        self.committed: list[Callable[[], None]] = []  # told after each commit of this process

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing, migrated database file."""
        return cls(path)

    def close(self) -> None:
        """Close the connections; the database is not to be used afterwards."""
        for reader in [*self._idle, *([self._watcher] if self._watcher else [])]:
            reader.close()
        self._idle.clear()
        self._writer.close()  # the last: only a connection that may write brings the WAL back into the file
        os.close(self._lock_file)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run a SELECT and return its rows as mappings by column name."""
        if self._use.writing:
            return _mappings(self._writer.execute(sql, parameters))
        lent: Any = self._use.reader
        if lent is not None:
            return _mappings(lent.execute(sql, parameters))
        with self.reading():
            return _mappings(self._use.reader.execute(sql, parameters))

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Run a SELECT and return its first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Run a SELECT and return the first column of its first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else next(iter(found.values()))

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one INSERT, UPDATE or DELETE inside a unit of work; return the new row's id."""
        return int(self._write(sql, parameters).lastrowid or 0)

    def added(self, sql: str, parameters: Parameters = ()) -> int | None:
        """Run one INSERT … RETURNING inside a unit of work; return the number it gives, None where it added nothing."""
        found = self._write(sql, parameters).fetchall()
        return int(found[0][0]) if found else None

    def change(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one UPDATE or DELETE inside a unit of work; return how many rows it touched."""
        return int(self._write(sql, parameters).rowcount)

    def _write(self, sql: str, parameters: Parameters) -> Any:
        if not self._use.writing:
            message = "a write outside a unit of work"
            raise StorageError(message)
        try:
            return self._writer.execute(sql, parameters)
        except sqlite3.OperationalError as fault:
            _tell(fault)

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[None]:
        """Lend this thread a read-only connection; with `snapshot` all its reads see one and the same state."""
        if self._use.reader is not None:
            yield
            return
        try:
            reader = self._idle.pop()
        except IndexError:  # not asked beforehand: another thread may take the last one in between
            reader = connect(self.path, read_only=True)
        self._use.reader = reader
        try:
            if snapshot:
                reader.execute("BEGIN")
            yield
        finally:
            self._use.reader = None
            if reader.in_transaction:
                reader.execute("ROLLBACK")
            self._idle.append(reader)

    def data_version(self) -> int:
        """Return a number that changes when any connection of any process has committed; for one thread only."""
        if self._watcher is None:
            self._watcher = connect(self.path, read_only=True)
        return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def after_commit(self, act: Callable[[], None]) -> None:
        """Have something done once the present unit is durable, never otherwise."""
        if self._use.after is None:
            message = "after_commit outside a unit of work"
            raise StorageError(message)
        self._use.after.append(act)

    # The group commit: the turn is passed on while somebody waits; the last one commits for all.

    def _enter(self) -> _Group:
        if self._use.writing:
            message = "units of work do not nest"
            raise StorageError(message)
        with self._count:
            self._waiting += 1
        self._turn.acquire()
        with self._count:
            self._waiting -= 1
        try:
            group = self._group or self._begin()
            self._writer.execute("SAVEPOINT unit")
        except BaseException as fault:
            if self._group is not None:
                self._settle(self._group, fault)
            self._turn.release()
            raise
        group.size += 1
        self._use.writing = True
        self._use.after = []
        return group

    def _begin(self) -> _Group:
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        try:
            self._writer.execute("BEGIN IMMEDIATE")
        except BaseException:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)
            raise
        self._group = _Group()
        return self._group

    def _leave(self, group: _Group, *, keep: bool) -> None:
        """Close the unit's savepoint, then commit for the group or hand over the turn."""
        try:
            if not self._writer.in_transaction:
                # SQLite rolled the whole transaction back by itself (disk full, I/O error): nobody's unit stands.
                self._settle(group, StorageError("the transaction was rolled back"))
                return
            self._close_savepoint(keep=keep)
            if self._waiting and group.size < GROUP_LIMIT:
                return
            self._commit(group)
        except sqlite3.Error as fault:
            self._settle(group, fault)
        finally:
            self._use.writing = False
            self._turn.release()

    def _close_savepoint(self, *, keep: bool) -> None:
        if not keep:
            self._writer.execute("ROLLBACK TO unit")
        self._writer.execute("RELEASE unit")

    def _commit(self, group: _Group) -> None:
        self._writer.execute("COMMIT")
        self._settle(group, None)

    def _settle(self, group: _Group, fault: BaseException | None) -> None:
        group.failed = fault
        self._end_transaction("ROLLBACK")
        group.settled.set()

    def _end_transaction(self, statement: str) -> None:
        if self._writer.in_transaction:
            self._writer.execute(statement)
        self._group = None
        fcntl.flock(self._lock_file, fcntl.LOCK_UN)

    # The errands: one thread runs all that wait, so that a hundred ballots are not hundreds of changes of thread.

    def _run_errand(self, errand: _Errand[Any]) -> None:
        self._errands.append(errand)
        if not self._leading.acquire(blocking=False):
            errand.woken.wait()  # it is over, or its turn to lead has come
        if not errand.over:
            self._lead()

    def _lead(self) -> None:
        """Run the errands that wait as one group, then hand the lead over."""
        served: list[_Errand[Any]] = []
        failed: BaseException | None = None
        try:
            group = self._enter()
        except BaseException as fault:  # noqa: BLE001 — told to everybody who waits
            served.extend(self._errands.popleft() for _ in range(len(self._errands)))
            failed = fault
            self._hand_over()
        else:
            self._serve(group, served)
            self._hand_over()
            group.settled.wait()
            failed = group.failed
        for errand in served:
            if failed is not None and errand.fault is None:
                errand.fault = _not_written(failed)
            errand.over = True
            errand.woken.set()

    def _serve(self, group: _Group, served: list[_Errand[Any]]) -> None:
        """Run errands under the turn, each within a savepoint of its own; `_enter` opened the first one's."""
        while True:
            errand = self._errands.popleft()
            served.append(errand)
            self._use.after = errand.after
            try:
                errand.result = errand.act()
            except BaseException as fault:  # noqa: BLE001 — told to whoever sent this errand
                errand.fault = fault
            kept = errand.fault is None
            if not self._errands or group.size >= GROUP_LIMIT or not self._writer.in_transaction:
                break
            try:
                self._close_savepoint(keep=kept)
                self._writer.execute("SAVEPOINT unit")
            except sqlite3.Error as fault:
                errand.fault = errand.fault or fault
                break
            group.size += 1
        self._use.after = None
        self._leave(group, keep=kept)

    def _hand_over(self) -> None:
        """Wake the next leader, or leave the lead to whoever comes."""
        while not self._errands:
            self._leading.release()
            if not self._errands or not self._leading.acquire(blocking=False):
                return
        self._errands[0].woken.set()

    def _told(self) -> None:
        for act in self.committed:
            act()


@contextmanager
def unit_of_work(db: Database) -> Iterator[None]:
    """Write one use case: all of it durable when this returns, or nothing of it.

    Raises what the body raised (its writes alone are undone), or StorageError when the commit failed for the group.
    """
    try:
        group = db._enter()  # noqa: SLF001 — one mechanism in two pieces of this file
    except sqlite3.OperationalError as fault:
        _tell(fault)
    use = db._use  # noqa: SLF001 — same
    try:
        yield
    except BaseException:
        db._leave(group, keep=False)  # noqa: SLF001 — same
        use.after = None
        group.settled.wait()
        raise
    acts, use.after = use.after or [], None
    db._leave(group, keep=True)  # noqa: SLF001 — same
    group.settled.wait()
    if group.failed is not None:
        raise _not_written(group.failed)
    for act in acts:
        act()
    db._told()  # noqa: SLF001 — same


def together(db: Database, act: Callable[[], T]) -> T:
    """Write one short use case as a unit of work that another thread may run, with all those sent at the same moment.

    Returns what `act` returned, once durable; raises what it raised, or StorageError. For the acts that a whole room
    sends in the same second: `act` may lean on nothing of the calling thread.
    """
    if db._use.writing:  # noqa: SLF001 — one mechanism in two pieces of this file
        message = "units of work do not nest"
        raise StorageError(message)
    errand = _Errand(act)
    with db.aside():
        db._run_errand(errand)  # noqa: SLF001 — same
    if errand.fault is not None:
        if isinstance(errand.fault, sqlite3.OperationalError):
            _tell(errand.fault)
        raise errand.fault
    for each in errand.after:
        each()
    db._told()  # noqa: SLF001 — same
    return cast("T", errand.result)


def _not_written(cause: BaseException) -> StorageError:
    fault = StorageError("not written: the commit failed")
    fault.__cause__ = cause
    return fault


def _tell(fault: Any) -> NoReturn:
    """Raise StorageError for a fault of the disk or the file; a faulty statement stays what it is."""
    if fault.sqlite_errorname.startswith(UNWRITABLE):
        message = f"not written: {fault}"
        raise StorageError(message) from fault
    raise fault


def connect(path: Path, *, read_only: bool = False) -> Any:
    """Open one connection with the house's pragmas: WAL kept from the migration, every commit flushed to the disk."""
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"file:{path}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cache_size = -1024" if read_only else "PRAGMA cache_size = -8192")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA secure_delete = ON")  # what is purged does not linger in free pages
    return connection


def _mappings(cursor: Any) -> list[Row]:
    """Name the columns once for all rows: a row factory, called back for each, takes five times as long."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
