"""Definitions that specialists review like code: YAML beside a JSON Schema, checked at start.

A fault is told as a sentence with file, line and what to put there, because the reader is not a programmer.
"""

import json
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from referencing import Resource

type_names = {"object": "a block of keys", "array": "a list", "string": "text", "number": "a number"}
type_names |= {"integer": "a whole number", "boolean": "true or false", "null": "empty"}


class DefinitionError(ValueError):
    """A definition that cannot be used; the sentence names file, line and mend."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{get_display_path(path)}, line {line}: {problem}")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain YAML, except that a date stays the text that was written, and that yes, no, on and off are words."""


AS_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in AS_TEXT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


class Definition:
    """What one file says, and on which line it says it."""

    def __init__(self, path: Path, data: Any, lines: dict[tuple[str | int, ...], int]) -> None:
        self.path, self.data, self._lines = path, data, lines

    def get_line(self, *where: str | int) -> int:
        """Line of a key or item; of the nearest thing around it when it is absent."""
        while where and where not in self._lines:
            where = where[:-1]
        return self._lines.get(where, 1)

    def error(self, problem: str, *where: str | int) -> DefinitionError:
        return DefinitionError(self.path, self.get_line(*where), problem)


def load_definition(path: Path, schema_path: Path) -> Definition:
    """Read one YAML file and check it; raises DefinitionError at the first fault, in the order of the lines."""
    definition = _read(path)
    faults = list(_get_validator(schema_path).iter_errors(definition.data))
    if faults:
        raise min((_describe(definition, fault) for fault in faults), key=lambda problem: problem.line)
    return definition


def get_display_path(path: Path) -> str:
    """The path from the folder `definitions` on, which is the same on every machine."""
    parts = path.parts
    return "/".join(parts[parts.index("definitions") :]) if "definitions" in parts else path.name


def _read(path: Path) -> Definition:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DefinitionError(path, 1, "the file is not there; restore it from the repository.") from None
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise DefinitionError(path, line, "this is not UTF-8 text; save the file as UTF-8.") from None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise DefinitionError(path, 1, "the file is empty.")
        lines: dict[tuple[str | int, ...], int] = {}
        _note_lines(path, node, (), lines)
        return Definition(path, loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else 1
        raise DefinitionError(path, line, f"this is not valid YAML: {problem.problem or problem.context}.") from None
    except yaml.YAMLError as problem:
        raise DefinitionError(path, 1, f"this is not valid YAML: {problem}.") from None
    finally:
        loader.dispose()


def _note_lines(
    path: Path, node: yaml.Node, where: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]
) -> None:
    lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*where, key.value)
            if inner in lines:
                raise DefinitionError(
                    path, key.start_mark.line + 1, f"'{key.value}' appears here twice; keep one (line {lines[inner]})."
                )
            lines[inner] = key.start_mark.line + 1
            _note_lines(path, value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(path, item, (*where, index), lines)


@cache
def _get_validator(schema_path: Path) -> "Draft202012Validator":
    """A schema may refer to another one beside it by the name of its file."""
    from jsonschema import Draft202012Validator  # needed once for each schema
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    def retrieve(name: str) -> "Resource":
        return DRAFT202012.create_resource(json.loads((schema_path.parent / name).read_text(encoding="utf-8")))

    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=Registry(retrieve=retrieve))  # type: ignore[call-arg]  # attrs calls it so, without its underscore


def _describe(definition: Definition, fault: Any) -> DefinitionError:
    where = tuple(fault.absolute_path)
    name = next((str(part) for part in reversed(where) if isinstance(part, str)), "the file")
    given = repr(fault.instance) if not isinstance(fault.instance, dict | list) else "a block or list"
    match fault.validator:
        case "enum":
            problem = f"'{name}' is {given}; allowed are {', '.join(map(str, fault.validator_value))}."
        case "const":
            problem = f"'{name}' is {given}; it must be {fault.validator_value!r}."
        case "required":
            absent = [key for key in fault.validator_value if key not in fault.instance]
            problem = f"{_join(absent)} {'is' if len(absent) == 1 else 'are'} missing; add {_it(absent)}."
        case "additionalProperties":
            known = list(fault.schema.get("properties", {}))
            extra = next(key for key in fault.instance if key not in known)
            where = (*where, extra)
            close = get_close_matches(str(extra), known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"allowed are {', '.join(known)}."
            problem = f"'{extra}' is not a key that is known here; {hint}"
        case "type":
            wanted = fault.validator_value
            wanted = [wanted] if isinstance(wanted, str) else wanted
            problem = f"'{name}' is {given}; it must be {' or '.join(type_names[kind] for kind in wanted)}."
            if wanted == ["string"] and isinstance(fault.instance, int | float):
                problem += " Put it in quotes."
        case "pattern":
            problem = f"'{name}' is {given}, which does not have the expected form ({fault.validator_value})."
        case "minLength" | "minItems":
            problem = f"'{name}' is empty; write it."
        case "minimum" | "exclusiveMinimum":
            problem = f"'{name}' is {given}; it must be {'at least' if fault.validator == 'minimum' else 'more than'} "
            problem += f"{fault.validator_value}."
        case "not":  # the schema says {"not": {}}: this key has no place beside the others
            problem = f"'{name}' does not belong to a definition of this kind; remove it."
        case _:
            problem = f"'{name}' does not fit: {fault.message}."
    return definition.error(problem, *where)


def _join(names: list[str]) -> str:
    return " and ".join(f"'{name}'" for name in names)


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"
