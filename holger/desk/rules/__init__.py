"""How people are greeted."""


def first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name
