"""The one family of errors. Contains no business logic."""


class KawatError(Exception):
    """What went wrong, as ``<where>: <what is wrong>; <what was expected or what to do>``."""

    def __init__(self, where: object, wrong: str, expected: str) -> None:
        super().__init__(where, wrong, expected)
        self.where = str(where)
        self.wrong = wrong
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong}; {self.expected}"


class LanguageError(KawatError):
    """A language's files are missing, malformed or incomplete."""


class SectorError(KawatError):
    """The table of sectors is malformed."""


class AgencyError(KawatError):
    """An agency's file is malformed."""


class WireError(KawatError):
    """A wire text or its sidecar cannot be used; it is set aside."""


class PostError(KawatError):
    """A post cannot be used; it is set aside."""


class DisclaimerError(KawatError):
    """A page would be published without the disclaimer that it owes."""


class SettingsError(KawatError):
    """The settings cannot be read."""


class PressError(KawatError):
    """The site cannot be built."""


class PublishError(KawatError):
    """The site cannot be published; what the host shows is told by the message."""
