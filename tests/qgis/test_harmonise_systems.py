"""One layer delivered in every reference system, rightly, wrongly and not named, through a profile into the store.

Read back with fiona; areas beside pyproj's Geod.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import fiona
import numpy as np
import pyproj
import pytest
from osgeo import ogr, osr

from ruhr_planner.harmonise import importing, profile
from ruhr_planner.harmonise.outcome import Outcome
from ruhr_planner.model.errors import SourceCrsUnstated
from ruhr_planner.model.region import CRS
from ruhr_planner.readers import files
from ruhr_planner.store import geopackage

pytestmark = pytest.mark.usefixtures("qgis_app")

SYSTEMS = (CRS, "EPSG:31466", "EPSG:31467", "EPSG:3035", "EPSG:4326", "EPSG:4647", "EPSG:3857")
WRONG = (
    ("EPSG:4647", CRS),
    ("EPSG:31466", "EPSG:31467"),
    ("EPSG:31467", "EPSG:31466"),
    ("EPSG:3857", CRS),
    ("EPSG:4326", CRS),
    (CRS, "EPSG:4326"),
    (CRS, "EPSG:31467"),
)
HERNE = (377_000.0, 5_711_500.0)


def rings(number: int = 20) -> list[np.ndarray]:
    """Return closed rings of plots of 0.2 to 30 ha around Herne, each beside the next, in EPSG:25832."""
    rng = np.random.default_rng(19)
    made = []
    for place in range(number):
        angle = np.linspace(0, 2 * math.pi, 24, endpoint=False)
        distance = rng.uniform(30, 350) * rng.uniform(0.7, 1.0, 24)
        x, y = HERNE[0] + 800 * (place % 5), HERNE[1] + 800 * (place // 5)
        ring = np.column_stack((x + distance * np.cos(angle), y + distance * np.sin(angle)))
        made.append(np.vstack((ring, ring[:1])))
    return made


def deliver(path: Path, true: str, stated: str, shapes: list[np.ndarray], swapped: bool = False) -> Path:
    """Write plots as somebody delivers them: in one system, and with the name of another ("" for none)."""
    there = pyproj.Transformer.from_crs(CRS, true, always_xy=True)
    mercator = pyproj.Transformer.from_crs(CRS, "EPSG:3857")
    system = None
    if stated:
        system = osr.SpatialReference()
        system.SetFromUserInput(stated)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = file.CreateLayer("plots", system, ogr.wkbPolygon)
    for name in ("nr", "gkz", "flaeche"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.StartTransaction()
    for number, shape in enumerate(shapes):
        xy = np.column_stack(there.transform(*shape.T))
        xy = xy[:, ::-1] if swapped else xy
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["nr"], feature["gkz"] = f"A{number}", "5916000.0"
        x, y = (np.column_stack(mercator.transform(*shape.T)) - (8e5, 67e5)).T
        feature["flaeche"] = f"{abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2:.1f}"
        text = ", ".join(f"{a!r} {b!r}" for a, b in xy.tolist())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({text}))"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return path


def described(source: str, **more: object) -> profile.Profile:
    return profile.build(
        {
            "schema": 1,
            "profile": source,
            "version": 1,
            "title": {"de": source, "en": source},
            "target": "plot",
            "source": {"id": source, "title": source},
            "licence": "dl-de/zero-2-0",
            "sensitivity": "open",
            "fields": {
                "native_id": {"from": "nr"},
                "plot_type": {"const": "brownfield"},
                "ags": {"from": "gkz"},
                "area_recorded_ha": {"from": "flaeche", "unit": "m2"},
            },
            **more,
        }
    )


@pytest.fixture(scope="module")
def empty(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store."""
    path = tmp_path_factory.mktemp("empty") / "store.gpkg"
    geopackage.create(path)
    return path


@pytest.fixture
def bring(tmp_path: Path, empty: Path) -> Callable[..., Outcome]:
    """Import a file into the store `tmp_path / store.gpkg`."""
    shutil.copy(empty, tmp_path / "store.gpkg")

    def run(path: Path, chosen: profile.Profile, crs: str = "") -> Outcome:
        with geopackage.opened(tmp_path / "store.gpkg") as store, files.open_path(path) as stream:
            given = importing.Input(path.name, stream.stated)
            return importing.run(
                store, given, chosen, importing.Options("run", "2026-08-14T00:00:00+00:00", date(2026, 8, 14), crs=crs)
            )

    return run


def stored(tmp_path: Path, source: str = "city") -> dict[str, dict[str, object]]:
    with fiona.open(tmp_path / "store.gpkg", layer="plot") as layer:
        return {
            record["properties"]["native_id"]: {**record["properties"], "geometry": record["geometry"]}
            for record in layer
            if record["properties"]["source_id"] == source
        }


def check_areas(tmp_path: Path, shapes: list[np.ndarray]) -> None:
    """Compare each stored plot with the ellipsoid (0.1 %) and with the layer in EPSG:25832 (a millionth)."""
    geod = pyproj.Geod(ellps="GRS80")
    degrees = pyproj.Transformer.from_crs(CRS, "EPSG:4258", always_xy=True)
    found = stored(tmp_path)
    assert len(found) == len(shapes)
    for number, shape in enumerate(shapes):
        plot = found[f"A{number}"]
        ellipsoid = abs(geod.polygon_area_perimeter(*degrees.transform(*shape.T))[0]) / 1e4
        x, y = (shape - shape[0]).T
        plane = abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2e4
        assert plot["area_gross_ha"] == pytest.approx(ellipsoid, rel=1e-3)
        assert plot["area_gross_ha"] == pytest.approx(plane, rel=1e-5)
        assert np.abs(np.array(plot["geometry"]["coordinates"][0][0]) - shape).max() < 0.002


@pytest.mark.parametrize("crs", SYSTEMS)
def test_areas_in_the_store_are_those_of_the_ellipsoid(crs: str, tmp_path: Path, bring: Callable[..., Outcome]) -> None:
    outcome = bring(deliver(tmp_path / "given.gpkg", crs, crs, rings()), described("city"))
    assert (outcome.read, outcome.written, outcome.rejected, outcome.crs) == (20, 20, 0, crs)
    check_areas(tmp_path, rings())
    plots = stored(tmp_path).values()
    assert {plot["ags"] for plot in plots} == {"05916000"}
    assert all(plot["plot_id"] == f"city:{plot['native_id']}" for plot in plots)
    said = [str(warning) for warning in outcome.warnings]
    assert any("Web Mercator" in text and "2.5" in text for text in said)  # the areas that the source records
    assert not any("coordinates" in text for text in said)
    assert any("VG250" in text and "250000" in text for text in said)


@pytest.mark.parametrize(("true", "stated"), WRONG)
def test_a_wrong_name_is_recognised_and_told(
    true: str, stated: str, tmp_path: Path, bring: Callable[..., Outcome]
) -> None:
    outcome = bring(deliver(tmp_path / "given.gpkg", true, stated, rings()), described("city"))
    assert outcome.crs == true
    assert any(true in str(warning) for warning in outcome.warnings)
    check_areas(tmp_path, rings())


def test_swapped_axes_are_put_right(tmp_path: Path, bring: Callable[..., Outcome]) -> None:
    outcome = bring(deliver(tmp_path / "given.gpkg", "EPSG:4326", "EPSG:4326", rings(), True), described("city"))
    assert any("swapped" in str(warning) for warning in outcome.warnings)
    check_areas(tmp_path, rings())


def test_a_silent_source_is_asked_back_and_answered(tmp_path: Path, bring: Callable[..., Outcome]) -> None:
    given = deliver(tmp_path / "given.gpkg", "EPSG:31466", "", rings())
    with pytest.raises(SourceCrsUnstated, match="EPSG:31466"):
        bring(given, described("city"))
    outcome = bring(given, described("city"), "EPSG:31466")
    assert (outcome.written, outcome.accuracy_m) == (20, 0.9)
    check_areas(tmp_path, rings())
    again = bring(given, described("city", crs="EPSG:31466"))
    assert (again.written, again.unchanged) == (0, 20)


@pytest.mark.parametrize(("overlap", "left"), [("tell", 1.0), ("cut", 0.75)])
def test_overlaps_of_sources_by_priority(
    overlap: str, left: float, tmp_path: Path, bring: Callable[..., Outcome]
) -> None:
    def square(west: float, side: float) -> np.ndarray:
        x, y = HERNE[0] + west, HERNE[1]
        return np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]])

    region = deliver(tmp_path / "region.gpkg", CRS, CRS, [square(75, 100)])
    city = deliver(tmp_path / "city.gpkg", CRS, CRS, [square(0, 100), square(80, 20)])
    bring(region, described("region", priority=80))
    outcome = bring(city, described("city", priority=20, overlap=overlap))
    assert outcome.overlaps == {("region", "city"): pytest.approx(0.25)}
    plots = stored(tmp_path)
    assert plots["A0"]["area_gross_ha"] == pytest.approx(left)
    assert ("A1" in plots) == (overlap == "tell")  # it lies wholly under the region's
    assert [reject.reason for reject in outcome.rejects] == ([] if overlap == "tell" else ["covered"])
    assert stored(tmp_path, "region")["A0"]["area_gross_ha"] == pytest.approx(1.0)
