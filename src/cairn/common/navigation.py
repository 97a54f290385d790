"""The five items of the header, and which of them a page belongs to."""

from dataclasses import dataclass

from django.urls import ResolverMatch, reverse

ITEMS = {
    "challenges": ("Challenges", "voice:challenges"),
    "library": ("Library", "library:library"),
    "boards": ("Boards", "boards:boards"),
    "events": ("Events", "events:events"),
    "figures": ("Councils and figures", "places:councils"),
}

OF_APP = {
    "voice": "challenges",
    "library": "library",
    "adoption": "library",
    "content": "library",
    "lessons": "library",
    "boards": "boards",
    "events": "events",
    "evaluation": "figures",
    "indicators": "figures",
}
"""The item of every page of an app, unless OF_VIEW says otherwise."""

OF_NO_ITEM = {
    *("", "accounts", "actions", "conditions", "decisions", "notices", "papers", "peers", "places", "records"),
    *("rooms", "search"),
}
"""Apps whose pages are a person's own or about the site; My desk, search and the footer lead to them."""

OF_VIEW = {
    "places:councils": "figures",
    "places:council": "figures",
    "places:letter": "figures",
    "library:judgements": "figures",
    "voice:safety": None,
    "voice:tell": None,
    "voice:concerns": None,
    "voice:concern": None,
    "voice:read-concern": None,
    "voice:close-concern": None,
    "voice:safety-people": None,
    "voice:name-safety-people": None,
    "voice:safety-away": None,
    "lessons:to-clear": None,
    "library:short-list": None,
    "indicators:upload": None,
    "indicators:given": None,
}
"""Pages that belong to another item than their app, or to none: tasks of a person, of a host, and safety."""


@dataclass(frozen=True)
class NavigationItem:
    label: str
    address: str
    is_current: bool


def get_current_item(app: str, view: str) -> str | None:
    return OF_VIEW[view] if view in OF_VIEW else OF_APP.get(app)


def get_navigation(match: ResolverMatch | None) -> list[NavigationItem]:
    current = get_current_item(match.app_name, match.view_name) if match else None
    return [NavigationItem(label, reverse(view), key == current) for key, (label, view) in ITEMS.items()]
