"""The highest level wins, whoever says it: a record, a field of whatever name, or a record edited later."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import processing
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from ruhr_planner.model.results import RESULTS
from ruhr_planner.model.sensitivity import least, means
from ruhr_planner.model.tables import PLOT, TABLES
from ruhr_planner.store import geopackage, metadata
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.metadata import Provenance

pytestmark = pytest.mark.usefixtures("provider")
SQUARE = "Polygon((376000 5712000, 376300 5712000, 376300 5712300, 376000 5712300, 376000 5712000))"


@pytest.mark.parametrize(
    ("field", "level"),
    [
        ("contamination", "internal"),
        ("CONTAMINATION", "internal"),
        ("Altlastenstatus", "internal"),
        ("Eigentümer", "internal"),
        ("EIGENTUEMER", "internal"),
        ("Bemerkung", "internal"),
        ("contaminat", "internal"),
        ("restrictio", "internal"),
        ("restrict_1", "internal"),
        ("EIGENTUEME", "internal"),
        ("Ansprechpa", "internal"),
        ("Eigentüme", "internal"),
        ("name", "open"),
        ("ags", "open"),
        ("restriction", "open"),
        ("sensitivit", "open"),
        ("planned_us", "open"),
    ],
)
def test_what_a_field_has_at_least(field: str, level: str) -> None:
    assert least(field) == level


def test_hardly_a_field_of_ours_is_guarded_by_its_name_alone() -> None:
    """Else every result of ours would become internal when it is used again; an owner may be a person."""
    columns = [column for table in (*TABLES.values(), *RESULTS.values()) for column in table.columns]
    assert {column.name for column in columns if least(column.name) != column.min_sensitivity} == {"owner"}


@pytest.mark.parametrize(
    ("field", "value", "level"),
    [
        ("Eigentümer", "privat", "internal"),
        ("Bemerkung", "Anruf am Montag", "internal"),
        ("Bemerkung", None, "open"),
        ("Farbe", "rot", "open"),
        ("sensitivity", "confidential", "confidential"),
        ("SENSITIVITY", "confidential", "confidential"),
        ("sensitivit", "confidential", "confidential"),
        ("contaminat", "confirmed", "internal"),
    ],
)
def test_a_kept_field_raises_the_level_of_the_result(field: str, value: Any, level: str) -> None:
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:25832&field=plot_type:string&field={field}:string", "Flächen", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(["brownfield", value])
    feature.setGeometry(QgsGeometry.fromWkt(SQUARE))
    layer.dataProvider().addFeatures([feature])
    results = processing.run(
        "ruhr_planner:comparesnapshots", {"OLD": layer, "NEW": layer, "OUTPUT": "TEMPORARY_OUTPUT"}
    )
    assert metadata.read(results["OUTPUT"].metadata(), "").sensitivity == level


def test_layers_that_were_merged_state_a_level_in_two_fields() -> None:
    uri = "Polygon?crs=EPSG:25832&field=plot_type:string&field=sensitivity:string&field=sensitivit:string"
    layer = QgsVectorLayer(uri, "Flächen", "memory")
    for own, cut in (("open", None), (None, "confidential"), (None, None)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(["brownfield", own, cut])
        feature.setGeometry(QgsGeometry.fromWkt(SQUARE))
        layer.dataProvider().addFeatures([feature])
    results = processing.run("ruhr_planner:landbalance", {"PLOTS": layer, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert metadata.read(results["OUTPUT"].metadata(), "").sensitivity == "confidential"


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("sensitivity", True),
        ("Sensitivity", True),
        ("SENSITIVIT", True),
        ("sensitiv_1", True),
        ("sensitive", False),
        ("sens", False),
        ("sensitivity_2020", False),
    ],
)
def test_how_layers_spell_a_field(field: str, meant: bool) -> None:
    assert means(field, PLOT.sensitivity) == meant


def test_a_record_that_was_edited_later_counts(tmp_path: Path) -> None:
    values = [{"plot_id": "a", "sensitivity": "open"}.get(name) for name in PLOT.names]
    said = (Provenance("Flächen", ("dl-de/by-2-0",)),)
    store = geopackage.create(tmp_path / "s.gpkg", [Content(PLOT, [(QgsGeometry.fromWkt(SQUARE), values)], said)])
    assert store.provenance(PLOT).sensitivity == "open"
    with sqlite3.connect(store.path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE plot SET sensitivity = 'confidential'")
    assert store.provenance(PLOT).sensitivity == "confidential"
