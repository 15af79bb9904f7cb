"""Build a wall around this process from inside fresh namespaces, then run a command behind it.

Called by `isolation.plain_namespaces` under util-linux's `unshare`, with the same
view of the machine as bubblewrap gives: `bind SOURCE TARGET`, `link SOURCE
TARGET`, `hide FOLDER`, `close FOLDER`, `set NAME=VALUE`, `keep CAPABILITY`,
each with tabs between its words, then `--` and the command.
"""

import ctypes
import os
import sys
from collections.abc import Callable

READ_ONLY, NO_SUID, NO_DEV, REMOUNT, BIND, RECURSIVE, PRIVATE, DETACH = 1, 2, 4, 32, 4096, 16384, 1 << 18, 2
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
DEVICES = ("null", "full", "random", "urandom")  # zero would give shared memory that no limit counts
libc = ctypes.CDLL(None, use_errno=True)


def main(arguments):
    """Mount, pivot, drop every right, run the command."""
    split = arguments.index("--")
    root = "/tmp"
    sources = [line.split("\t")[1] for line in arguments[:split] if line.startswith("bind\t")]
    sources += [f"/dev/{name}" for name in DEVICES]
    opened = {source: os.open(source, os.O_PATH) for source in sources}  # the new root may hide them
    mount("none", "/", None, RECURSIVE | PRIVATE)
    mount("tmpfs", root, "tmpfs", NO_SUID | NO_DEV, "mode=0755")
    settings: dict[str, list[str]] = {"set": [], "keep": []}
    actions: dict[str, Callable] = {"bind": bind, "link": link, "hide": hide, "close": close}
    for line in arguments[:split]:
        word, rest = line.split("\t", 1)
        if word in settings:
            settings[word].append(rest)
        else:
            actions[word](root, *rest.split("\t"), opened)
    for name in DEVICES:
        bind(root, f"/dev/{name}", f"/dev/{name}", opened)
    for folder in ("/proc", "/tmp"):
        os.makedirs(root + folder, exist_ok=True)
    mount("proc", root + "/proc", "proc", NO_SUID | NO_DEV)
    mount("tmpfs", root + "/tmp", "tmpfs", NO_SUID | NO_DEV)
    os.makedirs(root + "/old")
    os.chdir(root)
    check(libc.syscall(SYS_PIVOT_ROOT[os.uname().machine], b".", b"old"), "pivot_root")
    os.chdir("/")
    check(libc.umount2(b"/old", DETACH), "umount")
    os.rmdir("/old")
    mount("none", "/", None, REMOUNT | BIND | READ_ONLY | NO_SUID)
    drop_rights({int(number) for number in settings["keep"]})
    environment = dict(item.split("=", 1) for item in settings["set"])
    os.execve(arguments[split + 1], arguments[split + 1 :], environment)


def bind(root, source, target, opened):
    """Make a file or folder visible, read-only."""
    place, source = root + target, f"/proc/self/fd/{opened[source]}"
    if os.path.isdir(source):
        os.makedirs(place, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        open(place, "a").close()
    mount(source, place, None, BIND | RECURSIVE)
    mount("none", place, None, REMOUNT | BIND | READ_ONLY | NO_SUID | kept_flags(place))


def kept_flags(path):
    """Flags of a mount that an ordinary user may not take away."""
    flags = os.statvfs(path).f_flag
    return flags & (2 | 4 | 8 | 1024 | 2048 | 4096 << 9)


def link(root, source, target, opened):
    """Make a symbolic link as it is outside."""
    os.symlink(source, root + target)


def hide(root, folder, opened):
    """Put an empty folder over one that shall not be seen; what lies in it and is needed comes later."""
    os.makedirs(root + folder, exist_ok=True)
    mount("tmpfs", root + folder, "tmpfs", NO_SUID | NO_DEV, "mode=0755")


def close(root, folder, opened):
    """Let nobody write into a hidden folder."""
    mount("none", root + folder, None, REMOUNT | BIND | READ_ONLY | NO_SUID | NO_DEV)


def drop_rights(kept):
    """Give up every other capability of this namespace and all ways to get one back."""
    for capability in set(range(64)) - kept:
        libc.prctl(24, capability, 0, 0, 0)
    check(libc.prctl(38, 1, 0, 0, 0), "no_new_privs")
    check(libc.prctl(47, 4, 0, 0, 0), "ambient capabilities")


def mount(source, target, kind, flags, data=None):
    """Call mount(2)."""
    encoded = [None if text is None else text.encode() for text in (source, target, kind, data)]
    check(libc.mount(*encoded[:3], ctypes.c_ulong(flags), encoded[3]), f"mount {target}")


def check(result, what):
    """Raise if a call of libc failed."""
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    main(sys.argv[1:])
