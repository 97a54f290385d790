"""How a model spread: a small map for each year, a larger one for the chosen year, and the same as a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from cairn.adoption.models import StartConfirmation
from cairn.adoption.presenters.using import UseView
from cairn.adoption.queries import UseSite
from cairn.common.dates import find_days, show_days
from cairn.indicators.presenters.pebbles import draw_map, is_on_map
from cairn.places.models import Place

MOST_MAPS = 12
GROUND = "england"
USING, STOPPED, UNSURE = "t1", "t2", "t4"  # how a stone looks
LEGEND = ((USING, "Using it"), (UNSURE, "May have started"), (STOPPED, "Stopped or paused"))


@dataclass(frozen=True)
class SiteView:
    """One council's use, and how it stood at the end of a year."""

    site: UseSite

    @property
    def place(self) -> Place:
        return self.site.place

    @property
    def is_dated(self) -> bool:
        return self.site.first is not None

    @property
    def is_over(self) -> bool:
        return UseView(self.site.adoption).is_over

    @property
    def over_since(self) -> date | None:
        """The last day on which it can still have gone on; a pause counts as one here, because nothing went on."""
        last = UseView(self.site.adoption).last
        days = find_days(last.moved_until or last.moved_on) if self.is_over and last else None
        return days[1] if days else None

    @property
    def since(self) -> str:
        first, last = self.site.first, self.site.last
        return show_days(first, last or first) if first else ""

    @property
    def until(self) -> str:
        if not self.is_over:
            return ""
        words = UseView(self.site.adoption).words
        return words[:1].upper() + words[1:]

    @property
    def who_says(self) -> str:
        adoption = self.site.adoption
        return str(adoption.source) if adoption.source else adoption.who_says

    @property
    def confirmed_by(self) -> str:
        if not self.site.confirmed_by:
            return ""
        by = str(StartConfirmation.By(self.site.confirmed_by).label)
        return f"{by}: {self.site.who_confirms}" if self.site.who_confirms else by

    def find_look(self, year: int, *, day: date) -> str:
        """Of its stone at the end of the year; "" before it began. A stop without a date shows today only."""
        end = min(date(year, 12, 31), day)
        first, last, over = self.site.first, self.site.last or self.site.first, self.over_since
        if first is None or last is None or first > end:
            return ""
        if self.is_over and (over <= end if over else end == day):
            return STOPPED
        return USING if last <= end else UNSURE


@dataclass(frozen=True)
class YearMap:
    """The end of one year. `names` has the councils by their look, in the words of the legend."""

    year: int
    counts: dict[str, int]
    names: list[tuple[str, list[Place]]]
    drawing: SafeString

    @property
    def words(self) -> str:
        using, stopped = self.counts[USING], self.counts[STOPPED]
        return f"{using} using it" + (f", {stopped} stopped or paused" if stopped else "")


@dataclass(frozen=True)
class Spread:
    dated: list[SiteView]
    undated: list[SiteView]
    chosen: YearMap | None
    maps: list[YearMap]
    off_the_map: list[SiteView]  # with a date, and no stone of their own

    @property
    def sentence(self) -> str:
        if not self.dated and not self.undated:
            return "No council is recorded as using this model yet."
        said = []
        if self.dated:
            number = len(self.dated)
            councils = "1 council has" if number == 1 else f"{number} councils have"
            said.append(f"{councils} a known start date, the first {_lead(self.dated[0].since)}.")
            over = sum(view.is_over for view in self.dated)
            if over:
                said.append(f"{over} of them {'has' if over == 1 else 'have'} stopped or paused.")
        if self.undated:
            number = len(self.undated)
            said.append(
                f"{number} {'council has' if number == 1 else 'councils have'} no start date in any source we read: "
                f"{'it is' if number == 1 else 'they are'} in the list below, not on the maps."
            )
        return " ".join(said)


def _lead(since: str) -> str:
    return since if since.startswith("between") else f"in {since}" if len(since.split()) < 3 else f"on {since}"


def make_spread(sites: Iterable[UseSite], *, day: date, year: int | None = None) -> Spread:
    """`year` is the one of the larger map; the last one where it is none of those with a map."""
    views = [SiteView(site) for site in sites]
    dated = sorted((view for view in views if view.is_dated), key=lambda view: (view.site.first, view.place.name))
    undated = [view for view in views if not view.is_dated]
    on_map = [view for view in dated if is_on_map(view.place)]
    if not on_map:
        return Spread(dated, undated, None, [], dated)
    years = list_years(on_map, day=day)
    chosen = year if year is not None and years[0] <= year <= years[-1] else years[-1]
    return Spread(
        dated,
        undated,
        _make_map(on_map, chosen, day=day, is_first=True),
        [_make_map(on_map, one, day=day, is_first=False) for one in years],
        [view for view in dated if view not in on_map],
    )


def list_years(views: Sequence[SiteView], *, day: date) -> list[int]:
    """Every year, or every few of them where there would be too many maps; always the present one."""
    began = min((view.site.first for view in views if view.site.first), default=day)
    step = -(-(day.year - began.year + 1) // MOST_MAPS)
    return list(range(day.year, began.year - 1, -step))[::-1] or [day.year]


def _make_map(views: Sequence[SiteView], year: int, *, day: date, is_first: bool) -> YearMap:
    looks = {view.place.code: view.find_look(year, day=day) for view in views}
    looks = {code: look for code, look in looks.items() if look}
    names = [
        (words, sorted((view.place for view in views if looks.get(view.place.code) == look), key=lambda one: one.name))
        for look, words in LEGEND
    ]
    named = "; ".join(f"{words}: {', '.join(place.name for place in places)}" for words, places in names if places)
    label = f"Map of England at the end of {year}. {named or 'No council yet'}."
    counts = {look: sum(one == look for one in looks.values()) for look, _ in LEGEND}
    return YearMap(
        year, counts, [pair for pair in names if pair[1]], draw_map(looks, label, ground=GROUND, again=not is_first)
    )


COLUMNS = (
    *("Council", "Code", "Since", "Earliest start", "Latest start", "Stopped or paused"),
    *("Who says so", "Start confirmed by", "Counted with", "Page"),
)


def make_table_rows(spread: Spread, addresses: Callable[[str], str]) -> list[tuple[str, ...]]:
    """Those with a date first; nobody is left out."""
    return [
        (
            f"{view.place.name} (fictional)" if view.place.is_fictional else view.place.name,
            view.place.code,
            view.since,
            view.site.first.isoformat() if view.site.first else "",
            view.site.last.isoformat() if view.site.last else "",
            view.until,
            view.who_says,
            view.confirmed_by,
            view.site.counted_with.name if view.site.counted_with else "",
            addresses(view.site.adoption.get_absolute_url()),
        )
        for view in (*spread.dated, *spread.undated)
    ]
