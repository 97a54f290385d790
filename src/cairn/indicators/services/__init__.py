"""Writes of figures."""

from cairn.common.reading.refusals import UnableToImport
from cairn.indicators.services.expecting import choose_measure, remove_measure
from cairn.indicators.services.fetching import FetchReport, UnableToFetch, fetch
from cairn.indicators.services.following import follow_measure, notify_followers, unfollow_measure
from cairn.indicators.services.imports import (
    FileReport,
    ImportReport,
    check_tables,
    delete_unfinished_imports,
    import_paths,
)
from cairn.indicators.services.proposals import make_yaml, remove_proposal, save_proposal
from cairn.indicators.services.simulation import SimulatedFigure, UnableToLoadSimulation, load_simulated
from cairn.indicators.services.uploads import (
    confirm_upload,
    delete_upload,
    read_upload,
    receive_upload,
    restore_release,
    withdraw_release,
)

__all__ = [
    "FetchReport",
    "FileReport",
    "ImportReport",
    "SimulatedFigure",
    "UnableToFetch",
    "UnableToImport",
    "UnableToLoadSimulation",
    "check_tables",
    "choose_measure",
    "confirm_upload",
    "delete_unfinished_imports",
    "delete_upload",
    "fetch",
    "follow_measure",
    "import_paths",
    "load_simulated",
    "make_yaml",
    "notify_followers",
    "read_upload",
    "receive_upload",
    "remove_measure",
    "remove_proposal",
    "restore_release",
    "save_proposal",
    "unfollow_measure",
    "withdraw_release",
]
