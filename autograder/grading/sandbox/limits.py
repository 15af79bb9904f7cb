"""What one submission may use."""

from dataclasses import asdict, dataclass

MEBI = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    memory, disk, output : int
        Bytes: memory of all its processes, its /tmp, all that it shows.
    processes, files : int
    cell, submission : float
        CPU seconds of all its processes, for one cell and for all cells together. Who sleeps is stopped too: see
        `spending`.
    """

    memory: int = 1024 * MEBI
    disk: int = 64 * MEBI
    output: int = 20 * MEBI
    processes: int = 32
    files: int = 4096
    cell: float = 90.0
    submission: float = 300.0

    def inside(self) -> dict[str, int]:
        """The limits that the kernel enforces, for the warm process."""
        chosen = {name: asdict(self)[name] for name in ("disk", "files", "processes")}
        return chosen | {"address_space": self.address_space, "cpu": int(2 * self.submission) + 10}

    @property
    def address_space(self) -> int:
        """Bytes that one process may reserve, used or not."""
        return 4 * self.memory
