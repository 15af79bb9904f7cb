"""Where submissions are graded: threads or processes of this machine, or the workers of a Dask cluster that are fit."""

import contextlib
import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import dask
import numpy as np
import psutil
from distributed import Client, Future, LocalCluster, Worker

import solutions
from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.rules import code_digest
from autograder.grading.judge.challenges import make_challenges
from autograder.grading.sandbox.isolation import SandboxUnavailable, choose
from autograder.grading.sandbox.limits import MEBI, Limits
from autograder.registry import find

MOST_THREADS = 8
HERE = "127.0.0.1:0"
ATTEMPTS = 3  # a submission whose worker dies this often is given up
LOGGED = 8  # messages that Dask remembers for its developers; ours have a whole submission in them
EVERY = 1.0  # seconds between two looks for new workers
ROOM = 4 * Limits.disk  # bytes free for temporary files
MANY = 1e9  # of a resource that is given once and never used up

Say = Callable[[str], None]


@contextlib.contextmanager
def connect(
    scheduler: str | None, workers: int, kind: str = "auto", names: tuple[str, ...] = (), say: Say | None = None
) -> Iterator[tuple[Client, dict[str, float] | None]]:
    """Connect to a cluster, or make a local one.

    Student code runs in sandboxes of its own, and the grader's part is the smaller
    one, so a few workers are threads, which start at once. More of
    them are processes.

    Parameters
    ----------
    scheduler : str or None
        Address of a cluster.
    workers : int
        How many submissions are graded at the same time on this machine, without a cluster.
    kind : str
        The sandbox that each worker must have.
    names : tuple of str
        Functions whose reference each worker compiles before its first job.
    say : callable (str) -> None, optional
        Gets a sentence about each worker that is refused; they go to stderr without it.

    Yields
    ------
    client : distributed.Client
    resources : dict or None
        What a job must ask for, so that only fit workers get it.

    Raises
    ------
    CourseError
        If all workers that are there are refused.
    """
    dask.config.set({"distributed.scheduler.allowed-failures": ATTEMPTS})
    dask.config.set({"distributed.admin.low-level-log-length": LOGGED})
    if not scheduler:
        with _local_cluster(workers) as cluster, Client(cluster, set_as_default=False) as client:
            yield client, None
        return
    for name in ("distributed", "distributed.client"):  # what matters of a lost one we say ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with Client(scheduler, set_as_default=False) as client:
        door = Door(client, scheduler, kind, names, say or _to_stderr)
        with door.kept():
            yield client, {door.token: 1}


def _local_cluster(workers):
    many = workers > MOST_THREADS
    return LocalCluster(
        n_workers=workers if many else 1,
        threads_per_worker=1 if many else workers,
        processes=many,
        dashboard_address=None,
        worker_dashboard_address=HERE,  # else Dask listens on all interfaces, at a port that may be taken
        scheduler_kwargs={"dashboard": False, "dashboard_address": HERE},
        silence_logs=logging.CRITICAL,
        memory_limit=0,
    )


@dataclass
class Door:
    """Lets workers grade that run this very code in a sandbox, with room; the others of the cluster are left alone.

    A fit worker is given a resource that jobs ask for: one that comes later gets it too, and jobs that wait.

    Parameters
    ----------
    client : distributed.Client
    scheduler : str
        Its address, for what is said.
    kind : str
    names : tuple of str
    say : callable
    """

    client: Client
    scheduler: str
    kind: str
    names: tuple[str, ...]
    say: Say
    asked: dict[str, Future] = field(default_factory=dict)
    fit: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """The resource."""
        return f"autograder {code_digest()}"

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Look for new workers from now on; begins when the first is fit.

        Raises
        ------
        CourseError
        """
        ended = threading.Event()
        if not self.client.nthreads():
            self.say(f"No worker is at {self.scheduler} yet; waiting. On each computer: dask worker {self.scheduler}")
        while not self.look():
            present = self.client.nthreads()
            if present and present.keys() <= self.refused.keys():
                raise CourseError(f"No worker at {self.scheduler} may grade; why stands above.")
            ended.wait(EVERY / 10)
        keeper = threading.Thread(target=self._keep, args=[ended], daemon=True)
        keeper.start()
        try:
            yield
        finally:
            ended.set()
            keeper.join()

    def _keep(self, ended):
        while not ended.wait(EVERY):
            with contextlib.suppress(Exception):  # a worker or the scheduler is gone: others say so
                self.look()

    def look(self) -> set[str]:
        """Ask workers that were not there before, and take in those that have answered; returns the fit ones."""
        present = self.client.nthreads()
        for address in self.asked.keys() - present.keys():  # one that comes back here is a new process
            del self.asked[address]
            self.fit.discard(address)
            self.refused.pop(address, None)
        for address in present:
            if address not in self.asked:
                self.asked[address] = self.client.submit(
                    about, self.kind, self.names, workers=[address], allow_other_workers=False, pure=False
                )
        for address, future in self.asked.items():
            if future.done() and address not in self.fit and address not in self.refused:
                self._judge(address, future)
        return self.fit

    def _judge(self, address, future):
        error = future.exception()
        code, problem = ("", "") if error else future.result()
        if error or code != code_digest():
            problem = "it runs another version of this code. Install the same one there, and start it again"
        if problem:
            self.refused[address] = problem
            self.say(f"The worker at {address} gets nothing to grade: {problem}.")
            return
        self.client.run(_admit, self.token, workers=[address])
        self.fit.add(address)


def about(kind: str, names: tuple[str, ...]) -> tuple[str, str]:
    """What a worker says of itself: the digest of its code, and why it can't grade, or an empty string.

    Its kernels are compiled on the way, so that no submission waits for them.
    """
    problem = ""
    try:
        choose(kind)
    except SandboxUnavailable as error:
        problem = str(error).rstrip(".")
    memory, disk = psutil.virtual_memory().available, shutil.disk_usage(tempfile.gettempdir()).free
    if memory < Limits.memory:
        problem = (
            problem or f"{memory // MEBI} MB of memory are free, and a submission may take {Limits.memory // MEBI}"
        )
    if disk < ROOM:
        problem = problem or f"{disk // MEBI} MB are free in {tempfile.gettempdir()}, and {ROOM // MEBI} are needed"
    if not problem:
        for name in names:
            make_challenges(find(name), solutions, np.random.default_rng(0))
    return code_digest(), problem


async def _admit(token: str, dask_worker: Worker) -> None:
    await dask_worker.set_resources(**{token: MANY})


def _to_stderr(sentence):
    print(f"autograder: {sentence}", file=sys.stderr)
