"""Real roads: a campus and its surroundings in Dortmund-Barop (OSM 2018), routed as they come."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

from tests.qgis.test_fibrecost import check_sums, run

pytestmark = pytest.mark.real
SOURCE = (389_060.0, 5_705_560.0)


@pytest.fixture(scope="module")
def campus(shared_data):
    path = shared_data / "context" / "tudo_campus_osm_2018.gpkg"
    if not path.is_file():
        pytest.skip(f"no real roads: {path.name} is not there")
    return path


def opened(path, name, where=""):
    layer = QgsVectorLayer(f"{path}|layername={name}" + (f"|subset={where}" if where else ""), name, "ogr")
    assert layer.isValid()
    return layer


def given(path, objects):
    source = QgsVectorLayer("Point?crs=EPSG:25832", "Vermittlung", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*SOURCE)))
    source.dataProvider().addFeatures([feature])
    rails = QgsVectorLayer("LineString?crs=EPSG:25832&field=kind:string", "Bahn", "memory")
    for rail in opened(path, "railways").getFeatures():
        feature = QgsFeature(rails.fields())
        feature.setGeometry(rail.geometry())
        feature["kind"] = "rail"
        rails.dataProvider().addFeatures([feature])
    outputs = dict.fromkeys(("OUTPUT", "CONNECTIONS", "UNROUTABLE"), "TEMPORARY_OUTPUT")
    return {"OBJECTS": objects, "SOURCES": source, "ROADS": opened(path, "roads_edges"), "BARRIERS": rails, **outputs}


def is_one_tree(found) -> bool:
    """All trenches hang together: joined by GEOS they are one piece without a ring."""
    lines = [feature.geometry() for feature in found.layer("OUTPUT").getFeatures()]
    pieces = QgsGeometry.unaryUnion([line.buffer(0.2, 4) for line in lines])
    return len(pieces.asGeometryCollection()) == 1


def test_204_addressed_buildings(provider, campus) -> None:
    buildings = opened(campus, "buildings", '"addr:housenumber" IS NOT NULL AND "addr:street" IS NOT NULL')
    assert buildings.featureCount() == 204
    found = run(given(campus, buildings))
    assert "profile “osm”" in found.log
    assert "16 lines left out" in found.log  # the motorway and its ramps
    assert found.numbers["CONNECTED"] == 204
    assert found.numbers["NO_SURFACE"] == 944
    assert found.numbers["LENGTH_M"] < 12_000 < 200_000 < found.numbers["STAR_LENGTH_M"]
    assert {row["cost_class"] for row in found.trenches} == {"default", "unpaved", "footway"}
    assert sum(row["n_crossings"] for row in found.trenches) >= 1
    assert is_one_tree(found)
    check_sums(found)


def test_four_commercial_areas(provider, campus) -> None:
    areas = opened(campus, "landuse", "landuse IN ('commercial','industrial','retail')")
    assert areas.featureCount() == 4
    found = run(given(campus, areas))
    assert found.numbers["CONNECTED"] == 4
    assert found.numbers["LENGTH_M"] < found.numbers["STAR_LENGTH_M"]
    assert is_one_tree(found)
    check_sums(found)
