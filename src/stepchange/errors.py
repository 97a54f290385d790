"""What can go wrong, each as a ValueError whose sentence says what was given and what to do."""

from collections.abc import Mapping


class StepchangeError(ValueError):
    """Base of every error the engine raises on purpose."""


class PanelError(StepchangeError):
    """The arrays given do not make a panel."""


class OptionError(StepchangeError):
    """An option has a value that is not understood."""


class NotEnoughDataError(StepchangeError):
    """The panel cannot carry the question: too few years, too few comparison places, no figures.

    `sites_left_out` says of several places why each could not be used, where that is what stopped it.
    """

    def __init__(self, code: str, sentence: str, *, sites_left_out: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sites_left_out = dict(sites_left_out or {})


class CertificateError(StepchangeError):
    """A fit could not be shown to be optimal, so its numbers are withheld."""
