"""What must not reach a log: links that let people in, tokens, passwords, and whatever stands behind a question mark."""

import re

UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
HIDDEN = "…"
RULES = (
    (re.compile(r"\b(Bearer|Basic|Token)\s+[^\s\"',]+", re.I), rf"\1 {HIDDEN}"),
    (re.compile(r"\bholger_[A-Za-z0-9_-]{20,}"), f"holger_{HIDDEN}"),
    (re.compile(r"(://)[^\s/@\"']+@"), rf"\1{HIDDEN}@"),
    # The reset key and the invitation's secret stand in the path, and so may what is made later: any part of a path that is
    # long and has a digit, unless it is the id of an object.
    (re.compile(r"(/(?:invitation|key|calendar|portal/link)/)[^\s/\"'?]+"), rf"\1{HIDDEN}"),
    (re.compile(rf"(?<=/)(?!{UUID}\b)(?=[\w~:=-]*\d)[\w~:=-]{{24,}}(?![\w.])"), HIDDEN),
    (re.compile(r"(/[^\s?\"']*)\?[^\s\"'>\])]+"), rf"\1?{HIDDEN}"),
    (re.compile(r"\b(password\d?|secret|token|key|code|state)=[^\s&\"',)]+", re.I), rf"\1={HIDDEN}"),
)


def mask(text: str) -> str:
    for pattern, instead in RULES:
        text = pattern.sub(instead, text)
    return text
