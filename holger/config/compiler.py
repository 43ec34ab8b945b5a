"""How a question becomes SQL, for both databases: Django's own way, with shorter ways where they come to the same.

Making the SQL costs more than the database's answer does: a page asks some thirty questions, of fifteen columns each.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models.expressions import Col
from django.db.models.sql import compiler


class SQLCompiler(compiler.SQLCompiler):
    def compile(self, node: Any) -> tuple[str, Any]:
        """A column is its table's name and its own: most of what a question names are columns."""
        if type(node) is Col and node.alias:
            return column(node.alias, node.target.column), ()
        return super().compile(node)

    def _order_by_pairs(self) -> Iterable[Any]:  # type: ignore[override]
        """Django looks whether an order names something selected, and works out the identity of all that is. Where only columns
        are selected, no order names one of them: that takes an alias, or an expression.
        """
        selected = self.select
        if not self.query.combinator and not any(alias or type(col) is not Col for col, _sql, alias in selected or ()):
            self.select = []
        try:
            return list(super()._order_by_pairs())  # type: ignore[call-overload]
        finally:
            self.select = selected

    def get_converters(self, expressions: list[Any]) -> dict[int, tuple[list[Any], Any]]:
        """By place: what makes a value of what the database gives. A column that is read as itself has its field's ways."""
        if any(type(each) is not Col or each.target is not each.output_field for each in expressions):
            return super().get_converters(expressions)
        operations, found = self.connection.ops, {}
        for place, each in enumerate(expressions):
            ways = operations.get_db_converters(each) + each.target.get_db_converters(self.connection)
            if ways:
                found[place] = (ways, each)
        return found


@cache
def column(table: str, name: str) -> str:
    """Both databases quote alike. There are as many as columns, and a few more for tables that a question names twice."""
    return f'"{table}"."{name}"'


class QuickOperations:
    """What a backend's operations take on to use it."""

    def compiler(self, compiler_name: str) -> type[Any]:
        if compiler_name == "SQLCompiler":
            return SQLCompiler
        return super().compiler(compiler_name)  # type: ignore[misc, no-any-return]
