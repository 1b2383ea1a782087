"""A GeoJSON file of invented plots in a grid, for imports that are to be disturbed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path


def write_squares(path: Path, numbers: Iterable[int], side: int) -> None:
    """Write one square a number, in EPSG:25832; a few are of a kind that the profile rejects."""
    features = []
    for number in numbers:
        x, y = 360_000 + 120 * (number % 60), 5_700_000 + 120 * (number // 60)
        ring = [[x, y], [x + 100, y], [x + 100, y + side], [x, y + side], [x, y]]
        kind = "X" if number % 500 == 7 else "Brachfläche"
        features.append(
            {
                "type": "Feature",
                "properties": {"id": f"n{number}", "name": f"Fläche {number}", "art": kind},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
