"""What nobody knows about the options of a paper, in sentences: worked out from all that is recorded today."""

from collections.abc import Callable, Iterator, Sequence

from cairn.library.models import Method
from cairn.library.presenters.known import NO_COSTS, KnownView
from cairn.library.presenters.strength import COMPARED, NONE, TRIAL, weigh_known
from cairn.papers.presenters.wording import join_words
from cairn.papers.queries import Material, Option
from cairn.voice.models import Challenge, Viewpoint

YOUNG = {Viewpoint.YOUNG_PEOPLE, Viewpoint.CARE_EXPERIENCED}


def list_unknowns(material: Material) -> list[str]:
    """How far results can be trusted, then costs, then whose view is missing. Each is true of what the reader sees."""
    return [*_list_gaps(material.options), *_list_missing_views(material)]


def _list_gaps(options: Sequence[Option]) -> Iterator[str]:
    rated = [option for option in options if not isinstance(option.record, Method)]
    without_results = _choose(rated, lambda option: _weigh(option) == NONE)
    not_compared = _choose(rated, lambda option: NONE < _weigh(option) < COMPARED)
    not_tried = _choose(rated, lambda option: _weigh(option) < TRIAL)
    if rated and not_tried == rated:
        yield "None of these options has been tested in a randomised trial, as far as we found."
    elif not_tried:
        yield f"No randomised trial found: {_name(not_tried)}."
    if not_compared:
        yield f"No result compared with a similar group: {_name(not_compared)}."
    if without_results:
        yield f"No outcome results found: {_name(without_results)}."
    if without_costs := _choose(options, _has_no_costs):
        yield f"No costs found: {_name(without_costs)}."


def _weigh(option: Option) -> int:
    return weigh_known(option.now).strength


def _has_no_costs(option: Option) -> bool:
    return KnownView(option.now).no_costs == NO_COSTS


def _choose(options: Sequence[Option], is_meant: Callable[[Option], bool]) -> list[Option]:
    return [option for option in options if is_meant(option)]


def _name(options: Sequence[Option]) -> str:
    return f"option{'' if len(options) == 1 else 's'} {join_words([option.letter for option in options])}"


def _list_missing_views(material: Material) -> Iterator[str]:
    """Of what the paper is about; nothing is said of a challenge that the reader cannot see."""
    about = material.about
    if about is None or material.has_newer_needs:
        return
    records = [*([about] if isinstance(about, Challenge) else []), *material.needs]
    asked = {view for record in records for view in record.viewpoints}
    kind = about.get_kind().label.lower()
    if not asked & {*YOUNG, Viewpoint.FAMILIES}:
        yield f"No one has recorded asking young people or families about this {kind}."
    elif not asked & YOUNG:
        yield f"No one has recorded asking young people about this {kind}."
    elif Viewpoint.FAMILIES not in asked:
        yield f"No one has recorded asking parents, carers or wider family about this {kind}."
