"""Looking up records of a store: municipalities, plots in force, and what a plot was before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from qgis.core import QgsGeometry

from ruhr_planner.model.tables import MUNICIPALITY, PLOT
from ruhr_planner.store import lookup
from ruhr_planner.store.geopackage import Content, create


def square(x: float, y: float, side: float) -> QgsGeometry:
    return QgsGeometry.fromWkt(
        f"MULTIPOLYGON((({x} {y}, {x + side} {y}, {x + side} {y + side}, {x} {y + side}, {x} {y})))"
    )


def row(table, **values):
    return [values.get(name) for name in table.names]


TOWNS = {"05117000": "Mülheim an der Ruhr", "05562028": "Oer-Erkenschwick", "05978040": "Werne"}
PLOTS = [
    {"plot_id": "m:1", "name": "Hafen Süd", "municipality": "Mülheim an der Ruhr"},
    {"plot_id": "m:2", "name": "Große Heide", "municipality": "Werne", "previously_part_of": "m:2@2023-12-31"},
    {"plot_id": "m:2@2023-12-31", "name": "Große Heide", "municipality": "Werne", "valid_to": "2023-12-31"},
    {"plot_id": "m:3", "name": "Zeche_1", "municipality": "Werne", "valid_to": "2022-05-01"},
    {"plot_id": "m:4", "name": "Teil A", "municipality": "Werne", "previously_part_of": "m:3; m:5"},
    {"plot_id": "m:5", "name": "Teil B", "municipality": "Werne", "valid_to": "2022-05-01"},
    {"plot_id": "m:6", "name": "Bald", "municipality": "Werne", "valid_from": "2099-01-01"},
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("lookup") / "Fläche.gpkg"
    towns = [
        (square(340000 + 9000 * n, 5700000, 8000), row(MUNICIPALITY, ags=ags, name=name))
        for n, (ags, name) in enumerate(TOWNS.items())
    ]
    plots = [(square(350000 + 300 * n, 5700000, 200), row(PLOT, **values)) for n, values in enumerate(PLOTS)]
    create(path, [Content(MUNICIPALITY, towns, ()), Content(PLOT, plots, ())])
    return path


@pytest.mark.parametrize("text", ["Mülheim", "muelheim", "MULHEIM", "05117", "ruhr"])
def test_a_municipality_is_found_by_name_in_any_spelling_and_by_key(store, text):
    (found,) = lookup.municipalities(store, text)
    assert (found.id, found.name) == ("05117000", "Mülheim an der Ruhr")
    assert found.box == pytest.approx((340000, 5700000, 348000, 5708000), abs=1)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("hafen", ["m:1"]),
        ("grosse heide", ["m:2"]),
        ("heide werne", ["m:2"]),
        ("m:4", ["m:4"]),
        ("zeche", []),  # ended
        ("bald", []),  # not begun
        ("%", []),
        ("  ", []),
    ],
)
def test_a_plot_in_force_is_found_by_name_place_and_id(store, text, ids):
    assert [found.id for found in lookup.plots(store, text, today=date(2024, 6, 1))] == ids


def test_names_that_begin_with_the_text_come_first_and_the_number_is_limited(store):
    names = [found.name for found in lookup.plots(store, "te", today=date(2021, 1, 1))]
    assert names[:2] == ["Teil A", "Teil B"]
    assert len(lookup.plots(store, "e", limit=2, today=date(2021, 1, 1))) == 2


def test_a_cancelled_search_finds_nothing_and_says_nothing(store, monkeypatch):
    monkeypatch.setattr(lookup, "_CHECK_EVERY", 1)
    assert lookup.plots(store, "werne", cancelled=lambda: True) == []


@pytest.mark.parametrize("asked", ["m:2", "m:2@2023-12-31"])
def test_the_history_has_the_earlier_states_newest_first(store, asked):
    states = lookup.history(store, PLOT, asked)
    assert [(state.values["plot_id"], state.current) for state in states] == [("m:2", True), ("m:2@2023-12-31", False)]


@pytest.mark.parametrize("asked", ["m:3", "m:4", "m:5"])
def test_the_history_follows_what_a_plot_was_part_of_and_what_it_became(store, asked):
    assert [state.values["plot_id"] for state in lookup.history(store, PLOT, asked)] == ["m:4", "m:3", "m:5"]


def test_an_underscore_in_an_id_is_no_wildcard(store):
    assert lookup.history(store, PLOT, "m_3") == []
