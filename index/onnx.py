"""Run ONNX models: one sequence a call, several one-thread calls side by side."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as failures

from index.errors import ModelError

Feed = Mapping[str, NDArray[np.int64]]
Outputs = list[NDArray[np.float32]]

# onnxruntime's exceptions share no base class of their own.
_UNUSABLE = (
    failures.Fail,
    failures.InvalidArgument,
    failures.InvalidGraph,
    failures.InvalidProtobuf,
    failures.NoSuchFile,
    failures.NotImplemented,
    failures.RuntimeException,
)


@cache
def _workers(threads: int) -> ThreadPoolExecutor:
    """Return the process's one pool of this width: encoder, reader and judge together never outnumber the cores."""
    return ThreadPoolExecutor(threads, thread_name_prefix="onnx")


class Session:
    """An ONNX model on the CPU, safe to call from any thread.

    Dynamic int8 quantization scales activations over the whole input, so a score would depend on its batch mates.
    Therefore a call takes one sequence (batch size 1), and `map` runs `threads` such calls side by side.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        self._session = _open(path)
        self._threads = threads
        self.inputs = tuple(str(entry.name) for entry in self._session.get_inputs())
        self.outputs = tuple(str(entry.name) for entry in self._session.get_outputs())

    def run(self, feed: Feed) -> Outputs:
        """Run one sequence, in the caller's thread; each input has the shape (1, length)."""
        return cast(Outputs, self._session.run(None, dict(feed)))

    def map(self, feeds: Iterable[Feed]) -> list[Outputs]:
        """Run each feed as a call of its own; outputs in the order of the feeds, each the same as from `run`."""
        waiting = list(feeds)
        if len(waiting) < 2 or self._threads < 2:
            return [self.run(feed) for feed in waiting]
        return list(_workers(self._threads).map(self.run, waiting))


def _open(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        path.open("rb").close()  # what keeps a file from being read is told as Python tells it
        # By its path: a model given as bytes takes twice the memory. Nothing stays open that a cache may replace.
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except OSError as error:
        raise ModelError(f"the model {str(path)!r} cannot be read: {error.strerror}. Run `quoth doctor`.") from error
    except _UNUSABLE as error:
        raise ModelError(f"the model {str(path)!r} is no ONNX model that runs here. Run `quoth doctor`.") from error
