"""The one family of errors. Contains no business logic."""


class BenchError(Exception):
    """What stops the benchmark, as a short lower-case message."""


class UsageError(BenchError):
    """The benchmark was asked for something that it cannot do."""


class BuildError(BenchError):
    """A contender's build failed."""

    def __init__(self, contender: str, status: int, last_lines: str) -> None:
        super().__init__(f"{contender}: the build ended with status {status}; its last lines:\n{last_lines}")
