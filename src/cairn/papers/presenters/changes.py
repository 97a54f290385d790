"""What a newer snapshot says otherwise, in sentences."""

from typing import Any

from cairn.common.marks import MARKS

NO_CHANGE = "Nothing has changed: the paper already has the latest figures and results."


def describe_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old = {row["measure"]: row for row in before.get("figures", [])}
    new = {row["measure"]: row for row in after.get("figures", [])}
    texts = [_describe_figure(old.get(key), row) for key, row in new.items()]
    texts += [f"{row['title']}: no longer in the paper." for key, row in old.items() if key not in new]
    texts += _describe_results(before.get("claims", {}), after.get("claims", {}))
    return [one for one in texts if one] or [NO_CHANGE]


def _describe_figure(old: dict[str, Any] | None, new: dict[str, Any]) -> str:
    if old is None:
        return f"{new['title']}: new in the paper."
    if (old["year"], _show(old)) != (new["year"], _show(new)):
        return f"{new['title']}: {_show(old)} in {old['year']} became {_show(new)} in {new['year']}."
    others = [name for name in ("neighbours", "england", "trend", "source") if old[name] != new[name]]
    return f"{new['title']}: the comparison beside it has changed." if others else ""


def _show(row: dict[str, Any]) -> str:
    return MARKS[row["mark"]].words.lower() if row["mark"] else row["own"]


def _describe_results(old: dict[str, list[str]], new: dict[str, list[str]]) -> list[str]:
    more = sum(len(set(slugs) - set(old.get(option, []))) for option, slugs in new.items())
    fewer = sum(len(set(slugs) - set(new.get(option, []))) for option, slugs in old.items())
    texts = []
    if more:
        texts.append(f"Reported results that are new in the paper: {more}.")
    if fewer:
        texts.append(f"Reported results that are no longer in it: {fewer}.")
    return texts
