"""A WordNet of four synsets, in the form of the real files."""

from pathlib import Path

import pytest

from index.training.synonyms import Synonyms

COUNTS = """buy%2:40:00:: 1 40
purchase%2:40:00:: 1 9
purchase%1:04:00:: 1 2
quit%2:41:00:: 1 8
step_down%2:41:00:: 1 3
resign%2:41:00:: 1 6
adult%1:18:00:: 1 5
grownup%1:18:00:: 1 1
flattop%1:06:00:: 1 0
yard%1:06:00:: 1 7
"""
VERBS = """  1 This line is part of the licence.
buy v 1 1 @ 1 1 00000001
purchase v 1 1 @ 1 1 00000001
quit v 1 1 @ 1 1 00000002
step_down v 1 1 @ 1 1 00000002
resign v 1 1 @ 1 1 00000002
"""
NOUNS = """adult n 1 1 @ 1 1 00000003
grownup n 1 1 @ 1 1 00000003
purchase n 1 1 @ 1 1 00000005
yard n 1 1 @ 1 1 00000004
flattop n 1 1 @ 1 1 00000004
"""
DATA_VERBS = """00000001 40 v 02 buy 0 purchase 0 000 | obtain
00000002 41 v 03 quit 0 step_down 0 resign 0 000 | leave
"""
DATA_NOUNS = """00000003 18 n 02 adult 0 grownup 0 000 | a person
00000004 06 n 02 yard 0 flattop 0 000 | made up
00000005 04 n 01 purchase 0 000 | a thing bought
"""


@pytest.fixture
def wordnet_folder(tmp_path: Path) -> Path:
    files = {"index.verb": VERBS, "index.noun": NOUNS, "data.verb": DATA_VERBS, "data.noun": DATA_NOUNS}
    for name, text in (files | {"index.adj": "", "data.adj": "", "cntlist.rev": COUNTS}).items():
        (tmp_path / name).write_text(text, encoding="ascii")
    return tmp_path


@pytest.fixture
def wordnet(wordnet_folder: Path) -> Synonyms:
    return Synonyms(wordnet_folder)
