"""One icon from the sprite that the build makes of the names in assets/icons.txt."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.safestring import SafeString


@lru_cache(maxsize=512)
def icon(name: str, small: bool = True) -> SafeString:
    """An icon as decoration: what it means stands in the text beside it."""
    size = "icon icon-sm" if small else "icon"
    return SafeString(
        f'<svg class="{size}" aria-hidden="true"><use href="{static("ui/dist/icons.svg")}#{name}"/></svg>'
    )
