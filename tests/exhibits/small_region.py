"""A store that a person can check by hand: the real municipalities, and a handful of invented plots, cells and schools.

Net land is 0.75 of gross land here, because no plot is serviced and none has a recorded net area:

- two plots of 10 ha, 12 m apart, across the border of Bochum and Herne: one site of 15 ha
- one plot of 80 ha in Hamm: one site of 60 ha
- one plot of 9.6 ha in Xanten: 7.2 ha, a near miss
- 4 existing plots of 1 ha in Duisburg: in cells with 100, 60 and 0 per cent fibre, and one without cells
- 2 schools in the cells with 100 and 0 per cent, a hospital that is no school
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer

from ruhr_planner import paths
from ruhr_planner.model.tables import (
    BROADBAND_AREA,
    BROADBAND_CELL,
    MUNICIPALITY,
    PLACE,
    PLOT,
    TABLES,
    Table,
    cell_column,
)
from ruhr_planner.store import geopackage
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.metadata import Provenance

INVENTED = Provenance("Test", ("invented",), (), "open", "2026-01-01")
STATED = Provenance("Verwaltungsgrenzen", ("dl-de/by-2-0",), ("© GeoBasis-DE / BKG (2023)",), "open", "2023-01-01")
ATLAS = Provenance("Breitbandatlas", ("unknown",), ("Breitbandatlas | Gigabit-Grundbuch",), "open", "2021-06-30")

BORDER = (374_000.0, 5_709_200.0)
"""Near the border of Bochum and Herne; the test that uses it looks the border up."""
HAMM, XANTEN, DUISBURG = (415_000.0, 5_725_000.0), (322_500.0, 5_725_500.0), (343_000.0, 5_700_000.0)
FIBRE = (100.0, 60.0, 0.0)

Rows = list[tuple[Any, list[Any]]]


def row(table: Table, shape: QgsGeometry | None, **values: Any) -> tuple[Any, list[Any]]:
    """A record with the given values, everything else unknown."""
    return shape, [values.get(name) for name in table.names]


def square(west: float, south: float, hectares: float) -> QgsGeometry:
    side = math.sqrt(hectares * 10_000.0)
    east, north = west + side, south + side
    return QgsGeometry.fromWkt(f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")


def municipalities() -> Rows:
    layer = QgsVectorLayer(f"{paths.resource('reference', 'municipalities.gpkg')}|layername=municipality", "m", "ogr")
    assert layer.featureCount() == 53
    return [(each.geometry(), [each[name] for name in MUNICIPALITY.names]) for each in layer.getFeatures()]


def border_of(shapes: Rows, one: str, other: str) -> QgsPointXY:
    """A point on the border of two municipalities."""
    first, second = (next(shape for shape, values in shapes if values[0] == ags) for ags in (one, other))
    return first.intersection(second).pointOnSurface().asPoint()


def plots(shapes: Rows) -> Rows:
    found = border_of(shapes, "05911000", "05916000")
    side = math.sqrt(100_000.0)
    west, south = found.x() - side - 6, found.y() - side / 2
    made = [
        row(
            PLOT,
            square(west, south, 10),
            plot_id="t:1",
            ags="05911000",
            plot_type="fnp_reserve",
            name="Grenzfeld <West>",
        ),
        row(PLOT, square(west + side + 12, south, 10), plot_id="t:2", ags="05916000", plot_type="brownfield"),
        row(PLOT, square(*HAMM, 80), plot_id="t:3", ags="05915000", plot_type="regional_reserve"),
        row(PLOT, square(*XANTEN, 9.6), plot_id="t:4", ags="05170052", plot_type="fnp_reserve"),
    ]
    for number in range(4):
        shape = square(DUISBURG[0] + number * 1000, DUISBURG[1], 1)
        made.append(row(PLOT, shape, plot_id=f"t:e{number}", ags="05112000", plot_type="existing", name="=1+1"))
    return made


def cells() -> Rows:
    made = []
    for number, share in enumerate(FIBRE):
        values = {cell_column("alle", mbit): 100.0 for mbit in (30, 100, 400, 1000)}
        values[cell_column("ftthb", 1000)] = share
        shape = square(DUISBURG[0] + number * 1000 - 200, DUISBURG[1] - 200, 25)
        made.append(row(BROADBAND_CELL, shape, raster_id=f"c{number}", ags="05112000", edition="2021-06", **values))
    return made


def places() -> Rows:
    def at(number: int) -> QgsGeometry:
        return QgsGeometry.fromPointXY(QgsPointXY(DUISBURG[0] + number * 1000 + 50, DUISBURG[1] + 50))

    return [
        row(PLACE, at(0), place_id="s:0", kind="school", name="Grundschule Süd", ags="05112000"),
        row(PLACE, at(2), place_id="s:2", kind="school", name="Realschule Öst & Co", ags="05112000"),
        row(PLACE, at(1), place_id="h:1", kind="hospital", name="Krankenhaus", ags="05112000"),
    ]


def shares(shapes: Rows) -> Rows:
    """Household shares 0, 1, 2 … by AGS, business shares 30 points higher; Xanten's business share is unknown."""
    made = []
    for number, ags in enumerate(sorted(values[0] for _, values in shapes)):
        for group, share in (("household", float(number)), ("business_area", float(number + 30))):
            if not (ags == "05170052" and group == "business_area"):
                known = {"ags": ags, "edition": "2021-06", "user_group": group, "tech": "ftthb", "mbit": 1000}
                made.append(row(BROADBAND_AREA, None, share=share, **known))
    return made


def make_store(file: Path, without: Sequence[Table] = (), sensitivity: str = "open") -> Path:
    """Create the store, without some of its tables."""
    shapes = municipalities()
    secret = Provenance("Test", ("invented",), (), sensitivity, "2026-01-01")
    contents = {
        MUNICIPALITY.table: (shapes, STATED),
        PLOT.table: (plots(shapes), secret),
        BROADBAND_CELL.table: (cells(), INVENTED),
        PLACE.table: (places(), INVENTED),
        BROADBAND_AREA.table: (shares(shapes), ATLAS),
    }
    left = {table.table for table in without}
    given = [Content(TABLES[name], rows, (source,)) for name, (rows, source) in contents.items() if name not in left]
    return geopackage.create(file, given).path
