"""The shipped list is right; a user's list is read with one sentence a fault, and written whole or not at all."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ruhr_planner import paths
from ruhr_planner.catalogue import portals
from ruhr_planner.catalogue.dataset import UNCHECKED, Portal
from ruhr_planner.model import errors
from ruhr_planner.model.codes import Label

GOOD = """
schema: 1
portals:
  - id: meine_stadt
    title: {de: Meine Stadt, en: My town}
    protocol: ckan
    url: https://daten.example.org
    municipality: "05911000"
    themes: [econ]
    options: {organization: stadt}
    seconds: 5
    checked: 2026-09-08
layers:
  - id: meine_ebene
    title: Ebene
    kind: wfs
    url: https://daten.example.org/wfs
    layer: a:b
    licence: dl-zero-de/2.0
"""


def portal(identifier: str = "eigen", url: str = "https://x.example") -> Portal:
    return Portal(identifier, Label("Eigenes", "Own"), "ckan", url)


# ------------------------------------------------------------------------------------------------------------- shipped
def test_the_shipped_list() -> None:
    found = portals.shipped()
    ids = {entry.id for entry in found.portals}
    expected = {
        "opendata_ruhr",
        "geoportal_ruhr",
        "dortmund",
        "essen",
        "duisburg",
        "gdi_nrw",
        "gdi_de",
        "govdata",
        "open_nrw",
    }
    assert expected <= ids
    assert {entry.protocol for entry in found.portals} >= {
        "ckan", "dkan", "opendatasoft", "csw", "geonetwork", "arcgis", "oapif", "wfs", "wms",
    }  # fmt: skip
    assert {"ge_gewerbe_leerstand", "rvr_bplan", "nrw_gemeinden", "nrw_alkis_nutzung"} <= {e.id for e in found.layers}
    assert 12 <= len(found.enabled()) <= 24


def test_every_shipped_entry_is_complete() -> None:
    found = portals.shipped()
    for entry in (*found.portals, *found.layers):
        assert entry.title.de and entry.title.en, entry.id
        assert entry.themes, entry.id
        assert entry.evidence, entry.id
        assert entry.checked == UNCHECKED or re.fullmatch(r"2026-\d\d(-\d\d)?", entry.checked), entry.id
        if entry.checked != UNCHECKED:
            assert entry.evidence == "live", entry.id
    for layer in found.layers:
        hit = layer.hit("Liste")
        assert hit.loadable == (layer.kind != "other"), layer.id
        assert hit.loadable or (hit.reason == "format_not_read" and layer.note.de), layer.id
        assert hit.modified == ""  # the day somebody looked is not the day of the data


def test_the_breitbandatlas_is_named_as_it_asks_for() -> None:
    named = [layer for layer in portals.shipped().layers if layer.id.startswith("breitbandatlas")]
    assert len(named) == 3
    for layer in named:
        assert layer.attribution == "Breitbandatlas | Gigabit-Grundbuch (https://gigabitgrundbuch.bund.de)"
        assert layer.licence == ""  # sources disagree, so no licence is claimed


def test_the_schema_page_names_every_field() -> None:
    page = paths.resource("catalogue", "README.md").read_text(encoding="utf-8")
    for name in (*Portal.__dataclass_fields__, *portals.KeyLayer.__dataclass_fields__):
        if name != "own":
            assert re.search(rf"\b{name}\b", page), name
    for protocol in portals.PROTOCOLS:
        assert protocol in page


def test_choosing() -> None:
    found = portals.shipped()
    assert [entry.id for entry in found.chosen(["bochum", "GovData"])] == ["bochum", "govdata"]
    assert found.chosen([""]) == found.enabled()
    with pytest.raises(errors.PortalUnknown, match="Atlantis"):
        found.chosen(["Atlantis"])


# ---------------------------------------------------------------------------------------------------------------- own
def test_a_good_list() -> None:
    found = portals.parse(GOOD.encode(), "liste.yaml", own=True)
    (entry,), (layer,) = found.portals, found.layers
    assert (entry.id, entry.title.en, entry.seconds, entry.checked) == ("meine_stadt", "My town", 5.0, "2026-09-08")
    assert (entry.municipality, entry.options, entry.own) == ("05911000", {"organization": "stadt"}, True)
    assert (layer.title, layer.hit("x").licence) == (Label("Ebene", "Ebene"), "dl-de/zero-2-0")


FAULTS = [
    ("schema: 1", "schema: 2", "schema 1"),
    ("id: meine_stadt", "id: Ä", "“id”"),
    ("protocol: ckan", "protocol: ftp", "Allowed are: ckan"),
    ("protocol: ckan", "", "“protocol” is missing"),
    ("url: https://daten.example.org\n    mun", "url: ftp://x\n    mun", "https:// or http://"),
    (
        "url: https://daten.example.org\n    mun",
        "url: https://me:word@x.example\n    mun",
        "authentication configuration",
    ),
    ('municipality: "05911000"', 'municipality: "05911111"', "“municipality”"),
    ("themes: [econ]", "themes: [money]", "Allowed are: agri"),
    ("themes: [econ]", "themes: econ", "a list of texts"),
    ("seconds: 5", "seconds: 5000", "from 1 to 120"),
    ("checked: 2026-09-08", "checked: gestern", "“checked”"),
    ("options: {organization: stadt}", "options: [a]", "“options”"),
    ("kind: wfs", "kind: fax", "Allowed are: wfs"),
    ("licence: dl-zero-de/2.0", "licence: geheim", "“geheim” cannot be used"),
    ("title: {de: Meine Stadt, en: My town}", "title: {de: Meine Stadt}", "“de” and one for “en”"),
    ("layer: a:b", "leyer: a:b", "no field “leyer”"),
    ("  - id: meine_stadt", "  - &anchor\n    id: meine_stadt", "anchors"),
    ("portals:", "portals: [}", "no valid YAML (line"),
    ("id: meine_ebene", "id: meine_ebene\n    enabled: vielleicht", "true or false"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_each_fault_is_one_sentence(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(errors.CatalogueError) as caught:
        portals.parse(GOOD.replace(old, new).encode(), "liste.yaml")
    assert "liste.yaml" in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_twice_the_same_id() -> None:
    twice = GOOD + GOOD[GOOD.index("  - id: meine_ebene") :]
    with pytest.raises(errors.PortalFault, match="more than once"):
        portals.parse(twice.encode(), "liste.yaml")


def test_no_yaml_object_is_built() -> None:
    with pytest.raises(errors.CatalogueError):
        portals.parse(b"schema: !!python/object/apply:os.system ['true']", "liste.yaml")


def test_an_own_entry_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "profil" / "portals.yaml"
    portals.add(own, portal("govdata", "https://spiegel.example"))
    found = {entry.id: entry for entry in portals.load(own).portals}
    assert found["govdata"].url == "https://spiegel.example"
    assert found["govdata"].own
    assert len(found) == len(portals.shipped().portals)
    portals.remove(own, "govdata")
    assert {entry.id: entry for entry in portals.load(own).portals}["govdata"].url == "https://ckan.govdata.de"
    with pytest.raises(errors.PortalUnknown):
        portals.remove(own, "govdata")


def test_a_list_of_the_office_stands_between_the_shipped_and_the_own_one(tmp_path: Path) -> None:
    own, office = tmp_path / "portals.yaml", tmp_path / "amt.yaml"
    assert portals.load(own, office) == portals.shipped(), "neither is there"
    portals.add(office, portal("govdata", "https://spiegel.example"))
    portals.add(office, portal("amt", "https://amt.example"))
    found = {entry.id: entry for entry in portals.load(own, office).portals}
    assert (found["govdata"].url, found["amt"].url) == ("https://spiegel.example", "https://amt.example")
    assert not found["amt"].own, "it cannot be removed from the own list"
    portals.switch(own, "amt", False, office)
    kept = {entry.id: entry for entry in portals.load(own, office).portals}["amt"]
    assert (kept.enabled, kept.own, kept.url) == (False, True, "https://amt.example")
    office.write_text("schema: 1\nportals: [{id: a1}]", encoding="utf-8")
    with pytest.raises(errors.PortalFault, match=r"amt\.yaml"):
        portals.load(own, office)


def test_disable_edit_import_export(tmp_path: Path) -> None:
    own, other = tmp_path / "portals.yaml", tmp_path / "austausch.yaml"
    portals.switch(own, "essen", False)
    assert "essen" not in {entry.id for entry in portals.load(own).enabled()}
    portals.add(own, portal())
    portals.add(own, replace(portal(), seconds=7.0, options={"organization": "a"}, keywords=("x", "y")))
    portals.export_list(other, portals.read(own, own=True))
    empty = tmp_path / "neu.yaml"
    assert portals.import_list(empty, other) == 2
    assert portals.read(empty, own=True) == portals.read(own, own=True)
    (kept,) = [entry for entry in portals.read(empty).portals if entry.id == "eigen"]
    assert (kept.seconds, dict(kept.options), kept.keywords) == (7.0, {"organization": "a"}, ("x", "y"))
    with pytest.raises(errors.PortalUnknown):
        portals.switch(own, "atlantis", True)


def test_the_whole_shipped_list_survives_export_and_import(tmp_path: Path) -> None:
    target = tmp_path / "alles.yaml"
    portals.export_list(target, portals.shipped())
    assert portals.read(target) == portals.shipped()


def test_a_fault_leaves_the_own_list_as_it_was(tmp_path: Path) -> None:
    own, bad = tmp_path / "portals.yaml", tmp_path / "schlecht.yaml"
    portals.add(own, portal())
    before = own.read_bytes()
    bad.write_text(GOOD.replace("protocol: ckan", "protocol: ftp"), encoding="utf-8")
    with pytest.raises(errors.PortalFault):
        portals.import_list(own, bad)
    with pytest.raises(errors.PortalFault):
        portals.add(own, replace(portal("zwei"), url="ftp://x"))
    assert own.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["portals.yaml", "schlecht.yaml"]


def test_a_list_that_cannot_be_written() -> None:
    with pytest.raises(errors.WriteFailed, match=r"portals\.yaml"):
        portals.add(Path("/proc/ruhr_planner/portals.yaml"), portal())
