"""Write the thesaurus that questions are put in other words with: synonyms of English words, from WordNet.

Each line holds a word in one of its forms, and its synonyms in the same form, the most frequent senses first. Verbs
with a particle count as words ("step down"). Reads the same files as `index.training.synonyms`.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from index.answering.thesaurus import WORD
from index.training.negatives import STOPPED
from index.training.synonyms import FORMS, MODAL, Synonyms, inflected

# Of the senses of a word, this many: the first are those that are met most.
SENSES = 3
PARTICLES = frozenset("up down off out away over back in on through".split())
# So common that what they mean hangs on the words beside them.
_VAGUE = frozenset("make come use long often year day people person thing time way first last new old".split())


def main(
    wordnet: Annotated[Path, typer.Option(help="WordNet 3's database files")],
    out: Annotated[Path, typer.Option(help="The file to write")],
) -> None:
    """Write the thesaurus; the same files give the same bytes."""
    made = thesaurus(Synonyms(wordnet))
    lines = [f"{form}\t{';'.join(synonyms)}\n" for form, synonyms in sorted(made.items())]
    out.write_text("".join(lines), encoding="utf-8")
    typer.echo(f"{len(lines)} forms of words with their synonyms: {out}")


def thesaurus(wordnet: Synonyms) -> dict[str, list[str]]:
    """Map each form of each word to its synonyms in that form; verbs before nouns before adjectives."""
    made: dict[str, dict[str, None]] = defaultdict(dict)
    for part in ("verb", "noun", "adj"):
        for base in wordnet.lemmas(part):
            if _is_asked(base, part):
                for form, synonym in _in_each_form(wordnet, base, part):
                    made[form][synonym] = None
    return {form: [*synonyms] for form, synonyms in made.items()}


def _in_each_form(wordnet: Synonyms, base: str, part: str) -> Iterator[tuple[str, str]]:
    """Yield each form of a word with each of its synonyms in that form."""
    names = [name for name in wordnet.of_lemma(base, part, SENSES) if name.islower() and name not in STOPPED | _VAGUE]
    met = set()
    for tag in FORMS[part][1]:
        form = inflected(base, tag)
        if form and form not in met:
            met.add(form)
            yield from ((form, other) for name in names if (other := inflected(name, tag)) and other != form)


def _is_asked(base: str, part: str) -> bool:
    first, _, rest = base.partition(" ")
    whole = rest in PARTICLES if rest else base not in STOPPED | MODAL | _VAGUE
    return base.islower() and bool(WORD.fullmatch(first)) and whole and (not rest or part == "verb")


if __name__ == "__main__":
    typer.run(main)
