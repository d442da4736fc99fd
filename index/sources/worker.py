"""The parsing process: read tasks from standard input, one at a time, and answer each with a line of JSON.

Whatever a parser raises ends the process; whoever started it reports that. The kernel ends it when time is up.
"""

import json
import logging
import os
import resource
import signal
import sys
from typing import IO, Any

from index.errors import SourceError
from index.sources.html_page import load_html
from index.sources.limits import Limits
from index.sources.loaded import Loaded, LoadError
from index.sources.pdf import load_pdf
from index.sources.word import load_docx

_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


def main() -> None:
    """Serve until the input ends."""
    limits = _limits(sys.argv[2:])
    logging.disable()  # parsers warn about every oddity of a file
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    sys.addaudithook(_refuse)
    # Parsers may print: keep the answers' channel for answers.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while line := sys.stdin.buffer.readline():
            _serve(json.loads(line), sys.stdin.buffer, answers, limits)


def _serve(task: dict[str, Any], tasks: IO[bytes], answers: IO[bytes], limits: Limits) -> None:
    content = tasks.read(task["size"])
    _set_alarms(limits.seconds)
    try:
        told = _told(_load(task["form"], content, task["path"], limits))
    except (LoadError, SourceError) as error:
        told = {"why": error.why, "fix": error.fix}
    _set_alarms(0)
    answers.write(json.dumps(told).encode("ascii") + b"\n")
    answers.flush()


def _set_alarms(seconds: float) -> None:
    """Let the kernel end this process after so much computing, or ten times as long by the clock."""
    # Computing time is what counts: on a busy machine the clock would refuse files that are in order.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * 10)


def _load(form: str, content: bytes, path: str, limits: Limits) -> Loaded:
    match form:
        case "html":
            return load_html(content, path)
        case "pdf":
            return load_pdf(content, limits)
        case "docx":
            return load_docx(content, limits)
        case _:
            raise LoadError(f"has the unknown format {form!r}", "Convert it.")


def _told(loaded: Loaded) -> dict[str, Any]:
    fields = loaded.fields
    given = {"title": fields.title, "author": fields.author, "url": fields.url}
    if fields.date:
        given["date"] = fields.date.isoformat()
    return {
        "text": loaded.text,
        "loader": loaded.loader,
        "heading": loaded.heading,
        "pages": loaded.pages,
        "fields": {key: value for key, value in given.items() if value},
    }


def _limits(bounds: list[str]) -> Limits:
    seconds, memory, pages, unpacked, ratio = bounds
    return Limits(
        seconds=float(seconds),
        memory=int(memory),
        pages=int(pages),
        unpacked_bytes=int(unpacked),
        unpacked_ratio=int(ratio),
    )


def _refuse(event: str, _: tuple[object, ...]) -> None:
    """No parser has business on the network or with other programs."""
    if event in _FORBIDDEN:
        raise PermissionError(f"a document tried {event}")
