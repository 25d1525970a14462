"""What can be wrong with what comes in: one line that names the place and says what to do."""


class BadInput(ValueError):
    """A fault in a file. `str()` is the line an operator reads."""

    def __init__(self, path, problem: str, *, line: int | None = None):
        self.path, self.problem, self.line = path, problem, line
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}")
