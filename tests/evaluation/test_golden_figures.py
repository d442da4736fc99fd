"""The figures that a change must not make worse: golden questions with the models that ship, on a real index."""

from pathlib import Path

import pytest

from index.answering.loading import load_models
from index.build import build
from index.encoder import load_encoder
from index.evaluation.asking import Asker
from index.evaluation.golden import ask_golden, read_questions
from index.settings import Settings
from index.store import open_generation

ROOT = Path(__file__).parent.parent.parent

# Right answers (verdict and quote) when this was last recorded, and answers given that were wrong. The calibration
# was fitted on co-op, radio and museum, beside public sets; rules were written with the misses in view of all but the
# five from cable car to food bank (of the other questions on the seeds, with the five conflicts). Of cable car and
# garden only the questions of "who" that a mention of the asked answered were in view of a rule, of the bakery those
# on rows, set-in lines, limits and "it", of the food bank those on a figure doubted for want of one and on a yes that
# was hardly read; of several averages of models, each with its calibration, one was chosen with all totals up to the
# garden's in view, of ways to weigh words against meaning one with all up to the food bank's. Architects, library and
# rosters were asked once before rules were written with their misses in view (39 right and 2 wrong, 36 and 7, 40 and
# 1); utility and bookshop when the second reader was there (42 and 4, 36 and 1), before bounds and what agrees were
# mended with two of their misses in view. The bounds within which a second reader looks again, and how sure an answer
# must be to be told, were chosen with all totals but the last two in view. Vets, hotels and town were asked when all of
# that was done (36 right and 4 wrong, 38 and 3, 33 and 5). Then the second reader was trained once more, without
# them; how values are read was mended from sentences of no corpus, and taken back where answers got worse; and one
# rule, on figures of another order, was written with all misses in view; so were those of what is no time and of what
# is charged, and reading closely was chosen with all their totals. Printers, hostel and telemetry were asked when all
# of that was done (36 and 2, 40 and 4, 35 and 1); how far a possible contradiction casts doubt on an answer was chosen
# with all totals in view. Theatre and boatyard were asked when windows were asked in their own words, and rules on what
# cannot be meant were written with all misses in view (30 and 7, 40 and 6); then two faults that they showed were
# mended: "nobody else" is nobody, and a reason may have been in the past.
RECORDED = [
    ("seeds", "seeds", "seeds/questions.jsonl", 43, 0),
    ("seeds, other questions", "seeds", "tests/corpora/seeds.jsonl", 26, 0),
    ("handbook", "tests/handbook/articles", "tests/handbook/questions.jsonl", 50, 0),
    ("co-op", "tests/corpora/coop/articles", "tests/corpora/coop/questions.jsonl", 42, 0),
    ("radio", "tests/corpora/radio/articles", "tests/corpora/radio/questions.jsonl", 44, 3),
    ("museum", "tests/corpora/museum/articles", "tests/corpora/museum/questions.jsonl", 42, 2),
    ("enzymes", "tests/corpora/enzymes/articles", "tests/corpora/enzymes/questions.jsonl", 46, 1),
    ("ferry", "tests/corpora/ferry/articles", "tests/corpora/ferry/questions.jsonl", 26, 5),
    ("cable car", "tests/corpora/cablecar/articles", "tests/corpora/cablecar/questions.jsonl", 33, 0),
    ("garden", "tests/corpora/garden/articles", "tests/corpora/garden/questions.jsonl", 41, 2),
    ("bakery", "tests/corpora/bakery/articles", "tests/corpora/bakery/questions.jsonl", 37, 3),
    ("clinic", "tests/corpora/clinic/articles", "tests/corpora/clinic/questions.jsonl", 34, 4),
    ("food bank", "tests/corpora/foodbank/articles", "tests/corpora/foodbank/questions.jsonl", 29, 3),
    ("architects", "tests/corpora/architects/articles", "tests/corpora/architects/questions.jsonl", 47, 0),
    ("library", "tests/corpora/library/articles", "tests/corpora/library/questions.jsonl", 36, 2),
    ("rosters", "tests/corpora/rosters/articles", "tests/corpora/rosters/questions.jsonl", 48, 0),
    ("utility", "tests/corpora/utility/articles", "tests/corpora/utility/questions.jsonl", 45, 3),
    ("bookshop", "tests/corpora/bookshop/articles", "tests/corpora/bookshop/questions.jsonl", 40, 2),
    ("vets", "tests/corpora/vets/articles", "tests/corpora/vets/questions.jsonl", 42, 2),
    ("hotels", "tests/corpora/hotels/articles", "tests/corpora/hotels/questions.jsonl", 39, 2),
    ("town", "tests/corpora/town/articles", "tests/corpora/town/questions.jsonl", 39, 1),
    ("printers", "tests/corpora/printers/articles", "tests/corpora/printers/questions.jsonl", 36, 2),
    ("hostel", "tests/corpora/hostel/articles", "tests/corpora/hostel/questions.jsonl", 41, 4),
    ("telemetry", "tests/corpora/telemetry/articles", "tests/corpora/telemetry/questions.jsonl", 35, 1),
    ("theatre", "tests/corpora/theatre/articles", "tests/corpora/theatre/questions.jsonl", 32, 6),
    ("boatyard", "tests/corpora/boatyard/articles", "tests/corpora/boatyard/questions.jsonl", 40, 6),
]


@pytest.mark.parametrize(
    ("name", "articles", "questions", "right", "wrong"), RECORDED, ids=[row[0] for row in RECORDED]
)
def test_golden_questions_are_answered_no_worse_than_recorded(
    name: str, articles: str, questions: str, right: int, wrong: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path)
    encoder = load_encoder(settings)
    build([ROOT / articles], settings)
    generation = open_generation(tmp_path)
    try:
        asker = Asker.over(generation, encoder, load_models(settings, encoder.hash))
        items = ask_golden(read_questions(ROOT / questions), asker.ask, asker.text_of)
    finally:
        generation.close()
    answered_wrongly = [item.id for item in items if item.status == "answered" and not item.right]
    with capsys.disabled():
        print(f"\n{name}: {sum(item.right for item in items)} of {len(items)} right, wrong: {answered_wrongly}")  # noqa: T201 - figures are read in the log
    assert all(quote.exact for item in items for quote in item.quotes)
    assert sum(item.right for item in items) >= right
    assert len(answered_wrongly) <= wrong
