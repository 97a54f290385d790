"""What becomes of people's data and of the words of records, declared on each model and carried out in one place.

A model says it in `PRIVACY`; models of others are declared in the module that the setting `PRIVACY_OF_OTHERS` names.
"""

from cairn.common.privacy.declarations import (
    BLANK,
    DELETE,
    REPOINT,
    Blank,
    Declared,
    Delete,
    Elsewhere,
    Exported,
    Impersonal,
    Keep,
    Kept,
    OfPerson,
    OfRecord,
    PartOf,
    Repoint,
    Run,
    Subject,
    names_record,
    words_of_record,
)
from cairn.common.privacy.execution import delete_rows, erase, export, merge, repoint, withdraw
from cairn.common.privacy.revisions import change_revisions

__all__ = [
    "BLANK",
    "DELETE",
    "REPOINT",
    "Blank",
    "Declared",
    "Delete",
    "Elsewhere",
    "Exported",
    "Impersonal",
    "Keep",
    "Kept",
    "OfPerson",
    "OfRecord",
    "PartOf",
    "Repoint",
    "Run",
    "Subject",
    "change_revisions",
    "delete_rows",
    "erase",
    "export",
    "merge",
    "names_record",
    "repoint",
    "withdraw",
    "words_of_record",
]
