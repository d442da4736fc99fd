"""Load `quoth serve` with many clients, rebuild meanwhile, and print what it held.

    python -m tests.benchmarks.load [--seconds 60] [--clients 16] [--passages 10000] [--memory-questions 20000]

Builds a corpus of that many passages in a temporary folder, serves it in a process of its own, measures one client,
then all of them with a rebuild under way, then the memory. Needs the models that ship.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx

from tests.api.test_serve import SERVE, free_port

ROOT = Path(__file__).parents[2]
BUILD = "from index.cli.app import main; main()"
WORDS = "office leave budget server invoice travel contract release password meeting laptop training vendor".split()
PLACES = "Porto Rotterdam Lyon Gdansk Turin Malmo Leeds Graz Cork Bergen".split()


@dataclass
class Figures:
    """What a round of questions came to."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        ordered = sorted(self.latencies)
        p50, p99 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.99))
        rate = len(ordered) / self.seconds
        counts = dict(self.outcomes)
        return f"{name}: {rate:.1f} questions/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms, {len(ordered)} questions, {counts}"


def main() -> None:
    """Measure, print, and fail if any request failed."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        questions = write_corpus(folder / "articles", options.passages)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QUOTH_DATA_DIR": str(folder / ".quoth")}
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", BUILD, "build", str(folder / "articles")], env=environment, check=True)
        print(f"built in {time.perf_counter() - started:.0f} s")
        process, url = serve(environment, folder)
        try:
            failed = measure(url, process.pid, questions, options)
        finally:
            process.send_signal(signal.SIGTERM)
            print(f"exit code after SIGTERM: {process.wait(60)}")
    sys.exit(1 if failed else 0)


def measure(url: str, pid: int, questions: list[str], options: argparse.Namespace) -> int:
    """Print each round's figures; return how many requests failed."""
    alone = ask_all(url, questions, clients=1, seconds=options.seconds / 3)
    print(alone.line("one client"))
    many = ask_all(url, questions, clients=options.clients, seconds=options.seconds)
    print(many.line(f"{options.clients} clients"))
    gain = (len(many.latencies) / many.seconds) / (len(alone.latencies) / alone.seconds)
    print(f"gain over one client: {gain:.2f} times")
    rebuilding = threading.Thread(target=rebuild, args=(url,))
    rebuilding.start()
    during = ask_all(url, questions, clients=options.clients, seconds=options.seconds, until=rebuilding)
    rebuilding.join()
    print(during.line("while rebuilding"))
    before = resident(pid)
    asked = ask_all(url, questions, clients=options.clients, total=options.memory_questions)
    after = resident(pid)
    print(f"memory over {len(asked.latencies)} questions: {before} MB before, {after} MB after")
    rounds = (alone, many, during, asked)
    return sum(count for each in rounds for outcome, count in each.outcomes.items() if outcome.startswith("failed"))


def ask_all(
    url: str,
    questions: list[str],
    *,
    clients: int,
    seconds: float = float("inf"),
    total: float = float("inf"),
    until: threading.Thread | None = None,
) -> Figures:
    """Ask without pause from several clients until the time, the number or a thread has come to its end."""
    figures, lock = Figures(), threading.Lock()
    started = time.perf_counter()

    def go_on() -> bool:
        timely = time.perf_counter() - started < seconds or (until is not None and until.is_alive())
        return timely and len(figures.latencies) < total

    def client(seed: int) -> None:
        chosen = random.Random(seed)
        with httpx.Client(base_url=url, timeout=60) as connection:
            while go_on():
                outcome, latency = ask(connection, chosen.choice(questions))
                with lock:
                    figures.outcomes[outcome] += 1
                    figures.latencies.append(latency)

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.seconds = time.perf_counter() - started
    return figures


def ask(connection: httpx.Client, question: str) -> tuple[str, float]:
    """Return the verdict, or how it failed, and the seconds it took."""
    started = time.perf_counter()
    try:
        reply = connection.post("/v1/ask", json={"question": question})
        outcome = reply.json()["status"] if reply.status_code == 200 else f"failed {reply.status_code}"
    except httpx.HTTPError as error:
        outcome = f"failed {type(error).__name__}"
    return outcome, time.perf_counter() - started


def rebuild(url: str) -> None:
    """Rebuild over the API and wait for it."""
    location = httpx.post(f"{url}/v1/index/rebuild").headers["location"]
    while (job := httpx.get(f"{url}{location}", timeout=60).json())["status"] == "running":
        time.sleep(0.5)
    print(f"rebuild: {json.dumps(job)}")


def resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) // 1024


def write_corpus(folder: Path, passages: int) -> list[str]:
    """Write articles of ten one-passage sections; return questions that some of them answer."""
    chosen, questions = random.Random(7), []
    folder.mkdir()
    for number in range(-(-passages // 10)):
        sections = []
        for part in range(10):
            topic, place = f"{chosen.choice(WORDS)} {number}-{part}", chosen.choice(PLACES)
            days = chosen.randint(2, 90)
            sections.append(
                f"## The {topic} in {place}\n\nThe {topic} rule of the {place} office allows {days} days."
                f" Requests for it go to the {chosen.choice(WORDS)} team before noon, and each is answered in writing."
            )
            questions.append(f"How many days does the {topic} rule of the {place} office allow?")
        (folder / f"{number:05}.md").write_text(f"# Rules, part {number}\n\n" + "\n\n".join(sections) + "\n")
    return chosen.sample(questions, min(500, len(questions)))


def serve(environment: dict[str, str], folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return process, url
        except httpx.TransportError:
            pass  # it is not listening yet
        time.sleep(0.2)
    raise SystemExit((folder / "log").read_text())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--memory-questions", type=int, default=20_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
