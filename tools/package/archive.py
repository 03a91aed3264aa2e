"""Zip files that are the same, byte for byte, whenever they are made from the same files."""

import zipfile
from pathlib import Path

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first time that a zip file knows
READABLE = 0o100644 << 16  # Lambda reads the files as a user of its own
UNIX = 3


def write(folder: Path, archive: Path) -> None:
    """All files of the folder by name, with one time and one mode, whatever the machine's clock and umask say."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w") as made:
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for name, file in sorted(files.items()):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.external_attr, entry.create_system = READABLE, UNIX
            made.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=6)


def unzipped(archive: Path) -> int:
    """How many bytes the files have."""
    with zipfile.ZipFile(archive) as read:
        return sum(entry.file_size for entry in read.infolist())
