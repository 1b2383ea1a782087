"""The peer outside QGIS: GeoPandas and shapely 2 find the clusters of pieces, in an environment of their own."""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path

import geopandas
import numpy as np
import shapely

GAP, REACH = 15.0, 10.0


def clusters(land: geopandas.GeoSeries, facing_min: float) -> int:
    """Return the number of clusters: pieces within the gap whose facing length is enough, and all they lead to."""
    first, second = land.sindex.query(land, predicate="dwithin", distance=GAP + 1e-6)
    once = first < second
    first, second = first[once], second[once]
    shapes = land.values
    if facing_min > 0.0:
        distance = shapely.distance(shapes[first], shapes[second])
        grown = shapely.buffer(shapes, GAP + REACH, quad_segs=8)
        one = shapely.area(shapely.intersection(grown[first], shapes[second]))
        two = shapely.area(shapely.intersection(grown[second], shapes[first]))
        facing = np.maximum(one, two) / (GAP + REACH - distance) >= facing_min
        first, second = first[facing], second[facing]
    return components(len(land), first, second)


def components(count: int, first: np.ndarray, second: np.ndarray) -> int:
    """Return the number of connected components, by scipy where it is there."""
    try:
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components
    except ImportError:
        label = np.arange(count)
        while True:
            before = label.copy()
            np.minimum.at(label, first, label[second])
            np.minimum.at(label, second, label[first])
            label = label[label]
            if (label == before).all():
                return len(np.unique(label))
    return int(connected_components(coo_array((np.ones(len(first)), (first, second)), shape=(count, count)))[0])


def main(source: str, facing_min: float) -> None:
    """Cluster the pieces of a file of pickled WKB; print figures as JSON."""
    with Path(source).open("rb") as file:
        land = geopandas.GeoSeries.from_wkb(pickle.load(file))  # written by the benchmark itself
    begun = time.process_time()
    found = clusters(land, facing_min)
    figures = {
        "clustering_s": time.process_time() - begun,
        "clusters": found,
        "versions": f"GeoPandas {geopandas.__version__}, shapely {shapely.__version__}",
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
