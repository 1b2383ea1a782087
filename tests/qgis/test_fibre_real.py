"""Real schools, invented cells: a school block without households in served surroundings is no gap."""

from __future__ import annotations

import math

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from ruhr_planner.analysis import coverage as fibre
from ruhr_planner.analysis.overlay import Grid
from ruhr_planner.model import codes
from ruhr_planner.model.tables import PLACE

pytestmark = pytest.mark.real
GELSENKIRCHEN = "05513000"


def test_schools_of_gelsenkirchen_in_served_surroundings_are_no_gaps(shared_data, qgis_app):
    """The file of 1,440 schools holds 79 in Gelsenkirchen, not 86 as was once counted: none of them may be a gap."""
    layer = QgsVectorLayer(str(shared_data / "schools" / "ruhr_schulen.gpkg"), "schools", "ogr")
    assert layer.featureCount() == 1440
    schools = [feature.geometry() for feature in layer.getFeatures() if feature[PLACE.ags] == GELSENKIRCHEN]
    assert len(schools) == 79
    own = {(math.floor(g.asPoint().x() / 100), math.floor(g.asPoint().y() / 100)) for g in schools}
    around = {(i + x, j + y) for i, j in own for x in range(-3, 4) for y in range(-3, 4)} - own
    bounds = np.array([(i, j, i + 1, j + 1) for i, j in sorted(around)], dtype=float) * 100
    ones = np.ones(len(bounds))
    cells = fibre.known_cells(fibre.CellShares(Grid(bounds), np.column_stack([ones] * 4), ones))
    found = fibre.coverage(schools, cells, fibre.Thresholds(), fibre.ServedAreas(), lambda _: None)
    assert found.gap_class.tolist() == [codes.GAP_CLASS.served] * 79
    assert set(found.basis.tolist()) <= {codes.COVERAGE_BASIS.neighbour, codes.COVERAGE_BASIS.cell}
    # A point on the border of its own cell also touches a neighbour, so not every one needs the radius.
    assert (found.basis == codes.COVERAGE_BASIS.neighbour).sum() >= 70
    nowhere = fibre.known_cells(fibre.CellShares(Grid(bounds + 1_000_000), np.column_stack([ones] * 4), ones))
    found = fibre.coverage(schools, nowhere, fibre.Thresholds(), fibre.ServedAreas(), lambda _: None)
    assert found.gap_class.tolist() == [codes.GAP_CLASS.no_data] * 79
