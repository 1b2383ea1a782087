"""Zip archives, which are hostile until proven otherwise.

An archive is refused whole when any entry has an absolute name, climbs out with ``..``, is a link or is encrypted;
sizes are counted while unpacking, because the sizes that an archive states about itself are a claim. A workbook (XLSX),
which GDAL unpacks itself, is one of XML: it may not be huge, and none of its parts may declare entities.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from ruhr_planner.model import errors
from ruhr_planner.net import body as bodies

MEGABYTE = 1_000_000
CHUNK = 1 << 20
_HEAD = 1 << 12
MAX_ENTRIES = 10_000
WORKBOOK_MB = 1_000
"""Beyond this a workbook is refused; that of the Breitbandatlas unpacks to some 100 MB.

No reader takes more out of an entry than it states.
"""
ENCRYPTED = 0x1
"""Bit of `ZipInfo.flag_bits` that marks an encrypted entry."""


def is_archive(path: Path) -> bool:
    """Tell whether a file is a zip archive by its content; an XLSX is one too."""
    return zipfile.is_zipfile(path)


def names(path: Path) -> list[str]:
    """Return the names of all files of an archive (folders left out), after every entry was found harmless.

    :raises errors.ArchiveUnsafe: an entry points outside of the archive.
    :raises errors.ArchiveDamaged: no zip archive, or encrypted, or with more entries than `MAX_ENTRIES`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise errors.ArchiveDamaged(str(problem), file=path.name) from problem
    if len(entries) > MAX_ENTRIES:
        raise errors.ArchiveDamaged(f"{len(entries)} entries", file=path.name)
    for entry in entries:
        _check(path, entry)
    return [entry.filename for entry in entries if not entry.is_dir()]


def extract(path: Path, name: str, target: Path, limit_mb: int) -> None:
    """Unpack one entry to a file of our choosing; the archive's own name is never used as a path.

    :param limit_mb: refused as soon as more bytes than this came out, whatever the archive states.
    :raises errors.FileTooLarge, errors.ArchiveDamaged:
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as source, target.open("wb") as sink:
            _copy(source, sink, path.name, limit_mb)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError, OSError) as problem:
        raise errors.ArchiveDamaged(str(problem), file=path.name) from problem


def check_workbook(path: Path) -> None:
    """Refuse a workbook that could fill disk or memory.

    :raises errors.FileTooLarge, errors.UnsafeXml, errors.ArchiveUnsafe, errors.ArchiveDamaged:
    """
    names(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > WORKBOOK_MB * MEGABYTE:
                raise errors.FileTooLarge(file=path.name, limit=WORKBOOK_MB)
            for name in archive.namelist():
                if not name.endswith("/"):
                    with archive.open(name) as part:
                        bodies.refuse_dtd(iter(partial(part.read, _HEAD), b""), path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as problem:
        raise errors.ArchiveDamaged(str(problem), file=path.name) from problem


def _check(path: Path, entry: zipfile.ZipInfo) -> None:
    """Refuse an entry that could leave the archive, is a link, or is encrypted."""
    name = entry.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    drive = len(name) > 1 and name[1] == ":"
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if name.startswith("/") or drive or ".." in parts or "\0" in name or link:
        raise errors.ArchiveUnsafe(file=path.name, entry=entry.filename)
    if entry.flag_bits & ENCRYPTED:
        raise errors.ArchiveDamaged("encrypted", file=path.name)


def _copy(source: IO[bytes], sink: IO[bytes], file: str, limit_mb: int) -> None:
    """Copy in chunks and stop at the limit."""
    left = limit_mb * MEGABYTE
    while True:
        chunk = source.read(CHUNK)
        if not chunk:
            return
        left -= len(chunk)
        if left < 0:
            raise errors.FileTooLarge(file=file, limit=limit_mb)
        sink.write(chunk)
