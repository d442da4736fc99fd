"""Draw the few plots of a report as SVG that stands in the page, follows its colours and can be printed."""

from collections.abc import Iterable, Sequence
from html import escape

from index.evaluation.report import Figure, ReliabilityBin

WIDTH, HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 14, 42
_MOST_POINTS = 240  # a curve over thousands of rows needs no more to look the same


def risk_coverage_plot(points: Sequence[tuple[float, float]]) -> str:
    """Draw risk against coverage; the lower the curve the better the order of the confidences."""
    top = max(0.1, _ceiling(max(risk for _, risk in points)))
    line = " ".join(f"{_x(c):.1f},{_y(r / top):.1f}" for c, r in _thinned(points))
    area = f"{_x(points[0][0]):.1f},{_y(0):.1f} {line} {_x(points[-1][0]):.1f},{_y(0):.1f}"
    last_coverage, last_risk = points[-1]
    shapes = (
        f'<polygon class="area" points="{area}"/><polyline class="line" points="{line}"/>'
        f'<circle class="dot" cx="{_x(last_coverage):.1f}" cy="{_y(last_risk / top):.1f}" r="4"/>'
    )
    return _framed(shapes, "coverage (share answered, most confident first)", "risk", top, "Risk against coverage")


def reliability_plot(bins: Sequence[ReliabilityBin]) -> str:
    """Draw how often answers of each confidence were right; on the diagonal both agree. Area: how many."""
    most = max(bin_.n for bin_ in bins)
    diagonal = f'<line class="guide" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    gaps = "".join(
        f'<line class="gap" x1="{_x(b.confidence):.1f}" y1="{_y(b.confidence):.1f}" x2="{_x(b.confidence):.1f}" '
        f'y2="{_y(b.right):.1f}"/>'
        for b in bins
    )
    dots = "".join(
        f'<circle class="dot" cx="{_x(b.confidence):.1f}" cy="{_y(b.right):.1f}" '
        f'r="{2.5 + 3.5 * (b.n / most) ** 0.5:.1f}">'
        f"<title>confidence {b.confidence:.2f}, right {b.right:.2f}, {b.n} questions</title></circle>"
        for b in bins
    )
    return _framed(diagonal + gaps + dots, "confidence", "share right", 1.0, "Reliability of the confidence")


def interval_bars(figures: Iterable[Figure]) -> str:
    """Draw each rate as a bar with its 95 % interval as a whisker."""
    shown = [figure for figure in figures if figure.value is not None]
    row, label, width = 26, 196, 700
    scale = width - label - 180
    parts = [_bar(figure, 8 + n * row, label, scale) for n, figure in enumerate(shown)]
    height = 16 + row * len(shown)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Measures with 95 % intervals">'
        f"{''.join(parts)}</svg>"
    )


def _bar(figure: Figure, y: int, label: int, scale: int) -> str:
    value, low, high = (min(max(number or 0.0, 0.0), 1.0) for number in (figure.value, figure.low, figure.high))
    kind = "fall" if figure.better == "lower" else "rise"
    middle = y + 9
    return (
        f'<text class="name" x="{label - 10}" y="{middle + 4}" text-anchor="end">{escape(figure.name)}</text>'
        f'<rect class="track" x="{label}" y="{y + 2}" width="{scale}" height="14" rx="2"/>'
        f'<rect class="{kind}" x="{label}" y="{y + 2}" width="{scale * value:.1f}" height="14" rx="2"/>'
        f'<path class="whisker" d="M{label + scale * low:.1f} {middle}H{label + scale * high:.1f}'
        f'M{label + scale * low:.1f} {middle - 4}v8M{label + scale * high:.1f} {middle - 4}v8"/>'
        f'<text class="value" x="{label + scale + 10}" y="{middle + 4}">{value:.3f}'
        f'<tspan class="range"> {low:.2f}–{high:.2f}, n={figure.n}</tspan></text>'
    )


def _framed(shapes: str, x_name: str, y_name: str, top: float, title: str) -> str:
    ticks = "".join(_ticks(n / 4, top) for n in range(5))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{ticks}{shapes}'
        f'<text class="axis" x="{(_x(0) + _x(1)) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(x_name)}</text>'
        f'<text class="axis" transform="translate(12 {(_y(0) + _y(1)) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_name)}</text></svg>"
    )


def _ticks(at: float, top: float) -> str:
    return (
        f'<line class="grid" x1="{_x(0)}" y1="{_y(at):.1f}" x2="{_x(1)}" y2="{_y(at):.1f}"/>'
        f'<text class="tick" x="{_x(0) - 6}" y="{_y(at) + 3.5:.1f}" text-anchor="end">{at * top:.2f}</text>'
        f'<text class="tick" x="{_x(at):.1f}" y="{_y(0) + 15}" text-anchor="middle">{at:.2f}</text>'
    )


def _x(share: float) -> float:
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def _ceiling(risk: float) -> float:
    return next(top for top in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if risk <= top)


def _thinned(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    step = max(1, len(points) // _MOST_POINTS)
    kept = points[::step]
    return kept if kept[-1] == points[-1] else [*kept, points[-1]]
