"""The peer outside QGIS: GeoPandas and a shapely STRtree answer the same question, in an environment of their own."""

from __future__ import annotations

import json
import resource
import sys
import time

import geopandas
import numpy as np
import shapely

ALLE = "down_fn_hh_alle_30"
FIBRE = "down_fn_hh_ftthb_1000"


def main(source: str, target: str) -> None:
    """Read both layers, weigh the cells on the plots, write the plots; print figures as JSON."""
    wall, cpu = time.perf_counter(), time.process_time()
    spots = [f"down_fn_hh_alle_{mbit}" for mbit in (30, 100, 400, 1000)]
    cells = geopandas.read_file(source, layer="broadband_cell", columns=[*spots, FIBRE])
    plots = geopandas.read_file(source, layer="plot")
    tree = shapely.STRtree(cells.geometry.values)
    plot, cell = tree.query(plots.geometry.values, predicate="intersects")
    area = shapely.area(shapely.intersection(plots.geometry.values[plot], cells.geometry.values[cell]))
    area[cells[ALLE].isna().values[cell]] = 0
    weight = np.bincount(plot, weights=area, minlength=len(plots))
    divisor = np.where(weight > 0, weight, np.nan)
    for name in [*spots, FIBRE]:
        share = np.nan_to_num(cells[name].values)[cell] / 100
        plots[name] = np.bincount(plot, weights=area * share, minlength=len(plots)) / divisor
    plots["cover_share"] = weight / shapely.area(plots.geometry.values)
    plots.to_file(target, driver="GPKG", layer="plots")
    figures = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": f"GeoPandas {geopandas.__version__}, shapely {shapely.__version__}",
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
