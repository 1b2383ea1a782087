"""Servers of layers: QGIS Server, MapServer, pygeoapi, django-gisserver and koop, each behind a gate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.start import sample
from tests.services.start.gate import Asked, Gate, Reply, cgi_backend, http_backend
from tests.services.start.postgis import DATABASE, USER, Postgis
from tests.services.start.process import (
    BUILD,
    LOOPBACK,
    Process,
    ServerFailed,
    answers,
    free_port,
    installed,
    program,
    run,
    system_program,
)

APPS = Path(__file__).resolve().parent / "apps"
_MAPFILE = """
MAP
  NAME "region"
  EXTENT 359000 5699000 364000 5704000
  PROJECTION "init=epsg:25832" END
  OUTPUTFORMAT
    NAME "geojson"
    DRIVER "OGR/GEOJSON"
    MIMETYPE "application/json; subtype=geojson"
    FORMATOPTION "STORAGE=stream"
    FORMATOPTION "FORM=simple"
  END
  WEB
    METADATA
      "ows_title" "MapServer der Region"
      "ows_fees" "dl-de/zero-2-0"
      "ows_onlineresource" "{url}/ms?"
      "ows_srs" "{srs}"
      "ows_enable_request" "*"
      "ows_encoding" "UTF-8"
      "wfs_getfeature_formatlist" "{formats}"
      "wfs_maxfeatures" "{limit}"
    END
  END
  LAYER
    NAME "{layer}"
    TYPE POLYGON
    STATUS ON
    CONNECTIONTYPE OGR
    CONNECTION "{data}"
    DATA "{layer}"
    TEMPLATE "x"
    PROJECTION "init=epsg:25832" END
    METADATA
      "ows_title" "{title}"
      "gml_include_items" "all"
      "gml_featureid" "kennzeichen"
      "gml_types" "auto"
      "wfs_use_default_extent_for_getfeature" "false"
    END
    CLASS NAME "Flurstück" STYLE COLOR 200 220 180 OUTLINECOLOR 80 80 80 END END
  END
END
"""
_CONF = 'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n    PROJ_LIB "/usr/share/proj"\n  END\nEND\n'


@dataclass(frozen=True)
class Server:
    """A server that runs. `url` is what a user would type, `gate` its door; without a process it is a CGI program."""

    url: str
    gate: Gate
    process: Process | None = None

    def die(self) -> None:
        """End the server and its door at once."""
        if self.process is not None:
            self.process.kill()
        self.gate.fall()


@contextmanager
def served(process: Process, port: int, probe: str, path: str, gate: Gate | None = None) -> Iterator[Server]:
    """Wait for a process, put it behind a gate, and end both."""
    try:
        process.wait(lambda: answers(f"http://{LOOPBACK}:{port}{probe}"))
        with gate or Gate(http_backend(port)) as door:
            yield Server(door.url + path, door, process)
    finally:
        process.end()


# --------------------------------------------------------------------------------------------------------- QGIS Server
def write_project(target: Path, parcels: Path) -> Path:
    """Write the project that QGIS Server publishes over WMS, WFS and OGC API Features; QGIS has to run."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsReferencedRectangle, QgsVectorLayer

    project = QgsProject()
    layer = QgsVectorLayer(f"{parcels}|layername={sample.LAYER}", sample.LAYER, "ogr")
    if not layer.isValid():
        raise ServerFailed(f"QGIS does not read {parcels.name}")
    layer.serverProperties().setShortName(sample.LAYER)
    layer.serverProperties().setTitle(sample.TITLE)
    project.addMapLayer(layer)
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:25832"))
    project.writeEntry("WFSLayers", "/", [layer.id()])
    project.writeEntry("WFSLayersPrecision", f"/{layer.id()}", 3)
    project.writeEntry("WMSServiceCapabilities", "/", True)
    project.writeEntry("WMSServiceTitle", "/", "QGIS Server der Region")
    project.writeEntry("WMSCrsList", "/", ["EPSG:25832", "EPSG:4326", "EPSG:3857"])
    extent = layer.extent()
    sides = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    project.writeEntry("WMSExtent", "/", [str(side) for side in sides])
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
    if not project.write(str(target)):
        raise ServerFailed(f"QGIS could not write the project: {project.error()}")
    return target


@contextmanager
def qgis_server(project: Path, folder: Path) -> Iterator[Server]:
    """Start QGIS's own development server. `url` ends in /ows; OGC API Features lie under /wfs3."""
    command = system_program("qgis_mapserver")
    port = free_port()
    run_time = folder / "run"
    run_time.mkdir(mode=0o700, exist_ok=True)
    environment = {
        "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(run_time), "LANG": "C.UTF-8",
        "QGIS_SERVER_LOG_STDERR": "1", "QGIS_SERVER_LOG_LEVEL": "1",
    }  # fmt: skip
    process = Process("qgis_server", [command, "-p", project, f"{LOOPBACK}:{port}"], folder, environment)
    with served(process, port, "/ows?SERVICE=WFS&REQUEST=GetCapabilities", "/ows") as server:
        yield server


# ----------------------------------------------------------------------------------------------------------- MapServer
def write_mapfile(
    folder: Path, parcels: Path, url: str, limit: int, formats: str = "geojson", srs: str = "EPSG:25832 EPSG:4326"
) -> dict[str, str]:
    """Write MapServer's settings; return the environment that leads to them. Parameters as `mapserver`."""
    words = {"url": url, "limit": limit, "formats": formats, "data": parcels, "srs": srs}
    text = _MAPFILE.format(layer=sample.LAYER, title=sample.TITLE, **words)
    (folder / "region.map").write_text(text, encoding="utf-8")
    (folder / "mapserver.conf").write_text(_CONF, encoding="ascii")
    mapfile, settings = str(folder / "region.map"), str(folder / "mapserver.conf")
    return {"MS_MAPFILE": mapfile, "MAPSERVER_CONFIG_FILE": settings, "LANG": "C.UTF-8"}


@contextmanager
def mapserver(
    parcels: Path, folder: Path, limit: int = sample.LIMIT, formats: str = "geojson", srs: str = "EPSG:25832 EPSG:4326"
) -> Iterator[Server]:
    """Put MapServer behind a gate, as the CGI program that it is; it keeps to `limit` records an answer.

    :param formats: besides GML. :param srs: the reference systems that it offers, its favourite first.
    """
    command = installed(Path("/usr/lib/cgi-bin/mapserv"))
    with Gate() as gate:
        environment = write_mapfile(folder, parcels, gate.url, limit, formats, srs)
        environment.update(SERVER_NAME=LOOPBACK, SERVER_PORT=str(gate.port))
        gate.backend = cgi_backend(str(command), environment)
        if not answers(f"{gate.url}/ms?SERVICE=WFS&REQUEST=GetCapabilities"):
            raise ServerFailed("MapServer does not answer")
        gate.play()
        yield Server(f"{gate.url}/ms", gate)


# ------------------------------------------------------------------------------------------------------------ pygeoapi
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_NOBODY = {
    "name": "N", "position": "P", "address": "A", "city": "Essen", "stateorprovince": "NRW", "postalcode": "45127",
    "country": "DE", "phone": "1", "fax": "1", "email": "a@example.org", "url": "http://127.0.0.1", "hours": "0",
    "instructions": "i", "role": "pointOfContact",
}  # fmt: skip


def _collection(title: str, kind: str, provider: dict[str, object]) -> dict[str, object]:
    box = {"spatial": {"bbox": [6.3, 51.1, 8.0, 51.9], "crs": CRS84}}
    about = {"title": title, "description": title, "keywords": ["Region"], "links": [], "extents": box}
    return {"type": "collection", **about, "providers": [{"type": kind, **provider}]}


def _configuration(url: str, port: int, cluster: Postgis, records: Path) -> dict[str, object]:
    table = {
        "name": "PostgreSQL",
        "data": {
            "host": LOOPBACK, "port": cluster.port, "dbname": DATABASE, "user": USER, "password": "",
            "search_path": ["public"],
        },
        "id_field": "fid", "table": sample.LAYER, "geom_field": "geom", "storage_crs": f"{EPSG}25832",
        "crs": [CRS84, f"{EPSG}4326", f"{EPSG}25832"],
    }  # fmt: skip
    listed = {
        "name": "TinyDBCatalogue", "data": str(records), "id_field": "externalId", "time_field": "recordCreated",
        "title_field": "title",
    }  # fmt: skip
    return {
        "server": {
            "bind": {"host": LOOPBACK, "port": port}, "url": url, "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8", "gzip": False, "languages": ["de-DE", "en-US"], "cors": True, "pretty_print": False,
            "limits": {"default_items": 10, "max_items": sample.LIMIT, "on_exceed": "throttle"},
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": "x"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "pygeoapi der Region", "description": "Erfundene Daten", "keywords": ["Region"],
                "keywords_type": "theme", "terms_of_service": "x", "url": "http://127.0.0.1",
            },
            "license": {"name": "dl-de/zero-2-0", "url": "https://www.govdata.de/dl-de/zero-2-0"},
            "provider": {"name": "Region", "url": "http://127.0.0.1"},
            "contact": _NOBODY,
        },
        "resources": {
            sample.LAYER: _collection(sample.TITLE, "feature", table),
            "records": _collection("Metadaten der Region", "record", listed),
        },
    }  # fmt: skip


def records_of(layer_url: str) -> list[dict[str, object]]:
    """Return records of OGC API Records: one leads to the layer, the others to nothing."""
    made = []
    for number in range(40):
        title = sample.TITLE if number == 0 else f"Radweg {number}"
        words = ["opendata", "Flurstück" if number == 0 else "Verkehr"]
        box = [[7.0, 51.4], [7.1, 51.4], [7.1, 51.5], [7.0, 51.5], [7.0, 51.4]]
        day = f"2026-02-{1 + number % 28:02d}"
        properties = {
            "type": "dataset", "title": title, "description": f"Beschreibung: {title}", "keywords": words,
            "created": day, "updated": day, "recordCreated": day, "recordUpdated": day, "externalId": f"rec-{number}",
            "license": "dl-de/zero-2-0", "_metadata-anytext": " ".join([title, *words]),
        }  # fmt: skip
        link = {
            "rel": "item", "type": "application/geo+json", "href": layer_url, "title": sample.LAYER,
            "protocol": "OGC API - Features",
        }  # fmt: skip
        shape = {"type": "Polygon", "coordinates": [box]}
        links = [link] if number == 0 else []
        record = {"id": f"rec-{number}", "type": "Feature", "time": None, "geometry": shape}
        made.append({**record, "properties": properties, "links": links})
    return made


@contextmanager
def pygeoapi(cluster: Postgis, folder: Path) -> Iterator[Server]:
    """Start pygeoapi over PostGIS; at most `sample.LIMIT` records an answer. The collection of records is `records`."""
    serve, tool = program("pygeoapi", "waitress-serve"), program("pygeoapi", "pygeoapi")
    port = free_port()
    gate = Gate(http_backend(port))
    layer_url = f"{gate.url}/collections/{sample.LAYER}/items"
    listed = {str(number): record for number, record in enumerate(records_of(layer_url), 1)}
    (folder / "records.json").write_text(json.dumps({"_default": listed}), encoding="utf-8")
    settings, described = folder / "pygeoapi.yml", folder / "openapi.yml"
    # JSON is YAML
    configuration = _configuration(gate.url, port, cluster, folder / "records.json")
    settings.write_text(json.dumps(configuration), encoding="utf-8")
    environment = {"PYGEOAPI_CONFIG": str(settings), "PYGEOAPI_OPENAPI": str(described)}
    run("pygeoapi-openapi", [tool, "openapi", "generate", settings, "--output-file", described], folder, **environment)
    command = [serve, f"--listen={LOOPBACK}:{port}", "--threads=4", "pygeoapi.flask_app:APP"]
    process = Process("pygeoapi", command, folder, environment)
    with served(process, port, "/conformance?f=json", "", gate) as server:
        yield server


# --------------------------------------------------------------------------------------------------- django-gisserver
@contextmanager
def gisserver(cluster: Postgis, folder: Path) -> Iterator[Server]:
    """Start django-gisserver over PostGIS: WFS 2.0 to the letter, 250 records an answer at most."""
    serve, port = program("gisserver", "waitress-serve"), free_port()
    environment = {
        "PYTHONPATH": str(APPS), "SAMPLE_PORT": str(cluster.port), "SAMPLE_DATABASE": DATABASE, "SAMPLE_USER": USER,
        "SAMPLE_LIMIT": "250",
    }  # fmt: skip
    command = [serve, f"--listen={LOOPBACK}:{port}", "gisserver_app:application"]
    process = Process("gisserver", command, folder, environment)
    with served(process, port, "/wfs/?SERVICE=WFS&REQUEST=GetCapabilities&VERSION=2.0.0", "/wfs/") as server:
        yield server


# ---------------------------------------------------------------------------------------------------------------- koop
@contextmanager
def koop(folder: Path) -> Iterator[Server]:
    """Start koop, which speaks the language of ArcGIS FeatureServer over a GeoJSON file.

    koop announces `maxRecordCount` but hands out whatever is asked for; the gate keeps to it and says
    `exceededTransferLimit`, as ArcGIS Server does.
    """
    node = system_program("node")
    modules = installed(BUILD / "koop" / "node_modules")
    (folder / "data").mkdir(exist_ok=True)
    sample.write_geojson(folder / "data" / f"{sample.LAYER}.geojson")
    port = free_port()
    environment = {"NODE_PATH": str(modules), "SUPPRESS_NO_CONFIG_WARNING": "1", "PORT": str(port)}
    process = Process("koop", [node, APPS / "koop.js"], folder, environment)
    path = f"/file-geojson/rest/services/{sample.LAYER}/FeatureServer"
    with served(process, port, f"{path}?f=json", path) as server:
        yield server


def capped(asked: Asked, reply: Reply, limit: int = sample.LIMIT) -> Reply:
    """Keep to the limit of records, and say so, as ArcGIS Server does."""
    if not asked.wants_features or reply.status != 200:
        return reply
    value = json.loads(reply.body)
    found = value.get("features")
    if not isinstance(found, list) or len(found) <= limit:
        return reply
    value["features"] = found[:limit]
    if value.get("type") == "FeatureCollection":
        value.setdefault("properties", {})["exceededTransferLimit"] = True
    value["exceededTransferLimit"] = True
    return Reply(reply.status, reply.headers, json.dumps(value).encode())
