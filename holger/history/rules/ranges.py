"""Many numbers in few words: 1, 2, 3 and 7 are [[1, 3], [7, 7]]."""

from collections.abc import Iterable, Sequence

Ranges = list[list[int]]


def ranges(numbers: Iterable[int]) -> Ranges:
    found: Ranges = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def within(number: int, told: Iterable[Sequence[int]]) -> bool:
    return any(first <= number <= last for first, last in told)
