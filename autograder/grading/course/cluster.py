"""Dask: processes of this machine, or the workers of a cluster, those that are fit to grade."""

import contextlib
import logging
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field

import dask
import numpy as np
import psutil
from distributed import Client, Future, LocalCluster, Status, Worker

import solutions
from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.executors import ATTEMPTS, RETRIES, Count
from autograder.grading.course.rules import code_digest
from autograder.grading.judge.challenges import make_challenges
from autograder.grading.sandbox.isolation import SandboxUnavailable, choose
from autograder.grading.sandbox.limits import MEBI, Limits
from autograder.registry import find

HERE = "127.0.0.1:0"
LOGGED = 8  # messages that Dask remembers for its developers; ours have a whole submission in them
EVERY = 1.0  # seconds between two looks for new workers
ALONE = 15.0  # seconds without a worker before it is said: one that is started again needs less
ROOM = 4 * Limits.disk  # bytes free for temporary files
MANY = 1e9  # of a resource that is given once and never used up

Say = Callable[[str], None]


@contextlib.contextmanager
def remote(
    scheduler: str, kind: str, names: tuple[str, ...], say: Say | None = None
) -> Iterator[tuple[Executor, Count]]:
    """Connect to a cluster; see `executors.connect`."""
    _configure()
    for name in ("distributed", "distributed.client"):  # what matters of a lost one we say ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with Client(scheduler, set_as_default=False) as client:
        door = Door(client, scheduler, kind, names, say or _to_stderr)
        with door.kept():
            yield _executor(client, resources={door.token: 1}), door.count


@contextlib.contextmanager
def several(workers: int) -> Iterator[tuple[Executor, Count]]:
    """Start processes on this machine; see `executors.connect`."""
    _configure()
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            worker_dashboard_address=HERE,  # else Dask listens on all interfaces, at a port that may be taken
            scheduler_kwargs={"dashboard": False, "dashboard_address": HERE},
            silence_logs=logging.CRITICAL,
            memory_limit=0,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield _executor(client), lambda: workers


def _configure():
    dask.config.set({"distributed.scheduler.allowed-failures": ATTEMPTS})
    dask.config.set({"distributed.admin.low-level-log-length": LOGGED})


def _executor(client, **options):
    """What hands submissions to workers."""
    return client.get_executor(pure=False, retries=RETRIES, **options)


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
    folders: dict[str, str] = field(default_factory=dict)  # of those asked: a worker that comes back has a new one
    threads: dict[str, int] = field(default_factory=dict)
    fit: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    alone: float | None = None  # since when no fit worker is there
    is_alone_said: bool = False

    @property
    def token(self) -> str:
        """The resource."""
        return f"autograder {code_digest()}"

    def count(self) -> int:
        """How many submissions those who are fit grade at the same time."""
        return sum(self.threads.get(address, 1) for address in tuple(self.fit))

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
                self._tell(self.look())

    def _tell(self, fit):
        """Say it when nobody has been there for a while to go on, and when somebody is again."""
        now = time.monotonic()
        if fit:
            if self.is_alone_said:
                self.say(f"A worker that may grade is at {self.scheduler} again; grading goes on.")
            self.alone, self.is_alone_said = None, False
            return
        self.alone = self.alone or now
        if now > self.alone + ALONE and not self.is_alone_said:
            command = f"dask worker {self.scheduler}"
            self.say(f"No worker that may grade is left at {self.scheduler}; waiting for one. To start one: {command}")
            self.is_alone_said = True

    def look(self) -> set[str]:
        """Ask workers that were not there before, and take in those that have answered; returns the fit ones."""
        present = self.client.scheduler_info()["workers"]
        self.threads = {address: worker["nthreads"] for address, worker in present.items()}
        folders = {address: worker["local_directory"] for address, worker in present.items()}
        for address in [address for address, folder in self.folders.items() if folders.get(address) != folder]:
            del self.asked[address], self.folders[address]
            self.fit.discard(address)
            self.refused.pop(address, None)
        for address in folders.keys() - self.asked.keys():
            self.folders[address] = folders[address]
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
    """Give a worker the resource; Dask hands it jobs that wait for one only when it comes, or wakes."""
    await dask_worker.set_resources(**{token: MANY})
    dask_worker.status = Status.paused
    dask_worker.status = Status.running


def _to_stderr(sentence):
    print(f"autograder: {sentence}", file=sys.stderr)
