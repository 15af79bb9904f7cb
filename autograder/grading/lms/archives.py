"""What lies in archives, folders and files, however hostile: nothing is unpacked to the path that it names.

Only names and sizes are listed; a file is read when it is asked for, and
never more of it than its limit, whatever the archive says of its size.
"""

import contextlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.grading.course.submission_files import UnusableFile, read_plain
from autograder.grading.lms.tables import clean

NESTED_LIMIT = 24 << 20  # bytes of an archive in an archive
MOST_ENTRIES = 20_000  # of an archive; of one in an archive:
MOST_NESTED = 1000
DEEPEST = 3  # archives in archives
DIRECTORY_BYTES = 1 << 20  # of the list of contents of a nested archive
IGNORED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__"}
OTHER_ARCHIVES = {".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"}
UNICODE_PATH = 0x7075  # Info-ZIP's extra field
UNIX_TIME = 0x5455
BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, struct.error, zlib.error,
    OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A file somewhere in what was given.

    Attributes
    ----------
    path : PurePosixPath
        From the folder or archive that was given on, through archives in it.
    within : int
        How many parts of the path lie in the outermost archive or folder; the rest was packed by a student.
    time : datetime or None
        When it was last changed; without a zone if an archive does not say in which, as most do not.
    """

    path: PurePosixPath
    within: int
    time: datetime | None
    read: Callable[[int], bytes]


@dataclass(frozen=True)
class LeftOut:
    """A file that can't be taken, and why; `sentence` says both."""

    path: PurePosixPath
    why: str

    @property
    def sentence(self) -> str:
        """Both in a sentence."""
        return f"{self.path} {self.why}."


def look_into(place: Path) -> Iterator[Found | LeftOut]:
    """All files in an archive or a folder, or the file itself.

    Parameters
    ----------
    place : Path

    Yields
    ------
    Found or LeftOut
    """
    if place.is_dir():
        for path in _below(place):
            yield from _file(path, PurePosixPath(clean(path.relative_to(place).as_posix())))
    elif place.is_file() and place.suffix.lower() != ".ipynb" and zipfile.is_zipfile(place):
        yield from _entries(lambda: place.open("rb"), PurePosixPath(), 0, MOST_ENTRIES, 1)
    else:
        yield from _file(place, PurePosixPath(clean(place.name)))


def _file(path: Path, name: PurePosixPath) -> Iterator[Found | LeftOut]:
    """A file on the disk; a student may have packed it."""

    def read(most: int) -> bytes:
        return read_plain(path, most)

    try:
        status = path.lstat()
    except OSError as error:
        yield LeftOut(name, f"can't be read ({error.strerror})")
        return
    if not stat.S_ISREG(status.st_mode):
        yield LeftOut(name, "is no ordinary file, and links are not followed")
    elif name.suffix.lower() == ".zip":
        yield from _nested(read, name, len(name.parts), 1)
    else:
        yield from _checked(Found(name, len(name.parts), datetime.fromtimestamp(status.st_mtime, UTC), read))


def _nested(read: Callable[[int], bytes], path: PurePosixPath, within: int, depth: int) -> Iterator[Found | LeftOut]:
    """The entries of an archive that a student packed."""
    try:
        why = _too_much(read(NESTED_LIMIT)) if depth <= DEEPEST else f"lies in more than {DEEPEST} archives"
    except UnusableFile as error:
        why = str(error)
    if why:
        yield LeftOut(path, why)
        return
    yield from _entries(lambda: io.BytesIO(read(NESTED_LIMIT)), path, within, MOST_NESTED, depth)


def _below(folder: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        links = [name for name in folders if (Path(above) / name).is_symlink()]
        yield from (Path(above) / name for name in sorted([*names, *links]) if name not in IGNORED)


def _entries(source, above: PurePosixPath, within: int, most: int, depth: int) -> Iterator[Found | LeftOut]:
    """The entries of an archive; `within` counts parts of the path, or 0 for the outermost."""
    try:
        with source() as file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except BROKEN as error:
        yield LeftOut(above, f"is a damaged archive ({error})")
        return
    if len(infos) > most:
        yield LeftOut(above, f"is an archive of {len(infos)} files, and at most {most} are taken")
        return
    for info in infos:
        path = above / entry_name(info)
        if info.is_dir() or IGNORED & set(path.parts):
            continue
        yield from _entry(source, info, path, within, depth)


def _entry(source, info, path, within, depth):
    why = _refused(info, path)
    if why:
        yield LeftOut(path, why)
        return

    def read(most: int) -> bytes:
        return _read(source, info, most)

    if path.suffix.lower() == ".zip":
        yield from _nested(read, path, within or len(path.parts), depth + 1)
    else:
        yield from _checked(Found(path, within or len(path.parts), _time(info), read))


def _checked(found):
    suffix = found.path.suffix.lower()
    if suffix in OTHER_ARCHIVES:
        yield LeftOut(
            found.path, f"is an archive of a kind that is not opened ({suffix}): unpack it, or ask for a .zip"
        )
    else:
        yield found


def _refused(info: zipfile.ZipInfo, path: PurePosixPath) -> str:
    """Why an entry is not taken, or empty."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, and links are not followed"
    if info.flag_bits & 1:
        return "is encrypted"
    if not path.parts:
        return "is an entry without a name"
    if path.is_absolute() or ".." in path.parts or any(":" in part[1:2] for part in path.parts):
        return "has a path that leads out of the archive"
    return ""


def _read(source, info: zipfile.ZipInfo, most: int) -> bytes:
    """The content of an entry, if it has no more than `most` bytes.

    Raises
    ------
    UnusableFile
    """
    if info.file_size > most:
        raise UnusableFile(f"has {info.file_size} bytes, and at most {most} are read")
    try:
        with source() as file, zipfile.ZipFile(file) as archive, archive.open(info) as entry:
            content = _all_of(entry, most + 1)
    except UnusableFile:
        raise
    except BROKEN as error:
        raise UnusableFile(f"is damaged in its archive ({error})") from None
    if len(content) > most:
        raise UnusableFile(f"has more than {most} bytes, and its archive says fewer")
    return content


def _all_of(file: IO[bytes], most: int) -> bytes:
    parts, left = [], most
    while left and (part := file.read(min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _too_much(content: bytes) -> str:
    """Why the list of contents of a nested archive is not even read, or empty: zipfile reads all of it."""
    end = content.rfind(b"PK\x05\x06", -(1 << 16) - 22)
    if end < 0 or len(content) < end + 22:
        return "is a damaged archive (it has no list of contents)"
    entries, size = struct.unpack_from("<HI", content, end + 10)
    if entries > MOST_NESTED or size > DIRECTORY_BYTES or b"PK\x06\x07" in content[max(0, end - 20) : end]:
        return f"is an archive of more than {MOST_NESTED} files"
    return ""


def entry_name(info: zipfile.ZipInfo) -> PurePosixPath:
    """The path of an entry. Many programs write UTF-8 and do not say so; zipfile then reads it as code page 437."""
    name = info.orig_filename if "\0" not in info.orig_filename else info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
        stated = _extra(info, UNICODE_PATH)
        if len(stated) > 5 and stated[0] == 1:
            with contextlib.suppress(UnicodeError):
                name = stated[5:].decode("utf-8")
    return PurePosixPath(clean(name.replace("\\", "/")))


def _time(info: zipfile.ZipInfo) -> datetime | None:
    """The time of an entry, in UTC where that is told; the usual field is in the local time of who knows where."""
    told = _extra(info, UNIX_TIME)
    if len(told) >= 5 and told[0] & 1:
        return datetime.fromtimestamp(struct.unpack_from("<i", told, 1)[0], UTC)
    try:
        return datetime(*info.date_time)
    except ValueError:
        return None


def _extra(info: zipfile.ZipInfo, wanted: int) -> bytes:
    """One of the extra fields of an entry, or nothing."""
    left = info.extra
    while len(left) >= 4:
        kind, size = struct.unpack_from("<HH", left)
        if kind == wanted:
            return left[4 : 4 + size]
        left = left[4 + size :]
    return b""
