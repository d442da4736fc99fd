"""Time `quoth ask` from process start to answer, and weigh `quoth serve`, on the seeds.

    python -m tests.benchmarks.ask [--runs 10]

The first call of a fresh machine exports the encoder; that is not what is measured here.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.load import BUILD, ROOT, ask_all, resident, serve

QUESTION = "What percentage of online child sexual exploitation involves self-generated images?"


def main() -> None:
    """Build the seeds, time questions in fresh processes, then ask a server and weigh it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QUOTH_DATA_DIR": str(folder / ".quoth")}
        quoth(environment, "build", str(ROOT / "seeds"))
        times = [quoth(environment, "ask", QUESTION) for _ in range(runs)]
        print(f"quoth ask, process start to answer: median {statistics.median(times):.2f} s, worst {max(times):.2f} s")
        process, url = serve(environment, folder)
        try:
            print(ask_all(url, [QUESTION], clients=1, seconds=10).line("POST /v1/ask, warm, the seeds"))
            print(f"resident memory of serve: {resident(process.pid)} MB")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def quoth(environment: dict[str, str], *arguments: str) -> float:
    """Run one command in a process of its own; return its seconds."""
    started = time.perf_counter()
    command = [sys.executable, "-c", BUILD, *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
