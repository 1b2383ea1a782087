"""What the desktop searches and loads from: a real CKAN, a real WFS, and servers that are dead or never answer."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from osgeo import ogr, osr

from tests.services.start import ckan, features, postgis, sample
from tests.services.start.process import LOOPBACK, free_port

KINDS = ("Brachfläche", "Baulücke", "FNP-Reserve")
LEVELS = ("ohne", "gering")
PAIRS = 30
"""Two plots of 9 ha lie 10 m apart, the next two 1 km away: each pair is one cooperation site."""
PLOTS = 2 * PAIRS
SIDE_M = 300.0


def write_plots(path: Path) -> Path:
    """Write a city's list of plots, as a city would name its fields, under the layer name that the servers serve."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(25832)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer(sample.LAYER, reference, ogr.wkbPolygon, ["FID=fid", "GEOMETRY_NAME=geom"])
    for name in ("kennzeichen", "name", "flaechenart", "restriktion"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("flaeche_ha", ogr.OFTReal))
    for number in range(PLOTS):
        pair, second = divmod(number, 2)
        x, y = 360_000 + pair % 6 * 1600 + second * (SIDE_M + 10), 5_700_000 + pair // 6 * 1300
        feature = ogr.Feature(layer.GetLayerDefn())
        texts = (f"GE-{number:03d}", f"Fläche {number}", KINDS[number % 3], LEVELS[number % 2])
        for name, value in zip(("kennzeichen", "name", "flaechenart", "restriktion"), texts):
            feature.SetField(name, value)
        feature.SetField("flaeche_ha", SIDE_M * SIDE_M / 10_000)
        ring = ((x, y), (x + SIDE_M, y), (x + SIDE_M, y + SIDE_M), (x, y + SIDE_M), (x, y))
        corners = ", ".join(f"{east} {north}" for east, north in ring)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({corners}))"))
        layer.CreateFeature(feature)
    return path


@contextmanager
def silent() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        listening.listen(64)
        yield f"http://{LOOPBACK}:{listening.getsockname()[1]}"


@dataclass(frozen=True)
class Services:
    """The list of portals that a profile gets."""

    portals: Path


@contextmanager
def services() -> Iterator[Services]:
    """Start all of them and write the list of portals; the shipped ones are switched off in it."""
    from ruhr_planner.catalogue import portals
    from ruhr_planner.catalogue.dataset import Portal
    from ruhr_planner.catalogue.portals import Catalogue, KeyLayer
    from ruhr_planner.model.codes import Label

    def portal(name: str, title: str, protocol: str, url: str, **more: Any) -> Portal:
        return Portal(name, Label(title, title), protocol, url, own=True, **more)

    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ruhr_planner_desktop_")))
        work.chmod(0o755)
        plots = write_plots(work / "parcels.gpkg")
        wfs = stack.enter_context(features.mapserver(plots, work)).url
        cluster = stack.enter_context(postgis.start(plots))
        catalogue = stack.enter_context(ckan.ckan(cluster, wfs, work)).url
        mute = stack.enter_context(silent())
        shipped = portals.shipped()
        ours = (
            portal("test_ckan", "CKAN der Stadt", "ckan", catalogue),
            portal("test_wfs", "Geodienst der Stadt", "wfs", wfs),
            portal("test_wms", "Kartendienst der Stadt", "wms", wfs),
            portal("test_dead", "Totes Portal", "ckan", f"http://{LOOPBACK}:{free_port()}"),
            portal("test_mute", "Stummes Portal", "ckan", mute, seconds=2.0),
        )
        hanging = KeyLayer("test_hanging", Label("Hängender Dienst", "Hanging service"), "wfs", mute, "x", own=True)
        off = [replace(each, enabled=False, own=True) for each in shipped.portals]
        layers = [replace(each, enabled=False, own=True) for each in shipped.layers]
        listed = work / "portals.yaml"
        portals.export_list(listed, Catalogue((*off, *ours), (*layers, hanging)))
        yield Services(listed)
