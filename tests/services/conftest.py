"""Real servers for the tests, each started once, on a free port of loopback, and ended by its process id.

They come from `make services`. A server that is not installed or does not start fails the tests that need it: nothing
is skipped. What servers say is kept in build/services/logs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.start import catalogues, features, postgis, sample
from tests.services.start import ckan as portal
from tests.services.start.features import Server
from tests.services.start.postgis import Postgis


@pytest.fixture(scope="session")
def work() -> Iterator[Path]:
    """A folder for configurations and data that servers under other users can read."""
    folder = Path(tempfile.mkdtemp(prefix="ruhr_planner_services_"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own(work: Path) -> Path:
    """A folder for a server that one test has for itself."""
    return Path(tempfile.mkdtemp(dir=work))


@pytest.fixture(scope="session")
def parcels(work: Path) -> Path:
    """The sample layer as GeoPackage."""
    return sample.write_geopackage(work / "parcels.gpkg")


@pytest.fixture(scope="session")
def cluster(parcels: Path) -> Iterator[Postgis]:
    """PostgreSQL with PostGIS and the sample layer."""
    with postgis.start(parcels) as made:
        yield made


@pytest.fixture(scope="session")
def project(qgis_app: object, work: Path, parcels: Path) -> Path:
    """The project that QGIS Server publishes."""
    return features.write_project(work / "region.qgs", parcels)


@pytest.fixture(scope="session")
def qgis_server(project: Path, work: Path) -> Iterator[Server]:
    with features.qgis_server(project, work) as server:
        yield server


@pytest.fixture(scope="session")
def mapserver(parcels: Path, work: Path) -> Iterator[Server]:
    with features.mapserver(parcels, work) as server:
        yield server


@pytest.fixture(scope="session")
def pygeoapi(cluster: Postgis, work: Path) -> Iterator[Server]:
    with features.pygeoapi(cluster, work) as server:
        yield server


@pytest.fixture(scope="session")
def gisserver(cluster: Postgis, work: Path) -> Iterator[Server]:
    with features.gisserver(cluster, work) as server:
        yield server


@pytest.fixture(scope="session")
def koop(work: Path) -> Iterator[Server]:
    with features.koop(work) as server:
        yield server


@pytest.fixture(scope="session")
def pycsw(mapserver: Server, work: Path) -> Iterator[Server]:
    """A catalogue whose first record leads to MapServer's layer."""
    with catalogues.pycsw(mapserver.url, work) as server:
        yield server


@pytest.fixture(scope="session")
def pycsw3(mapserver: Server, work: Path) -> Iterator[Server]:
    """The same catalogue as OGC API Records."""
    with catalogues.pycsw3(mapserver.url, work) as server:
        yield server


@pytest.fixture(scope="session")
def ckan(cluster: Postgis, mapserver: Server, work: Path) -> Iterator[Server]:
    """A portal of two cities whose first data set leads to MapServer's layer."""
    with portal.ckan(cluster, mapserver.url, work) as server:
        yield server
