"""How well a judge separates the relations, beside what overlaps of words alone can do."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.training.judge_row import RELATIONS, Row
from index.training.judge_text import content_words

Probabilities = NDArray[np.floating]
CONFLICT = RELATIONS.index("conflict")


def softmax(logits: Probabilities) -> Probabilities:
    """Probabilities over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    normed: Probabilities = raised / raised.sum(axis=-1, keepdims=True)
    return normed


def scores(found: Probabilities, rows: list[Row]) -> dict[str, float]:
    """Accuracy over the four relations, and the AUC of conflict against the rest, in all and by family of rows."""
    right = np.array([RELATIONS.index(row.relation) for row in rows])
    families = np.array([row.made.partition(" ")[0] for row in rows])
    made = {"accuracy": float((found.argmax(1) == right).mean()), "conflict": _auc(found, right)}
    return made | {str(one): _auc(found[families == one], right[families == one]) for one in np.unique(families)}


def _auc(found: Probabilities, right: NDArray[np.int_]) -> float:
    return float(roc_auc_score(right == CONFLICT, found[:, CONFLICT]))


def overlap_baseline(train: list[Row], validation: list[Row]) -> Probabilities:
    """Probabilities (rows x relations) of a logistic regression on overlaps alone; the judge must beat it clearly."""
    right = [RELATIONS.index(row.relation) for row in train]
    model = LogisticRegression(max_iter=500).fit([overlap_features(row) for row in train], right)
    found: Probabilities = model.predict_proba([overlap_features(row) for row in validation])
    return found


def overlap_features(row: Row) -> list[float]:
    """What a bag of words can see: how much sides, spans and question share, and how long they are."""
    a, b, asked = content_words(row.a.text), content_words(row.b.text), content_words(row.question)
    spans = [content_words(side.text[slice(*side.span)] if side.span else "") for side in (row.a, row.b)]
    numbers = [{word for word in words if word.isdigit()} for words in spans]
    denied = [any(word in side.text for word in (" not ", " never ", " no ")) for side in (row.a, row.b)]
    return [
        len(a & b) / max(1, len(a | b)),
        len(spans[0] & spans[1]) / max(1, min(len(spans[0]), len(spans[1]))),
        float(spans[0] == spans[1]),
        float(bool(numbers[0] & numbers[1])),
        float(bool(numbers[0]) and bool(numbers[1])),
        float(denied[0] != denied[1]),
        *sorted(len(words & asked) / max(1, len(asked)) for words in (a, b)),
        *sorted(len(side.text) / 200 for side in (row.a, row.b)),
        float(row.a.span is None) + float(row.b.span is None),
    ]
