"""Writes of places."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cairn.places import definitions
from cairn.places.models import Place, PlaceAlias, PlaceChange, PlaceCode, PlacePart
from cairn.places.queries import normalise

FIELDS = ("kind", "name", "slug", "region_id", "opened_on", "closed_on", "is_fictional")


def load_places() -> int:
    """Make the real places what `definitions/places/england.yaml` says; returns how many rows changed."""
    return _load(definitions.get_real_places().data, fictional=False)


def load_fictional_places() -> int:
    """Make the fictional places what `definitions/places/fictional.yaml` says; returns how many rows changed."""
    return _load(definitions.get_fictional_places().data, fictional=True)


@transaction.atomic
def _load(data: dict[str, Any], *, fictional: bool) -> int:
    """Never deletes a place: figures hang on it. Codes, aliases and changes are replaced where they differ."""
    country, regions, councils = data["country"], data["regions"], data["councils"]
    changed = _store([_get_place(country, Place.Kind.COUNTRY, fictional)])
    ids = _get_ids()
    tops = [region for region in regions if "within" not in region]
    changed += _store([_get_place(one, Place.Kind.REGION, fictional, ids[country["code"]]) for one in tops])
    ids = _get_ids()
    inner = [region for region in regions if "within" in region]
    changed += _store([_get_place(one, Place.Kind.REGION, fictional, ids[one["within"]]) for one in inner])
    ids = _get_ids()
    changed += _store([_get_place(one, Place.Kind.COUNCIL, fictional, ids[one["region"]]) for one in councils])
    ids = _get_ids()
    return changed + sum(
        (
            _replace(PlaceCode, "place__is_fictional", fictional, ids, _get_gss_codes(councils)),
            _replace(PlaceAlias, "place__is_fictional", fictional, ids, _get_aliases([*regions, *councils])),
            _replace(PlaceChange, "predecessor__is_fictional", fictional, ids, _get_changes(data.get("changes", []))),
        )
    )


def _get_ids() -> dict[str, int]:
    return dict(Place.objects.values_list("code", "pk"))


def _get_place(row: dict[str, Any], kind: Place.Kind, fictional: bool, region_id: int | None = None) -> Place:
    return Place(
        kind=kind,
        code=row["code"],
        name=row["name"],
        slug=row.get("slug") or slugify(row["name"]),
        region_id=region_id,
        opened_on=_get_date(row.get("opened")),
        closed_on=_get_date(row.get("closed")),
        is_fictional=fictional,
    )


def _store(wanted: list[Place]) -> int:
    held = {row[0]: row[1:] for row in Place.objects.values_list("code", *FIELDS)}
    changed = [one for one in wanted if held.get(one.code) != tuple(getattr(one, field) for field in FIELDS)]
    if changed:
        Place.objects.bulk_create(changed, update_conflicts=True, unique_fields=["code"], update_fields=list(FIELDS))
    return len(changed)


def _get_gss_codes(councils: list[dict]) -> list[tuple]:
    rows = []
    for council in councils:
        given = council.get("gss", [])
        for one in [{"code": given}] if isinstance(given, str) else given:
            rows.append((council["code"], one["code"], _get_date(one.get("from")), _get_date(one.get("until"))))
    return rows


def _get_aliases(places: list[dict]) -> list[tuple]:
    return [(one["code"], text) for one in places for text in {normalise(alias) for alias in one.get("aliases", [])}]


def _get_changes(changes: list[dict]) -> list[tuple]:
    return [(one["from"], one["to"], _get_date(one["date"]), one["kind"], one.get("note", "")) for one in changes]


COLUMNS: dict[type, tuple[str, ...]] = {
    PlaceCode: ("place_id", "code", "first_used_on", "last_used_on"),
    PlaceAlias: ("place_id", "text"),
    PlaceChange: ("predecessor_id", "successor_id", "date", "kind", "note"),
}


def _replace(model: type, nation: str, fictional: bool, ids: dict[str, int], rows: list[tuple]) -> int:
    """Rows name places by code; write them all when they differ from what is held."""
    columns = COLUMNS[model]
    wanted = {tuple(ids[v] if c.endswith("_id") else v for c, v in zip(columns, row, strict=True)) for row in rows}
    held = model._default_manager.filter(**{nation: fictional})
    if set(held.values_list(*columns)) == wanted:
        return 0
    held.delete()
    model._default_manager.bulk_create([model(**dict(zip(columns, row, strict=True))) for row in wanted])
    return len(wanted)


def _get_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def add_parts(rows: Iterable[tuple[int, str]], *, source: str) -> None:
    """Names from an imported list, each leading to its council; a council's own name says nothing new."""
    own = {(pk, normalise(name)) for pk, name in Place.objects.values_list("pk", "name")}
    wanted = {(place_id, normalise(name)): name[:100] for place_id, name in rows}
    PlacePart.objects.bulk_create(
        PlacePart(place_id=place_id, name=name, text=text, source=source)
        for (place_id, text), name in wanted.items()
        if (place_id, text) not in own
    )


def move_parts(*, source: str, to: str) -> None:
    """Names that came from a file which is known by another checksum from now on."""
    PlacePart.objects.filter(source=source).update(source=to)


def remove_parts(*, source: str) -> None:
    PlacePart.objects.filter(source=source).delete()
