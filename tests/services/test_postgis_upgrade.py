"""A store that an earlier state of the plugin has made in PostgreSQL: brought to today's version, or only read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsDataSourceUri, QgsProviderRegistry

from ruhr_planner.model.errors import DatabaseUpgraded, NewerStore, PlannerError, StoreOutdated
from ruhr_planner.model.tables import PLOT, TABLES
from ruhr_planner.store import opening
from ruhr_planner.store.interface import VERSION
from tests.services.start.postgis import DATABASE, Postgis
from tests.services.start.process import LOOPBACK, run

STORES = Path(__file__).resolve().parents[1] / "data" / "stores"
FIELDS = ("plot_id", "plot_type", "name", "valid_from", "valid_to", "restriction", "previously_part_of")
ADDRESS = "postgres:upgrade/upgraded"


@pytest.fixture
def said() -> dict[str, Any]:
    return dict(json.loads((STORES / "v1-last.json").read_text(encoding="utf-8")))


@pytest.fixture
def old(qgis_app: object, cluster: Postgis) -> Iterator[Postgis]:
    """The old schema, and a stored connection to it."""
    cluster.sql("drop schema if exists upgraded cascade", DATABASE)
    where = ["-h", LOOPBACK, "-p", str(cluster.port), "-U", "postgres", "-d", DATABASE]
    strict = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", STORES / "v1-last.sql"]
    run("postgis-restore", [cluster.programs / "psql", *where, *strict], Path("/"))
    connect("postgres", cluster)
    yield cluster
    QgsProviderRegistry.instance().providerMetadata("postgres").deleteConnection("upgrade")
    cluster.sql("drop schema if exists upgraded cascade", DATABASE)


def connect(user: str, cluster: Postgis) -> None:
    uri = QgsDataSourceUri()
    uri.setConnection(LOOPBACK, str(cluster.port), DATABASE, user, "")
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    metadata.saveConnection(metadata.createConnection(uri.uri(False), {"saveUsername": True}), "upgrade")


def version(cluster: Postgis) -> str:
    return cluster.sql("copy (select value from upgraded.ruhr_planner_store where key = 'version') to stdout", DATABASE)


def test_an_older_schema_is_brought_up_to_date_and_tells_the_same(old: Postgis, said: dict[str, Any]) -> None:
    assert version(old).strip() == "1"
    store = opening.open_store(ADDRESS)
    (told,) = store.told
    assert isinstance(told, DatabaseUpgraded)
    assert (store.version, version(old).strip()) == (VERSION, str(VERSION))
    assert store.counts() == {name: count for name, count in said["counts"].items() if name in TABLES}
    assert sorted(map(list, store.values(PLOT, FIELDS))) == said["plots"]
    assert opening.open_store(ADDRESS).told == ()
    store.check_writable()
    guards = "copy (select count(*) from pg_trigger where tgname like 'ruhr_planner_guard%') to stdout"
    assert int(old.sql(guards, DATABASE)) > 0


def test_whoever_may_not_change_the_schema_reads_it_as_it_is(old: Postgis, said: dict[str, Any]) -> None:
    old.sql("drop role if exists leser; create role leser login", DATABASE)
    grant = "grant usage on schema upgraded to leser; grant select on all tables in schema upgraded to leser"
    old.sql(grant, DATABASE)
    connect("leser", old)
    try:
        store = opening.open_store(ADDRESS)
        (told,) = store.told
        assert isinstance(told, StoreOutdated)
        assert (store.version, version(old).strip()) == (1, "1")
        assert sorted(map(list, store.values(PLOT, FIELDS))) == said["plots"]
        with pytest.raises(StoreOutdated):
            store.check_writable()
    finally:
        old.sql("drop owned by leser; drop role leser", DATABASE)


def test_half_an_upgrade_is_none(old: Postgis) -> None:
    """A view stands where the new version wants a table: everything is as before."""
    old.sql("drop table upgraded.takeup; create view upgraded.takeup as select 1 as x", DATABASE)
    columns = "copy (select count(*) from pg_trigger t join pg_class c on c.oid = tgrelid"
    columns += " join pg_namespace n on n.oid = relnamespace where nspname = 'upgraded') to stdout"
    before = old.sql(columns, DATABASE)
    with pytest.raises(PlannerError, match="takeup"):
        opening.open_store(ADDRESS)
    assert (version(old).strip(), old.sql(columns, DATABASE)) == ("1", before)


def test_a_newer_schema_is_left_alone(old: Postgis) -> None:
    old.sql(f"update upgraded.ruhr_planner_store set value = '{VERSION + 1}' where key = 'version'", DATABASE)
    with pytest.raises(NewerStore) as caught:
        opening.open_store(ADDRESS)
    assert str(VERSION + 1) in str(caught.value)
    assert version(old).strip() == str(VERSION + 1)
