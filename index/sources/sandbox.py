"""Parse PDF, Word and HTML in a process of their own, which a hostile file can crash but not stall or flood."""

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import index
from index.errors import SourceError
from index.sources.fields import SourceFields, read_fields
from index.sources.limits import Limits
from index.sources.loaded import Loaded

# Run with -P: a logging.py in the working folder, which may be the articles', is never imported.
_RUN = "import sys; sys.path.insert(0, sys.argv[1]); from index.sources.worker import main; main()"
# An ended input ends the process at once; only a machine that is out of breath takes seconds.
_PATIENCE = 30.0
_FIX = "Save it anew with another program, or convert it to text."


class Sandbox:
    """One parsing process, started when it is needed and again after a file has brought it down."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the sandbox

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()
        self._errors.close()

    def load(self, form: str, content: bytes, path: str) -> Loaded:
        """Load a file's content; raise SourceError when it takes too long, too much memory, or cannot be parsed."""
        process = self._process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        task = json.dumps({"form": form, "path": path, "size": len(content)}) + "\n"
        try:
            process.stdin.write(task.encode() + content)
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line.endswith(b"\n"):
            raise SourceError(path, self._why_ended(), _FIX)
        return _loaded(json.loads(line), path)

    def _start(self) -> "subprocess.Popen[bytes]":
        root = str(Path(index.__file__).resolve().parent.parent)
        limits = self._limits
        bounds = (limits.seconds, limits.memory, limits.pages, limits.unpacked_bytes, limits.unpacked_ratio)
        return subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", _RUN, root, *map(str, bounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )

    def _why_ended(self) -> str:
        code = self._stop()
        if code in (-signal.SIGPROF, -signal.SIGALRM):
            return f"takes longer than {self._limits.seconds:g} seconds to parse"
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        self._errors.seek(0)
        self._errors.truncate()
        last = next((line for line in reversed(lines) if line.strip()), f"exit status {code}")
        if "MemoryError" in last or "bad_alloc" in last:
            return f"needs more than {self._limits.memory / 1e9:g} GB to parse"
        return f"cannot be parsed ({last.strip()[:160]})"

    def _stop(self) -> int | None:
        """Close the process's input, at which it ends; return its status."""
        process, self._process = self._process, None
        if process is None:
            return None
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass  # it ended before it had read everything
        process.stdout.close()
        try:
            return process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _loaded(told: dict[str, Any], path: str) -> Loaded:
    if "why" in told:
        raise SourceError(path, told["why"], told["fix"])
    fields = read_fields(told["fields"]) if told["fields"] else SourceFields()
    return Loaded(told["text"], told["loader"], fields, told["heading"], pages=tuple(told["pages"]))
