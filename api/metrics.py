"""Count what happens, for Prometheus. Each app has a registry of its own, so that two in a process do not mix."""

import datetime as dt
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from index.answering.body import AnswerBody
from index.types import Trace

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# six windows are read first and twelve at most, for each part of a question
WINDOWS = (1, 3, 6, 9, 12, 24, 36, 48)


class Metrics:
    """All that Quoth counts; no label holds anything that a visitor typed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter("quoth_questions", "Questions, by verdict.", ["status"], registry=self.registry)
        self._seconds = Histogram("quoth_ask_seconds", "Whole questions.", buckets=SECONDS, registry=self.registry)
        self._stages = Histogram(
            "quoth_stage_seconds", "Stages of a question.", ["stage"], buckets=SECONDS, registry=self.registry
        )
        # one sequence a call, so that no score depends on its batch mates: what varies is how many are read
        self._read = Histogram(
            "quoth_windows_read", "Windows that were read for a question.", buckets=WINDOWS, registry=self.registry
        )
        self._replies = Counter("quoth_replies", "HTTP replies, by status.", ["status"], registry=self.registry)
        self.feedback = Counter("quoth_feedback", "Votes, by reason.", ["vote", "reason"], registry=self.registry)

    def asked(self, body: AnswerBody, trace: Trace) -> None:
        self._questions.labels(body.status).inc()
        self._seconds.observe(body.elapsed_ms / 1000)
        self._read.observe(len(trace.steps))
        for stage, milliseconds in trace.stages.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def replied(self, status: int) -> None:
        self._replies.labels(str(status)).inc()

    def watch(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Read a gauge when it is asked for."""
        Gauge(name, about, registry=self.registry).set_function(read)

    def watch_generation(self, read: Callable[[], tuple[str, dt.datetime] | None]) -> None:
        self.registry.register(_Generation(read))

    def text(self) -> bytes:
        return generate_latest(self.registry)


class _Generation(Collector):
    """Which generation is served, and how old it is; nothing while there is none."""

    def __init__(self, read: Callable[[], tuple[str, dt.datetime] | None]) -> None:
        self._read = read

    def collect(self) -> list[GaugeMetricFamily]:
        served = self._read()
        if served is None:
            return []
        name, built_at = served
        which = GaugeMetricFamily("quoth_generation", "The generation served.", labels=["generation"])
        which.add_metric([name], 1)
        age = (dt.datetime.now(dt.UTC) - built_at).total_seconds()
        return [which, GaugeMetricFamily("quoth_generation_age_seconds", "Since it was built.", value=age)]
