"""Read what a question asks for: its kind, the kinds of value that answer it, and whether it takes one answer."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.answering.values.types import Kind


class QuestionKind(StrEnum):
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    SHARE = "share"
    WHEN = "when"
    YEAR = "year"
    TIME = "time"
    DURATION = "how long"
    FREQUENCY = "how often"
    AGE = "how old"
    SIZE = "size"
    WHO = "who"
    WHERE = "where"
    WHICH = "which"
    YES_NO = "yes/no"
    WHY = "why"
    HOW = "how"
    MEANING = "meaning"
    LIST = "list"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """`expects` is empty where any span may answer. `single`: the question presupposes one answer.

    `limit`: it asks for the least or the most of something, so that a bound is its answer.
    """

    kind: QuestionKind
    expects: frozenset[Kind]
    single: bool
    yes_no: bool = False
    counted: str | None = None  # the thing counted or chosen: how many *desks*, which *version*
    limit: bool = False
    edge: int | None = None  # it asks when a period begins (0) or ends (1)
    lasting: bool = False  # it asks for the whole of a period: when something is open


_EXPECTS: dict[QuestionKind, tuple[Kind, ...]] = {
    QuestionKind.HOW_MANY: (Kind.NUMBER, Kind.DURATION, Kind.PERCENT, Kind.AMOUNT),
    QuestionKind.HOW_MUCH: (Kind.AMOUNT, Kind.NUMBER, Kind.PERCENT, Kind.DURATION),
    QuestionKind.SHARE: (Kind.PERCENT, Kind.NUMBER),
    QuestionKind.WHEN: (Kind.DATE, Kind.TIME, Kind.DURATION),
    QuestionKind.YEAR: (Kind.DATE,),
    QuestionKind.TIME: (Kind.TIME,),
    QuestionKind.DURATION: (Kind.DURATION, Kind.NUMBER, Kind.DATE),
    QuestionKind.FREQUENCY: (Kind.DURATION, Kind.NUMBER, Kind.DATE),
    QuestionKind.AGE: (Kind.DURATION, Kind.NUMBER),
    QuestionKind.SIZE: (Kind.NUMBER, Kind.DURATION, Kind.AMOUNT, Kind.PERCENT),
    QuestionKind.WHO: (Kind.NAME,),
    QuestionKind.WHERE: (Kind.NAME,),
}
_AUX = "is|are|was|were|am|do|does|did|can|could|may|might|must|should|shall|will|would|has|have|had|need|ought"
# The apostrophe of "isn't" and "can't" may be curly or left out.
_YES_NO = re.compile(rf"^(?:(?:and|so|but|also),? )?(?:(?:{_AUX})(?:n?['’]?t)?|(?:wo|sha)n['’]?t)(?: not)? \w", re.I)
# "My daughter is 15, is she old enough?": what comes before is context.
_ASKS_LAST = re.compile(rf"[,;:–—] (?:(?:so|and|but|then) )?((?:{_AUX}) [^,;:–—]+)$", re.I)
_CHOICE = re.compile(
    r"\bor (?!(?:not|more|less|fewer|newer|later|earlier|older|younger|longer|higher|lower|above|below|over|under|so)"
    r"\b|any)\w+",
    re.I,
)
_WH = re.compile(r"\b(who|whom|whose|what|which|when|where|why|how)\b", re.I)
_CONTRACTED = re.compile(r"\b(who|what|when|where|why|how)['’]?s\b", re.I)
_LISTS = re.compile(
    r"^(?:list|name|give|enumerate)\b|\bexamples? of\b|\b(?:what|which) (?:kinds|types|sorts) of\b|\bwhat else\b|"
    r"\bwhich of the following\b|"
    r"^(?:what|which|who) (?:all )?(?:are|were) (?!(?:we|you|they)\b|the (?:\w+ )?(?:hours|odds|chances|costs)\b)|"
    r"\b(?:some|several|main|possible|different|various) (?:of )?(?:the )?\w+s\b",
    re.I,
)
_CHOSEN = re.compile(r"^(?:in |at |on |for |to )?(?:what|which) (\w+)(?: (\w+))?", re.I)
_NOT_PLURAL = frozenset("does is was has happens goes causes means caused makes comes gives happens this".split())
_OBJECTS = frozenset("the a an my our your his her their its as it us me him them".split())
_ADJECTIVES = frozenset(
    "two three four five all other main new old big large small different various public other".split()
)
_WHAT = r"\b(?:what|which) "
_COSTS = r"(?:price|cost|fee|salary|budget|pay|allowance|limit|fine|rate|rent|wage)s?\b"
_IS_THE = r"\bwhat (?:is|was|are|were) (?:the |my |our |your )?"
_LEAST = r"(?:minimum|maximum|lowest|highest|smallest|largest|least|shortest|longest|legal|normal|usual)"
_MEASURES = r"(?:height|weight|length|width|depth|size|temperature|pressure|speed|distance|capacity)"
_WORDINGS: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.SHARE: (
        rf"{_WHAT}(?:percentage|percent|per cent|proportion|share|fraction)\b",
        r"\bhow many percent\b",
    ),
    QuestionKind.FREQUENCY: (
        r"\bhow (?:often|frequently|regularly)\b",
        r"\bhow many times (?:a|per|each|every)\b",
    ),
    QuestionKind.HOW_MANY: (
        r"\bhow many\b",
        rf"{_WHAT}(?:is|was|are|were)? ?(?:the )?(?:total |average |maximum |minimum )?number of\b",
    ),
    QuestionKind.DURATION: (
        r"\bhow (?:long|soon|quickly|much (?:time|notice|longer))\b",
        rf"{_WHAT}(?:is|was) the (?:duration|length) of\b",
        rf"{_IS_THE}(?:[\w-]+ )?(?:period|lead time|response time|shelf life|lifespan)\b",
        rf"{_WHAT}time (?:limit|frame|period|span)\b|\b(?:with)?in (?:what|which) time\b(?! zone)",
    ),
    QuestionKind.AGE: (r"\bhow old\b", r"\b(?:at )?what age\b", rf"{_IS_THE}(?:{_LEAST} )?age\b"),
    QuestionKind.HOW_MUCH: (
        r"\bhow (?:much|expensive)\b",
        r"\bwhat (?:does|do|did|would|will) .* cost\b",
        rf"\bwhat (?:is|was|are|were) (?:the |my |our )?(?:[\w'-]+ ){{0,3}}{_COSTS}",
    ),
    QuestionKind.SIZE: (
        r"\bhow (?:big|large|high|tall|wide|deep|far|fast|heavy|small|strong|hot|warm|cold|cool|"
        r"low|thick|bright|loud|steep|close)\b",
        rf"{_IS_THE}(?:{_LEAST} )?{_MEASURES}\b|{_WHAT}(?:temperature|pressure|speed|height)\b",
    ),
    QuestionKind.YEAR: (rf"{_WHAT}year\b",),
    QuestionKind.TIME: (
        rf"(?<!in ){_WHAT}time\b(?! (?:limit|frame|period|span|zone|off|of (?:the )?(?:week|month|year))\b)",
        r"\bat what hour\b",
    ),
    QuestionKind.WHEN: (
        rf"\bwhen\b|{_WHAT}(?:date|day|month|season|century|decade|time of (?:the )?(?:week|month|year))\b",
        r"\bhow (?:late|early)\b",
        rf"{_IS_THE}(?:(?:exact|opening|closing|start|launch|due|expiry) )?date\b|{_IS_THE}(?:[\w-]+ )?deadline\b",
    ),
    QuestionKind.WHY: (
        r"\bwhy\b|\bwhat (?:caused|causes|cause|led|brought about|explains|explained|prompted|triggered|drove)\b",
        r"\bwhat (?:motivated|moved|made|forced|persuaded)\b",
        r"\bon what grounds\b|\bwhat (?:is|was|lies|lay) behind\b",
        rf"{_WHAT}(?:is|was|were) the (?:\w+ )?(?:causes?|reasons?)\b",
        r"\bhow come\b|\bfor what reason\b",
    ),
    QuestionKind.MEANING: (
        r"\bwhat (?:does|do|did) .+ (?:mean|stand for|refer to)\b",
        r"\bwhat is meant by\b|\bdefin(?:e|ition)\b|\bmeaning of\b",
    ),
    QuestionKind.WHO: (r"\bwho(?:m|se)?\b", r"\bwhat (?:is|was) .*\bname\b"),
    QuestionKind.WHERE: (
        r"\bwhere\b",
        rf"{_WHAT}(?:city|country|town|place|state|continent|county|region|address|location)\b",
    ),
    QuestionKind.HOW: (r"\bhow\b",),
    QuestionKind.WHICH: (r"\bwhich\b|\bwhat (?:kind|type|sort|version|colou?r|language|brand|model)\b",),
}
_PATTERNS = {kind: re.compile("|".join(wordings), re.I) for kind, wordings in _WORDINGS.items()}
_COUNTED = re.compile(
    r"\b(?:how many|how much|which|what) (?:(?:more|other|total|different|paid|unused|working) )*([a-z]+(?:-[a-z]+)*)",
    re.I,
)
_NOT_COUNTED = frozenset(
    "is are was were do does did can could may must should will would has have had of the i we you".split()
)
_PHRASE = re.compile(
    r"(?:(?!(?:{ends})(?![\w-]))[a-z]+[ -]?){{1,4}}".format(
        ends="|".join(sorted(_NOT_COUNTED | set("per a an in on at for from to with there that which who".split())))
    ),
    re.I,
)
_PLURAL = re.compile(r"(?<![\w-])(?:[a-z]+(?:-[a-z]+)*[^sui]s|people|children|men|women)(?![\w-])")
# "Who may approve", "what can I do": any of several may be right.
_OPEN = re.compile(
    r"^(?:who|what|where|how) (?:else )?(?:can|could|may|might|should|would)\b|^how (?:do|to|can|should)\b|\bsuch as\b",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:minimum|maximum|smallest|largest|lowest|highest|shortest|longest|limit)\b|"
    r"\b(?:from|above|over|below|under) (?:what|which)\b(?! (?:date|day|month|year|time|hour)\b)",
    re.I,
)
_DAY = re.compile(rf"{_WHAT}(?:date|day)\b", re.I)
# "When does it open?" asks for less than "When is it open?".
_LASTING = re.compile(r"\b(?:is|are|was|were)\b.+\b(?:open|closed|available|staffed)\b", re.I)
_EDGES = (
    re.compile(r"\b(?:do|does|did|will)\b.+\b(?:open|start|begin)\b|\b(?:since|from) (?:when|what time)\b", re.I),
    re.compile(
        r"\b(?:do|does|did|will)\b.+\b(?:close|shut|end|finish|stop)\b|\b(?:until|till) (?:when|what time)\b|"
        r"\bhow late\b",
        re.I,
    ),
)


def question_type(question: str) -> Question:
    """Read the kind of a question by its words; the grammar of people's questions is small."""
    asked = _CONTRACTED.sub(r"\1 is", re.sub(r"\s+", " ", question).strip())
    if _is_yes_no(asked):
        return Question(QuestionKind.YES_NO, frozenset(), single=True, yes_no=True)
    listed = _LISTS.search(asked) or _chooses_several(asked)
    kind = _first_asked(_main(asked))
    if listed and kind in (
        QuestionKind.OTHER,
        QuestionKind.WHICH,
        QuestionKind.WHO,
        QuestionKind.WHERE,
        QuestionKind.HOW,
    ):
        return Question(QuestionKind.LIST, frozenset(), single=False, counted=_counted(asked))
    single = not _OPEN.search(_main(asked)) and not _several(asked)
    if kind in _EXPECTS and kind not in (QuestionKind.WHO, QuestionKind.WHERE):
        single = not _several(asked)
    limit = bool(_LIMIT.search(asked))
    edges = [n for n, edge in enumerate(_EDGES) if edge.search(asked)]
    lasting = not edges and _LASTING.search(asked) is not None
    until = lasting and kind is QuestionKind.DURATION  # how long it is open: until 11 pm
    return Question(
        kind,
        _expects(kind, asked) | (frozenset((Kind.TIME,)) if until else frozenset()),
        single,
        counted=_counted(asked),
        limit=limit,
        edge=edges[0] if len(edges) == 1 else None,
        lasting=lasting,
    )


def _expects(kind: QuestionKind, asked: str) -> frozenset[Kind]:
    """Return the kinds of value that may answer; a day or a date is no time of day."""
    expected = frozenset(_EXPECTS.get(kind, ()))
    return expected - {Kind.TIME} if kind is QuestionKind.WHEN and _DAY.search(asked) else expected


def _first_asked(asked: str) -> QuestionKind:
    """Choose the wording that begins first; of two that begin together the one listed first, as it says more."""
    found = [
        (match.start(), n, kind)
        for n, (kind, p) in enumerate(_PATTERNS.items())
        if (match := p.search(asked)) and not _subordinate(match, asked)
    ]
    return min(found)[2] if found else QuestionKind.OTHER


def _subordinate(match: re.Match[str], asked: str) -> bool:
    """Say whether a question word opens a clause of a question that another one asks: "What do I do when it rains?"."""
    return bool(match.start() and _WH.fullmatch(match.group()) and re.match(r"what\b", asked, re.I))


def _main(asked: str) -> str:
    """Drop a clause that comes before the question proper: `If I resign, how many weeks …`."""
    if re.match(r"(?:if|when|while|after|before|in case|for|as|at|during|since|on|in)\b", asked, re.I) and "," in asked:
        rest = asked.partition(",")[2].strip()
        if _WH.search(rest) or _YES_NO.match(rest):
            return rest
    asks_last = None if _WH.match(asked) else _ASKS_LAST.search(asked)
    return asks_last[1] if asks_last and _YES_NO.match(asks_last[1]) else asked


def _is_yes_no(asked: str) -> bool:
    main = _main(asked)
    if re.match(r"is it (?:true|correct|right|the case) ", main, re.I):
        return True
    # "Is it red or blue?" asks for a choice; "or not" and "5 or more" do not.
    return bool(_YES_NO.match(main)) and not _CHOICE.search(main)


def _chooses_several(asked: str) -> bool:
    """Say whether the noun behind what or which is a plural: which countries, what two cities."""
    match = _CHOSEN.match(asked)
    if not match:
        return False
    if match[2] and match[2].lower() in _OBJECTS:  # What replaces the old VPN? What counts as overtime?
        return False
    noun = match[2] if match[1].lower() in _ADJECTIVES and match[2] else match[1]
    return bool(re.fullmatch(r"[a-z]{3,}(?<![sui])s", noun.lower())) and noun.lower() not in _NOT_PLURAL


def _several(asked: str) -> bool:
    """Say whether the question has two parts or asks for several things."""
    return bool(re.search(r"\band (?:who|what|which|when|where|why|how)\b", asked, re.I))


def _counted(asked: str) -> str | None:
    """Return what is counted or chosen: of a noun phrase behind "how many" its first plural, as in parking *spaces*."""
    match = _COUNTED.search(asked)
    if not match or match[1].lower() in _NOT_COUNTED:
        return None
    phrase = _PHRASE.match(asked, match.start(1)) if match[0].lower().startswith("how many") else None
    plurals = _PLURAL.findall(phrase[0].lower()) if phrase else []
    return plurals[0] if plurals else match[1].lower()
