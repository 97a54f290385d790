"""A result with everything it was worked out from, as one file; and working it out again from that file alone.

No database is read here: whoever has the file and this program can check the result.
"""

import csv
import io
import json
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

import cairn
import stepchange
from cairn.common.canonical import to_canonical_json
from cairn.evaluation.analysis.answer import HARM_PARTS, describe_finding
from cairn.evaluation.analysis.documents import describe_data, describe_estimate
from cairn.evaluation.analysis.questions import find_panel, make_harm_specification, make_question
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.definitions import get_definition
from cairn.places.models import Place
from stepchange import Panel, Question, StepchangeError

FORMAT = "cairn.bundle/1"
MOST_BYTES = 50_000_000
TOLERANCE = 1e-8
COLUMNS = ("place", "name", "year", "value", "count", "denominator", "lowest", "highest")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same result gives the same file, so it has no clock
README = """This file holds one result of Cairn, and everything it is based on.

result.json      the result as it is stored: plan, finding, sizes, checks
questions.json   what was asked of the figures: which place, since when, which others were left out
figures-*.csv    the published figures that were used, one row a place and year; an empty cell is no figure
manifest.json    which program made it, with a checksum of each file

To work it out again, with Cairn installed and without any figures in it:

    cairn reproduce FILE

It says whether the same comes out, to one part in a hundred million.
The figures are official statistics under the Open Government Licence 3.0, unless the result says "fictional".
"""


class UnableToReproduce(ValueError):
    """The file is no bundle, was altered, or was made by rules that this program no longer has."""


@dataclass(frozen=True, eq=False)
class Asked:
    """One question that a result answers, with the figures it was asked of; `role` is "main" or "harm"."""

    role: str
    measure: str
    polarity: str
    question: Question
    panel: Panel
    names: Mapping[str, str]


# --- Making one -----------------------------------------------------------------------------------


def make_bundle(specification: PlanSpecification, document: Mapping[str, Any]) -> bytes | None:
    """The file of a result that was just worked out; None where it rests on no figures.

    Raises
    ------
    UnableToReproduce
        When the figures are no longer those of the result, because a release arrived in between.
    """
    asked = [] if specification.is_national_reform else list(_collect(specification, document))
    return _write(document, asked) if asked else None


def _collect(specification: PlanSpecification, document: Mapping[str, Any]) -> Iterator[Asked]:
    place = Place.objects.get(code=specification.place)
    parts = [("main", specification, document["data"])] if document["figures"] else []
    if document["harm"] and document["harm"]["data"]:
        parts.append(("harm", make_harm_specification(specification), document["harm"]["data"]))
    for role, own, data in parts:
        measure = get_definition(own.measure)
        found = find_panel(measure, place)
        if found is None or json.loads(to_canonical_json(describe_data(found))) != data:
            raise UnableToReproduce("Newer figures arrived while the result was calculated.")
        question = make_question(own, measure, place, found)
        yield Asked(role, measure.key, measure.polarity, question, found.panel, found.names)


def _write(document: Mapping[str, Any], asked: Iterable[Asked]) -> bytes:
    files = {"README.txt": README, "result.json": to_canonical_json(dict(document))}
    questions = []
    for one in asked:
        files[f"figures-{one.role}.csv"] = _write_figures(one)
        questions.append(
            {"role": one.role, "measure": one.measure, "polarity": one.polarity, "question": _plain(one.question)}
            | {"scale": one.panel.scale, "per": one.panel.per}
        )
    files["questions.json"] = json.dumps(questions, sort_keys=True, indent=1)
    manifest = {
        "format": FORMAT,
        "rules": document["rules"],
        "software": {"cairn": cairn.__version__, "stepchange": stepchange.__version__},
        "sha256": {name: sha256(text.encode()).hexdigest() for name, text in sorted(files.items())},
    }
    files["manifest.json"] = json.dumps(manifest, sort_keys=True, indent=1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _plain(question: Question) -> dict[str, Any]:
    sets = {name: sorted(getattr(question, name)) for name in ("excluded", "neighbours")}
    return asdict(question) | {"start": question.start.isoformat()} | sets


def _write_figures(asked: Asked) -> str:
    panel, text = asked.panel, io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    arrays = (panel.values, panel.counts, panel.denominators, panel.lowest, panel.highest)
    for number, code in enumerate(panel.units):
        for t, year in enumerate(panel.periods):
            cells = [
                "" if array is None or math.isnan(array[number, t]) else repr(float(array[number, t]))
                for array in arrays
            ]
            rows.writerow([code, asked.names.get(code, code), year, *cells])
    return text.getvalue()


# --- Reading one ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Bundle:
    document: dict[str, Any]
    asked: tuple[Asked, ...]
    rules: int
    software: Mapping[str, str]


def read_bundle(content: bytes) -> Bundle:
    """Raises UnableToReproduce with a sentence for whoever gave the file."""
    files = _unpack(content)
    try:
        manifest = json.loads(files["manifest.json"])
        if manifest["format"] != FORMAT:
            raise UnableToReproduce(
                f"This file has the format '{manifest['format']}', and this program reads '{FORMAT}'. "
                f"It was made with Cairn {manifest['software']['cairn']}: use that version."
            )
        for name, checksum in manifest["sha256"].items():
            if sha256(files[name].encode()).hexdigest() != checksum:
                raise UnableToReproduce(f"'{name}' in this file was altered after it was made.")
        asked = tuple(
            _read_asked(row, files[f"figures-{row['role']}.csv"]) for row in json.loads(files["questions.json"])
        )
        return Bundle(json.loads(files["result.json"]), asked, manifest["rules"], manifest["software"])
    except (KeyError, TypeError, ValueError, StepchangeError) as problem:
        if isinstance(problem, UnableToReproduce):
            raise
        raise UnableToReproduce("This file is not complete. Download it again.") from None


def _unpack(content: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise UnableToReproduce(f"This file holds more than {MOST_BYTES // 1_000_000} MB; no result does.")
            return {one.filename: archive.read(one).decode() for one in archive.infolist()}
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError):
        raise UnableToReproduce(
            "This is no file that reproduces a result. Download one from the page of a result (ZIP)."
        ) from None


def _read_asked(row: Mapping[str, Any], figures: str) -> Asked:
    cells = list(csv.DictReader(io.StringIO(figures)))
    units = tuple(dict.fromkeys(cell["place"] for cell in cells))
    periods = tuple(sorted({int(cell["year"]) for cell in cells}))
    arrays: dict[str, Any] = {}
    for column in COLUMNS[3:]:
        if any(cell[column] for cell in cells):
            read = [float(cell[column]) if cell[column] else math.nan for cell in cells]
            arrays[column] = np.array(read).reshape(len(units), len(periods))
    given = dict(row["question"])
    given |= {"start": date.fromisoformat(given["start"])}
    given |= {name: frozenset(given[name]) for name in ("excluded", "neighbours")}
    panel = Panel(
        units,
        periods,
        arrays.get("value", np.full((len(units), len(periods)), math.nan)),
        scale=row["scale"],
        counts=arrays.get("count"),
        denominators=arrays.get("denominator"),
        per=row["per"],
        lowest=arrays.get("lowest"),
        highest=arrays.get("highest"),
    )
    names = {cell["place"]: cell["name"] for cell in cells}
    return Asked(row["role"], row["measure"], row["polarity"], Question(**given), panel, names)


# --- Working it out again --------------------------------------------------------------------------


def reproduce(bundle: Bundle) -> list[str]:
    """Where what comes out now differs from what is stored, as paths in the result; empty when nothing does.

    Raises
    ------
    UnableToReproduce
        When the result follows other rules than this program.
    """
    if bundle.rules != stepchange.RULES:
        raise UnableToReproduce(
            f"This result follows rules {bundle.rules}, and this program has rules {stepchange.RULES}. "
            f"Use Cairn {bundle.software['cairn']} to work it out again."
        )
    differing: list[str] = []
    for asked in bundle.asked:
        stored = bundle.document if asked.role == "main" else bundle.document["harm"]
        again = json.loads(to_canonical_json(_answer(asked)))
        if asked.role == "harm" and again["estimate"]:
            again = again | {"estimate": {key: again["estimate"][key] for key in HARM_PARTS}}
        for part, value in again.items():
            if part in stored:
                differing += _compare(stored[part], value, f"{asked.role}.{part}")
    return differing


def _answer(asked: Asked) -> dict[str, Any]:
    evaluation = stepchange.evaluate(asked.panel, asked.question, in_depth=asked.role == "main")
    split = stepchange.split_question(asked.panel, asked.question)
    return {
        "finding": describe_finding(evaluation, asked.polarity),
        "years": {"before": list(split.before), "transition": list(split.transition), "after": list(split.after)},
        "estimate": describe_estimate(evaluation, dict(asked.names)),
    }


def _compare(stored: Any, again: Any, path: str) -> Iterator[str]:
    """Numbers to one part in a hundred million, everything else exactly."""
    if isinstance(stored, dict) and isinstance(again, dict):
        for key in sorted(stored.keys() | again.keys()):
            if key not in stored or key not in again:
                yield f"{path}.{key}"
            else:
                yield from _compare(stored[key], again[key], f"{path}.{key}")
    elif isinstance(stored, list) and isinstance(again, list):
        if len(stored) != len(again):
            yield path
        else:
            for number, pair in enumerate(zip(stored, again, strict=True)):
                yield from _compare(*pair, f"{path}[{number}]")
    elif isinstance(stored, float | int) and isinstance(again, float | int) and not isinstance(stored, bool):
        if not math.isclose(stored, again, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield path
    elif stored != again:
        yield path
