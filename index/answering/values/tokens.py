"""Cut a sentence into words, numbers and signs with their offsets; every reader of values walks over these."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"\d{1,3}(?:['’]\d{3})+(?:\.\d+)?(?!\d)"  # 1'200.50
    r"|\d+(?:[.,]\d+)*"  # 3,200.50 and 3.10.1
    r"|(?<=\d)h(?=[0-5]\d(?:m(?:ins?)?)?\b)"  # 1h30
    r"|[^\W\d_]+\d\w*"  # H01, MP3: a word, never a number
    r"|[^\W\d_]+(?:[²³]|['’][^\W\d_]+)?"  # noon, m², o'clock
    r"|[^\w\s]|_+|[½¼¾⅓⅔²³]"
)
DASHES = frozenset("-–—−‒")
# Behind a word that no noun follows: £10 monthly, for the first year.
CLAUSE_ENDS = frozenset(". , ; : ) ! ? and or at by in on to from with after unless if for per".split()) | {""}
_NONE = ("", -1, -1)


class Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int

    @property
    def numeric(self) -> bool:
        return self.text[:1].isdecimal()


_OUTSIDE = Token("", *_NONE)


class Words:
    """The tokens of one text; an index outside reads as an empty token, so that readers need no bounds."""

    __slots__ = ("text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [Token(m[0], m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(text)]

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, i: int) -> Token:
        return self.tokens[i] if 0 <= i < len(self.tokens) else _OUTSIDE

    def low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def glued(self, i: int) -> bool:
        """Say whether token i stands directly behind the one before it."""
        return 0 < i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end

    def follows(self, i: int, *phrase: str) -> bool:
        return all(self.low(i + n) == word for n, word in enumerate(phrase))

    def before(self, i: int, count: int) -> str:
        """The `count` tokens before i, lower-cased and joined with spaces."""
        return " ".join(token.low for token in self.tokens[max(0, i - count) : i])

    def gap(self, i: int) -> str:
        """What stands between token i - 1 and token i."""
        return self.text[self[i - 1].end : self[i].start]
