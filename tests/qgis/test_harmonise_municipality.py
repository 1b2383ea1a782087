"""The municipality of a record: keys and names of every spelling, and where it lies, beside GEOS alone."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsRectangle, QgsVectorLayer

from ruhr_planner.catalogue.places import MUNICIPALITIES
from ruhr_planner.harmonise import municipality
from ruhr_planner.harmonise.municipality import AGREES, ELSEWHERE, NARROW, OUTSIDE, UNSTATED, Places
from ruhr_planner.model.region import EXTENT, KREISE

pytestmark = pytest.mark.usefixtures("qgis_app")

DUISBURG, ESSEN, MUELHEIM, HERNE, BOCHUM = "05112000", "05113000", "05117000", "05916000", "05911000"
keys = st.sampled_from(sorted(MUNICIPALITIES))


# ------------------------------------------------------------------------------------------------------------- by text
@given(keys, st.integers(0, 9999))
def test_a_key_is_understood_in_every_form(ags: str, association: int) -> None:
    ars = f"{ags[:5]}{association:04d}{ags[5:]}"
    grouped = f"{ags[:2]} {ags[2]} {ags[3:5]} {ags[5:]}"
    number = int(ags)
    forms = (ags, ars, number, float(number), str(number), f"{number}.0", f"{number},00", f" {ags} ", grouped)
    dotted = f"{number:,}".replace(",", ".")
    for form in (*forms, dotted, f"{float(number):.6E}", ars[1:], int(ars)):
        assert municipality.normal_ags(form) == ags, form


@given(st.sampled_from(sorted(KREISE)))
def test_five_digits_are_a_city_or_no_municipality(kreis: str) -> None:
    wanted = f"{kreis}000" if f"{kreis}000" in MUNICIPALITIES else None
    for form in (kreis, kreis[1:], int(kreis), f"{kreis}000", f"{int(kreis)}000"):
        assert municipality.normal_ags(form) == wanted


def spellings(name: str) -> tuple[str, ...]:
    pairs = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
    written = stripped = name
    for umlaut, pair in pairs:
        written, stripped = written.replace(umlaut, pair), stripped.replace(umlaut, pair[0] if umlaut != "ß" else "ss")
    return (
        name,
        written,
        stripped,
        name.upper(),
        f"Stadt {name}",
        f"{name}, Stadt",
        f"  {name} ",
        f"Gemeinde {written}",
    )


@given(keys)
def test_a_name_is_understood_in_every_spelling(ags: str) -> None:
    for form in spellings(MUNICIPALITIES[ags]):
        assert municipality.normal_ags(form) == ags, form


@pytest.mark.parametrize(
    ("text", "ags"),
    [
        ("Mülheim", MUELHEIM),
        ("Muelheim a.d. Ruhr", MUELHEIM),
        ("MÜLHEIM/RUHR", MUELHEIM),
        ("Wetter (Ruhr)", "05954032"),
        ("Haltern", "05562016"),
        ("Voerde", "05170044"),
        ("Fröndenberg", "05978012"),
        ("Hamm (Westf.)", "05915000"),
        ("Hansestadt Wesel", "05170048"),
        ("Essen-Kettwig", ESSEN),
        ("Dortmund-Hörde", "05913000"),
        ("Neukirchen-Vluyn", "05170028"),
        ("Wanne-Eickel", HERNE),
        ("Wattenscheid", BOCHUM),
        ("Kirchhellen", "05512000"),
        ("Homberg (Niederrhein)", DUISBURG),
        ("Hohenlimburg", "05914000"),
    ],
)
def test_short_and_former_names(text: str, ags: str) -> None:
    assert municipality.normal_ags(text) == ags


@pytest.mark.parametrize(
    "value",
    [
        None, "", "  ", True, math.nan, math.inf, "unbekannt", "Kreis Wesel", "Ennepe-Ruhr-Kreis", "Düsseldorf",
        "Wetter (Hessen)", "Mülheim am Rhein", "45879", "04103", "2016", "20160101", "05170999", "1", 0, -5112000,
        5112000.5, "-5112000", "123456789", "９０５", "x" * 10_000, b"05112000", object(),
    ],
)  # fmt: skip
def test_what_is_no_municipality(value: object) -> None:
    assert municipality.normal_ags(value) is None


def test_keys_of_other_regions_are_kept() -> None:
    assert municipality.normal_ags("05111000") == "05111000"
    assert municipality.normal_ags(9162000) == "09162000"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.from_regex(r"[\d ./,-]{1,14}", fullmatch=True)))
@settings(max_examples=300)
def test_anything_else_is_a_key_or_nothing(value: object) -> None:
    found = municipality.normal_ags(value)
    assert found is None or (len(found) == 8 and found.isdigit() and 1 <= int(found[:2]) <= 16)
    assert found is None or municipality.normal_ags(found) == found


def test_former_names_lie_in_municipalities_of_the_region_and_hide_none() -> None:
    path = Path(municipality.__file__).parents[2] / "resources" / "codelists" / "former_municipalities.yaml"
    known = {name for ags in MUNICIPALITIES for name in spellings(MUNICIPALITIES[ags])}
    seen: set[str] = set()
    for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
        assert set(group) == {"source", "verified", "names"}
        for ags, names in group["names"].items():
            assert ags in MUNICIPALITIES
            for name in names:
                assert name not in known
                assert name not in seen
                seen.add(name)
                assert municipality.normal_ags(name) == ags


# ------------------------------------------------------------------------------------------------------------ by place
@pytest.fixture(scope="module")
def shipped(qgis_app: object) -> Places:
    return municipality.places()


def blob(x: float, y: float, radius: float, rng: np.random.Generator) -> QgsGeometry:
    angle = np.linspace(0, 2 * math.pi, 30, endpoint=False)
    distance = radius * rng.uniform(0.7, 1.2, 30)
    ring = [QgsPointXY(x + r * math.cos(a), y + r * math.sin(a)) for r, a in zip(distance, angle)]
    return QgsGeometry.fromPolygonXY([[*ring, ring[0]]])


def by_geos(places: Places, geometry: QgsGeometry) -> dict[str, float]:
    """Return the share of area in each municipality, cut with the whole boundaries one by one."""
    shares = {}
    for ags, area in zip(places.keys, places._areas):
        if area.boundingBox().intersects(geometry.boundingBox()):
            share = geometry.intersection(area).area() / geometry.area()
            if share > 0:
                shares[ags] = share
    return shares


def test_the_shipped_boundaries_name_their_source(shipped: Places) -> None:
    assert len(shipped.keys) == 53
    assert shipped.scale == 250_000
    assert shipped.sharpness_m == 125.0
    assert not shipped.is_sharp
    assert Places([], [], [], "DVG", 5_000).is_sharp
    assert not Places([], [], [], "", 0).is_sharp
    assert "VG250" in shipped.source
    assert shipped.names[HERNE] == "Herne"


def test_places_are_what_geos_says(shipped: Places) -> None:
    rng = np.random.default_rng(11)
    west, south, east, north = EXTENT
    geometries = [
        blob(rng.uniform(west, east), rng.uniform(south, north), rng.choice((5, 60, 400, 3000)), rng)
        for _ in range(700)
    ]
    found = shipped.of(geometries)
    several = 0
    for place, geometry in enumerate(geometries):
        shares = by_geos(shipped, geometry)
        best = max(sorted(shares), key=lambda ags: shares[ags]) if shares else None
        assert found.ags[place] == best
        assert found.share[place] == pytest.approx(shares.get(best, 0.0), abs=1e-9)
        assert found.count[place] == sum(share >= municipality.PART_SHARE for share in shares.values())
        several += found.count[place] > 1
    assert several > 50
    assert (found.count == 0).sum() > 50


def test_boundaries_of_a_whole_country_need_no_more_memory() -> None:
    far = QgsGeometry.fromRect(QgsRectangle(900_000, 6_400_000, 901_000, 6_401_000))
    near = QgsGeometry.fromRect(QgsRectangle(300_000, 5_300_000, 301_000, 5_301_000))
    places = Places([HERNE, BOCHUM], ["", ""], [far, near], "made", 0)
    assert places._raster._label.size < 4_100_000
    x = np.arange(299_500, 301_500, 7.0)
    points = [QgsGeometry.fromPointXY(QgsPointXY(each, 5_300_500)) for each in x]
    inside = (x >= 300_000) & (x <= 301_000)
    assert places.of(points).ags.tolist() == [BOCHUM if each else None for each in inside]


def squares() -> Places:
    """Two municipalities of 10 km² beside each other, from a source of 1:250,000."""
    west = QgsGeometry.fromRect(QgsRectangle(400_000, 5_700_000, 402_000, 5_705_000))
    east = QgsGeometry.fromRect(QgsRectangle(402_000, 5_700_000, 404_000, 5_705_000))
    return Places([HERNE, BOCHUM], ["Herne", "Bochum"], [east, west], "made", 250_000)


def box(x0: float, x1: float) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(x0, 5_701_000, x1, 5_701_100))


@pytest.mark.parametrize(
    ("geometry", "stated", "ags", "verdict", "found", "count"),
    [
        (box(400_500, 400_600), BOCHUM, BOCHUM, AGREES, BOCHUM, 1),
        (box(400_500, 400_600), None, BOCHUM, UNSTATED, BOCHUM, 1),
        (box(400_500, 400_600), HERNE, HERNE, ELSEWHERE, BOCHUM, 1),
        (box(400_500, 400_600), "05111000", "05111000", ELSEWHERE, BOCHUM, 1),  # a municipality unknown here
        (box(401_890, 401_990), HERNE, HERNE, NARROW, BOCHUM, 1),  # beside the border
        (box(401_700, 401_800), HERNE, HERNE, ELSEWHERE, BOCHUM, 1),  # 200 m from it
        (box(401_000, 402_100), HERNE, HERNE, NARROW, BOCHUM, 2),  # 9 per cent of it are in Herne
        (box(401_940, 402_060), BOCHUM, BOCHUM, AGREES, BOCHUM, 2),  # equal shares: the smaller key
        (box(401_970, 402_060), BOCHUM, BOCHUM, NARROW, HERNE, 2),
        (box(401_500, 402_001), BOCHUM, BOCHUM, AGREES, BOCHUM, 2),
        (box(410_000, 410_100), BOCHUM, BOCHUM, OUTSIDE, None, 0),
        (box(410_000, 410_100), None, None, OUTSIDE, None, 0),
        (None, BOCHUM, BOCHUM, OUTSIDE, None, 0),
        (QgsGeometry.fromPointXY(QgsPointXY(402_000, 5_701_000)), BOCHUM, BOCHUM, AGREES, BOCHUM, 2),
        (QgsGeometry.fromPointXY(QgsPointXY(402_050, 5_701_000)), BOCHUM, BOCHUM, NARROW, HERNE, 1),
        (QgsGeometry.fromWkt("LineString (401000 5701000, 402500 5701000)"), BOCHUM, BOCHUM, AGREES, BOCHUM, 2),
    ],
)
def test_key_and_place_are_compared(
    geometry: QgsGeometry | None, stated: str | None, ags: str | None, verdict: str, found: str | None, count: int
) -> None:
    checked = squares().check([geometry], [stated])
    assert checked.ags.tolist() == [ags]
    assert checked.verdict.tolist() == [verdict]
    assert checked.located.ags.tolist() == [found]
    assert checked.located.count.tolist() == [count]


def test_sharper_boundaries_are_believed_more() -> None:
    coarse = squares()
    sharp = Places(coarse.keys, list(coarse.names.values()), coarse._areas, "made", 5_000)
    near = box(401_890, 401_990)
    assert coarse.check([near], [HERNE]).verdict[0] == NARROW
    assert sharp.check([near], [HERNE]).verdict[0] == ELSEWHERE


def test_boundaries_of_a_layer_in_another_system_are_read(tmp_path: Path) -> None:
    layer = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4326&field=ags:string&field=name:string&field=source_scale:integer", "made", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["5916000", "Herne", 5000])
    feature.setGeometry(QgsGeometry.fromWkt("MultiPolygon (((7.2 51.5, 7.3 51.5, 7.3 51.6, 7.2 51.6, 7.2 51.5)))"))
    other = QgsFeature(layer.fields())
    other.setAttributes(["05170000", "Kreis Wesel", 5000])
    other.setGeometry(feature.geometry())
    layer.dataProvider().addFeatures([feature, other])
    read = municipality.read(layer)
    assert (read.keys, read.scale, read.sharpness_m) == ((HERNE,), 5000, 2.5)
    point = QgsGeometry.fromPointXY(QgsPointXY(378_600, 5_712_300))  # 7.25° E, 51.55° N
    assert read.of([point]).ags.tolist() == [HERNE]


def test_nothing_is_nowhere() -> None:
    empty = Places([], [], [], "", 0)
    assert empty.of([box(0, 1), None]).ags.tolist() == [None, None]
    assert squares().check([], []).ags.tolist() == []
