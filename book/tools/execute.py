"""Run the cells of the pages and keep what they show where Jupyter Book looks for it.

To start a kernel and import what a page needs takes longer than most pages' own work. So one process imports it,
and the kernel of each page is a fork of that.
"""

import asyncio
import functools
import multiprocessing
import os
import sys
import threading
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

import jupyter_cache.readers
import matplotlib
from ipykernel.kernelapp import IPKernelApp
from jupyter_cache import get_cache
from jupyter_cache.executors.utils import create_cache_bundle
from jupyter_client import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError

from book.tools.progress import Progress
from book.tools.stills import add_stills

ROOT = Path(__file__).resolve().parents[2]
READER = {"name": "myst_nb_md", "type": "plugin"}
TIMEOUT = 120  # seconds that a cell may take
CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()  # not on Windows
PROCESSES = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
PRELOADED = ["book.tools.preloaded"]
# which looks through all installed packages, for each page anew
jupyter_cache.readers.get_entry_point = functools.cache(jupyter_cache.readers.get_entry_point)


class Kernel(PROCESSES.Process):
    """The process of a kernel, with the methods of `subprocess.Popen` that Jupyter calls."""

    stdin = stdout = stderr = None

    def __init__(self, arguments, folder):
        super().__init__(daemon=True)
        self.arguments, self.folder = arguments, folder

    def run(self):
        """Serve until told to stop."""
        os.chdir(self.folder)
        sys.path[:0] = [str(ROOT)]  # this checkout, installed or not
        matplotlib.rcParams["backend"] = "module://matplotlib_inline.backend_inline"  # it is imported already
        threading.Thread(target=_end_with, args=[multiprocessing.parent_process()], daemon=True).start()
        IPKernelApp.launch_instance([*self.arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])

    def poll(self):
        """Return the exit code, None while it runs."""
        return self.exitcode

    def wait(self):
        """Wait for its end and return the exit code."""
        self.join()
        return self.exitcode

    def send_signal(self, number):
        """Send it a signal."""
        os.kill(self.pid, number)


def _end_with(process):
    process.join()
    os._exit(1)


class Provisioner(LocalProvisioner):
    """Starts a kernel as a fork instead of a new Python."""

    async def launch_kernel(self, cmd, cwd=".", **kwargs):
        """Start it; returns how to reach it."""
        self.process = Kernel(cmd[cmd.index("-f") :], cwd)
        self.process.start()
        self.pid, self.cwd = self.process.pid, cwd
        return self.connection_info


class Loop(asyncio.SelectorEventLoop):
    """Leaves Ctrl-C to asyncio: for nbclient it ends one page, and the next ones would run."""

    def add_signal_handler(self, *arguments):
        """Refuse, as outside the main thread."""
        raise RuntimeError("signals are handled elsewhere")


def kernel_manager(connection_file):
    """Return what starts such a kernel; it is reached through files: two that start together may pick one port."""
    manager = AsyncKernelManager(transport="ipc" if CAN_FORK else "tcp", connection_file=str(connection_file))
    manager.provisioner = Provisioner(kernel_id=str(uuid.uuid4()), kernel_spec=manager.kernel_spec, parent=manager)
    return manager


def not_kept(pages, folder):
    """Find the pages whose cells have changed since they were run.

    Parameters
    ----------
    pages : list of Path
    folder : Path
        Of the cache.

    Returns
    -------
    list of NotebookNode
        Their cells, each with its page as `uri`.
    """
    cache = get_cache(folder)
    records = [cache.add_nb_to_project(page, read_data=READER) for page in pages]
    notebooks = [cache.get_project_notebook(record.pk) for record in records]
    return [notebook for notebook in notebooks if not _is_kept(notebook, cache)]


def run(notebooks, folder, done=lambda page: None):
    """Run the cells of pages, on all processors.

    A page that fails is left out: Jupyter Book runs it again and says why.

    Parameters
    ----------
    notebooks : list of NotebookNode
        As `not_kept` has found them.
    folder : Path
        Of the cache.
    done : callable
        Hears of each page, as a `Path`, when its cells have run or failed.
    """
    if not notebooks:
        return
    PROCESSES.set_forkserver_preload(PRELOADED)
    with (
        TemporaryDirectory() as sockets,
        Progress("Running the cells of the pages", len(notebooks)) as progress,
        asyncio.Runner(loop_factory=Loop) as runner,
    ):

        def one_more(page):
            progress.step()
            done(page)

        runner.run(_run_all(notebooks, get_cache(folder), Path(sockets), one_more))


def _is_kept(notebook, cache):
    try:
        cache.match_cache_notebook(notebook.nb)
    except KeyError:
        return False
    return True


async def _run_all(notebooks, cache, sockets, done):
    turns = asyncio.Semaphore(os.cpu_count() or 2)

    async def in_turn(notebook):
        async with turns:
            await _run_one(notebook, cache, sockets)
            done(Path(notebook.uri))

    await asyncio.gather(*map(in_turn, notebooks))


async def _run_one(notebook, cache, sockets):
    manager = kernel_manager(sockets / f"{notebook.pk}.json")
    client = NotebookClient(
        notebook.nb,
        km=manager,
        timeout=TIMEOUT,
        resources={"metadata": {"path": str(Path(notebook.uri).parent)}},
        record_timing=False,  # times would stand among the cells, and the cache takes the page for another one
        shutdown_kernel="immediate",
    )
    try:
        await client.async_execute(cleanup_kc=True)
    except (CellControlSignal, DeadKernelError):
        return
    try:
        await asyncio.to_thread(add_stills, notebook.nb)  # meanwhile the kernel of another page is told its next cell
    except ValueError as error:
        error.add_note(f"This is a chart of {notebook.uri}.")
        raise
    bundle = create_cache_bundle(notebook, None, None, 0.0, None)
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
