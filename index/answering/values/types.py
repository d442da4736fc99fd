"""A value as an interval in base units, and how two values stand to each other."""

from dataclasses import dataclass
from enum import StrEnum

from index.types import Span

Interval = tuple[float, float]


class Kind(StrEnum):
    NUMBER = "number"
    PERCENT = "percent"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    NAME = "name"


class Relation(StrEnum):
    """CONTAINS says that the two can both be right: one is coarser, finer, rounds or widens the other."""

    SAME = "same"
    CONTAINS = "contains"
    DISJOINT = "disjoint"
    INCOMPARABLE = "incomparable"


class Bound(StrEnum):
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it stands: `text_given[span.start:span.end] == text`.

    `low` and `high`, both inclusive, count in the base unit: days of a duration, proleptic ordinal days of a date
    (day of a leap year for unit `yearless`, of any month for `monthday`, 0 = Monday for `weekday`), minutes of the day,
    percent, currency units. `unit` is the dimension: two values compare only within one. `written` is the unit or the
    style as written; the digits of a phone number; which weekday of a month, 5 for its last.
    """

    kind: Kind
    low: float
    high: float
    unit: str | None
    span: Span
    text: str
    written: str | None = None
    per: str | None = None  # a day, per key: a rate; of a time, its zone
    counted: str | None = None  # what is counted, as written: requests
    months: Interval | None = None  # of a duration in months or years, so that 12 and 13 months stay apart
    other: Interval | None = None  # a second reading: 3.200, 03/05/2024; another of a list of days or times
    ends: tuple[Interval, Interval] | None = None  # of a period: when it begins and when it ends
    bound: Bound | None = None
    limit: bool = False  # its sentence sets a rule: may, must, at most
    tokens: tuple[str, ...] = ()  # of a name, normalised

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"a value needs low <= high, got {self.low} and {self.high} for {self.text!r}")
