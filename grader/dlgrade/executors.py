"""Where submissions are graded: in this process, in others of this machine, or on a cluster.

Each is a `concurrent.futures.Executor` that also says how many tasks it wants at a time, and what an exception means.
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable
from types import TracebackType
from typing import Any

from dlgrade.own_process import Crew, request

# For those who do not say how long a task may take: `Terms.longest` tells.
LONGEST_SECONDS = 86400.0
# Tasks that each process is given: one to do, and one that it need not wait for.
FOR_EACH = 2


class Graders(concurrent.futures.Executor):
    """An executor of grading processes. Use it in a `with` block: the processes end with it."""

    # Whether paths of this machine mean the same there.
    shares_disk = True

    @property
    def at_once(self) -> int:
        """How many tasks it can do with at a time."""
        return 1

    def check(self) -> None:
        """Raise a `DlgradeError` if no answer can come any more. Called often."""

    def meaning(self, error: BaseException) -> BaseException:
        """What a task's exception means: `BrokenExecutor` for a process lost, `DlgradeError` for the end of the run."""
        is_lost = isinstance(error, concurrent.futures.BrokenExecutor | concurrent.futures.CancelledError)
        return concurrent.futures.BrokenExecutor(str(error)) if is_lost else error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown(wait=True, cancel_futures=True)


class Here(Graders):
    """Does a task at once, in this process and thread: for measurements. What ends the process ends the run."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Local(Graders):
    """Processes of this machine; a thread of this one waits for each.

    A `ProcessPoolExecutor` breaks as a whole when one of its processes dies, and does not tell by which task. Here a
    process that dies, or gives no answer in `seconds`, costs its own task alone, and the next one gets a new process.
    """

    def __init__(self, jobs: int = 1, seconds: float = LONGEST_SECONDS) -> None:
        self.jobs, self.seconds = jobs, seconds
        self.crew = Crew()
        self._threads = concurrent.futures.ThreadPoolExecutor(jobs, "dlgrade-grading")

    @property
    def at_once(self) -> int:
        return FOR_EACH * self.jobs

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        return self._threads.submit(lambda: self.crew.call(request(function, *args, **kwargs), self.seconds))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            # Whoever waits for an answer is told that none will come.
            self.crew.close()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        self.crew.close()


def here() -> Here:
    return Here()


def local(jobs: int = 1, seconds: float = LONGEST_SECONDS) -> Local:
    """`jobs` processes of this machine, each for one submission after the other, which may take `seconds`."""
    return Local(jobs, seconds)


def dask(address: str, seconds: float = LONGEST_SECONDS) -> Graders:
    """The workers of the Dask scheduler at `address`, as many as there are at any time.

    Raises:
        NoDask, NoScheduler, NoWorkers, OtherMachine: as their sentences say.
    """
    from dlgrade.cluster import Cluster, connect

    return Cluster(connect(address), address, seconds)


def dask_here(jobs: int = 1, seconds: float = LONGEST_SECONDS) -> Graders:
    """A Dask scheduler and `jobs` workers on this machine, which end with the run. Raises `NoDask`."""
    from dlgrade.cluster import Cluster, cluster_here

    client, address = cluster_here(jobs)
    return Cluster(client, address, seconds, shares_disk=True)
