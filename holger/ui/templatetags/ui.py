"""Words for templates: icons, links within the organisation, dates, people, scores and parts."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from holger.core.kept import Kept
from holger.ui import cells, days, http, icons
from holger.ui.context import section

register = template.Library()
DRAWN: Kept[SafeString] = Kept(2048)


@register.simple_tag
def icon(name: str, size: str = "sm") -> SafeString:
    """An icon from the sprite: ``{% icon "server-2" %}``, or ``{% icon "server-2" "md" %}`` for the larger size."""
    return icons.icon(name, size == "sm")


@register.simple_tag(takes_context=True)
def link(context: Any, name: str, **kwargs: Any) -> str:
    """The address of a page in the organisation at hand: ``{% link "assets:asset-detail" reference=a.reference %}``."""
    return http.link(context["request"], name, **kwargs)


@register.simple_tag
def day(value: date | None) -> str:
    return days.day(value)


@register.simple_tag
def moment(value: datetime | None) -> str:
    return days.moment(value)


@register.simple_tag
def ago(value: datetime | None) -> SafeString:
    return cells.moment(value)


@register.simple_tag
def due(value: date | None, today: date | None = None) -> SafeString:
    """A date, marked when it has passed."""
    return cells.date(value, today)


@register.simple_tag
def duration(minutes: int | None) -> SafeString | str:
    """10 min. or 1 h 29 min.; a dash where it is not known."""
    return days.duration(minutes) if minutes else cells.dash


@register.simple_tag
def person(value: Any) -> SafeString:
    return cells.person(value)


@register.simple_tag
def avatar(value: Any, me: bool = False) -> SafeString:
    return cells.avatar(value, me)


@register.simple_tag
def score(value: int | None, band: str, label: Any = "", url: str = "") -> SafeString:
    return cells.score(value, band, label, url)


@register.simple_tag
def badge(text: Any, level: str = "none", icon: str = "", title: Any = "") -> SafeString:
    return cells.badge(text, level, icon, title)


@register.simple_tag
def dots(value: int | None, of: int = 4) -> SafeString:
    return cells.dots(value, of)


@register.simple_tag
def bar(percent: float, label: Any, kind: str = "") -> SafeString:
    """Progress: ``{% bar 62 "62 percent" "thin" %}``. Drawn as SVG, because the pages take no style attributes."""
    return cells.bar(percent, label, kind)


@register.simple_tag
def dash() -> SafeString:
    return cells.dash


@register.simple_tag(takes_context=True)
def part(context: Any, name: str, values: dict[str, Any] | None = None) -> SafeString:
    """Draw another template with ``values`` on top of what this one knows."""
    with context.push(**(values or {})):
        found: Any = get_template(name)
        return SafeString(found.template.render(context))


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """A part that is drawn once: ``{% kept "menu" page.menu %}…{% endkept %}``.

    It is kept for the person, the language and the day, until anything is written in the organisation. Whatever else
    it depends on is named. Nothing with a form's token may stand inside.
    """
    _name, *parts = token.split_contents()
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside, [parser.compile_filter(part) for part in parts])


class KeptNode(template.Node):
    def __init__(self, nodelist: template.NodeList, parts: list[Any]):
        self.nodelist, self.parts = nodelist, parts

    def render(self, context: Any) -> SafeString:
        key = (http.moment(context["request"]), *(str(part.resolve(context)) for part in self.parts))
        return DRAWN.get(key, lambda: self.nodelist.render(context))


@register.inclusion_tag("ui/parts/settings.html", takes_context=True)
def settings_tabs(context: Any) -> dict[str, Any]:
    """The pages that together are the settings, as rooms have registered them."""
    return {"lines": section(context["request"], "settings"), "here": context["request"].path}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: Any, text: Any = "", icon: str = "", url: str = "", action: Any = "") -> dict[str, Any]:
    """What an empty box says: what belongs here, and how to begin."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}
