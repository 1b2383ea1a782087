"""Real volumes for tests of faults: small, read-only, or gone in the middle. They need the rights of root."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN of Linux (fs/ext4/ext4.h): the file system stops at once."""
_WITHOUT_LOG = 2
"""What had not reached the disk is lost, as when the cable is pulled."""


def command(*words: object) -> None:
    """Run a program; the test is skipped with what it said when this computer does not allow it."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("volumes are mounted by root only")
    if shutil.which(str(words[0])) is None:
        pytest.skip(f"no program {words[0]}")
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{words[0]}: {done.stderr.strip()}")


@contextmanager
def memory(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A small disk."""
    folder.mkdir(parents=True, exist_ok=True)
    command("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@contextmanager
def read_only(path: Path) -> Iterator[Path]:
    """A file or folder that is write-protected even for root, as on a share without rights."""
    command("mount", "--bind", path, path)
    try:
        command("mount", "-o", "remount,bind,ro", path)
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=False)


class Share:
    """An ext4 volume of its own that can be lost in the middle and found again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._image = folder.with_suffix(".img")
        folder.mkdir(parents=True, exist_ok=True)
        with self._image.open("wb") as file:
            file.truncate(32 * 1024 * 1024)
        command("mkfs.ext4", "-q", "-F", "-m", "0", self._image)
        self.connect()

    def connect(self) -> None:
        """Bring the volume back; its journal is played as after a power cut.

        From a copy of what is on the disk: QGIS may hold files of the lost one open, and that one stays lost.
        """
        lost, self._image = self._image, self._image.with_suffix(f"{self._image.suffix}_")
        command("cp", "--sparse=always", lost, self._image)
        command("mount", "-o", "loop", self._image, self.folder)

    def lose(self) -> None:
        """Everything that is asked of the volume from now on fails with an I/O error."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _WITHOUT_LOG))
        finally:
            os.close(handle)

    def disconnect(self) -> None:
        """Take the volume away, whatever is open on it."""
        subprocess.run(["umount", "-l", str(self.folder)], check=False)


@contextmanager
def share(folder: Path) -> Iterator[Share]:
    """A volume that can be lost."""
    made = Share(folder)
    try:
        yield made
    finally:
        made.disconnect()
