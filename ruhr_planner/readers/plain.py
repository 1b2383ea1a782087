"""Writing without QGIS: pyproj brings coordinates into EPSG:25832, fiona makes the GeoPackage.

A datum shift is named: which operation, how accurate, and the grid that it used or that is missing on this computer.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import fiona
import numpy as np
from pyproj import CRS as ProjCrs  # noqa: N811 - a class, but one of a hundred letters in capitals
from pyproj.exceptions import CRSError
from pyproj.transformer import AreaOfInterest, TransformerGroup

from ruhr_planner.model import errors
from ruhr_planner.model.region import CRS
from ruhr_planner.readers import check, wkb
from ruhr_planner.readers.batches import column_names
from ruhr_planner.readers.record import BOOL, DATE, DATETIME, INT, REAL, Schema

_TYPES = {INT: "int64", REAL: "float", BOOL: "bool", DATE: "date", DATETIME: "datetime"}
_GRID = re.compile(r"\bgrids=([^\s]+)")
_SAME_DATUM = frozenset({"EPSG:4258", "EPSG:4647", "EPSG:25833", "EPSG:3044", "EPSG:3035", CRS})


class Shifts:
    """Makes transformations and remembers what was said of them."""

    def __init__(self, title: str) -> None:
        self._title = title
        self.said: list[dict[str, Any]] = []

    def project(self, crs: str) -> wkb.Transform | None:
        """Return what brings coordinates of a CRS into EPSG:25832; see `batches.Projector`.

        :raises NoCoordinates: nobody knows the CRS.
        """
        try:
            source = ProjCrs.from_user_input(crs)
            bounds = check.bounds("EPSG:4326") or (-180.0, -90.0, 180.0, 90.0)
            group = TransformerGroup(source, CRS, always_xy=True, area_of_interest=AreaOfInterest(*bounds))
        except CRSError as problem:
            raise errors.NoCoordinates(str(problem), file=self._title) from problem
        best = group.transformers[0]
        if crs not in _SAME_DATUM:
            self.said.append(shift_of(crs, group))

        def transform(xy: np.ndarray) -> np.ndarray:
            return np.column_stack(best.transform(xy[:, 0], xy[:, 1]))

        return transform


def shift_of(crs: str, group: Any) -> dict[str, Any]:
    """Describe the operation that is used, its accuracy in metres (None = unknown), its grids, and missing ones.

    Missing are the grids of an operation that is more accurate than the one used, or of one that PROJ ranks above it.
    """
    best = group.transformers[0]
    accuracy = best.accuracy if best.accuracy is not None and best.accuracy >= 0 else None
    missing = {
        grid.short_name
        for operation in group.unavailable_operations
        for grid in operation.grids
        if not grid.available and (accuracy is None or 0 <= operation.accuracy < accuracy)
    }
    used = _GRID.findall(best.definition)
    return {
        "crs": crs if len(crs) < 40 else "WKT",
        "operation": best.description,
        "accuracy_m": accuracy,
        "grids_used": sorted({name.lstrip("@") for entry in used for name in entry.split(",")}),
        "grids_missing": sorted(missing),
        "best_available": bool(group.best_available),
    }


def create(path: Path, layer: str, schema: Schema) -> None:
    """Make a GeoPackage with an empty layer in EPSG:25832.

    :raises WriteFailed: it cannot be made.
    """
    properties = [(name, _TYPES.get(field.kind, "str")) for name, field in zip(column_names(schema), schema.fields)]
    geometry = schema.geometry or "None"
    described = {"geometry": "Unknown" if geometry in ("Geometry", "GeometryCollection") else geometry}
    try:
        with fiona.open(
            str(path),
            "w",
            driver="GPKG",
            layer=layer,
            crs=CRS if schema.geometry else None,
            schema={**described, "properties": properties},
        ):
            pass
    except (fiona.errors.FionaError, ValueError, OSError) as problem:
        raise errors.WriteFailed(str(problem), file=path.name, why=type(problem).__name__) from problem
