"""The planning store: created whole, written whole, and every way of being unusable in a sentence."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import fiona
import pytest

from ruhr_planner.model.errors import (
    FolderMissing,
    NewerStore,
    NotAStore,
    ReadOnlyTarget,
    StoreExists,
    StoreInUse,
    StoreMissing,
    StoreNotSupported,
    TableMissing,
)
from ruhr_planner.model.tables import PLACE, PLOT, TABLES, TAKEUP
from ruhr_planner.store import geopackage, sqlite
from ruhr_planner.store.geopackage import Content
from ruhr_planner.store.layers import Row
from ruhr_planner.store.metadata import Provenance
from tests.qgis import layers

SOURCE = Provenance("Stadt Beispiel", ("dl-de/by-2-0",), ("© Stadt Beispiel",), date="2025-01-31")
INVENTED = Provenance("Erfunden", ("invented",))


def plots(count: int) -> Iterator[Row]:
    for position in range(count):
        yield layers.square(position), [f"s:{position}"] + [None] * (len(PLOT.columns) - 1)


def takeup() -> list[Row]:
    return [(None, ["05916000", 2020, 1.5, "net", None, None]), (None, ["05916000", 2021, 0.0, "net", None, None])]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def store(qgis_app: object, tmp_path: Path) -> geopackage.Store:
    return geopackage.create(
        tmp_path / "Büro.gpkg", [Content(PLOT, plots(5), (SOURCE,)), Content(TAKEUP, takeup(), (SOURCE,))]
    )


def test_created_store_holds_every_table(store: geopackage.Store) -> None:
    counts = store.counts()
    assert set(counts) == set(TABLES)
    assert (counts["plot"], counts["takeup"], counts["place"]) == (5, 2, 0)
    with fiona.open(store.path, layer="plot") as found:
        assert found.crs.to_epsg() == 25832
        assert found.schema["geometry"] == "MultiPolygon"
        assert list(found.schema["properties"]) == list(PLOT.names)
        assert len(found) == 5


def test_layers_carry_title_licence_and_source(store: geopackage.Store) -> None:
    layer = store.layer(PLOT)
    assert layer.name() == "Flächen"
    assert layer.metadata().licenses() == ["Datenlizenz Deutschland – Namensnennung – Version 2.0"]
    assert layer.metadata().rights() == ["© Stadt Beispiel"]
    assert store.provenance(PLOT).date == "2025-01-31"


def test_fields_have_labels_with_units(store: geopackage.Store) -> None:
    """German labels, stored with the default style; the names stay those of the contract."""
    fields = store.layer(PLOT).fields()
    assert fields.at(fields.lookupField(PLOT.area_net_ha)).displayName() == "Nettofläche (ha)"
    assert fields.at(fields.lookupField(PLOT.plot_type)).displayName() == "Flächenart"


def test_invented_data_say_so_on_every_layer(qgis_app: object, tmp_path: Path) -> None:
    made = geopackage.create(tmp_path / "d.gpkg", [Content(PLOT, plots(1), (INVENTED,))])
    layer = made.layer(PLOT)
    assert layer.metadata().title().endswith("Beispieldaten, erfunden / invented example data")
    assert made.provenance(PLOT).invented


def test_write_replaces_one_table_and_keeps_the_others(store: geopackage.Store) -> None:
    assert store.write([Content(PLOT, plots(2), (SOURCE,))]) == {"plot": 2}
    counts = store.counts()
    assert (counts["plot"], counts["takeup"]) == (2, 2)
    assert store.path.parent.joinpath(store.path.name).exists()
    assert [path.name for path in store.path.parent.iterdir()] == [store.path.name]


def test_failing_write_leaves_the_store_as_it_was(store: geopackage.Store) -> None:
    def broken() -> Iterator[Row]:
        yield from plots(1)
        raise RuntimeError("the source broke off")

    before = digest(store.path)
    with pytest.raises(RuntimeError, match="broke off"):
        store.write([Content(PLACE, iter(()), ()), Content(PLOT, broken(), (SOURCE,))])
    assert digest(store.path) == before
    assert [path.name for path in store.path.parent.iterdir()] == [store.path.name]


def test_failing_transfer_rolls_back(store: geopackage.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault comes in the middle of the transaction, after the old layer was dropped."""
    from ruhr_planner.store import transfer

    def fault(*arguments: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(transfer, "_copy_style", fault)
    with pytest.raises(RuntimeError, match="power cut"):
        store.write([Content(PLOT, plots(1), (SOURCE,))])
    assert store.counts()["plot"] == 5
    assert store.layer(PLOT).metadata().rights() == ["© Stadt Beispiel"]


def test_create_never_overwrites(store: geopackage.Store) -> None:
    before = digest(store.path)
    with pytest.raises(StoreExists):
        geopackage.create(store.path)
    assert digest(store.path) == before


@pytest.mark.parametrize("links", [True, False])
def test_of_two_who_create_the_same_store_the_second_one_is_told(
    qgis_app: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refused(*_paths: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    def meanwhile(staged: Path) -> None:
        monkeypatch.setattr(sqlite, "leave_wal", leave_wal)
        geopackage.create(tmp_path / "x.gpkg")
        leave_wal(staged)

    leave_wal = sqlite.leave_wal
    if not links:
        monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(sqlite, "leave_wal", meanwhile)
    with pytest.raises(StoreExists):
        geopackage.create(tmp_path / "x.gpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["x.gpkg"]
    assert geopackage.open_store(tmp_path / "x.gpkg").counts()["plot"] == 0


def test_create_needs_a_folder_that_can_be_written(qgis_app: object, tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        geopackage.create(tmp_path / "fehlt" / "x.gpkg")
    with pytest.raises(ReadOnlyTarget):
        geopackage.create(Path("/proc/x.gpkg"))
    with pytest.raises(StoreNotSupported):
        geopackage.create(tmp_path / "x.shp")


def test_locked_store_is_named(store: geopackage.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from ruhr_planner.store import sqlite

    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreInUse) as caught:
            store.write([Content(PLOT, plots(1), (SOURCE,))])
        with pytest.raises(StoreInUse):
            geopackage.open_store(store.path)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert "Büro.gpkg" in str(caught.value)
    assert store.counts()["plot"] == 5


def test_newer_store_is_refused(store: geopackage.Store) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE ruhr_planner_store SET value = '7' WHERE key = 'version'")
    with pytest.raises(NewerStore) as caught:
        geopackage.open_store(store.path)
    assert "7" in str(caught.value)


def test_foreign_files_are_refused(qgis_app: object, tmp_path: Path) -> None:
    text = tmp_path / "x.gpkg"
    text.write_text("kein GeoPackage", encoding="utf-8")
    with pytest.raises(NotAStore):
        geopackage.open_store(text)
    with pytest.raises(StoreMissing):
        geopackage.open_store(tmp_path / "y.gpkg")
    with pytest.raises(StoreNotSupported):
        geopackage.open_store(Path("postgres:büro/ruhr_planner"))


def test_empty_table_is_named(store: geopackage.Store) -> None:
    with pytest.raises(TableMissing) as caught:
        store.layer(PLACE)
    assert "place" in str(caught.value)


def test_reading_changes_nothing(store: geopackage.Store) -> None:
    before = digest(store.path)
    geopackage.open_store(store.path).counts()
    assert digest(store.path) == before
    assert [path.name for path in store.path.parent.iterdir()] == [store.path.name]
