"""Find proper names by their capitals, and say whether two names may name the same."""

import re
import unicodedata
from itertools import pairwise

from index.answering.values.dates import MONTHS, WEEKDAYS
from index.answering.values.types import Kind, Relation, Value
from index.types import Span

_WORD = re.compile(r"[^\W_]+(?:[.&'’-](?=[^\W_])[^\W_]+)*\.?")
# Between two capitals these belong to the name: Ines de Carvalho, Bank of England.
_LINKS = frozenset("of de da do dos van von der den del della la le du el al bin ibn y e & for".split())
TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady minister president mp mep senator sen rep judge justice "
    "captain general colonel king queen prince princess pope bishop secretary chancellor mayor councillor chief".split()
)
# Words that name a kind of thing: the Rotterdam office is Rotterdam.
_GENERIC = frozenset(
    "office city town team company department group service server network version site building campus branch the a "
    "an our its in at of on language sdk api ltd inc llc plc gmbh corp corporation limited".split()
)
FUNCTION_WORDS = frozenset(
    "a an the this that these those it its he she they we you i his her their our your my who whom whose what which "
    "when where why how is are was were be been am do does did has have had can could may might must shall should will "
    "would and or but nor so yet if as at by for from in into of off on onto out over to under up with without after "
    "before because since until while although though not no yes there here then than also only about above across "
    "against all any both each every few many more most much other some such very per please note however meanwhile "
    "once never always often sometimes today yesterday tomorrow according despite during between among through via "
    "within around unless whether i'm don't let's another either neither several tell give list name explain describe "
    "isn't aren't doesn't didn't can't won't".split()
)
# What's, that's: these and `is`; but May's and Will's are names.
_BEFORE_IS = frozenset("who what when where why how it he she that here there".split())
_ENDS = frozenset('.!?:;\n“"•')


def names_in(text: str) -> tuple[Value, ...]:
    """Find proper names. A single capitalised word that begins a sentence counts only if something else marks it."""
    if _shouted(text):
        return ()
    runs = _runs(text)
    inside = {word for run in runs for match, first in run if not first for word in normal_tokens(match[0])}
    return tuple(_named(text, run) for run in runs if _is_name(text, run, inside))


def same_name(a: str, b: str) -> bool:
    """Say whether two names may name the same: surname and full name, initials, titles, case and articles aside."""
    return same_tokens(normal_tokens(a), normal_tokens(b)) in (Relation.SAME, Relation.CONTAINS)


def normal_tokens(text: str) -> tuple[str, ...]:
    """Fold case, marks, titles, possessives and generic words; a name made of those alone keeps them."""
    plain = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("’", "'")
    found = re.findall(r"[^\W_]+(?:[.&'][^\W_]+)*'?\.?", folded)
    words = [word.removesuffix("'s").rstrip(".'") for word in found]
    words = [word.replace(".", "") if re.fullmatch(r"(?:\w\.)+\w", word) else word for word in words]
    # the initial of A. Weiss is no article
    kept = [one for one, said in zip(words, found, strict=True) if said == "a." or one not in TITLES | _GENERIC]
    return tuple(kept or words)


def same_tokens(a: tuple[str, ...], b: tuple[str, ...]) -> Relation:
    if not a or not b:
        return Relation.INCOMPARABLE
    if a == b or _acronym(a, b) or _acronym(b, a):
        return Relation.SAME
    if set(a) <= set(b) or set(b) <= set(a) or _initials(a, b) or _initials(b, a):
        return Relation.CONTAINS
    return Relation.DISJOINT


def _acronym(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return (
        len(short) == 1
        and len(full) > 1
        and len(short[0]) > 1
        and short[0] == "".join(word[0] for word in full if word not in _LINKS)
    )


def _initials(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Say whether j phillips or j m phillips may be jess mary phillips: what one leaves out the other may have."""
    if len(short) < 2 or short[-1] != full[-1] or len(short) > len(full):
        return False
    given, rest = short[:-1], iter(full[:-1])
    return all(any(_initial(a, b) for b in rest) for a in given) or "".join(given) == "".join(b[0] for b in full[:-1])


def _initial(a: str, b: str) -> bool:
    return a == b or (1 in (len(a), len(b)) and a[0] == b[0])


def _shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def _runs(text: str) -> list[list[tuple[re.Match[str], bool]]]:
    """Group neighbouring capitalised words, links between them included; the flag says `begins a sentence`."""
    runs: list[list[tuple[re.Match[str], bool]]] = []
    matches = list(_WORD.finditer(text))
    last = -2
    for i, match in enumerate(matches):
        first = i == 0 or (
            bool(_ENDS & set(text[matches[i - 1].end() - 1 : match.start()]))
            and not _abbreviated(matches[i - 1][0], matches[i - 2][0] if i > 1 else "")
        )
        if (
            not _capital(match[0])
            or (_is_function_word(match[0]) and (first or not match[0].isupper()))
            or match[0] == "I"
        ):
            continue
        if runs and not first and _joined(text, matches, last, i):
            runs[-1].extend((linked, False) for linked in matches[last + 1 : i + 1])
        else:
            runs.append([(match, first)])
        last = i
    return runs


def _is_function_word(word: str) -> bool:
    """Say so also of contractions: what's, I've, haven't."""
    folded = word.casefold().replace("’", "'")
    before, _, end = folded.partition("'")
    if end == "s":
        return before in _BEFORE_IS
    return folded in FUNCTION_WORDS or (
        end in ("m", "d", "re", "ve", "ll", "t") and before.removesuffix("n" * (end == "t")) in FUNCTION_WORDS
    )


def _abbreviated(word: str, before: str) -> bool:
    """Say whether the dot of a word ends no sentence: A., Dr., and J.R. but for the U.S."""
    initials = re.fullmatch(r"(?:[A-Z]\.){2,}", word) and before.casefold() != "the"
    return word.endswith(".") and (len(word) == 2 or bool(initials) or word[:-1].casefold() in TITLES)


def _capital(word: str) -> bool:
    return any(c.isupper() for c in word) and (
        word[0].isupper() or any(a.islower() and b.isupper() for a, b in pairwise(word))
    )


def _joined(text: str, matches: list[re.Match[str]], last: int, i: int) -> bool:
    """Say whether word i carries on the run whose last word is `last`: only spaces or one or two links between."""
    if last < 0 or i - last > 3 or any(m[0].casefold() not in _LINKS for m in matches[last + 1 : i]):
        return False
    return all(not text[a.end() : b.start()].strip() for a, b in pairwise(matches[last : i + 1]))


def _is_name(text: str, run: list[tuple[re.Match[str], bool]], inside: set[str]) -> bool:
    words = [match[0].rstrip(".") for match, _ in run]
    if all(word.casefold() in MONTHS or word.casefold() in WEEKDAYS or word.casefold() in TITLES for word in words):
        return False
    if len(run) == 1 and re.search(r"\d\s?$", text[: run[0][0].start()]) and len(words[0]) <= 3:
        return False  # 1 MB
    if len(run) > 1 or not run[0][1]:
        return True
    word = words[0]
    marked = sum(c.isupper() for c in word) > 1 or any(c.isdigit() for c in word) or word.endswith(("'s", "’s"))
    return marked or bool(set(normal_tokens(word)) & inside)


def _named(text: str, run: list[tuple[re.Match[str], bool]]) -> Value:
    start, end = run[0][0].start(), run[-1][0].end()
    if text[start:end].endswith(".") and not re.fullmatch(r"(?:\w\.)+", run[-1][0][0]):
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return Value(Kind.NAME, 0.0, 0.0, None, Span(start, end), text[start:end], tokens=normal_tokens(text[start:end]))
