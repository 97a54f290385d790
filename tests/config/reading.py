"""What people read in the source of the site: of each file only that, every other character blanked out.

Blanked text keeps its length, so where a phrase is found is where it stands in the file.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

# Between two passages, so that no phrase is found across them.
BREAK = "¶"
# Where the page puts in a value.
VALUE = "…"

COMMENTS = re.compile(
    r"{#.*?#}|{%-?\s*comment\b.*?endcomment\s*-?%}|<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE
)
VARIABLES = re.compile(r"{{.*?}}", re.DOTALL)
DJANGO_TAGS = re.compile(r"{%.*?%}", re.DOTALL)
HTML_TAGS = re.compile(r"<(/?[a-zA-Z][\w.:-]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.DOTALL)
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'", re.DOTALL)
# Attributes whose values are no words: what stands before such a value.
CODE = re.compile(r"\b(?:class|href|src|id|style|data-[\w-]+|aria-(?:labelledby|describedby|controls))=$")
INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}

# Declarations of cairn.common.privacy.
PRIVACY = {"Keep", "Kept", "Impersonal", "PartOf", "OfPerson", "OfRecord", "Elsewhere", "Exported"}
# Keys of a definition whose values are not read, or are the words of others.
NOT_OURS = {"key", "url", "publisher", "authors", "quote", "quotes", "pattern", "patterns", "$schema", "$id"}
TITLES_OF_OTHERS = {"sources", "references"}

JS_STRINGS = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", re.DOTALL
)
FENCES = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


class Passage(NamedTuple):
    line: int
    text: str


def blank(text: str, fill: str = " ") -> str:
    return re.sub(r"[^\n]", fill, text)


def read_quoted(text: str) -> str:
    """Of a tag, the values that may be words: `heading="What it costs"`, not `class="govuk-body"`."""
    kept = list(blank(text))
    for found in QUOTED.finditer(text):
        if " " in found[0].strip() and not CODE.search(text, 0, found.start()):
            start, end = found.span()
            kept[start], kept[end - 1] = BREAK, BREAK
            kept[start + 1 : end - 1] = found[0][1:-1]
    return "".join(kept)


def read_html_tag(found: re.Match) -> str:
    is_inline = found[1].lstrip("/").lower() in INLINE
    kept = read_quoted(found[0])
    return kept if is_inline else BREAK + kept[1:]


def read_template(text: str) -> Iterator[Passage]:
    text = COMMENTS.sub(lambda found: blank(found[0]), text)
    text = VARIABLES.sub(lambda found: VALUE + blank(found[0])[1:-1] + VALUE, text)
    text = DJANGO_TAGS.sub(lambda found: read_quoted(found[0]), text)
    text = HTML_TAGS.sub(read_html_tag, text)
    yield from split(text)


def split(text: str) -> Iterator[Passage]:
    line = 1
    for part in text.split(BREAK):
        if part.strip():
            yield Passage(line + part[: len(part) - len(part.lstrip())].count("\n"), part.strip())
        line += part.count("\n")


def read_python(text: str) -> Iterator[Passage]:
    tree = ast.parse(text)
    skipped = {id(child) for node in ast.walk(tree) if is_unread(node) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            yield Passage(node.lineno, "".join(get_text(part) for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and are_words(node.value):
            yield Passage(node.lineno, node.value)


def are_words(text: str) -> bool:
    """A sentence or a label, not a key or a name of something in the code."""
    return " " in text.strip() or text[:1].isupper()


def get_text(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else VALUE


def is_unread(node: ast.AST) -> bool:
    """Docstrings, notes for the log, patterns, and what a model declares about privacy for those who develop."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="logger" | "log" | "re"))):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in PRIVACY
    return False


def read_yaml(text: str) -> Iterator[Passage]:
    def walk(node: yaml.Node, is_of_others: bool) -> Iterator[Passage]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value not in NOT_OURS and not (is_of_others and key.value == "title"):
                    yield from walk(value, key.value in TITLES_OF_OTHERS)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from walk(item, is_of_others)
        elif isinstance(node.value, str) and " " in node.value.strip():
            yield Passage(node.start_mark.line + 1, text[node.start_mark.index : node.end_mark.index].strip())

    for tree in yaml.compose_all(text, Loader=yaml.CSafeLoader):
        yield from walk(tree, False)


def read_script(text: str) -> Iterator[Passage]:
    for found in JS_STRINGS.finditer(text):
        said = found[1] or found[2] or found[3] or ""
        if " " in said.strip():
            yield Passage(text.count("\n", 0, found.start()) + 1, said)


def read_markdown(text: str) -> Iterator[Passage]:
    text = FENCES.sub(lambda found: blank(found[0], VALUE), text)
    line = 1
    for part in re.split(r"(\n\s*\n|\n(?=\s*[-*|#]))", text):
        if part.strip():
            yield Passage(line + part[: len(part) - len(part.lstrip())].count("\n"), part.strip())
        line += part.count("\n")


READERS: dict[str, Callable[[str], Iterator[Passage]]] = {
    ".html": read_template,
    ".txt": read_template,
    ".py": read_python,
    ".yaml": read_yaml,
    ".js": read_script,
    ".md": read_markdown,
}


def read(path: Path) -> Iterator[Passage]:
    yield from READERS[path.suffix](path.read_text(encoding="utf-8"))
