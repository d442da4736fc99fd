"""Show how a verdict came about: passages considered, probabilities against thresholds, the rule that decided."""

from bot.escape import escape, shorten
from bot.render import BLUE, Page, paged
from index.types import Step, Trace

STEPS = 12  # at their longest these fill one page


def explain_trace(trace: Trace, titles: dict[str, str]) -> Page:
    """Lay a trace out on one page, best passages first; `titles` by source id."""
    steps = [_step(number, step, titles) for number, step in enumerate(trace.steps[:STEPS], 1)]
    stages = " · ".join(f"{name} {spent:.0f} ms" for name, spent in trace.stages.items())
    blocks = ["\n".join(steps) or "No passage came close enough to be read."]
    blocks.extend([f"-# {stages}"] if stages else [])
    head = f"### Why this answer\n{escape(shorten(trace.rule, 300)) or 'No rule was written down.'}"
    return paged(BLUE, head, blocks, title="")[0]


def _step(number: int, step: Step, titles: dict[str, str]) -> str:
    title = escape(shorten(titles.get(step.source_id, step.source_id), 40))
    found = f" “{escape(shorten(step.span, 30))}”" if step.span else ""
    above = "≥" if step.probability >= step.threshold else "<"
    scores = f"{step.probability:.2f} {above} {step.threshold:.2f}"
    return f"{number}. {title}: {scores}{found}, {escape(shorten(step.outcome, 40))}"
