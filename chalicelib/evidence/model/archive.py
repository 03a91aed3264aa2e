"""The ZIP file of an export. It is written the same byte for byte, and read without trusting anything that it says."""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO

# No part is packed, so that nothing can unpack to more than the file has.
STORED = zipfile.ZIP_STORED
OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP file can tell
PLAIN_FILE = 0o100644 << 16
ENCRYPTED = 0x1
MOST_PARTS = 2000
# Of a part that is read into memory. Materials are read piece by piece.
MOST_BYTES = 64 * 1024 * 1024
PIECE = 1024 * 1024
# One folder deep at most. No name begins with a dot, so none leads out of the folder where somebody unpacks it.
NAME = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9][A-Za-z0-9._-]{0,150}", re.ASCII)


class Unsafe(Exception):
    """The file is no export that can be looked at. `code` is one of `findings.CODES`, `place` says where."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.place = place


class Damaged(Exception):
    """The bytes of a part are not those that the ZIP file says it has."""


def write(out: IO[bytes], parts: Iterable[tuple[str, bytes]]) -> None:
    """The parts in the order given, without the time or the machine at which they were written."""
    with zipfile.ZipFile(out, "w", STORED) as archive:
        for name, content in parts:
            about = zipfile.ZipInfo(name, OLDEST)
            about.create_system, about.external_attr, about.compress_type = 3, PLAIN_FILE, STORED
            archive.writestr(about, content)


class Archive:
    """The parts of an export by name. Raises Unsafe for a ZIP file that no export is."""

    def __init__(self, file: IO[bytes]) -> None:
        length = file.seek(0, 2)
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise Unsafe("archive_unreadable") from None
        _require_safe(entries, length)
        self._entries: Mapping[str, zipfile.ZipInfo] = {entry.filename: entry for entry in entries}

    @property
    def names(self) -> list[str]:
        return [*self._entries]

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """Raises KeyError where the part is missing, Damaged where its bytes are not its own."""
        if self.size(name) > MOST_BYTES:
            raise Damaged
        return b"".join(self._pieces(name))

    def sha256(self, name: str) -> bytes:
        """The digest of a part of any size."""
        digest = hashlib.sha256()
        for piece in self._pieces(name):
            digest.update(piece)
        return digest.digest()

    def _pieces(self, name: str) -> Iterable[bytes]:
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
            raise Damaged from None


def _require_safe(entries: list[zipfile.ZipInfo], length: int) -> None:
    if len(entries) > MOST_PARTS:
        raise Unsafe("archive_too_many")
    seen = set[str]()
    for entry in entries:
        # zipfile cuts a name at its first zero byte.
        if entry.filename != entry.orig_filename or not NAME.fullmatch(entry.filename):
            raise Unsafe("archive_name", repr(entry.orig_filename)[:200])
        if entry.filename.lower() in seen:
            raise Unsafe("archive_twice", entry.filename)
        seen.add(entry.filename.lower())
        if entry.compress_type != STORED or entry.flag_bits & ENCRYPTED or entry.compress_size != entry.file_size:
            raise Unsafe("archive_packed", entry.filename)
    # Parts that lie over one another would be more than the file has.
    if sum(entry.file_size for entry in entries) > length:
        raise Unsafe("archive_overlaps")
