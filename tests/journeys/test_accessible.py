"""The eye for accessibility must be able to see: what is wrong in either scheme is told, and what is right is not."""

import pytest

GOOD = "<!doctype html><html lang=en><title>Page</title><main><h1>Page</h1><p>Words.</p>{}</main></html>"
DIM = "<style>[data-bs-theme={}] p {{ color: #999; background: #fff }}</style>"


def test_a_sound_page_is_let_through(page, accessible):
    page.set_content(GOOD.format(""))
    accessible(page)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("<img src='data:,'>", "light: image-alt"),
        ("<input>", "light: label"),
        (DIM.format("light"), "light: color-contrast"),
        (DIM.format("dark"), "dark: color-contrast"),
    ],
)
def test_what_is_wrong_is_told(page, accessible, wrong, told):
    page.set_content(GOOD.format(wrong))
    with pytest.raises(AssertionError, match=told):
        accessible(page)
