"""The Merkle tree of RFC 9162 (2.1): one hash stands for a list, and a short path proves that an entry is in it."""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over these hashes: of leaves, or of parts that each hold the same power of two of leaves but the last.

    Both give the same root, so a long list can be worked on in parts.
    """
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    middle = _split(len(hashes))
    return _node(root(hashes[:middle]), root(hashes[middle:]))


def path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """What has to be hashed with entry `index`, from the bottom up, to come to the root."""
    if len(hashes) <= 1:
        return []
    middle = _split(len(hashes))
    if index < middle:
        return [*path(index, hashes[:middle]), root(hashes[middle:])]
    return [*path(index - middle, hashes[middle:]), root(hashes[:middle])]


def climbed(entry: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root to which this path leads from the hash of entry `index` of `size` entries (RFC 9162, 2.1.3.2).

    None for a path that no tree of this size has.
    """
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, entry
    for step in steps:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = _node(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, step)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
