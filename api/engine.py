"""Run CPU work beside the event loop: a bounded number at once, a bounded number waiting, none for who has left."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from fastapi import Request

from api.problems import ProblemError
from index.errors import UnavailableError

T = TypeVar("T")


class Slot:
    """A place in the queue, for one piece of work. It is free again when the work has really ended."""

    def __init__(self, release: Callable[[], None], executor: ThreadPoolExecutor) -> None:
        self._release, self._executor = release, executor
        self._future: Future[Any] | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """Await `work` in a worker thread; cancelled while it still waits, it is never begun."""
        future = self._executor.submit(work)
        self._future = future
        future.add_done_callback(lambda _: self._release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        if self._future is None:
            self._release()


class Engine:
    """Worker threads and the queue before them. `limit` bounds both together."""

    def __init__(self, workers: int, waiting: int) -> None:
        self.limit = workers + waiting
        self._workers = workers
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="quoth")
        self._taken = 0
        self._lock = threading.Lock()

    @contextmanager
    def slot(self) -> Iterator[Slot]:
        """Reserve a place, or raise UnavailableError at once when all are taken."""
        with self._lock:
            if self._taken >= self.limit:
                raise UnavailableError("all places in the queue are taken. Try again in a moment.")
            self._taken += 1
        slot = Slot(self._free, self._executor)
        try:
            yield slot
        finally:
            slot.close()

    @property
    def waiting(self) -> int:
        return max(0, self._taken - self._workers)

    @property
    def working(self) -> int:
        return min(self._taken, self._workers)

    def close(self) -> None:
        """Wait for what is under way; what only waits is dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _free(self) -> None:
        with self._lock:
            self._taken -= 1


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Await `work`, and cancel it when the client leaves: Starlette tells a plain route nothing of that."""
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise ProblemError(503, "cancelled", "The client left before there was an answer.")
    finally:
        task.cancel()
        gone.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
