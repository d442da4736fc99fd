"""Any answer fits Discord's limits, with every quote whole, and each verdict looks like itself."""

from typing import Any

import pytest
from hypothesis import given, settings

from bot.cards import Card
from bot.desk import Given
from bot.escape import block_quote, units
from bot.parse import answer_from_body
from bot.render import AMBER, BLOCK_UNITS, GREEN, SLATE, render
from index.answering.body import answer_body
from index.types import Answer, Conflicting, Quote, Silent, Supported, Verdict
from tests.bot import fakes
from tests.bot.reading import buttons, seen, shown, texts, walk
from tests.bot.strategies import ANSWERS

BASE = "https://quoth.example"


def raw_of(card: Card) -> list[dict[str, Any]]:
    """The components as Discord gets them."""
    components: list[dict[str, Any]] = card.view().to_components()  # type: ignore[no-untyped-call]  # discord.py's own
    return components


def quotes_of(verdict: Verdict) -> list[Quote]:
    match verdict:
        case Supported():
            return [evidence.quote for evidence in verdict.evidence]
        case Conflicting():
            return [evidence.quote for side in verdict.sides for evidence in side.evidence]
        case Silent():
            return list(verdict.related)


@given(ANSWERS)
@settings(deadline=None, max_examples=25)
def test_every_page_of_any_answer_fits_a_message(answer: Answer) -> None:
    given_ = Given(answer, "c" * 32, public=True)
    pages = render(answer, public_url=BASE)
    for number in range(1, len(pages) + 1):
        raw = raw_of(Card(given_, private=True, thread=True, number=number, public_url=BASE, credit="x" * 60))
        assert 0 < sum(map(units, texts(raw))) <= 4000
        assert len(list(walk(raw))) <= 40
        assert all(texts(raw))
        assert all(len(one.get("custom_id", "")) <= 100 for one in walk(raw))


@given(ANSWERS)
@settings(deadline=None, max_examples=25)
def test_every_quote_is_whole_on_one_page_unless_it_is_too_long_for_any(answer: Answer) -> None:
    pages = ["\n".join(page.texts) for page in render(answer, public_url=BASE)]
    for quote in quotes_of(answer.verdict):
        plain = f"```text\n{quote.text}\n```"
        whole = any(quote.text in seen(page) or plain in page for page in pages)
        too_long = units(block_quote(quote.text)) > BLOCK_UNITS - 1800  # what a label and a citation may take
        assert whole or too_long


def test_an_answer_is_short_first_then_its_quote_with_title_section_and_date() -> None:
    (page,) = render(fakes.answer_to("How much leave?", fakes.supported()))
    assert page.accent == GREEN
    assert "## 28 days" in page.texts[0]
    assert "> Everybody has **28 days** of leave a year." in page.texts[1]
    assert "[Annual leave](<https://wiki.example.com/leave>) · Rules · 2026-03-01" in page.texts[1]
    assert "confidence 93%" in page.texts[2]


def test_it_depends_shows_each_scope_with_its_quote() -> None:
    (page,) = render(fakes.answer_to("When?", fakes.depends(), reason="It depends on the office."))
    assert "It depends on the office." in page.texts[0]
    assert page.texts[1].startswith("**Porto**: 8\\:00\n> The Porto office")
    assert page.texts[2].startswith("**Rotterdam**: 9\\:00\n> The Rotterdam office")


def test_a_conflict_shows_both_sides_with_dates_and_what_differs() -> None:
    (page,) = render(fakes.answer_to("How much leave?", fakes.conflicting()))
    assert page.accent == AMBER
    assert "They differ in a duration." in page.texts[0]
    assert page.texts[1].startswith("**Side 1: 28 days** · 2026-03-01")
    assert page.texts[2].startswith("**Side 2: 25 days** · undated")


def test_a_silence_says_so_and_labels_what_is_related() -> None:
    (page,) = render(fakes.answer_to("Weather?", fakes.silent(), reason="No article answers this."))
    assert page.accent == SLATE
    assert "The articles don't say" in page.texts[0]
    assert page.texts[1].startswith("**Related, but not an answer:**")
    assert not any("confidence" in text for text in page.texts)


def test_a_quote_of_three_thousand_characters_is_whole() -> None:
    verdict = fakes.long()
    pages = render(fakes.answer_to("long", verdict))
    (page,) = [page for page in pages if verdict.evidence[0].quote.text in shown_of(page.texts)]
    assert page.texts


def shown_of(parts: tuple[str, ...]) -> str:
    return shown([{"type": 10, "content": part} for part in parts])


def test_a_quote_that_fits_no_page_is_linked_and_not_cut() -> None:
    article = fakes.Article("huge", "Huge", "`word` " * 900, "https://wiki.example.com/huge")
    verdict = Supported("word", (fakes.evidence_of(article, article.text, "word"),))
    (page,) = render(fakes.answer_to("huge", verdict))
    assert "https://wiki.example.com/huge" in page.texts[1]
    assert "word` " not in page.texts[1]


def test_quotes_without_an_address_link_to_our_own_page_only_if_there_is_one() -> None:
    answer = fakes.answer_to("When?", fakes.depends())
    assert "quoth.example/sources/offices?start=0&end=31" in render(answer, public_url=BASE)[0].texts[1]
    assert "](" not in render(answer)[0].texts[1]


@pytest.mark.parametrize("word", sorted(fakes.VERDICTS))
def test_an_answer_read_back_from_json_renders_the_same(word: str) -> None:
    answer = fakes.answer_to(word, fakes.VERDICTS[word](), reason=fakes.REASONS.get(word))
    assert render(answer_from_body(answer_body(answer))) == render(answer)


def test_buttons_depend_on_who_sees_the_card() -> None:
    given_ = Given(fakes.answer_to("leave", fakes.supported()), "c" * 32, public=True)
    assert set(buttons(raw_of(Card(given_, public_url=BASE)))) == {
        "up", "down", "follow", "why", "Permalink"
    }  # fmt: skip
    assert "share" in buttons(raw_of(Card(given_, private=True)))
    hidden = Given(given_.answer, given_.conversation, public=False)
    assert "Permalink" not in buttons(raw_of(Card(hidden, public_url=BASE)))
