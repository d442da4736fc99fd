from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.answering.quoting import cut_quote
from index.answering.values import values_in
from index.audit import audit
from index.audit.asking import questions_for
from index.audit.statements import pairs_of
from index.build import build
from index.settings import read_settings
from index.store import Generation, open_generation
from index.types import Answer, Conflicting, Difference, Evidence, ReasonCode, Side, Silent, Span, Verdict
from tests.encoder.fake import HashedWords

ARTICLES = {
    "leave.md": "---\ndate: 2024-01-08\n---\n# Leave policy\n\nEvery employee has 25 days of paid leave a year.\n",
    "people.md": "---\ndate: 2026-01-15\n---\n# Handbook\n\nEvery employee gets 28 days of paid leave a year.\n",
    "benefits.md": "# Benefits\n\nWe offer 28 days of paid leave a year and a bicycle.\n",
    "logs.md": "# Logs\n\nTraces are kept for a week in the store. Metrics are kept for 13 months in the store.\n",
}


def built(folder: Path) -> Generation:
    settings = read_settings(data_dir=folder / ".data", cache_dir=folder / ".cache")
    build([folder], settings, encoder=HashedWords())
    return open_generation(settings.data_dir)


@pytest.fixture
def generation(tmp_path: Path) -> Iterator[Generation]:
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with closing(built(tmp_path)) as opened:
        yield opened


class Contradicting:
    """Answers every question about leave, or what is named, with these sources' conflict, all others with silence."""

    def __init__(self, generation: Generation, *source_ids: str, about: str = "leave") -> None:
        self.asked: list[str] = []
        self._about = about
        sides = [self._side(generation, id_) for id_ in source_ids]
        self._conflict = Conflicting(tuple(sides), Difference.DURATION)

    @staticmethod
    def _side(generation: Generation, source_id: str) -> Side:
        source = generation.source(source_id)
        at = source.text.index("days") - 3
        start = source.text.rindex("\n", 0, at) + 1
        quote = cut_quote(source, Span(start, source.text.index(".", at) + 1), score=0.9)
        return Side(source.text[at : at + 7], (Evidence(quote, source.text[at : at + 7], 0.9),))

    def __call__(self, question: str) -> Answer:
        self.asked.append(question)
        verdict: Verdict = self._conflict if self._about in question else Silent(ReasonCode.NEAR_TOPIC)
        return Answer("0" * 32, question, verdict, 0.2, "g", 1)


class Asking:
    """Answers every question with silence."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, question: str) -> Answer:
        self.asked.append(question)
        return Answer("0" * 32, question, Silent(ReasonCode.NEAR_TOPIC), 0.2, "g", 1)


def test_statements_at_odds_are_paired_and_agreeing_ones_are_not(generation: Generation) -> None:
    pairs = {frozenset((pair.a.source.id, pair.b.source.id)) for pair in pairs_of(generation)}
    assert frozenset(("leave", "people")) in pairs
    assert frozenset(("leave", "benefits")) in pairs
    assert frozenset(("people", "benefits")) not in pairs
    assert frozenset(("logs",)) in pairs


def test_statements_that_stand_at_the_same_place_of_two_sources_are_paired(tmp_path: Path) -> None:
    for name, id_, days in (("a.md", "later", 12), ("b.md", "earlier", 19)):
        text = f"---\nid: {id_}\n---\n# Logs\n\nTraces are kept for {days} days in the store.\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    with closing(built(tmp_path)) as generation:
        assert [(pair.a.source.id, pair.b.source.id) for pair in pairs_of(generation)] == [("later", "earlier")]


def test_a_conflict_is_found_once_however_many_questions_show_it(generation: Generation) -> None:
    ask = Contradicting(generation, "people", "leave")
    audited = audit(generation, ask)
    assert len(audited.findings) == 1
    found = audited.findings[0]
    assert found.confirmed == 2
    assert {side.evidence[0].quote.source.id for side in found.sides} == {"leave", "people"}
    assert audited.questions == len(set(ask.asked)) == len(ask.asked)


def test_another_conflict_with_the_same_answers_is_a_finding_of_its_own(tmp_path: Path) -> None:
    leave, notice = "Every employee has {} days of leave.", "The notice period is {} days."
    for days in (25, 28):
        for name, text in (("leave", leave), ("notice", notice)):
            (tmp_path / f"{name}-{days}.md").write_text(f"# {name}\n\n{text.format(days)}\n", encoding="utf-8")
    with closing(built(tmp_path)) as generation:
        ask = {name: Contradicting(generation, f"{name}-25", f"{name}-28", about=name) for name in ("leave", "notice")}
        found = audit(generation, lambda question: ask["leave" if "leave" in question else "notice"](question)).findings
    assert {finding.sides[0].evidence[0].quote.source.id for finding in found} == {"leave-25", "notice-25"}


def test_a_yes_and_a_no_of_one_subject_are_asked_for(tmp_path: Path) -> None:
    for name, words in (("vpn", "required"), ("remote", "not required")):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nThe VPN is {words} for remote work.\n", encoding="utf-8")
    with closing(built(tmp_path)) as generation:
        audit(generation, ask := Asking())
    assert ask.asked == ["What is the VPN?", "Is the VPN required for remote work?"]


def test_the_newer_source_is_told_what_it_might_supersede(generation: Generation) -> None:
    found = audit(generation, Contradicting(generation, "people", "leave")).findings[0]
    assert found.suggestion == ("people.md", "leave")
    undated = audit(generation, Contradicting(generation, "leave", "benefits")).findings[0]
    assert undated.suggestion is None


def test_a_conflict_of_other_statements_than_the_pair_is_no_finding(generation: Generation) -> None:
    ask = Contradicting(generation, "people", "benefits")
    assert audit(generation, ask).findings == ()


def test_progress_is_told_for_every_pair(generation: Generation) -> None:
    told: list[tuple[int, int]] = []
    audited = audit(generation, Contradicting(generation, "people", "leave"), lambda *at: told.append(at))
    assert [done for done, _ in told] == list(range(audited.pairs))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Every employee has 25 days of paid leave a year.", "Every employee has how many days of paid leave a year?"),
        ("Meals are reimbursed up to 45 euros a day.", "Meals are reimbursed how much a day?"),
        ("The Porto office opened in March 2022.", "The Porto office opened when?"),
        ("The Porto office opens at 8:30.", "The Porto office opens at what time?"),
        ("Use 14 characters or more; it is changed.", "Use how many characters?"),
        ("Passwords must be long and never expire; a manager is provided.", "Do passwords expire?"),
        ("You are asked to change it every 90 days.", "You are asked to change it how often?"),
        (
            "Each key may send at most 300 requests a minute for one team.",
            "Each key may send how many requests a minute for one team?",
        ),
    ],
)
def test_a_value_is_asked_for_where_it_stands(text: str, question: str) -> None:
    assert list(questions_for(text, values_in(text)[-1 if "never" in text else 0])) == [question]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("There is a deploy freeze every Friday from 12:00 until Monday.", "Is there a deploy freeze every Friday?"),
        ("The Friday freeze was lifted in January 2026.", "Is there a Friday freeze?"),
        ("The root cause was an expired certificate.", "What was the root cause?"),
        ("Contractors are not entitled to paid leave.", "Are contractors entitled to paid leave?"),
        ("**Can I?** The daily allowance is small.", "What is the daily allowance?"),
    ],
)
def test_without_a_value_the_polarity_or_the_subject_is_asked_for(text: str, question: str) -> None:
    assert next(iter(questions_for(text, None))) == question
