"""Who grades: threads of this process, processes of this machine, or the workers of a Dask cluster."""

import contextlib
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future

ATTEMPTS = 3  # a submission whose worker dies this often is given up
RETRIES = 1  # for a submission at which the grader itself fails
MOST_THREADS = 8  # more of them are processes, for all the grader's own work is one process's else

Count = Callable[[], int]


@contextlib.contextmanager
def connect(
    scheduler: str | None,
    workers: int,
    kind: str = "auto",
    names: tuple[str, ...] = (),
    say: Callable[[str], None] | None = None,
) -> Iterator[tuple[Executor, Count]]:
    """Get those who grade ready.

    Student code runs in sandboxes of its own, and the grader's part is the smaller one, so a few workers are threads,
    which start at once and are handed submissions as they are.

    Parameters
    ----------
    scheduler : str or None
        Address of a Dask cluster.
    workers : int
        How many submissions are graded at the same time on this machine, without a cluster.
    kind : str
        The sandbox that each worker of a cluster must have.
    names : tuple of str
        Functions whose reference each of them compiles before its first job.
    say : callable (str) -> None, optional
        Gets a sentence about each worker that is refused; they go to stderr without it.

    Yields
    ------
    executor : concurrent.futures.Executor
    count : callable () -> int
        How many submissions are graded at the same time, by those who are there now.

    Raises
    ------
    CourseError
        If all workers that are there are refused.
    """
    if scheduler or workers > MOST_THREADS:
        from autograder.grading.course.cluster import remote, several  # Dask takes half a second to import

        with remote(scheduler, kind, names, say) if scheduler else several(workers) as found:
            yield found
        return
    threads = Threads(workers)
    try:
        yield threads, lambda: workers
    finally:
        threads.shutdown()


class Threads(Executor):
    """Threads that nobody waits for at the end: who stops grading does not wait for what is being graded.

    Parameters
    ----------
    count : int
    """

    def __init__(self, count: int):
        self.waiting: queue.SimpleQueue = queue.SimpleQueue()
        self.ended = threading.Event()
        for _ in range(count):
            threading.Thread(target=self._work, daemon=True).start()
        self.count = count

    def submit(self, fn: Callable, /, *args, **kwargs) -> Future:
        """Have a function called; see `concurrent.futures`."""
        future: Future = Future()
        self.waiting.put((future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = True) -> None:
        """Begin nothing any more."""
        self.ended.set()
        for _ in range(self.count):
            self.waiting.put(None)

    def _work(self):
        while (task := self.waiting.get()) and not self.ended.is_set():
            future, function, arguments, options = task
            for left in range(RETRIES, -1, -1):
                try:
                    future.set_result(function(*arguments, **options))
                    break
                except BaseException as error:
                    if not left:
                        future.set_exception(error)
            del task, future, function, arguments, options  # else the last submission is kept


def is_killed_worker(error: BaseException) -> bool:
    """Whether the worker of a cluster was killed again and again; who has not imported Dask has no workers."""
    dask = sys.modules.get("distributed")
    return dask is not None and isinstance(error, dask.KilledWorker)
