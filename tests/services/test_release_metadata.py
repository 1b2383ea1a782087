"""The ISO 19139 record of an open edition against the schema that pycsw carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruhr_planner.catalogue import publish
from ruhr_planner.model.licences import LICENCES

SCHEMAS = Path(__file__).parent.parent.parent / "build" / "services" / "pycsw"


def test_the_record_is_valid() -> None:
    etree = pytest.importorskip("lxml.etree")
    found = sorted(SCHEMAS.rglob("19139/20070417/gmx/gmx.xsd"))
    if not found:
        pytest.skip("pycsw is not installed")
    told = publish.Publication(
        "0b7e3f52-6a0e-5f4b-9c2e-000000000001",
        "Gewerbeflächen & <mehr>",
        "Beschreibung",
        "2026-11-22",
        "",
        "geo@example.org",
        (LICENCES["dl-de/by-2-0"],),
        "Stadt Herne; Daten verändert",
        (7.1, 51.5, 7.3, 51.6),
        ("open.gpkg", "open_plot.csv"),
    )
    schema = etree.XMLSchema(etree.parse(str(found[0])))
    assert schema.validate(etree.fromstring(publish.iso(told))), schema.error_log
