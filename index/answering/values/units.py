"""Name units and currencies: dimension, and the factor to its base unit (two where the unit itself is a range)."""

from typing import NamedTuple

WORKING = "working days"
PHONE = "phone"
ANY_CURRENCY = "currency"
SPEED = "metres a second"


class Unit(NamedTuple):
    """One unit: the base of `dimension` is day, byte, metre, gram, litre, watt, hertz, joule, square metre, m/s."""

    dimension: str
    low: float
    high: float
    written: str
    months: float | None = None


def _table(dimension: str, rows: str) -> dict[str, Unit]:
    table = {}
    for row in rows.split(";"):
        names, _, factor = row.strip().rpartition(" ")
        low, _, high = factor.partition("..")
        first = names.split(",")[0].strip()
        for name in names.split(","):
            table[name.strip()] = Unit(dimension, float(low), float(high or low), first)
    return table


DURATIONS = _table(
    "days",
    f"second,seconds,sec,secs {1 / 86400!r}; minute,minutes,min,mins {1 / 1440!r}; hour,hours,hr,hrs {1 / 24!r};"
    f"millisecond,milliseconds,ms {1 / 86_400_000!r}; day,days 1; night,nights 1; week,weeks,wk,wks 7;"
    "weekend,weekends 2; fortnight,fortnights 14",
) | {
    name: Unit("days", low, high, written, months)
    for written, names, low, high, months in (
        ("month", "month months mth mths mo mos", 28, 31, 1),
        ("quarter", "quarters", 90, 92, 3),
        ("year", "year years yr yrs", 360, 366, 12),  # also twice 180 days, or 52 weeks
        ("decade", "decade decades", 3652, 3653, 120),
        ("century", "century centuries", 36524, 36525, 1200),
    )
    for name in names.split()
}
DURATIONS |= {f"{name}'s": unit for name, unit in DURATIONS.items() if not name.endswith("s")}  # one month's notice
RATES = frozenset(unit.written for unit in DURATIONS.values())
# Case-sensitive, and only where they are glued to digits or stand alone behind them: 20s, 5 h.
_SHORT_DURATIONS = {"s": "second", "h": "hour", "d": "day"}
_MEASURES = (
    # A megabyte is 1000 or 1024 kilobytes, depending on who writes.
    _table(
        "bytes",
        f"byte,bytes 1; kilobyte,kilobytes,kb,kib 1000..1024; megabyte,megabytes,mb,mib 1e6..{2**20};"
        f"gigabyte,gigabytes,gb,gib 1e9..{2**30}; terabyte,terabytes,tb,tib 1e12..{2**40}",
    )
    | _table(
        "metres",
        "millimetre,millimetres,millimeter,millimeters,mm .001; centimetre,centimetres,centimeter,centimeters,cm .01;"
        "metre,metres,meter,meters 1; kilometre,kilometres,kilometer,kilometers,km 1000; inch,inches .0254;"
        "foot,feet,ft .3048; yard,yards,yd .9144; mile,miles 1609.344",
    )
    | _table(
        "grams",
        "milligram,milligrams,mg .001; gram,grams,gramme,grammes 1; kilogram,kilograms,kilo,kilos,kg 1000;"
        "tonne,tonnes,ton,tons 1e6; lb,lbs 453.592; ounce,ounces,oz 28.3495",
    )
    | _table(
        "litres",
        "millilitre,millilitres,milliliter,milliliters,ml .001; litre,litres,liter,liters 1;"
        "gallon,gallons 3.785..4.546",
    )
    | _table("watts", "watt,watts 1; kilowatt,kilowatts,kw 1000; megawatt,megawatts,mw 1e6; gigawatt,gigawatts,gw 1e9")
    | _table("watt hours", "kwh 1000; mwh 1e6; gwh 1e9; twh 1e12")
    | _table("hertz", "hertz,hz 1; khz 1000; mhz 1e6; ghz 1e9")
    | _table(SPEED, f"kph,kmh {1 / 3.6!r}; mph .44704")
    | _table("square metres", "m²,m2,sqm 1; km²,km2 1e6; hectare,hectares,ha 1e4; acre,acres 4046.86")
    | _table("pixels", "pixel,pixels,px 1")
    | _table("degrees", "degree,degrees 1")
    | _table("percentage points", "pp 1")
)
_SQUARE = {"metres": "square metres", "feet": "square metres", "miles": "square metres", "kilometres": "square metres"}
_SQUARE_FACTORS = {"metres": 1.0, "feet": 0.0929, "miles": 2.59e6, "kilometres": 1e6}
# Letters that are units only with their own case, behind a digit.
_LETTERS = {"m": "metre", "g": "gram", "L": "litre", "l": "litre", "W": "watt"}

SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY"}
CODES = frozenset(
    "EUR USD GBP JPY CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF CNY INR BRL MXN ZAR RUB TRY ILS KRW SGD HKD".split()
)
CURRENCIES = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "rupee": "INR",
    "rupees": "INR",
    "franc": "CHF",
    "francs": "CHF",
    "rouble": "RUB",
    "roubles": "RUB",
    "rubles": "RUB",
    "kronor": "SEK",
    "kroner": "NOK",
    "zloty": "PLN",
}
CENTS = {"cent": "EUR USD", "cents": "EUR USD", "pence": "GBP", "penny": "GBP"}
NATIONS = {"us": "USD", "canadian": "CAD", "australian": "AUD", "singapore": "SGD", "swiss": "CHF", "sterling": "GBP"}


def unit_named(text: str, low: str, *, glued: bool) -> Unit | None:
    """Find the unit written as `text`; `glued` says that it stands directly behind its number (20s, 5m)."""
    if short := _SHORT_DURATIONS.get(text):
        return DURATIONS[short] if glued or text == "h" else None
    if letter := _LETTERS.get(text):
        return _MEASURES[letter]
    return DURATIONS.get(low) or _MEASURES.get(low)


def square(low: str) -> Unit | None:
    """Find the square of a length: square metres, sq ft."""
    name = {
        "metre": "metres",
        "meters": "metres",
        "foot": "feet",
        "ft": "feet",
        "mile": "miles",
        "km": "kilometres",
    }.get(low, low)
    if name not in _SQUARE_FACTORS:
        return None
    factor = _SQUARE_FACTORS[name]
    return Unit(_SQUARE[name], factor, factor, f"square {name}")
