"""Puts changed functions in the place of those that live in this process, as if their file had been loaded like that.

A function reads its code anew each time it is called, so giving it other code reaches whoever holds on to it: a decorator, a
registry, a closure. What a file does while it is loaded cannot be taken back so; whatever is not certain is ``Unsure``.
"""

import gc
import inspect
from collections import Counter, defaultdict
from collections.abc import Iterator
from types import AsyncGeneratorType, CodeType, CoroutineType, FunctionType, GeneratorType
from typing import Any

BEGUN = {GeneratorType: "gi_code", CoroutineType: "cr_code", AsyncGeneratorType: "ag_code"}


class Unsure(Exception):
    """Some of what is changed might not be in place."""


class Living:
    """All functions of this process that are not frozen, by their code, and code that stands half done in a generator."""

    def __init__(self) -> None:
        self.functions: dict[CodeType, list[FunctionType]] = defaultdict(list)
        self.begun: set[CodeType] = set()
        for each in gc.get_objects():
            kind = type(each)  # isinstance would ask, and wake, what is lazy
            if kind is FunctionType:
                self.functions[each.__code__].append(each)
            elif kind in BEGUN:
                self.begun.add(getattr(each, BEGUN[kind]))

    def of(self, code: CodeType, filename: str) -> list[FunctionType]:
        return [each for each in self.functions.get(code, ()) if each.__code__.co_filename == filename]


def swap(before: bytes, after: bytes, filename: str, living: Living) -> list[FunctionType]:
    """Put what reads otherwise after than before in place; the functions that have new code now."""
    swapped = []
    for old, new, outermost in changes(_compiled(before, filename), _compiled(after, filename)):
        functions = living.of(old, filename)
        if outermost and not functions:
            raise Unsure(f"nobody holds {old.co_qualname}")
        if old in living.begun:
            raise Unsure(f"{old.co_qualname} has begun")
        if functions and old.co_freevars != new.co_freevars:
            raise Unsure(f"{old.co_qualname} closes over other names")
        swapped += [(function, new) for function in functions]
    if not swapped:
        raise Unsure("nothing is changed")
    for function, new in swapped:
        function.__code__ = new
    return [function for function, _new in swapped]


def _compiled(text: bytes, filename: str) -> CodeType:
    return compile(text, filename, "exec", dont_inherit=True)


def changes(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType, bool]]:
    """Each function's code that reads otherwise, what it is now, and whether it is made when the file is loaded."""
    if _read(before) == _read(after):
        return
    if _itself(before) != _itself(after):
        raise Unsure(f"{before.co_qualname} runs when the file is loaded")
    for old, new in _pairs(before, after):
        if not _is_function(old):
            yield from changes(old, new)
        else:
            yield old, new, True
            yield from ((*pair, False) for pair in _inner(old, new))


def _inner(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    for old, new in _pairs(before, after):
        yield old, new
        yield from _inner(old, new)


def _pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The code inside both that reads otherwise in one than in the other, by its name."""
    olds, news = list(_inside(before)), list(_inside(after))
    stayed = Counter(map(_read, olds)) & Counter(map(_read, news))
    gone, come = _without(olds, stayed), _without(news, stayed)
    for old in gone:
        fitting = [new for new in come if new.co_qualname == old.co_qualname]
        if len(fitting) != 1 or sum(each.co_qualname == old.co_qualname for each in gone) != 1:
            raise Unsure(f"which is {old.co_qualname} now?")
        yield old, fitting[0]


def _without(codes: list[CodeType], stayed: Counter[Any]) -> list[CodeType]:
    left = Counter(stayed)
    found = []
    for code in codes:
        if left[_read(code)]:
            left[_read(code)] -= 1
        else:
            found.append(code)
    return found


def _inside(code: CodeType) -> Iterator[CodeType]:
    return (each for each in code.co_consts if isinstance(each, CodeType))


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & inspect.CO_OPTIMIZED)  # a class's body is none


def _read(code: CodeType) -> tuple[Any, ...]:
    """What code does, wherever in the file it stands."""
    return (*_itself(code), *map(_read, _inside(code)))


def _itself(code: CodeType) -> tuple[Any, ...]:
    """... without what is inside it."""
    others = tuple((type(each), each) for each in code.co_consts if not isinstance(each, CodeType))
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
    return (code.co_qualname, code.co_code, code.co_exceptiontable, others, names, counts)
