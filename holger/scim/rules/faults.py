"""What is wrong with a request, in the words of RFC 7644 section 3.12."""


class Wrong(Exception):
    """``status`` and ``kind`` (SCIM's ``scimType``) are for programs; ``detail`` is read in the directory's own log."""

    def __init__(self, status: int, detail: str, kind: str = ""):
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


def bad_value(detail: str) -> Wrong:
    return Wrong(400, detail, "invalidValue")


def bad_path(path: str) -> Wrong:
    return Wrong(400, f"The path {path[:100]} cannot be read.", "invalidPath")


def bad_filter(detail: str) -> Wrong:
    return Wrong(400, detail, "invalidFilter")


def taken(detail: str) -> Wrong:
    return Wrong(409, detail, "uniqueness")
