"""`releaseopen`: an open edition of a store or of layers, with sums that give nobody away, metadata and a log.

Everything is made in a folder beside FOLDER and moved in place at the end, whole or not at all.
"""

from __future__ import annotations

import csv
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ruhr_planner import about, i18n, paths
from ruhr_planner.harmonise import repair
from ruhr_planner.i18n import tr
from ruhr_planner.model import licences, sensitivity
from ruhr_planner.model.codes import SENSITIVITY
from ruhr_planner.model.errors import NothingOpen, NothingToRelease, UnknownLicence, WriteFailed
from ruhr_planner.model.licences import ODBL, UNKNOWN
from ruhr_planner.model.results import OPEN_SUMS
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import MUNICIPALITY, PLOT, SOURCE, TABLES, TAKEUP, Table
from ruhr_planner.processing import inputs, stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run, layer_title
from ruhr_planner.processing.stores import STORE
from ruhr_planner.store import files, layers, metadata
from ruhr_planner.store.layers import LayerSpec, write_layer
from ruhr_planner.store.metadata import Description, Provenance

if TYPE_CHECKING:
    from ruhr_planner.analysis import release
    from ruhr_planner.store.interface import Store
    from ruhr_planner.store.layers import Row

LAYERS, FOLDER, MIN_COUNT = "LAYERS", "FOLDER", "MIN_COUNT"
UNSTATED_OPEN, LICENCE, KEEP_FIELDS, DROP_FIELDS = "UNSTATED_OPEN", "LICENCE", "KEEP_FIELDS", "DROP_FIELDS"
TITLE, PUBLISHER, CONTACT, ADDRESS, RELEASED_BY = "TITLE", "PUBLISHER", "CONTACT", "ADDRESS", "RELEASED_BY"

LOG = "release_log.json"
"""Who released what; stays in the office. Earlier releases into the same folder stay in it."""
MAIN, SHARE_ALIKE = "open", "open_odbl"
"""Names of the two editions: ODbL shares nothing with the others."""


@dataclass
class _Item:
    """One layer that may be released: where it comes from and what it says of itself."""

    name: str
    title: str
    source: Any
    crs: QgsCoordinateReferenceSystem
    wkb_type: Qgis.WkbType
    said: Provenance
    stated: str | None
    """The level that the layer itself states, None if it states none."""

    @property
    def fields(self) -> QgsFields:
        """The fields of the layer."""
        return self.source.fields()

    def holds(self, table: Table) -> bool:
        """Tell whether the layer is a table of the store, or one of its name."""
        return self.name.lower() == table.table


@dataclass
class _Part:
    """What of a layer is released: its fields, rows, and where it comes from; and what was left out, why."""

    item: _Item
    kept: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    repaired: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    licence_ids: set[str] = field(default_factory=set)
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def left_fields(self) -> list[str]:
        """Names of the fields that stay in the office."""
        return [name for name in self.item.fields.names() if name not in self.kept and name.lower() != "fid"]


class _Reader:
    """How the records of one layer are read: where what decides stands in them, however the layer spells it."""

    _NAMES = (
        PLOT.plot_id,
        PLOT.source_id,
        PLOT.licence,
        PLOT.attribution,
        PLOT.ags,
        PLOT.plot_type,
        PLOT.restriction,
        MUNICIPALITY.name,
    )

    def __init__(self, item: _Item, kept: tuple[str, ...], run: Run) -> None:
        fields = item.fields
        at = {name: inputs.place_of(fields, name) for name in self._NAMES}
        self._at = {name: place for name, place in at.items() if place >= 0}
        self._kept = [fields.indexFromName(name) for name in kept]
        self._levels = [fields.indexFromName(name) for name in sensitivity.fields_of_level(fields.names())]
        self.validity = inputs.Validity(fields, run.as_of, item.title)
        self._transform = inputs.to_region(item.crs, run.context)
        self._title = item.title
        self.has_levels = bool(self._levels)
        self.is_plots = {PLOT.plot_type, PLOT.ags} <= set(self._at) and not _share_alike(item.said.licences)

    def values(self, feature: QgsFeature) -> dict[str, Any]:
        """Return what a record says of itself, by the names of the vocabulary."""
        found = {name: _plain(feature[place]) for name, place in self._at.items()}
        if found.get(PLOT.ags) is not None:
            found[PLOT.ags] = inputs.municipality_key(found[PLOT.ags])
        return found

    def level(self, feature: QgsFeature) -> str | None:
        """Return the highest level that a record states, None if it states none."""
        stated = [str(value) for value in (_plain(feature[place]) for place in self._levels) if value is not None]
        return sensitivity.highest(stated) if stated else None

    def shape(self, feature: QgsFeature) -> tuple[QgsGeometry, bool]:
        """Return the geometry in the region's system and valid, and whether it was repaired."""
        geometry = QgsGeometry(feature.geometry())
        if geometry.isNull():
            return geometry, False
        return inputs.sound(geometry, self._transform, self._title, feature.id())

    def shown(self, feature: QgsFeature) -> list[object]:
        """Return the values of the fields that are released."""
        return [feature[place] for place in self._kept]


class ReleaseOpen(PlannerAlgorithm):
    """Take out of a store or of layers what is open, add safe sums of the rest, and describe it for catalogues."""

    ID = "releaseopen"
    LABEL = "Release an open edition"
    GROUP = "Data"
    GROUP_ID = "data"
    DATED = True

    def __init__(self) -> None:
        super().__init__()
        self.items: list[_Item] = []

    def define(self) -> None:
        """Add what is released, by which rules, and what the metadata say."""
        self.addParameter(stores.parameter(optional=True))
        self.addParameter(
            QgsProcessingParameterMultipleLayers(LAYERS, tr("Layers"), Qgis.ProcessingSourceType.Vector, optional=True)
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                MIN_COUNT,
                tr("Least number of plots behind a figure"),
                QgsProcessingParameterNumber.Type.Integer,
                3,
                False,
                2,
                1000,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(UNSTATED_OPEN, tr("Records that state no level are open"), False)
        )
        texts = (
            (TITLE, tr("Title of the edition"), False),
            (PUBLISHER, tr("Publisher"), False),
            (CONTACT, tr("Contact (e-mail)"), False),
            (LICENCE, tr("Licence of data that state none (id)"), False),
            (ADDRESS, tr("Web address of the folder"), True),
            (RELEASED_BY, tr("Released by (empty: the user's name)"), True),
            (KEEP_FIELDS, tr("Further fields that are open, separated by commas"), True),
            (DROP_FIELDS, tr("Fields to leave out, separated by commas"), True),
        )
        for name, label, advanced in texts:
            parameter = QgsProcessingParameterString(name, label, optional=True)
            if advanced:
                parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
            self.addParameter(parameter)
        self.addParameter(QgsProcessingParameterFolderDestination(FOLDER, tr("Folder of the open edition")))
        for name, label in (
            ("RELEASED", tr("Records released")),
            ("WITHHELD_RECORDS", tr("Records left out")),
            ("WITHHELD_FIELDS", tr("Fields left out")),
            ("SUMS", tr("Figures published")),
            ("WITHHELD_SUMS", tr("Figures withheld")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Take the layers in the thread that they live in."""
        given = self.parameterAsLayerList(parameters, LAYERS, context) if parameters.get(LAYERS) else []
        self.items = [_layer_item(layer) for layer in given if isinstance(layer, QgsVectorLayer)]
        return bool(super().prepareAlgorithm(parameters, context, feedback))

    def compute(self, run: Run) -> dict[str, Any]:
        """Choose, sum, write beside the folder and move in place."""
        from ruhr_planner.exhibit import folder as places

        if not run.given(STORE) and not self.items:
            raise NothingToRelease
        target = Path(run.string(FOLDER))
        places.check_folder(target, FOLDER, [f"{name}.gpkg" for name in (MAIN, SHARE_ALIKE)])
        store = stores.given(run)
        earlier = _earlier(target)
        with files.staging(target.parent, FOLDER) as staging:
            made = staging / "release"
            made.mkdir()
            job = _Job(run, [*(_store_items(store) if store is not None else ()), *self.items], store, made)
            numbers = job.release(earlier)
            run.check()
            old = {name for entry in earlier for name in entry.get("files", []) if Path(name).name == name}
            places.move_folder(made, target, sorted({*old, LOG}), FOLDER)
        return {**numbers, FOLDER: str(target)}

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for metadata and log: the store by its name, layers and folder not at all."""
        kept = {name: value for name, value in parameters.items() if name not in (FOLDER, LAYERS, RELEASED_BY)}
        return super().plain_parameters(kept)


def _layer_item(layer: QgsVectorLayer) -> _Item:
    return _item(layer.name(), layer_title(layer), layer)


def _item(name: str, title: str, layer: QgsVectorLayer) -> _Item:
    told = metadata.told(layer)
    stated = told.keywords().get(metadata.SENSITIVITY_KEY, [])
    level = sensitivity.highest(stated) if stated else None
    source, said = QgsVectorLayerFeatureSource(layer), metadata.read(told, title)
    return _Item(name, title, source, layer.crs(), layer.wkbType(), said, level)


def _store_items(store: Store) -> Iterator[_Item]:
    """Yield the tables of a store that may be released and hold records."""
    from ruhr_planner.analysis import release

    for table in release.RELEASED:
        if store.has(table):
            yield _item(table.table, table.label.text("de"), store.layer(table))


def _earlier(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of the log that lies in the folder; a file that is none counts for nothing."""
    try:
        found = json.loads((folder / LOG).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


class _Job:
    """One release."""

    def __init__(self, run: Run, items: list[_Item], store: Store | None, folder: Path) -> None:
        from ruhr_planner.analysis import release

        self._run, self._items, self._folder, self._release = run, items, folder, release
        self._sources = _source_levels(store) if store is not None else {}
        self._licence = self._given_licence()
        self._towns: dict[str, str] = {}
        self._summed = release.Plots([], {PLOT.plot_type: [], PLOT.restriction: []}, [], [])
        self._summed_ids: list[int] = []
        self._files: list[str] = []
        self._box = QgsRectangle()
        self._released_ids: set[str] = set()

    def _given_licence(self) -> str:
        """Return the id of the licence for data that state none, "" if none is given.

        :raises UnknownLicence: it is not open, or nobody knows it.
        """
        if not self._run.given(LICENCE):
            return ""
        found = licences.normalise(self._run.string(LICENCE))
        if found is UNKNOWN or found.restricted or found.share_alike:
            raise UnknownLicence(licence=self._run.string(LICENCE))
        return found.id

    # --------------------------------------------------------------------------------------------------------- choosing
    def release(self, earlier: list[dict[str, Any]]) -> dict[str, Any]:
        """Write the editions, their metadata and the log; return the numbers."""
        for item in self._items:
            inputs.check_crs(item.wkb_type, item.crs, item.title)
        parts = [part for item in self._items for part in self._choose(item)]
        cells = self._sums()
        count = sum(len(part.rows) for part in parts)
        lost = sum(sum(part.dropped.values()) for part in parts)
        if not count and not cells:
            raise NothingOpen(count=lost)
        for edition in (MAIN, SHARE_ALIKE):
            chosen = [part for part in parts if part.rows and _is_share_alike(part) == (edition == SHARE_ALIKE)]
            self._write(edition, chosen, cells if edition == MAIN else [])
        self._log(earlier, parts, cells)
        self._tell(parts)
        return {
            "RELEASED": count,
            "WITHHELD_RECORDS": lost,
            "WITHHELD_FIELDS": sum(len(part.left_fields) for part in parts),
            "SUMS": sum(not cell.withheld for cell in cells),
            "WITHHELD_SUMS": sum(cell.withheld for cell in cells),
        }

    def _choose(self, item: _Item) -> list[_Part]:
        """Return what of a layer is open, records of ODbL apart from the others."""
        names = [known.name() for known in item.fields]
        also, without = (self._named(name) for name in (KEEP_FIELDS, DROP_FIELDS))
        kept = self._release.open_fields(names, also, without)
        parts = {flag: _Part(item, kept) for flag in (False, True)}
        reader = _Reader(item, kept, self._run)
        first = len(self._summed_ids)
        for number, feature in enumerate(item.source.getFeatures()):
            if number % 1000 == 0:
                self._run.check()
            self._take(feature, item, parts, reader)
        self._check_codes(first, item)
        return [part for flag, part in parts.items() if part.rows or part.dropped or not flag]

    def _named(self, parameter: str) -> list[str]:
        return [name.strip() for name in self._run.string(parameter).split(",")] if self._run.given(parameter) else []

    def _take(self, feature: QgsFeature, item: _Item, parts: dict[bool, _Part], reader: _Reader) -> None:
        """Put a record into its edition, or count why it stays in the office; sum it if it is a plot in force."""
        values = reader.values(feature)
        found = _licence_ids(values, item)
        found = {self._licence if self._licence and entry == UNKNOWN.id else entry for entry in found}
        part = parts[_share_alike(found)]
        if item.holds(MUNICIPALITY) and values.get(MUNICIPALITY.ags):
            self._towns[values[MUNICIPALITY.ags]] = str(values.get(MUNICIPALITY.name) or "")
        if not reader.validity.holds(feature):
            part.dropped["ended"] += 1
            return
        geometry, mended = reader.shape(feature)
        lost = mended and geometry.isEmpty()
        part.repaired += mended and not lost
        layer = None if reader.has_levels else item.stated
        reason = self._reason(values, reader.level(feature), layer, item, found) or ("geometry" if lost else "")
        if reader.is_plots and not _share_alike(found):
            self._summed_ids.append(feature.id())
            self._add_to_sums(values, geometry, reason == "")
        if reason:
            part.dropped[reason] += 1
            return
        part.licence_ids |= found
        noted = values.get(PLOT.attribution)
        part.notes.update(dict.fromkeys([str(noted)] if noted else item.said.attributions))
        if values.get(PLOT.plot_id) and not item.holds(TAKEUP):
            self._released_ids.add(str(values[PLOT.plot_id]))
        if not geometry.isNull():
            self._box.combineExtentWith(geometry.boundingBox())
        part.rows.append((None if geometry.isNull() else geometry, reader.shown(feature)))

    def _reason(self, values: dict[str, Any], own: str | None, layer: str | None, item: _Item, found: set[str]) -> str:
        """Return why a record stays in the office, "" if it may go out.

        :param own: the level that the record states. :param layer: the level that its layer states for it.
        """
        level = self._release.level(own, self._sources.get(str(values.get(PLOT.source_id))), layer)
        if level == self._release.UNSTATED:
            level = SENSITIVITY.open if self._run.flag(UNSTATED_OPEN) else level
        if level != SENSITIVITY.open:
            return level
        if item.holds(TAKEUP) and str(values.get(TAKEUP.plot_id) or "") not in {"", *self._released_ids}:
            return SENSITIVITY.internal
        kinds = {licences.licence(entry) for entry in found}
        if UNKNOWN in kinds or any(kind.restricted for kind in kinds) or (ODBL in kinds and len(kinds) > 1):
            return "licence"
        return ""

    # ------------------------------------------------------------------------------------------------------------- sums
    def _add_to_sums(self, values: dict[str, Any], geometry: QgsGeometry, released: bool) -> None:
        plots: Any = self._summed
        plots.ags.append(values.get(PLOT.ags))
        for name, column in plots.codes.items():
            column.append(values.get(name))
        plots.ha.append(0.0 if geometry.isNull() else geometry.area() / 10_000.0)
        plots.released.append(released)

    def _check_codes(self, first: int, item: _Item) -> None:
        """Check the codes of a layer's plots, which begin at the place `first`: there is no sum of others.

        :raises UnknownCode: a value outside the list.
        """
        plots: Any = self._summed
        for name, column in plots.codes.items():
            known = inputs.checked(PLOT.column(name), column[first:], self._summed_ids[first:], item.title)
            column[first:] = known.tolist()

    def _sums(self) -> list[release.Cell]:
        if not self._summed.ags:
            return []
        return self._release.sums(self._summed, self._run.integer(MIN_COUNT))

    # ---------------------------------------------------------------------------------------------------------- writing
    def _write(self, edition: str, parts: list[_Part], cells: list[release.Cell]) -> None:
        """Write GeoPackage, CSV and metadata of one edition; nothing where nothing is open."""
        if not parts and not cells:
            return
        target = self._folder / f"{edition}.gpkg"
        names = [target.name]
        used: set[str] = set()
        told = [self._provenance(part) for part in parts]
        if cells:
            told.append(self._sums_provenance())
        for part, provenance in zip(parts, told):
            name = _unique(part.item.name, used)
            spec = self._spec(name, part, provenance)
            write_layer(target, spec, part.rows, self._run.context.transformContext(), self._run.check, FOLDER)
            names.append(self._csv(edition, name, [known.name() for known in spec.fields], part.rows))
        if cells:
            rows: list[Row] = [(None, self._sum_row(cell)) for cell in cells]
            fields = layers.qgis_fields(OPEN_SUMS, i18n.language())
            described = self._described(OPEN_SUMS.table, OPEN_SUMS.label.text(i18n.language()), told[-1])
            spec = LayerSpec(OPEN_SUMS.table, fields, layers.wkb_type(OPEN_SUMS), described)
            write_layer(target, spec, rows, self._run.context.transformContext(), self._run.check, FOLDER)
            names.append(self._csv(edition, OPEN_SUMS.table, list(OPEN_SUMS.names), rows))
        self._catalogue(edition, names, told)

    def _spec(self, name: str, part: _Part, provenance: Provenance) -> LayerSpec:
        fields = QgsFields()
        for known in part.item.fields:
            if known.name() in part.kept:
                fields.append(known)
        style = paths.resource("styles", f"{name}.qml") if name in TABLES else None
        kept = style if style is not None and style.is_file() else None
        several = QgsWkbTypes.multiType(repair.plain_type(part.item.wkb_type))
        kind = several if _is_spatial(part) else Qgis.WkbType.NoGeometry
        return LayerSpec(name, fields, kind, self._described(name, part.item.title, provenance), kept)

    def _described(self, name: str, title: str, provenance: Provenance) -> QgsLayerMetadata:
        described = Description(
            f"ruhr_planner.{name}.{self._run.run_id}",
            title,
            tr("Open edition: internal and confidential records and fields are left out."),
            (provenance,),
            {"run_id": self._run.run_id, "plugin_version": about.version(), "date": metadata.today()},
        )
        return metadata.write(described)

    def _provenance(self, part: _Part) -> Provenance:
        return Provenance(
            part.item.title,
            tuple(sorted(part.licence_ids)),
            tuple(part.notes),
            date=part.item.said.date,
            count=len(part.rows),
        )

    def _sums_provenance(self) -> Provenance:
        """Sums are the publisher's own work, under the licence that is given; else that of the plots."""
        plots = [item for item in self._items if item.fields.lookupField(PLOT.plot_type) >= 0]
        found = {entry for item in plots for entry in item.said.licences}
        own = {self._licence} if self._licence else {entry for entry in found if entry != UNKNOWN.id} - {ODBL.id}
        return Provenance(OPEN_SUMS.label.text(i18n.language()), tuple(sorted(own)) or (UNKNOWN.id,))

    def _sum_row(self, cell: release.Cell) -> list[object]:
        name = self._release.area_name(cell, self._towns)
        return [cell.area, cell.ags, name, cell.kind, cell.value or None, cell.n, cell.ha, int(cell.withheld)]

    def _csv(self, edition: str, name: str, fields: list[str], rows: list[Row]) -> str:
        """Write a table as text, with its shape as WKT, and return the name of the file."""
        file = self._folder / f"{edition}_{name}.csv"
        spatial = any(geometry is not None for geometry, _values in rows)
        try:
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow([*fields, "wkt"] if spatial else fields)
                for number, (geometry, values) in enumerate(rows):
                    if number % 1000 == 0:
                        self._run.check()
                    shape = [geometry.asWkt(2) if geometry is not None else ""] if spatial else []
                    writer.writerow([*(_cell(value) for value in values), *shape])
        except OSError as error:
            raise WriteFailed(str(error), file=file.name, why=error.strerror or error) from error
        return file.name

    def _catalogue(self, edition: str, names: list[str], told: list[Provenance]) -> None:
        """Write the metadata for geoportals and open-data portals."""
        from ruhr_planner.catalogue import publish

        described = Description("", "", "", tuple(told))
        title = self._run.string(TITLE).strip() or tr("Commercial land, open edition")
        title += " (ODbL)" if edition == SHARE_ALIKE else ""
        publisher = self._run.string(PUBLISHER).strip()
        if described.invented:
            title += metadata.INVENTED_SUFFIX
        publication = publish.Publication(
            str(uuid.uuid5(uuid.NAMESPACE_URL, f"{publisher}/{title}")),
            title,
            tr(
                "Plots and further tables without internal and confidential records and fields. Sums by municipality "
                "hold all plots; figures of fewer than {count} plots, and those that would reveal them, are withheld."
            ).format(count=self._run.integer(MIN_COUNT)),
            metadata.today(),
            publisher,
            self._run.string(CONTACT).strip(),
            described.licences,
            "; ".join(described.attributions),
            self._degrees(),
            tuple(names),
            self._run.string(ADDRESS).strip(),
            ("Gewerbeflächen", "Flächenreserven", "Brachflächen"),
        )
        for suffix, text in (("iso19139.xml", publish.iso(publication)), ("dcat.rdf", publish.dcat(publication))):
            (self._folder / f"{edition}_{suffix}").write_bytes(text)
            names.append(f"{edition}_{suffix}")
        self._files.extend(names)

    def _degrees(self) -> tuple[float, float, float, float] | None:
        if self._box.isNull() or self._box.isEmpty():
            return None
        there = QgsCoordinateReferenceSystem("EPSG:4326")
        box = QgsCoordinateTransform(layers.crs(), there, self._run.context.transformContext()).transformBoundingBox(
            self._box
        )
        return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()

    def _log(self, earlier: list[dict[str, Any]], parts: list[_Part], cells: list[release.Cell]) -> None:
        """Append what was released by whom; names of layers and fields and counts, never a value."""
        name = self._run.string(RELEASED_BY).strip() or QgsApplication.userFullName() or QgsApplication.userLoginName()
        entry = {
            **self._run.record(),
            "released_by": name,
            "released_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "files": self._files,
            "layers": [
                {
                    "layer": part.item.name,
                    "released": len(part.rows),
                    "repaired": part.repaired,
                    "left_out": dict(part.dropped),
                    "fields": list(part.kept),
                    "fields_left_out": part.left_fields,
                }
                for part in parts
            ],
            "sums": {"published": sum(not cell.withheld for cell in cells), "withheld": sum(c.withheld for c in cells)},
        }
        text = json.dumps([*earlier, entry], ensure_ascii=False, indent=1, default=str)
        (self._folder / LOG).write_text(text, encoding="utf-8")

    def _tell(self, parts: list[_Part]) -> None:
        for part in parts:
            said = tr(
                "{layer}: {count} {count:record|records} released, {lost} left out ({why}); fields left out: {fields}"
            )
            why = ", ".join(f"{reason} {count}" for reason, count in sorted(part.dropped.items())) or "–"
            lost = sum(part.dropped.values())
            self._run.log(
                filled(
                    said,
                    layer=part.item.title,
                    count=len(part.rows),
                    lost=lost,
                    why=why,
                    fields=", ".join(part.left_fields),
                )
            )
            if part.repaired:
                said = tr("{layer}: {count} {count:geometry|geometries} repaired.")
                self._run.log(filled(said, layer=part.item.title, count=part.repaired))
        for name in (PUBLISHER, CONTACT):
            if not self._run.given(name):
                self._run.warn(tr("{name} is not given; catalogues ask for it.").format(name=name))


def _source_levels(store: Store) -> dict[str, str]:
    rows = store.values(SOURCE, (SOURCE.source_id, SOURCE.sensitivity))
    return {str(name): str(level) for name, level in rows if name is not None and level is not None}


def _licence_ids(values: dict[str, Any], item: _Item) -> set[str]:
    """Return the licences of a record: its own, else those of its layer."""
    own = values.get(PLOT.licence)
    return {licences.normalise(str(own)).id} if own else set(item.said.licences)


def _share_alike(found: Any) -> bool:
    return any(licences.licence(entry).share_alike for entry in found)


def _is_share_alike(part: _Part) -> bool:
    return _share_alike(part.licence_ids)


def _is_spatial(part: _Part) -> bool:
    return any(geometry is not None for geometry, _values in part.rows)


def _unique(name: str, used: set[str]) -> str:
    """Return a name for layer and file, of letters, digits and underscores, that is not taken."""
    plain = "".join(sign if sign.isalnum() else "_" for sign in name.lower()) or "layer"
    made, number = plain, 2
    while made in used or made == OPEN_SUMS.table:
        made, number = f"{plain}_{number}", number + 1
    used.add(made)
    return made


def _plain(value: Any) -> Any:
    if inputs.is_null(value) or value == "":
        return None
    if isinstance(value, QDateTime):
        value = value.date()
    return value.toPyDate().isoformat() if isinstance(value, QDate) else value


def _cell(value: Any) -> str:
    """Return a value as it stands in a CSV; a text that a spreadsheet would compute is marked as text."""
    value = _plain(value)
    if value is None:
        return ""
    from ruhr_planner.exhibit.workbook import harmless  # GDAL's drivers only when something is released

    return harmless(value) if isinstance(value, str) else str(value)
