"""The words for keys of holger's own files that history keeps: the files are read when somebody reads the history."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from django.utils.functional import lazy
from django.utils.translation import get_language

from holger.core.words import Words, say
from holger.privacy import library


class FromFile(Mapping[str, str]):
    """By key a text that is said in the reader's language; ``read`` fetches them."""

    def __init__(self, read: Callable[[], Mapping[str, Words]]) -> None:
        self.read = read

    @cached_property
    def told(self) -> Mapping[str, Words]:
        return self.read()

    def __getitem__(self, key: str) -> str:
        return _said(self.told[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.told)

    def __len__(self) -> int:
        return len(self.told)


def _in_the_readers_language(words: Words) -> str:
    return say(words, get_language())


_said: Callable[[Words], str] = lazy(_in_the_readers_language, str)

LETTERS = FromFile(lambda: {key: letter.title for key, letter in library.letters().items()})
QUESTIONS = FromFile(lambda: {question.key: question.text for question in library.assessment().questions})
