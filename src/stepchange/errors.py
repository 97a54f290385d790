"""What can go wrong, each as a ValueError whose sentence says what was given and what to do."""


class StepchangeError(ValueError):
    """Base of every error the engine raises on purpose."""


class PanelError(StepchangeError):
    """The arrays given do not make a panel."""


class OptionError(StepchangeError):
    """An option has a value that is not understood."""


class NotEnoughDataError(StepchangeError):
    """The panel cannot carry the question: too few years, too few comparison places, no figures."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class CertificateError(StepchangeError):
    """A fit could not be shown to be optimal, so its numbers are withheld."""
