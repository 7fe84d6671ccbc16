"""Grading on a Dask cluster, whose machines share no disk with this one.

A task is sent as bytes that a worker opens by `pickle.loads`, which makes the call: so the scheduler, which opens every
graph, need not have dlgrade. On the worker a process of its own grades (`own_process`): a Dask worker grades in a
thread and is watched by its nanny, while grading wants a main thread and shuts its memory. What ends that process does
not end the worker.
"""

from __future__ import annotations

import atexit
import concurrent.futures
import contextlib
import pickle
import platform
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from dlgrade import __version__
from dlgrade.errors import DlgradeError, GraderFault
from dlgrade.executors import FOR_EACH, Graders
from dlgrade.messages import say
from dlgrade.own_process import Crew, request
from dlgrade.text import sanitize

CONNECT_SECONDS = 5.0
# How long a run waits for a first worker, and for another one when all are gone.
FIRST_WORKER_SECONDS = 30.0
WORKER_SECONDS = 120.0
LOOK_SECONDS = 5.0
# Dask itself does a task again that raised; a worker that died is another matter, and the scheduler's setting.
RETRIES = 1


class NoDask(DlgradeError):
    """The extra is not installed."""

    def __init__(self) -> None:
        super().__init__(say("A cluster needs Dask, which is not installed: pip install 'dlgrade[cluster]'."))


class NoScheduler(DlgradeError):
    """Nobody answers at the address, or not any more."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            say(
                "No Dask scheduler answers at {address} ({why}); start one by `dask scheduler`, or grade here.",
                address=sanitize(address), why=sanitize(why, 200),
            )
        )  # fmt: skip


class NoWorkers(DlgradeError):
    """There is a scheduler and nobody who works."""

    def __init__(self, address: str) -> None:
        super().__init__(
            say(
                "The scheduler at {address} has no worker; run `dask worker {address}` on a machine that has dlgrade.",
                address=sanitize(address),
            )
        )


class OtherMachine(GraderFault):
    """A worker's machine has no dlgrade, or another version, and cannot take a task."""

    def __init__(self, machine: str, theirs: str) -> None:
        super().__init__(
            say(
                "The worker {machine} has {theirs} and here it is dlgrade {ours}; install the same version on both.",
                machine=sanitize(machine), theirs=sanitize(theirs, 200), ours=__version__,
            )
        )  # fmt: skip


class Cluster(Graders):
    """The workers of a scheduler. `client` is closed with it."""

    def __init__(self, client: Any, address: str, seconds: float, shares_disk: bool = False) -> None:
        self.shares_disk = shares_disk
        self._client, self._address, self._seconds = client, address, seconds
        self._executor = client.get_executor(pure=False, retries=RETRIES)
        self._threads = 1
        self._was_staffed = self._was_heard = time.monotonic()
        self._next_look = 0.0
        try:
            self._meet()
        except BaseException as error:
            self.shutdown(wait=False, cancel_futures=True)
            if isinstance(error, DlgradeError) or not isinstance(error, Exception):
                raise
            raise NoScheduler(address, str(error) or type(error).__name__) from error

    @property
    def at_once(self) -> int:
        return FOR_EACH * self._threads

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        body = _opened_there(in_own_process, request(function, *args, **kwargs), self._seconds)
        import dask.config

        try:
            # A submission may be larger than what Dask finds large; there are few of them at a time.
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
                future: concurrent.futures.Future[Any] = self._executor.submit(pickle.loads, body)
        except Exception as error:
            raise NoScheduler(self._address, str(error)) from error
        return future

    def check(self) -> None:
        if self._client.status in ("closing", "closed"):
            raise NoScheduler(self._address, "the connection was lost")
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        try:
            threads = self._client.sync(self._client.scheduler.ncores, callback_timeout=LOOK_SECONDS)
        except Exception as error:
            # The client tries for some seconds to connect again, and is closed then.
            if now - self._was_heard > WORKER_SECONDS:
                raise NoScheduler(self._address, str(error)) from error
            return
        self._was_heard = now
        self._threads = sum(threads.values())
        if self._threads:
            self._was_staffed = now
        elif now - self._was_staffed > WORKER_SECONDS:
            raise NoWorkers(self._address)

    def meaning(self, error: BaseException) -> BaseException:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return concurrent.futures.BrokenExecutor("its workers died")
        if isinstance(error, ImportError | AttributeError):
            # What is graded answers in words: only a worker that cannot open a task raises these.
            return OtherMachine(self._address, str(error))
        return super().meaning(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with contextlib.suppress(Exception):
            self._executor.shutdown(wait and not cancel_futures)
        self._client.close()
        if self._client.cluster is not None:
            self._client.cluster.close()

    def _meet(self) -> None:
        """See that there is a worker, and that all can open a task: before anything is graded."""
        try:
            self._client.wait_for_workers(1, timeout=FIRST_WORKER_SECONDS)
        except TimeoutError:
            raise NoWorkers(self._address) from None
        told = self._client.run(pickle.loads, _opened_there(machine), on_error="return")
        for worker, answer in told.items():
            if isinstance(answer, ImportError | AttributeError):
                raise OtherMachine(worker, f"no dlgrade ({answer})")
            if isinstance(answer, tuple) and answer[1] != __version__:
                raise OtherMachine(f"{worker} ({answer[0]})", f"dlgrade {answer[1]}")
        self.check()


def connect(address: str) -> Any:
    """A client of the scheduler. Raises `NoScheduler` or `NoDask`."""
    distributed = _distributed()
    try:
        return distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:
        raise NoScheduler(address, str(error) or type(error).__name__) from error


def cluster_here(jobs: int) -> tuple[Any, str]:
    """A scheduler and worker processes of this machine, and a client of them. Raises `NoScheduler` or `NoDask`."""
    distributed = _distributed()
    try:
        with _deaf_children():
            cluster = distributed.LocalCluster(
                n_workers=jobs, threads_per_worker=1, processes=True, host="127.0.0.1",
                dashboard_address="127.0.0.1:0", memory_limit=0,
            )  # fmt: skip
    except Exception as error:
        raise NoScheduler("127.0.0.1", str(error) or type(error).__name__) from error
    client = distributed.Client(cluster, timeout=CONNECT_SECONDS, set_as_default=False)
    return client, cluster.scheduler_address


@contextlib.contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes that are started in this block hear no interrupt at the terminal: it is for us, who end them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _distributed() -> Any:
    """The package, which only those have who grade on a cluster. Raises `NoDask`."""
    try:
        import distributed
    except ImportError:
        raise NoDask from None
    return distributed


class _Call:
    """Becomes what a function returns when it is unpickled."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self._call = function, args

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call


def _opened_there(function: Callable[..., Any], *args: Any) -> bytes:
    return pickle.dumps(_Call(function, *args), pickle.HIGHEST_PROTOCOL)


def machine() -> tuple[str, str]:
    """Name and version of the machine that is asked."""
    return platform.node(), __version__


# The grading processes of a Dask worker. They end with it, also when it is killed: nobody can ask any more then.
_crew = Crew()
atexit.register(_crew.close)


def in_own_process(body: bytes, seconds: float) -> Any:
    """What a Dask worker does with a task, in one of its threads. Raises as `OwnProcess.call`."""
    return _crew.call(body, seconds)
