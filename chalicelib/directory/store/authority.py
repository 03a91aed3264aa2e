"""What decides who may act for a department: one row for each department, one for each holder of a token.

A process keeps what it has read by the version of the division's directory. While the version stays it reads nothing;
when it has moved, it reads both rows again, in one call. So whoever leaves loses the right with the next request, and
so does whoever acts by a letter that is revoked.
"""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from chalicelib.directory.model.authority import Register
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.store.kept import Kept, document_of, next_version, unchanged
from chalicelib.directory.store.staff import Holder, holder_in
from chalicelib.directory.store.version import version_in
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, put

# How many holders, and how many departments, a process keeps.
MOST_KEPT = 5000
STANDING = "standing of the department"
NOBODY = Standing.model_construct()  # not validated: its validators are built when a row is read
T = TypeVar("T")


class Lookup(NamedTuple):
    """Who asks, and what the department's rights rest on, as of this version of the directory."""

    holder: Holder | None
    standing: Standing
    version: int

    @property
    def register(self) -> Register:
        """For the question of `authority.may`: it knows only the person who asks."""
        staff = {self.holder.member.id: self.holder.member} if self.holder else {}
        return Register(staff, self.standing.accept_letters, self.standing.power_letters)


class Known(NamedTuple, Generic[T]):
    """What a process has read: as of this version of the directory or later."""

    version: int
    value: T


_holders: dict[tuple[Table, Key], Known[Holder | None]] = {}
_standings: dict[tuple[Table, Key], Known[Standing]] = {}


def forget() -> None:
    """Empty the cache of this process."""
    _holders.clear()
    _standings.clear()


def register_of(
    table: Table,
    division: str,
    version: int | None,
    *,
    subject: str | None = None,
    department: str | None = None,
) -> Lookup:
    """The holder of a token and the standing of a department, as of `version` or later.

    `version` is what the caller has read of `directory_version` before; without one it is read here. One call at
    most, none while the version stays.
    """
    own = register_keys.staff_subject(division, subject) if subject else None
    its = register_keys.authority(division, department) if department else None
    if version is None:
        # Read as of one moment: else rows from before the version would be kept as if they belonged to it.
        counter = register_keys.directory_version(division)
        rows = table.get_settled([counter, *(key for key in (own, its) if key)])
        version, holder, standing = version_in(rows.get(counter)), None, None
    else:
        holder = _fresh(_holders.get((table, own)), version) if own else None
        standing = _fresh(_standings.get((table, its)), version) if its else None
        missing = [key for key, known in ((own, holder), (its, standing)) if key and known is None]
        rows = table.get_many(missing) if missing else {}
    if own and holder is None:
        holder = _kept(_holders, (table, own), Known(version, holder_in(rows.get(own))))
    if its and standing is None:
        standing = _kept(_standings, (table, its), Known(version, standing_in(rows.get(its)).record))
    return Lookup(holder.value if holder else None, standing.value if standing else NOBODY, version)


def _fresh(known: Known[T] | None, version: int) -> Known[T] | None:
    return known if known and known.version >= version else None


def _kept(cache: dict[tuple[Table, Key], Known[T]], key: tuple[Table, Key], known: Known[T]) -> Known[T]:
    if len(cache) >= MOST_KEPT:
        cache.clear()
    cache[key] = known
    return known


def standing_in(row: Item | None) -> Kept[Standing]:
    """The standing in its row; of a department that has none yet, an empty one of version 0."""
    if row is None:
        return Kept(NOBODY, 0)
    return Kept(Standing.model_validate_json(row["document"]), int(row["version"]))


def load_standing(table: Table, division: str, department: str) -> Kept[Standing]:
    """The standing as it is now, past the cache: who changes it reads it here."""
    return standing_in(table.get(register_keys.authority(division, department)))


def write_standing(division: str, department: str, before: Kept[Standing], after: Standing) -> Op:
    """Refused with the label `STANDING` when somebody else has changed the department's standing meanwhile."""
    kept = before if before.version else None
    row: Item = {
        **register_keys.authority(division, department)._asdict(),
        "version": next_version(kept),
        "document": document_of(after),
    }
    return put(row, when=unchanged(kept), label=STANDING)


def seal_for(table: Table, division: str, department: str, at: datetime, version: int | None) -> Seal | None:
    """The seal that documents of this moment bear; None for a department without one in the register.

    `version` is that of the division's directory as it was read for this act. While the process has the department's
    standing as of it, nothing is read; else the standing is, in one call, and always where the act has read no version.
    So no document bears a seal that was exchanged before its act.
    """
    key = register_keys.authority(division, department)
    known = _standings.get((table, key))
    if known is None or version is None or known.version < version:
        found = load_standing(table, division, department).record
        known = _kept(_standings, (table, key), Known(max(version or 0, known.version if known else 0), found))
    return known.value.seal_at(at)
