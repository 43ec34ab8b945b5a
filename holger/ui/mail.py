"""Letters in holger's look. Mail programs know neither our style sheets nor our pages' rules: each element carries its own style,
and there is nothing to fetch, to run or to be counted by.

A room writes ``x.txt`` and ``x.html`` (which extends ``ui/mail/letter.html``), and ``letter("room/mail/x", told)`` draws both.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_FONT = "font-family:Inter,system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
_STYLES = {
    "page": f"margin:0;padding:0;background:#faf9f7;color:#172126;{_FONT}",
    "ground": "background:#faf9f7",
    "frame": "max-width:600px;width:100%;margin:0 auto",
    "aside": "display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:#faf9f7",
    "brand": f"padding:24px 20px 12px;font-size:15px;line-height:20px;color:#48555c;{_FONT}",
    "brand_name": "color:#0f5c6e;font-weight:700;font-size:17px",
    "card": f"background:#ffffff;border:1px solid #e8e4dd;border-radius:8px;padding:24px 24px 20px;{_FONT}",
    "h1": "margin:0 0 6px;font-size:20px;line-height:28px;font-weight:650;color:#172126",
    "lead": "margin:0 0 16px;font-size:15px;line-height:22px;color:#48555c",
    "h2": "margin:20px 0 0;padding:0 0 6px;font-size:13px;line-height:18px;font-weight:650;color:#48555c;border-bottom:1px solid #e8e4dd",
    "row": f"padding:10px 0;border-bottom:1px solid #f0ece5;vertical-align:top;{_FONT}",
    "row_end": f"padding:10px 0 10px 12px;border-bottom:1px solid #f0ece5;vertical-align:top;text-align:right;white-space:nowrap;{_FONT}",
    "title": "color:#0f5c6e;font-size:15px;line-height:22px;font-weight:600;text-decoration:none",
    "small": "font-size:13px;line-height:19px;color:#48555c",
    "badge_crit": "display:inline-block;padding:1px 8px;border-radius:10px;font-size:12px;line-height:18px;font-weight:600;color:#a0191f;background:#fae0de",
    "badge_high": "display:inline-block;padding:1px 8px;border-radius:10px;font-size:12px;line-height:18px;font-weight:600;color:#8f3d00;background:#fce6d3",
    "badge_mid": "display:inline-block;padding:1px 8px;border-radius:10px;font-size:12px;line-height:18px;font-weight:600;color:#6e5200;background:#faf0cd",
    "badge_none": "display:inline-block;padding:1px 8px;border-radius:10px;font-size:12px;line-height:18px;font-weight:600;color:#55616a;background:#efece6",
    "buttons": "padding:22px 0 4px",
    "button": "display:inline-block;padding:10px 18px;border-radius:6px;background:#0f5c6e;color:#ffffff;font-size:15px;line-height:20px;font-weight:600;text-decoration:none",
    "foot": f"padding:16px 20px 32px;font-size:12px;line-height:18px;color:#626d73;{_FONT}",
    "foot_link": "color:#48555c;text-decoration:underline",
}
LOOK = {name: SafeString(f'style="{style}"') for name, style in _STYLES.items()}
"""By name, as an attribute: ``<td {{ look.card }}>``."""


def letter(template: str, told: Mapping[str, Any]) -> tuple[str, str]:
    """A mail's text, and the same as HTML, in the language that is active."""
    context = {**told, "look": LOOK, "language": (get_language() or "en")[:2]}
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"{template}.txt", context)).strip() + "\n"
    return text, render_to_string(f"{template}.html", context)
