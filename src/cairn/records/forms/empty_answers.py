"""Answers that say nothing: blanks in words, and pointers to somewhere else. Refused wherever text is taken in."""

import re
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

BLANKS = {
    *("na", "none", "nil", "null", "nan", "tbc", "tbd", "tba", "todo", "wip", "idk", "dk", "blank", "empty"),
    *("unknown", "not known", "unsure", "not sure", "do not know", "dont know", "dunno", "not yet known"),
    *("not applicable", "not available", "no data", "no answer", "no information", "no comment"),
    *("to follow", "to come", "coming soon", "pending", "to be confirmed", "to be decided", "to be added"),
    *("to be completed", "to be agreed", "to be announced", "to be determined", "n a", "t b c", "t b d", "test"),
}
UNITS = set("%‰£€$")  # alone they answer what a number counts
FILLING = re.compile(r"x+|(.)\1{2,}|asdf\w*|qwerty")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|com|org|net|info|eu|int|gov|edu)\b(?:/\S*)?", re.IGNORECASE
)
# “See the link” sends the reader away; “See it through: a mentor for each family” does not.
SENDING = {"see", "refer", "visit", "click", "attached", "enclosed", "above", "below"}
PLACES = {
    *("link", "links", "hyperlink", "website", "webpage", "site", "page", "pages", "url", "web", "internet"),
    *("attached", "attachment", "attachments", "enclosed", "appendix", "annex", "here", "online", "above", "below"),
    *("report", "reports", "document", "documents", "doc", "file", "files", "pdf", "source", "sources", "elsewhere"),
}
ALONE = {"link", "links", "hyperlink", "website", "webpage", "url", "attached", "attachment", "enclosed"}
FILLER = {
    *("the", "our", "my", "this", "that", "a", "an", "please", "to", "at", "in", "on", "of", "for", "as", "per"),
    *("more", "details", "detail", "information", "info", "further", "full", "available", "it", "is", "all", "can"),
    *("be", "found", "and", "or", "which", "also", "via", "from", "under", "p", "pp", "no", "number", "evaluation"),
}


def find_blank(text: str) -> bool:
    """Whether a text is a blank in words, such as “-”, “n/a” or “to follow”."""
    words = _get_words(text)
    joined = " ".join(words)
    if not words and set(text) & UNITS:
        return False
    return not words or joined in BLANKS or "".join(words) in BLANKS or FILLING.fullmatch(joined) is not None


def find_pointer(text: str) -> bool:
    """Whether a text only sends its reader elsewhere: an address alone, “see link”, “see attached”."""
    rest = ADDRESS.sub(" ", text)
    words = set(_get_words(rest))
    if not all(word in FILLER | SENDING | PLACES or word.isdigit() for word in words):
        return False
    if rest != text:  # beside the address there is nothing
        return True
    return bool(words & SENDING and words & PLACES) or bool(words and words <= ALONE | {"the", "our", "this"})


def _get_words(text: str) -> list[str]:
    """Words without marks and apostrophes, in small letters."""
    return re.findall(r"\w+", re.sub(r"['’]", "", text.casefold()).replace("_", " "))


def check_says_something(text: str, *, label: str, is_required: bool) -> None:
    """Refuse an answer that says nothing, with its name and what to do."""
    given = f"“{text.strip()[:40]}”"
    if find_pointer(text):
        raise ValidationError(
            f"{given} does not answer “{label}”. Write a sentence, then add the address or a source.",
            code="pointer",
        )
    if find_blank(text):
        mend = (
            "say what you looked for and did not find" if is_required else "leave it blank, or say what you looked for"
        )
        raise ValidationError(f"{given} does not answer “{label}”. If it is not known, {mend}.", code="blank")


def refuse_empty_answers(form: forms.Form) -> None:
    """Add the rule to every field of text of a form; addresses and chosen values are other fields."""
    for field in form.fields.values():
        if type(field) is forms.CharField and getattr(field.widget, "input_type", "") not in ("url", "hidden"):
            rule: Any = partial(check_says_something, label=tidy_label(field.label or ""), is_required=field.required)
            field.validators.append(rule)


def tidy_label(label: object) -> str:
    """The question without the remark that it may be left out."""
    return str(label).removesuffix("(optional)").strip()
