"""Layers that exist for a map only: outlines of the Kreise, and municipalities with a share to colour them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from qgis.core import QgsCoordinateTransform, QgsCoordinateTransformContext, QgsFeature, QgsGeometry, QgsVectorLayer

from ruhr_planner.exhibit import styles
from ruhr_planner.exhibit.findings import BroadbandGroup
from ruhr_planner.model import codes, region
from ruhr_planner.model.codes import Label
from ruhr_planner.model.tables import AGS, BROADBAND_AREA, MUNICIPALITY, Table
from ruhr_planner.store import metadata
from ruhr_planner.store.layers import LayerSpec, crs, layer_uri, qgis_fields, wkb_type, write_layer
from ruhr_planner.store.metadata import Description, Provenance

KREIS = Table(
    "kreis",
    Label("Kreise und kreisfreie Städte", "Kreise and cities"),
    "MultiPolygon",
    (MUNICIPALITY.column(MUNICIPALITY.kreis_ags), MUNICIPALITY.column(MUNICIPALITY.kreis)),
)
"""Municipalities joined to their Kreise."""


@dataclass(frozen=True)
class Written:
    """Where layers are written, in which language, and what their metadata say of sources and run."""

    file: Path
    language: str
    sources: tuple[Provenance, ...] = ()
    run: Mapping[str, object] = field(default_factory=dict)
    check: Callable[[], None] = lambda: None


def share_table(group: str) -> Table:
    """Return the table of a map of one user group: municipalities with their shares."""
    label = codes.USER_GROUP
    fields = (
        BROADBAND_AREA.edition,
        BROADBAND_AREA.user_group,
        BROADBAND_AREA.tech,
        BROADBAND_AREA.mbit,
        BROADBAND_AREA.share,
    )
    return Table(
        f"broadband_{group}",
        Label(label.label(group, "de"), label.label(group, "en")),
        "MultiPolygon",
        (AGS, MUNICIPALITY.column(MUNICIPALITY.name), *(BROADBAND_AREA.column(name) for name in fields)),
    )


def write_kreise(municipalities: QgsVectorLayer, file: Path, language: str, check: Callable[[], None]) -> str:
    """Join the municipalities of each Kreis and write the outlines; return the layer's address."""
    parts: dict[str, list[QgsGeometry]] = {}
    for feature in municipalities.getFeatures():
        parts.setdefault(region.kreis_of(str(feature[MUNICIPALITY.ags])), []).append(_geometry(feature, municipalities))
    rows = []
    for key, geometries in sorted(parts.items()):
        check()
        rows.append((QgsGeometry.unaryUnion(geometries), [key, region.KREISE.get(key, key)]))
    _write(Written(file, language, check=check), KREIS, rows, "")
    return layer_uri(file, KREIS.table)


def write_shares(written: Written, municipalities: QgsVectorLayer, group: BroadbandGroup, tech: str, mbit: int) -> str:
    """Write the municipalities with the shares of one user group; return the layer's address. Unknown stays null."""
    table = share_table(group.code)
    rows = []
    for feature in municipalities.getFeatures():
        ags = str(feature[MUNICIPALITY.ags])
        values = [ags, feature[MUNICIPALITY.name], group.edition, group.code, tech, mbit, group.shares.get(ags)]
        rows.append((_geometry(feature, municipalities), values))
    _write(written, table, rows, BROADBAND_AREA.table)
    return layer_uri(written.file, table.table)


def _geometry(feature: QgsFeature, layer: QgsVectorLayer) -> QgsGeometry:
    geometry = feature.geometry()
    if layer.crs() != crs():
        geometry.transform(QgsCoordinateTransform(layer.crs(), crs(), layer.transformContext()))
    return geometry


def _write(written: Written, table: Table, rows: list[tuple[QgsGeometry, list[object]]], style: str) -> None:
    described = Description(
        identifier=f"ruhr_planner.{table.table}.{written.run.get('run_id', written.file.stem)}",
        title=table.label.text(written.language),
        abstract="",
        inputs=written.sources,
        run=dict(written.run),
    )
    spec = LayerSpec(
        table.table,
        qgis_fields(table, written.language),
        wkb_type(table),
        metadata.write(described),
        styles.path(style) if style else None,
    )
    write_layer(written.file, spec, rows, QgsCoordinateTransformContext(), written.check)
