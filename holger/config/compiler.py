"""How a question becomes SQL, for both databases: Django's own way, with shorter ways where they come to the same.

Making the SQL costs more than the database's answer does: a page asks some thirty questions, of twenty columns each.
"""

from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import Any, Self

from django.db.models import Model
from django.db.models.expressions import Col, OrderBy
from django.db.models.sql import compiler

Select = list[tuple[Any, tuple[str, Any], str | None]]
Ways = list[Any]
"""What makes a value of what the database gives, one after the other."""


class SQLCompiler(compiler.SQLCompiler):
    _plain = False
    """Is all that is selected a table's columns, as they stand there?"""
    _whole = False
    """And is it all of one table, and nothing of another?"""

    def compile(self, node: Any) -> tuple[str, Any]:
        """A column is its table's name and its own: most of what a question names are columns."""
        if type(node) is Col and node.alias:
            return column(node.alias, node.target.column), ()
        return super().compile(node)

    def get_select(self, with_col_aliases: bool = False) -> tuple[Select, Any, dict[str, int]]:
        """Rows of a table, with those that they name, are columns: nothing is worked out, and nothing is renamed."""
        query = self.query
        named = query.selected is not None or query.extra_select or query.annotation_select or with_col_aliases
        self._plain = query.default_cols and not named
        if not self._plain:
            return super().get_select(with_col_aliases)  # type: ignore[no-any-return]
        mask = query.get_select_mask()
        self._whole = not mask and not query.select_related and not _elsewhere(query.get_meta())
        if self._whole:
            found = selected(query.model, query.get_initial_alias())
            return list(found), {"model": query.model, "select_fields": list(range(len(found)))}, {}
        select: list[tuple[Any, None]] = [(each, None) for each in self.get_default_columns(mask)]
        model = {"model": query.model, "select_fields": list(range(len(select)))}
        if query.select_related:
            model["related_klass_infos"] = self.get_related_selections(select, mask)
            self.get_select_from_parent(model)
        return [as_selected(each) for each, _none in select], model, {}

    def get_default_columns(
        self, select_mask: Any, start_alias: str | None = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        opts = opts or self.query.get_meta()
        if from_parent or opts is None or _elsewhere(opts):
            return super().get_default_columns(select_mask, start_alias, opts, from_parent)  # type: ignore[no-any-return]
        found = columns(opts.model, start_alias or self.query.get_initial_alias())
        wanted = {each.name for each in select_mask}
        return [each for each in found if each.target.name in wanted] if wanted else list(found)

    def get_related_selections(self, select: Any, select_mask: Any, *above: Any) -> list[Any]:
        """Below the last table that is asked for, no field has to be looked at."""
        requested, restricted = above[3:5] if above else (None, None)
        if restricted and not requested:
            return []
        return super().get_related_selections(select, select_mask, *above)  # type: ignore[no-any-return]

    def _order_by_pairs(self) -> Iterable[Any]:  # type: ignore[override]
        """Django looks whether an order names something selected, and works out the identity of all that is. Where only columns
        are selected, no order names one of them: that takes an alias, or an expression.
        """
        selected = self.select
        columns_alone = self._plain or all(type(col) is Col and not alias for col, _sql, alias in selected or ())
        if columns_alone and not self.query.combinator:
            self.select = []
        try:
            return [(settled(order), is_named) for order, is_named in super()._order_by_pairs()]  # type: ignore[attr-defined]
        finally:
            self.select = selected

    def get_converters(self, expressions: list[Any]) -> dict[int, tuple[Ways, Any]]:
        """By place: what makes a value of what the database gives."""
        if not self._plain:
            return super().get_converters(expressions)
        if self._whole:
            known, model = self.connection.ops.whole_ways, self.query.model  # type: ignore[attr-defined]
            if model not in known:
                known[model] = self._all_ways(expressions)
            return known[model]  # type: ignore[no-any-return]
        return self._all_ways(expressions)

    def _all_ways(self, expressions: list[Any]) -> dict[int, tuple[Ways, Any]]:
        return {place: (ways, each) for place, each in enumerate(expressions) if (ways := self._ways(each))}

    def _ways(self, each: Col) -> Ways:
        """A column's, which are the same in every question."""
        known, field = self.connection.ops.ways, each.target  # type: ignore[attr-defined]
        key = (field.model, field.attname)
        if key not in known:
            known[key] = self.connection.ops.get_db_converters(each) + each.get_db_converters(self.connection)
        return known[key]

    def has_composite_fields(self, expressions: Iterable[Any]) -> bool:
        return not self._plain and super().has_composite_fields(expressions)


class Settled(OrderBy):
    """An order by a column: nothing in it has to be found out, which takes three copies."""

    def resolve_expression(self, *_query: Any, **_how: Any) -> Self:
        return self


def settled(order: Any) -> Any:
    if type(order) is OrderBy and type(order.expression) is Col:
        order.__class__ = Settled
    return order


@cache
def column(table: str, name: str) -> str:
    """Both databases quote alike. There are as many as columns, and a few more for tables that a question names twice."""
    return f'"{table}"."{name}"'


def _elsewhere(opts: Any) -> bool:
    """Are some of a model's columns another's?"""
    return bool(opts.parents or opts.proxy)


def as_selected(col: Col) -> tuple[Any, tuple[str, Any], str | None]:
    return col, (column(col.alias, col.target.column), ()), None


@lru_cache(5000)
def selected(model: type[Model], alias: str) -> Select:
    """All columns of a table that a question calls so."""
    return [as_selected(col) for col in columns(model, alias)]


@lru_cache(5000)
def columns(model: type[Model], alias: str) -> tuple[Col, ...]:
    """Of a table that a question calls so."""
    return tuple(field.get_col(alias) for field in model._meta.concrete_fields)


class QuickOperations:
    """What a backend's operations take on to use it."""

    @cached_property
    def ways(self) -> dict[tuple[type[Model], str], Ways]:
        """By column, as far as anybody has asked."""
        return {}

    @cached_property
    def whole_ways(self) -> dict[type[Model], dict[int, tuple[Ways, Any]]]:
        """The same for all columns of a table, by place."""
        return {}

    def compiler(self, compiler_name: str) -> type[Any]:
        if compiler_name == "SQLCompiler":
            return SQLCompiler
        return super().compiler(compiler_name)  # type: ignore[misc, no-any-return]
