"""Score predictions against a suite's gold: what counts as right, as cited, as both sides."""

from collections import Counter
from collections.abc import Mapping, Sequence

from index.evaluation.report import Cited, Item, Report, Status, make_report
from index.evaluation.suite import Prediction, Row
from index.evaluation.words import holds, quotes_gold, words_of

_STATUS: dict[str, Status] = {"answer": "answered", "decline_silent": "silent", "decline_conflict": "conflict"}
_LONGEST_ANSWER = 60  # words; a longer one could hold anything


def f1(a: str, b: str) -> float:
    """Return SQuAD's token F1."""
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return float(left == right)
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right))


def is_right(row: Row, prediction: Prediction) -> bool:
    """Say whether an answer is right: a gold sentence is quoted, or a gold answer met by half, or it stands there."""
    said = [prediction.answer, *(quote.text for quote in prediction.quotes)]
    if any(quotes_gold(text, sentence) for text in said for group in row.get("gold_quotes", []) for sentence in group):
        return True
    short = len(words_of(prediction.answer)) <= _LONGEST_ANSWER
    return any(
        f1(prediction.answer, gold) >= 0.5 or (short and any(holds(text, gold) for text in said))
        for gold in map(str, row["gold_answers"])
    )


def cites_both(row: Row, prediction: Prediction) -> bool:
    """Say whether the quotes come from documents of at least two sides."""
    return len({_side(row, quote.doc_id) for quote in prediction.quotes}) >= 2


def _side(row: Row, doc_id: str) -> str:
    answers: Mapping[str, str] | None = row.get("doc_answers")
    if answers:
        return " ".join(words_of(str(answers.get(doc_id, doc_id))))
    # RGB tells the sides by the first letter of a document's id: positive or counterfactual.
    return doc_id[0] if row.get("set") == "rgb_en_fact" else doc_id


def score_item(row: Row, prediction: Prediction) -> Item:
    """Judge one prediction; an item of a conflict is right by its verdict alone, as gold answers may be yes or no."""
    texts = {str(document["id"]): document["text"] for document in row["documents"]}
    titles = {str(document["id"]): str(document.get("title") or document["id"]) for document in row["documents"]}
    expect, status = _STATUS[row["expect"]], _STATUS[prediction.action]
    right = expect == status and (status != "answered" or is_right(row, prediction))
    gold = [str(one) for one in row["gold_answers"]]
    return Item(
        id=str(row["id"]),
        question=str(row["question"]),
        expect=expect,
        status=status,
        right=right,
        wanted=" or ".join(f"“{one}”" for one in gold) if gold else "silence",
        answer=prediction.answer or None,
        confidence=prediction.confidence,
        both_sides=cites_both(row, prediction),
        quotes=tuple(
            Cited(
                text=quote.text,
                source=quote.doc_id,
                title=titles.get(quote.doc_id, quote.doc_id),
                place=quote.doc_id,
                exact=bool(quote.text) and quote.text in texts.get(quote.doc_id, ""),
            )
            for quote in prediction.quotes
        ),
    )


def suite_report(
    rows: Sequence[Row], predictions: Sequence[Prediction], *, name: str, models: dict[str, str]
) -> Report:
    """Measure a suite's rows; the definitions are those of the suite's own scorer."""
    items = [score_item(row, prediction) for row, prediction in zip(rows, predictions, strict=True)]
    return make_report(items, name=name, kind="suite", generation="documents", models=models)
