"""An empty database is set up in a fraction of the time: each new table draws its own model alone.

Django keeps a drawing of all models while it migrates. For each new table it draws anew whatever the new model refers to, and
all that hangs together with that: here nearly every model, every time, which was nine tenths of the work.
A new table needs none of it. What does need a true drawing (a change of a table, a step in Python) gets a new one first,
by the mark that Django itself sets on a drawing that is behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

DJANGOS = {name: getattr(ProjectState, name) for name in ("add_model", "reload_model", "reload_models")}


@contextmanager
def drawn_alone() -> Iterator[None]:
    """Migrations that run inside draw each new table's model alone."""
    ours = {
        "add_model": _add,
        "reload_model": _from_true(DJANGOS["reload_model"]),
        "reload_models": _from_true(DJANGOS["reload_models"]),
    }
    _put(ours)
    try:
        yield
    finally:
        _put(DJANGOS)


def _put(methods: dict[str, Any]) -> None:
    for name, method in methods.items():
        setattr(ProjectState, name, method)


def _add(state: Any, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:  # drawn at all
        state.apps.render_multiple([model])
        state.is_delayed = True


def _from_true(reload: Any) -> Any:
    def reload_from_true(state: Any, *args: Any, **options: Any) -> None:
        state.clear_delayed_apps_cache()
        state.is_delayed = False
        reload(state, *args, **options)

    return reload_from_true
