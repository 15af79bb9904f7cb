"""Whether files have changed."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def fingerprint(*paths, root=ROOT):
    """Hash of the names and contents of files, and of all files in folders."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return digest.hexdigest()
