import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from holger.assets import selectors
from holger.assets.models import Asset, Dependency
from holger.organisation.models import Organisation, Person
from tests import naming
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="there the database itself answers")

HERE = "00000000-0000-0000-0000-000000000001"
OURS = Asset.objects.filter(organisation_id=HERE)
NAMED = {
    "its own organisation": OURS,
    "that of a row that it is joined to": Dependency.objects.filter(source__organisation_id=HERE),
    "one way or the other": Asset.objects.filter(
        Q(organisation_id=HERE, title="A") | Q(organisation_id=HERE, title="B")
    ),
    "nothing at all": Asset.objects.none(),
    "a table that is nobody's": Organisation.objects.all(),
    "what hangs on each row": OURS.filter(Exists(Dependency.objects.filter(source=OuterRef("pk")))),
    "what no row leads to": OURS.exclude(dependencies__target__title="A"),
    "what stands inside, too": OURS.filter(owner__in=Person.objects.filter(organisation_id=HERE)),
}
FORGOTTEN = {
    "by key": Asset.objects.filter(pk=HERE),
    "everything": Asset.objects.all(),
    "everybody else's": Asset.objects.exclude(organisation_id=HERE),
    "only one way": Asset.objects.filter(Q(organisation_id=HERE) | Q(title="B")),
    "around another that names it": Dependency.objects.filter(source__in=OURS),
    "inside another that names it": OURS.filter(owner__in=Person.objects.filter(name="Anna")),
    "inside another, by what may be": OURS.filter(
        Exists(Dependency.objects.filter(Q(source=OuterRef("pk")) | Q(source__title="A")))
    ),
}


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """As if the questions of these tests were holger's own."""
    kind = naming._kind
    monkeypatch.setattr(naming, "_kind", lambda path: naming.TRIED if path == __file__ else kind(path))
    monkeypatch.setattr(naming, "known", frozenset)
    monkeypatch.setattr(naming, "NOTED", "")
    monkeypatch.setattr(naming, "looking", [True])
    yield naming.caught
    naming.caught.clear()


@pytest.mark.parametrize("rows", NAMED.values(), ids=NAMED)
def test_a_question_that_names_the_organisation_passes(rows: QuerySet, asking: list[str], db: None) -> None:
    str(rows.query) if rows is not NAMED["nothing at all"] else list(rows)
    assert asking == []


@pytest.mark.parametrize("rows", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_question_that_forgets_it_fails(rows: QuerySet, asking: list[str], db: None) -> None:
    with pytest.raises(naming.Unnamed):
        str(rows.query)
    assert len(asking) == 1  # it fails the test as well where somebody swallows that


@pytest.mark.parametrize("deed", ["update", "delete", "count"])
def test_so_does_whatever_else_is_done(deed: str, asking: list[str], db: None) -> None:
    rows = Asset.objects.filter(title="A")
    with pytest.raises(naming.Unnamed):
        rows.update(title="B") if deed == "update" else getattr(rows, deed)()


def test_what_a_row_leads_to_was_found(cast: Cast, asking: list[str]) -> None:
    anna = cast.anna
    again = Person.objects.get(organisation_id=anna.organisation_id, pk=anna.pk)
    assert again.organisation.slug == "kronborg"
    assert {grant.person_id for grant in again.grants.all()} == {anna.pk}
    again.refresh_from_db(fields=["name"])
    again.save()
    assert asking == []


def test_a_function_of_holgers_is_told_by_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    anna = actor_of(cast.anna)
    monkeypatch.setattr(naming, "names_its_organisation", lambda query: False)
    monkeypatch.setattr(naming, "tell", told.append)
    monkeypatch.setattr(naming, "looking", [True])
    list(selectors.assets_for(anna))  # a test asks
    assert told == []
    list(selectors.functions(anna))
    assert told == ["holger/assets/selectors/rows.py functions: assets.Asset"]


def test_whatever_is_listed_is_there() -> None:
    """A function that is gone, or called otherwise now, leaves no excuse behind for the next of that name."""
    wrong, lines = [], sorted(naming.known())
    for line in lines:
        where, _, label = line.partition(": ")
        path, _, name = where.partition(" ")
        file = naming.ROOT / path
        if not file.is_file() or name not in functions(file.read_text(encoding="utf-8")):
            wrong.append(f"no such function: {line}")
        elif label != "*" and label not in {model._meta.label for model in apps.get_models()}:
            wrong.append(f"no such table: {line}")
    assert lines
    assert not wrong, "\n".join(wrong)


def functions(source: str) -> set[str]:
    def inside(node: ast.AST, above: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                yield above + child.name
                yield from inside(child, f"{above}{child.name}.")
            else:
                yield from inside(child, above)

    return {"<module>", *inside(ast.parse(source), "")}
