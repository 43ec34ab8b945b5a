"""The marks of runs: a shape for each state first, then a colour. The wheel, calendars and keys draw the same."""

from functools import lru_cache

from django.utils.safestring import SafeString

SIZE = 20
"""Of a mark that stands by itself in a list."""


def shape(state: str, x: float, y: float, size: float = 1.0, count: int = 1) -> str:
    """As it stands in a picture. Where several share it their number takes the place of the sign."""
    body, sign = _BODIES.get(state, _ring)(x, y, size)
    if count > 1:
        return f'{body}<text class="w-many" x="{x:g}" y="{round(y + 3.4 * size, 1):g}">{count if count < 100 else "99+"}</text>'
    return body + sign


@lru_cache(maxsize=64)
def mark(state: str) -> SafeString:
    """By itself, beside words that say what it means."""
    middle = SIZE / 2
    inner = shape(state, middle, middle)
    return SafeString(f'<svg class="w-mark is-{state}" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">{inner}</svg>')


def _n(*values: float) -> str:
    return " ".join(f"{round(value, 1):g}" for value in values)


def _square(x: float, y: float, k: float) -> tuple[str, str]:
    half = 6.6 * k
    body = f'<rect class="w-body" x="{_n(x - half)}" y="{_n(y - half)}" width="{_n(2 * half)}" height="{_n(2 * half)}" rx="{_n(3 * k)}"/>'
    return body, f'<path class="w-sign" d="M{_n(x, y - 3.4 * k)}v{_n(3.6 * k)}M{_n(x, y + 3 * k)}v.3"/>'


def _diamond(x: float, y: float, k: float) -> tuple[str, str]:
    half = 7.6 * k
    corners = f"M{_n(x, y - half)}L{_n(x + half, y)}L{_n(x, y + half)}L{_n(x - half, y)}Z"
    return f'<path class="w-body" d="{corners}"/>', ""


def _today(x: float, y: float, k: float) -> tuple[str, str]:
    body, _sign = _diamond(x, y, k)
    return body, f'<circle class="w-dot" cx="{_n(x)}" cy="{_n(y)}" r="{_n(2.2 * k)}"/>'


def _triangle(x: float, y: float, k: float) -> tuple[str, str]:
    corners = f"M{_n(x, y - 7 * k)}L{_n(x + 7.2 * k, y + 5.6 * k)}L{_n(x - 7.2 * k, y + 5.6 * k)}Z"
    return f'<path class="w-body" d="{corners}"/>', f'<path class="w-sign" d="M{_n(x, y - 2.6 * k)}v{_n(3.4 * k)}M{_n(x, y + 3.2 * k)}v.3"/>'  # fmt: skip


def _circle(x: float, y: float, radius: float) -> str:
    return f'<circle class="w-body" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'


def _checked(x: float, y: float, k: float) -> tuple[str, str]:
    sign = f"M{_n(x - 2.7 * k, y + 0.2 * k)}l{_n(1.9 * k, 1.9 * k)}l{_n(3.6 * k, -3.8 * k)}"
    return _circle(x, y, 6.6 * k), f'<path class="w-sign" d="{sign}"/>'


def _half(x: float, y: float, k: float) -> tuple[str, str]:
    r = _n(4.2 * k)
    return _circle(
        x, y, 6.4 * k
    ), f'<path class="w-half" d="M{_n(x, y - 4.2 * k)}A{r} {r} 0 0 1 {_n(x, y + 4.2 * k)}Z"/>'


def _ring(x: float, y: float, k: float) -> tuple[str, str]:
    return _circle(x, y, 5.8 * k), ""


def _begun(x: float, y: float, k: float) -> tuple[str, str]:
    return _circle(x, y, 5.8 * k), f'<circle class="w-dot" cx="{_n(x)}" cy="{_n(y)}" r="{_n(2 * k)}"/>'


_BODIES = {
    "missed": _square,
    "late": _square,
    "due": _today,
    "soon": _diamond,
    "deviation": _triangle,
    "waiting": _half,
    "open": _begun,
    "planned": _ring,
    "done": _checked,
}
