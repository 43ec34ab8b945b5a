"""Where the code says who may see and do what, and how each such place reads without it.

A mutant is a place in a file and what stands there instead. Nothing is written here: ``scripts/mutate.py`` does that, in a
copy.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
NARROWING = {"filter", "get", "exclude", "get_object_or_404", "aggregate", "count"}
HANDED_ON = {"rows", "visible"}
"""What registers, pickers and subjects call a room's selector."""
EVERYTHING = "(lambda rows: (setattr(rows.query, 'where', type(rows.query.where)()), rows)[1])({rows}.all())"
"""A query with all that it asks for and nothing that narrows it."""
GUARDS = re.compile(r"^(own|require_\w+|keep_an_owner|check|_may_\w+|_must_\w+|_answers)$")
REFUSALS = {"NotFound", "NotAllowed", "Http404", "PermissionDenied", "AuthenticationError", "Refused"}
GATES = (
    "api/v1/auth.py",
    "api/selectors.py",
    "api/rules.py",
    "organisation/middleware.py",
    "core/actor.py",
    "core/models.py",
    "ui/http.py",
)
"""Files in which every early return is a gate too."""
POLICIES = "core/walls/policies.py"
WALLS = ("core/walls/triggers.py", POLICIES)
"""Files whose yields are what the database is told to refuse; policies are PostgreSQL's alone."""
ANYBODY = '"member"'
ENTER = '"organisation.enter"'


@dataclass(frozen=True)
class Mutant:
    path: str
    line: int
    last: int
    kind: str
    start: int
    """Where the text begins in the file, in bytes."""
    end: int
    removed: str
    instead: str
    loaded: bool
    """Does it run when the file is loaded, rather than in a test?"""

    @property
    def room(self) -> str:
        return Path(self.path).parts[1]

    @property
    def places(self) -> list[str]:
        return [f"{self.path}:{line}" for line in range(self.line, self.last + 1)]

    @property
    def told(self) -> str:
        return " ".join(self.removed.split())[:100]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.kind}: {self.told}"


def sources(room: str = "") -> Iterator[Path]:
    for path in sorted((ROOT / "holger" / room).rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if not {"tests", "migrations", "demo", "management"} & set(parts) and "settings" not in path.name:
            yield path


def mutants(room: str = "") -> list[Mutant]:
    known = selectors()
    return [mutant for path in sources(room) for mutant in _in_file(path, known)]


def selectors() -> set[str]:
    """The names of all functions that are given an actor and answer with rows."""
    found = set(HANDED_ON)
    for path in sources():
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef) and node.returns and node.args.args:
                gives = "QuerySet" in ast.unparse(node.returns)
                found |= {node.name} if gives and node.args.args[0].arg == "actor" else set()
    return found


def _in_file(path: Path, known: set[str]) -> list[Mutant]:
    text = path.read_bytes()
    finder = Finder(path.relative_to(ROOT).as_posix(), text, known)
    finder.visit(ast.parse(text))
    unique = {(each.start, each.end, each.instead): each for each in finder.found}
    return sorted(unique.values(), key=lambda each: (each.start, each.end))


class Finder(ast.NodeVisitor):
    def __init__(self, path: str, text: bytes, known: set[str]):
        self.path, self.text, self.known = path, text, known
        self.found: list[Mutant] = []
        lengths = [len(line) for line in text.splitlines(keepends=True)]
        self.starts = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
        self.inside: list[str] = []
        """The classes and functions around."""

    # Where a node stands

    def span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def source(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.text[start:end].decode()

    def add(self, kind: str, node: ast.AST, instead: str, removed: str = "") -> None:
        start, end = self.span(node)
        told = removed or self.source(node)
        loaded = all(name[:1].isupper() for name in self.inside)
        self.found.append(Mutant(self.path, node.lineno, node.end_lineno, kind, start, end, told, instead, loaded))

    # What is looked for

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in NARROWING:
            self._organisation(node)
        if name == "visible" and len(node.args) >= 3:
            rows = self.source(node.args[0])
            self.add("scope", node, rows)
            self.add("reach", node, f"{rows}.filter(organisation_id={self.source(node.args[1])}.organisation_id)")
        elif name in self.known and node.args and _is_actor(node.args[0]):
            self.add("selector", node, EVERYTHING.format(rows=self.source(node)))
        if name == "may" and not self.path.endswith(("forms.py", "tables.py")) and "/views" not in self.path:
            self.add("permission", node, "True")
        if name in ("operation", "Resource"):
            for keyword in node.keywords:
                if keyword.arg in ("permission", "view") and _name(keyword.value) != "ENTER":
                    self.add("permission", keyword.value, ENTER, f"{keyword.arg}={self.source(keyword.value)}")
        self.generic_visit(node)

    def _organisation(self, node: ast.Call) -> None:
        for keyword in node.keywords:
            if keyword.arg and re.fullmatch(r"(\w+__)?organisation(_id)?", keyword.arg):
                removed = f"{keyword.arg}={self.source(keyword.value)}"
                self.add("scope", node, self._without(node, keyword), removed)

    def _without(self, node: ast.Call, gone: ast.keyword) -> str:
        """The call, but for one of its keywords."""
        start, end = self.span(node)
        first, last = self.starts[gone.lineno - 1] + gone.col_offset, self.span(gone.value)[1]
        before, after = self.text[start:first].decode(), self.text[last:end].decode()
        after = re.sub(r"^\s*,\s*", "", after)
        return before + after if not after.startswith(")") else re.sub(r",\s*$", "", before) + after

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value
        if isinstance(call, ast.Call):
            name, whole = _name(call.func), self.source(call.func)
            if name == "require" and whole.rpartition(".")[0].endswith("actor"):
                self.add("permission", node, "pass")
            elif _is_guard(call, whole):
                self.add("guard", node, "pass")
            elif whole.endswith("APPEND_ONLY.add"):
                self.add("wall", node, "pass")
        elif isinstance(call, ast.Yield | ast.YieldFrom) and self.path.endswith(WALLS):
            postgres = self.path.endswith(POLICIES) or "_postgres" in self.inside
            self.add("postgres" if postgres else "wall", node, "yield from ()")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if self._in_class() and names == ["permission"]:
            self.add("permission", node.value, ANYBODY, self.source(node))
        elif (
            self._in_class()
            and node.targets
            and isinstance(node.targets[0], ast.Tuple)
            and isinstance(node.value, ast.Tuple)
        ):
            for target, value in zip(node.targets[0].elts, node.value.elts, strict=False):
                if isinstance(target, ast.Name) and target.id == "permission":
                    self.add("permission", value, ANYBODY, f"permission = {self.source(value)}")
        self.generic_visit(node)

    def _in_class(self) -> bool:
        return bool(self.inside) and self.inside[-1][:1].isupper()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.inside.append(node.name)
        self.generic_visit(node)
        self.inside.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for decorator in node.decorator_list:
            asked = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
            if asked and _name(decorator) == "needs" and self.source(asked) not in ("OPEN", "MEMBER", "SIGNED_IN"):
                self.add("permission", asked, ANYBODY, self.source(decorator))
        for outside in (*node.decorator_list, node.args):
            self.visit(outside)
        self.inside.append(node.name)
        for statement in node.body:
            self.visit(statement)
        self.inside.pop()

    def visit_Return(self, node: ast.Return) -> None:
        given = node.value
        if self.inside[-1:] == ["permission_on"] and given is not None and self.source(given) != "None":
            self.add("permission", given, "None", f"permission_on: {self.source(given)}")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        first = node.body[0]
        refuses = isinstance(first, ast.Raise) and first.exc is not None and _name(first.exc) in REFUSALS
        gate = self.path.endswith(GATES) and isinstance(first, ast.Return | ast.Raise) and "labelled" not in self.inside
        if refuses or gate:
            self.add("refusal", node.test, "False", f"if {self.source(node.test)}")
        self.generic_visit(node)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_actor(node: ast.AST) -> bool:
    return _name(node) == "actor"


def _is_guard(call: ast.Call, whole: str) -> bool:
    if whole == "http.check" or (whole.startswith("guards.") and whole != "guards.hold"):
        return True
    return bool(GUARDS.match(_name(call))) and _asks_actor(call)


def _asks_actor(call: ast.Call) -> bool:
    return any(map(_is_actor, call.args)) or any(keyword.arg == "actor" for keyword in call.keywords)


def changed(text: bytes, mutant: Mutant) -> bytes:
    """The file with this one thing gone."""
    return text[: mutant.start] + mutant.instead.encode() + text[mutant.end :]
