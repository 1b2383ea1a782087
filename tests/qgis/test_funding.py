"""Funding hints: read from editable data, matched by conditions, shown with what is doubtful about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from qgis.core import NULL, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from ruhr_planner import paths
from ruhr_planner.analysis.funding import match, read_hints
from ruhr_planner.model.errors import FundingUnreadable
from ruhr_planner.model.results import FIBRE_GAP, FUNDING_HINT
from ruhr_planner.model.tables import OBJECT
from tests.qgis.test_fibregaps import DATE, FULL, SERVED_AREA, TEXT, box, cell_layer, layer, run

ENTRY = """
  - id: white
    title: {de: Weiß, en: White}
    text: {de: Text, en: Text}
    source: Richtlinie
    date: 2025-01-13
    verified: true
    when: {spot: white, planned_status: [null, announced]}
"""
SHIPPED = paths.resource("codelists", "funding.yaml")


def entry(**changed: str) -> str:
    lines = [line for line in ENTRY.splitlines() if line.strip().split(":")[0].lstrip("- ") not in changed]
    added = [f"    {key}: {value}" for key, value in changed.items() if value]
    return "hints:\n" + "\n".join([*(line for line in lines if line), *added]) + "\n"


def test_shipped_hints_hold_together_and_say_that_nobody_checked_them() -> None:
    hints = read_hints(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)
    assert {"market_inquiry", "cooperation", "gigabit_rl_white", "gigabit_rl_check"} <= {hint.id for hint in hints}
    for hint in hints:
        assert hint.source
        assert hint.stated <= date(2026, 11, 22)
        assert not hint.verified
        assert hint.title.de != hint.title.en
        assert hint.text.de != hint.text.en


def test_all_conditions_have_to_hold_and_null_is_a_value() -> None:
    (hint,) = read_hints(entry(), "x.yaml")
    columns = {"spot": ["white", "white", "white", "check"], "planned_status": [None, "announced", "binding", None]}
    assert match([hint], columns, 4) == [(0,), (0,), (), ()]
    assert match([], columns, 2) == [(), ()]


def test_last_day_of_validity_counts() -> None:
    (hint,) = read_hints(entry(expires="2025-12-31"), "x.yaml")
    assert [hint.expired(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == [False, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("hints: 3", "“hints” is no list"),
        ("hints: [: x", "no YAML"),
        ("hints: [x]", "no mapping"),
        (entry(source=""), "“source” is missing"),
        (entry(colour="red"), "“colour” is unknown"),
        (entry(verified="vielleicht"), "neither true nor false"),
        (entry(date="gestern"), "gestern is not a date"),
        (entry(title="{de: nur deutsch}"), "“title” needs texts"),
        (entry(when="{}"), "names no condition"),
        (entry(when="{price: 3}"), "condition on “price”"),
        (entry(when="{spot: purple}"), "purple is none of"),
        (entry() + ENTRY, "the id stands twice"),
    ],
)
def test_bad_entries_are_one_sentence(content: str, said: str) -> None:
    with pytest.raises(FundingUnreadable) as error:
        read_hints(content, "eigene.yaml")
    assert said in str(error.value)
    assert "eigene.yaml" in str(error.value)


def objects():
    fields = [(OBJECT.object_id, TEXT), (OBJECT.kind, TEXT), (OBJECT.cross_border, QMetaType.Type.Int)]
    rows = [
        (box(0, 0, 100, 100), "white", None, 1),
        (box(100, 0, 200, 100), "served", None, 1),
        (box(0, 900, 100, 1000), "unknown", "school", 0),
        (box(200, 0, 300, 100), "dark", None, NULL),
    ]
    return layer("Objekte", "Polygon", fields, rows)


CELLS = [(0, 0, (10, 0, 0, 0), 0, 0), (100, 0, FULL, 100, 0), (200, 0, (100, 100, 20, 0), 0, 0)]


def test_hints_stand_beside_the_gaps_and_their_texts_in_a_table(provider: object) -> None:
    rows, _, results = run(objects(), cell_layer(CELLS), FUNDING_HINTS="TEMPORARY_OUTPUT")
    found = {row[OBJECT.object_id]: row[FIBRE_GAP.funding_hint] for row in rows}
    assert found["served"] is None
    assert found["white"] == (
        "Gigabit-Richtlinie 2.0: white spot (not verified); Market inquiry needed (not verified); "
        "Inter-municipal cooperation counts (not verified)"
    )
    assert found["dark"] == (
        "Gigabit-Richtlinie 2.0: dark grey spot (not verified); Market inquiry needed (not verified)"
    )
    assert found["unknown"] == (
        "Ask on site for the coverage (not verified); Market inquiry needed (not verified); "
        "School: socio-economic driver (not verified)"
    )
    assert any("funding hints have not been checked" in line for line in results["log"].info)


def test_table_of_hints_counts_objects_and_flags_the_expired(provider: object, tmp_path: Path) -> None:
    own = tmp_path / "eigene.yaml"
    own.write_text(entry(expires="2026-10-31", url="https://example.org/a"), encoding="utf-8")
    target = tmp_path / "hints.gpkg"
    rows, _, results = run(objects(), cell_layer(CELLS), FUNDING=str(own), FUNDING_HINTS=str(target))
    assert [row[FIBRE_GAP.funding_hint] for row in rows] == ["White (expired)", None, None, None]
    assert any("expired: white" in line for line in results["log"].warnings)
    (hint,) = QgsVectorLayer(str(target), "h", "ogr").getFeatures()
    names = (FUNDING_HINT.hint_id, FUNDING_HINT.expired, FUNDING_HINT.verified, FUNDING_HINT.n_objects)
    assert [hint[name] for name in names] == ["white", 1, 1, 1]
    assert hint[FUNDING_HINT.expires].toPyDate() == date(2026, 10, 31)


def test_binding_plans_change_the_hint(provider: object) -> None:
    fields = [(SERVED_AREA.status, TEXT), (SERVED_AREA.date, DATE), (SERVED_AREA.owner, TEXT)]
    areas = layer("Liste", "Polygon", fields, [(box(0, 0, 100, 100), "binding", NULL, "Netz GmbH")])
    rows, _, _ = run(objects(), cell_layer(CELLS), SERVED_LIST=areas)
    assert rows[0][FIBRE_GAP.funding_hint] == "Build-out binding or funded (not verified)"


def test_missing_file_is_one_sentence(provider: object, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"fehlt\.yaml"):
        run(objects(), cell_layer(CELLS), FUNDING=str(tmp_path / "fehlt.yaml"))
