"""Worker processes that do one task at a time; one that dies or takes too long costs that task only."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from queue import LifoQueue
from types import TracebackType
from typing import Any, TypeVar

import msgspec

Task = TypeVar("Task")
Done = TypeVar("Done")

AHEAD = 4
"""How many tasks a worker may be ahead of the oldest that is not done: what a slow document holds up, in memory."""


FAILED = {"timeout": "E040", "died": "E041", "raised": "E042"}
"""The code of a source that no worker could clean, by the kind of failure."""

START_S = 60.0
"""Seconds that a worker has to start and import what it needs, which is no document's time."""


class Failure(msgspec.Struct, frozen=True):
    """Why a task has no result: `kind` is `"timeout"`, `"died"` or `"raised"`, `reason` a sentence."""

    kind: str
    reason: str


class Workers:
    """`count` processes, for use in a `with` statement; started when there is something to do.

    All functions, tasks and results must pickle. With `count` 0 the tasks are done in this process,
    one after another: nothing can be timed out or survive a crash then.

    >>> with Workers(0, timeout_s=1) as workers:
    ...     list(workers.ordered(int, ["3", "x"]))
    [('3', 3), ('x', Failure(kind='raised', reason="ValueError: invalid literal for int() with base 10: 'x'"))]
    """

    def __init__(self, count: int, *, timeout_s: float) -> None:
        self._count = count
        self._timeout_s = timeout_s
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._all = [_Worker(context) for _ in range(count)]
        self._idle: LifoQueue[_Worker] = LifoQueue()  # one that runs already comes first
        for worker in self._all:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(max(count, 1))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for worker in self._all:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def ordered(self, do: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[tuple[Task, Done | Failure]]:
        """Each task with what `do` makes of it, in the order of the tasks, which are taken as workers get free."""
        if not self._count:
            yield from ((task, _done(do, task)) for task in tasks)
            return
        waiting: deque[tuple[Task, Future[Done | Failure]]] = deque()
        for task in tasks:
            waiting.append((task, self._threads.submit(self._do, do, task)))
            while waiting and (waiting[0][1].done() or len(waiting) > AHEAD * self._count):
                yield _result(waiting)
        while waiting:
            yield _result(waiting)

    def one(self, do: Callable[[Task], Done], task: Task) -> Done | Failure:
        """The result of a single task, also while others are done."""
        return self._threads.submit(self._do, do, task).result() if self._count else _done(do, task)

    def _do(self, do: Callable[[Task], Done], task: Task) -> Done | Failure:
        worker = self._idle.get()
        try:
            done: Done | Failure = worker.call(do, task, self._timeout_s)
            return done
        finally:
            self._idle.put(worker)


def _result(waiting: deque[tuple[Task, Future[Done | Failure]]]) -> tuple[Task, Done | Failure]:
    task, future = waiting.popleft()
    return task, future.result()


class _Worker:
    """One process and the pipe to it; started anew after it ended."""

    def __init__(self, context: BaseContext) -> None:
        self._context = context
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._knows: Callable[[Any], Any] | None = None
        self._is_closed = False

    def call(self, do: Callable[[Any], Any], task: Any, timeout_s: float) -> Any:
        if self._is_closed:
            return Failure("died", "the run was stopped")
        pipe = self._pipe or self._started()
        try:
            if self._knows is not do:  # sent once: it may hold much
                pipe.send((do, None))
                if pipe.poll(START_S):
                    self._knows = pipe.recv() or do
            pipe.send((None, task))
            if pipe.poll(timeout_s):
                return pipe.recv()
        except (EOFError, OSError):
            return Failure("died", f"the worker process {self._ended()}")
        self._ended()
        return Failure("timeout", f"not done after {timeout_s:g} seconds")

    def _started(self) -> Connection:
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        self._knows = None
        theirs.close()  # else the pipe would not end with the worker
        return self._pipe

    def kill(self) -> None:
        self._is_closed = True
        self._ended()

    def _ended(self) -> str:
        """How the process ended, which it has to now."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is None or pipe is None:
            return "was stopped"
        process.join(0.5)  # of a process that died by itself, for its exit code
        process.kill()
        process.join()
        pipe.close()
        code = process.exitcode or 0
        return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"


def _serve(pipe: Connection) -> None:
    """A worker's life: until the pipe ends, as it does when the process that started it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that started it stops it
    do: Any = None
    try:
        while True:
            new, task = pipe.recv()
            if new is not None:
                do = new
                pipe.send(None)
            else:
                pipe.send(_done(do, task))
    except (EOFError, OSError):
        return


def _done(do: Callable[[Task], Done], task: Task) -> Done | Failure:
    try:
        return do(task)
    except Exception as error:  # whatever a document does to the code: it is named, and the others go on
        return Failure("raised", f"{type(error).__name__}: {error}")
