"""Outputs that are whole or not at all.

QGIS's own sinks open their target before the first feature is computed, and an exception afterwards leaves an
existing GeoPackage without its layers. Here every target is checked first, every layer is written beside its target
under a temporary name, and only when all of them are complete are they put in place: a file by one move, a layer of
an existing GeoPackage in one transaction, a temporary layer in memory. An error or a cancel before that leaves
everything as it was.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsLayerMetadata,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ruhr_planner import i18n, paths
from ruhr_planner.model.errors import (
    BadFile,
    FolderMissing,
    ReadOnlyTarget,
    SameTarget,
    StoreNotSupported,
    TargetInUse,
    UnknownEnding,
    WriteFailed,
)
from ruhr_planner.model.tables import Table
from ruhr_planner.store import files, moves, sqlite
from ruhr_planner.store.address import is_table
from ruhr_planner.store.layers import LayerSpec, Row, crs, describe, driver_of, feature, layer_uri, write_layer

if TYPE_CHECKING:
    from ruhr_planner.store.resulttable import ResultTable

GEOPACKAGE = ".gpkg"
SHAPEFILE = ".shp"
STALE_INDEXES = (".qix", ".sbn", ".sbx")
"""Spatial indexes of an old Shapefile, wrong for the new one."""

STYLE_TABLE = "layer_styles"
"""QGIS keeps default styles in a table that GDAL lists as a layer; nobody takes it for one."""


@dataclass(frozen=True)
class LayerOutput:
    """One output of an algorithm: the table it is, and the input whose fields and geometry it keeps, if any."""

    parameter: str
    label: str
    table: Table
    optional: bool = False
    style: str = ""
    keep: str = ""
    open: bool = False
    """Fields and geometry are the source's own, known only when it is read; `table` gives name and label."""


@dataclass(frozen=True)
class FileOutput:
    """An output that is a file and no layer: its parameter, label and endings, such as (".html",)."""

    parameter: str
    label: str
    endings: tuple[str, ...]
    optional: bool = True

    @property
    def filter(self) -> str:
        """The filter of a file dialog."""
        return ";;".join(f"{ending[1:].upper()} (*{ending})" for ending in self.endings)


@dataclass(frozen=True)
class Target:
    """Where one output goes: a layer in memory (`path` None) or a layer of a file."""

    parameter: str
    path: Path | None
    layer: str
    load: QgsProcessingContext.LayerDetails | None = None
    place: ResultTable | None = None
    """A table of a database; `path` is then the file in which the result waits for its transaction."""


@dataclass
class _Staged:
    target: Target
    spec: LayerSpec
    file: Path | None = None
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class _StagedFolder:
    parameter: str
    staged: Path
    target: Path
    names: tuple[str, ...]


def resolve(output: LayerOutput, parameters: dict[str, Any], context: QgsProcessingContext) -> Target | None:
    """Find out where an output goes; None if it is not wanted. Nothing is opened.

    :raises StoreNotSupported: a database that is no PostgreSQL, or an address that is none.
    """
    value = parameters.get(output.parameter)
    details = None
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        if value.destinationProject is not None:
            details = QgsProcessingContext.LayerDetails(
                value.destinationName or output.label, value.destinationProject, output.parameter
            )
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    text = str(value).strip() if value is not None else ""
    if not text:
        if output.optional:
            return None
        text = QgsProcessing.TEMPORARY_OUTPUT
    if text == QgsProcessing.TEMPORARY_OUTPUT or text.startswith("memory:"):
        return Target(output.parameter, None, output.table.table, details)
    if is_table(text):
        from ruhr_planner.store import resulttable

        place = resulttable.parse(text)
        return Target(output.parameter, None, place.table, details, place)
    path, layer = _file_and_layer(text)
    return Target(output.parameter, path, layer, details)


def _file_and_layer(text: str) -> tuple[Path, str]:
    if text.startswith("ogr:"):
        uri = QgsDataSourceUri(text[len("ogr:") :])
        path = Path(uri.database())
        return path, uri.table() or path.stem
    if text.split(":", 1)[0] in ("mssql", "oracle", "hana"):
        raise StoreNotSupported(file=text.split(":", 1)[0])
    file, _, rest = text.partition("|layername=")
    path = Path(file)
    return path, rest or path.stem


class Outputs:
    """The outputs of one run. Use as a context manager: whatever was staged and not committed disappears."""

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._targets: dict[str, Target] = {}
        self._staged: list[_Staged] = []
        self._texts: list[Target] = []
        self._slots: dict[Path, Path] = {}
        self._files: dict[str, Path] = {}
        self._written: dict[str, Path] = {}
        self._folders: list[_StagedFolder] = []
        self._waiting: Path | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()
        self._parameters = {}

    def check(self, declared: Iterable[LayerOutput]) -> None:
        """Look at all targets before anything is computed.

        :raises OutputError: one of them cannot be written, or two are the same.
        """
        seen: dict[tuple[Path, str], str] = {}
        for output in declared:
            target = resolve(output, self._parameters, self._context)
            if target is None:
                continue
            if target.place is not None:
                target.place.check()
                target = replace(target, path=self._waiting_room() / f"{target.place.name}{GEOPACKAGE}")
            self._targets[output.parameter] = target
            if target.path is None:
                continue
            key = _key(target)
            if key in seen:
                raise SameTarget(first=seen[key], second=output.parameter, file=target.path.name)
            seen[key] = output.parameter
            driver_of(target.path, output.parameter)
            files.check_target(target.path, output.parameter)
            _check_lock(target)

    def check_files(self, declared: Iterable[FileOutput]) -> None:
        """Look at the targets of files, after those of the layers.

        :raises OutputError: one of them cannot be written, or has the name of another output.
        """
        for output in declared:
            text = str(self._parameters.get(output.parameter) or "").strip()
            if not text:
                continue
            path = Path(text)
            if text == QgsProcessing.TEMPORARY_OUTPUT:
                path = Path(QgsProcessingUtils.generateTempFilename(f"{output.parameter.lower()}{output.endings[0]}"))
            if path.suffix.lower() not in output.endings:
                raise UnknownEnding(
                    file=path.name, parameter=output.parameter, ending=path.suffix, known=", ".join(output.endings)
                )
            taken = {name: target.path for name, target in self._targets.items()}
            for name, other in {**taken, **self._files}.items():
                if other is not None and other.resolve() == path.resolve():
                    raise SameTarget(first=name, second=output.parameter, file=path.name)
            files.check_target(path, output.parameter)
            self._files[output.parameter] = path

    def file_target(self, parameter: str) -> Path | None:
        """Return where a file output goes, None if it is not wanted."""
        return self._files.get(parameter)

    def stage_file(self, parameter: str, text: str) -> None:
        """Write a file output where nobody sees it yet; nothing happens if it is not wanted.

        :raises WriteFailed: the disk is full, or worse.
        """
        self.stage_drawn(parameter, lambda file: file.write_text(text, encoding="utf-8"))

    def stage_drawn(self, parameter: str, draw: Callable[[Path], object]) -> None:
        """Have a file output made where nobody sees it yet; nothing happens if it is not wanted.

        :param draw: writes the whole file.
        :raises WriteFailed: the disk is full, or worse.
        """
        target = self._files.get(parameter)
        if target is None:
            return
        staged = self._stack.enter_context(files.staging(target.parent, parameter, target.name)) / target.name
        with files.whole(target, parameter):
            draw(staged)
        self._written[parameter] = staged

    def check_file(self, parameter: str, path: Path) -> None:
        """Look at the target of a file that is no layer, before anything is computed.

        :raises OutputError: it cannot be written, or an output names it too.
        """
        for other in self._targets.values():
            if other.path is not None and other.path.resolve() == path.resolve():
                raise SameTarget(first=other.parameter, second=parameter, file=path.name)
        files.check_target(path, parameter)

    def stage_text(self, parameter: str, path: Path, text: str) -> None:
        """Write a text file where nobody sees it yet."""
        self.stage_beside(parameter, path, lambda file: file.write_text(text, encoding="utf-8"))

    def stage_beside(self, parameter: str, path: Path, draw: Callable[[Path], object]) -> None:
        """Have a further file made, beside the one that a parameter names, where nobody sees it yet.

        :param draw: writes the whole file.
        :raises WriteFailed: the disk is full, or worse.
        """
        slot = self._slot(path, parameter)
        with files.whole(path, parameter):
            draw(slot)
        self._texts.append(Target(parameter, path, ""))

    def check_folder(self, parameter: str, folder: Path, databases: Iterable[str]) -> None:
        """Look at a folder that is to be filled, before anything is computed.

        :param databases: names of the files in it that another program may be writing into.
        :raises OutputError: it cannot be filled, or a layer goes into one of its files.
        """
        from ruhr_planner.exhibit import folder as places

        if not folder.parent.is_dir():
            raise FolderMissing(folder=folder.parent, parameter=parameter)
        for other in self._targets.values():
            if other.path is not None and other.path.resolve().parent == folder.resolve():
                raise SameTarget(first=other.parameter, second=parameter, file=folder.name)
        places.check_folder(folder, parameter, databases)

    def stage_folder(self, parameter: str, folder: Path, names: tuple[str, ...], fill: Callable[[Path], None]) -> None:
        """Have a folder filled beside its place.

        :param names: all files that it may hold; those of an earlier run go away, files of others stay.
        :param fill: writes the files into an empty folder.
        """
        staged = self._stack.enter_context(files.staging(folder.parent, parameter, folder.name)) / folder.name
        with files.whole(folder, parameter):
            staged.mkdir()
            fill(staged)
        self._folders.append(_StagedFolder(parameter, staged, folder, names))

    def wanted(self, parameter: str) -> bool:
        """Tell whether the user asked for an output."""
        return parameter in self._targets

    def is_shapefile(self, parameter: str) -> bool:
        """Tell whether an output goes to a format that cuts names and texts."""
        target = self._targets.get(parameter)
        return target is not None and target.path is not None and target.path.suffix.lower() == SHAPEFILE

    def stage(
        self,
        output: LayerOutput,
        fields: QgsFields,
        wkb_type: Qgis.WkbType,
        metadata: QgsLayerMetadata,
        rows: Iterable[Row],
        check: Callable[[], None],
    ) -> int:
        """Write an output where nobody sees it yet. Return the number of records; 0 if the output is not wanted."""
        target = self._targets.get(output.parameter)
        if target is None:
            return 0
        style = self._style(output.style, wkb_type) if output.style else None
        spec = LayerSpec(target.layer, fields, wkb_type, metadata, style)
        staged = _Staged(target, spec)
        self._staged.append(staged)
        if target.path is None:
            staged.rows = list(rows)
            check()
            return len(staged.rows)
        staged.file = self._slot(target.path, output.parameter)
        with files.whole(target.path, output.parameter):
            return write_layer(staged.file, spec, rows, self._context.transformContext(), check, output.parameter)

    def _style(self, name: str, wkb_type: Qgis.WkbType) -> Path:
        """Return the file of a style with its legend in the language of the plugin."""
        from ruhr_planner.exhibit import styles

        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        return styles.translated(_style_file(name, wkb_type), i18n.language(), folder)

    def stage_records(
        self, output: LayerOutput, fill: Callable[[Path | None, str], tuple[LayerSpec, list[Row], int]]
    ) -> int:
        """Have an output written whose fields are known only while it is written. Return the number of records.

        :param fill: writes a layer of a name into a new file and returns what it is, no rows, and the number; where
            the path is None it returns the rows for a layer in memory.
        """
        target = self._targets.get(output.parameter)
        if target is None:
            return 0
        if target.path is None:
            spec, rows, count = fill(None, target.layer)
            self._staged.append(_Staged(target, spec, rows=rows))
            return count
        file = self._slot(target.path, output.parameter)
        if file.exists():  # another output has begun this GeoPackage, and `fill` makes a file of its own
            raise SameTarget(first=output.parameter, second="OUTPUT", file=target.path.name)
        with files.whole(target.path, output.parameter):
            spec, _rows, count = fill(file, target.layer)
            describe(file, spec)
        self._staged.append(_Staged(target, spec, file))
        return count

    def commit(self) -> dict[str, str]:
        """Put everything in place. Return the layer of each output: an address, or the id of a layer in memory."""
        from ruhr_planner.exhibit import folder as places

        results: dict[str, str] = {}
        moved: set[Path] = set()
        for staged in self._staged:
            if staged.file is not None and staged.file not in moved:
                self._put(staged)
                moved.add(staged.file)
        for text in self._texts:
            if text.path is not None:
                moves.put([(self._slot(text.path, text.parameter), text.path)], parameter=text.parameter)
                results[text.parameter] = str(text.path)
        for staged in self._staged:
            results[staged.target.parameter] = self._load(staged) if staged.file is not None else self._remember(staged)
        for parameter, written in self._written.items():
            moves.put([(written, self._files[parameter])], parameter=parameter)
            results[parameter] = str(self._files[parameter])
        for folder in self._folders:
            places.move_folder(folder.staged, folder.target, folder.names, folder.parameter)
            results[folder.parameter] = str(folder.target)
        return results

    def _waiting_room(self) -> Path:
        """Return a folder for what goes to a database; it disappears in the end."""
        if self._waiting is None:
            self._waiting = self._stack.enter_context(files.staging(Path(tempfile.gettempdir())))
        return self._waiting

    def _slot(self, path: Path, parameter: str) -> Path:
        """Return the temporary file for a target: each target has a folder of its own beside it, for it and its kin."""
        if path not in self._slots:
            self._slots[path] = self._stack.enter_context(files.staging(path.parent, parameter, path.name))
        return self._slots[path] / f"{path.stem}{path.suffix.lower()}"

    def _put(self, staged: _Staged) -> None:
        """Put a result where it belongs: into a database, or a file."""
        place = staged.target.place
        if place is not None and staged.file is not None:
            place.put(staged.file, staged.spec, staged.spec.wkb_type != Qgis.WkbType.NoGeometry)
        else:
            self._place(staged)

    def _place(self, staged: _Staged) -> None:
        target, file = staged.target, staged.file
        if target.path is None or file is None:
            return
        if target.path.suffix.lower() == GEOPACKAGE and target.path.exists():
            from ruhr_planner.store.transfer import replace_layers

            names = [other.target.layer for other in self._staged if other.file == file]
            with _sentences(target):
                replace_layers(target.path, file, names)
            return
        if target.path.suffix.lower() == GEOPACKAGE:
            with _sentences(target):
                sqlite.leave_wal(file)
        parts = sorted(file.parent.iterdir(), key=lambda part: part == file)  # the main file last
        pairs = [(part, target.path if part == file else target.path.with_suffix(part.suffix)) for part in parts]
        written = {place for _part, place in pairs}
        stale = STALE_INDEXES if target.path.suffix.lower() == SHAPEFILE else ()
        gone = [target.path.with_suffix(ending) for ending in stale]
        moves.put(pairs, [path for path in gone if path not in written], target.parameter)

    def _load(self, staged: _Staged) -> str:
        """Register a file's layer for loading, where the user wants it in the project, and return its address."""
        path, place = staged.target.path, staged.target.place
        address = str(path)
        if place is not None:
            address = place.address(staged.spec.wkb_type != Qgis.WkbType.NoGeometry)
        elif path is not None and path.suffix.lower() == GEOPACKAGE and not _only_layer(path, staged.target.layer):
            address = layer_uri(path, staged.target.layer)
        if staged.target.load is not None:
            self._context.addLayerToLoadOnCompletion(address, staged.target.load)
        return address

    def _remember(self, staged: _Staged) -> str:
        """Make the layer in memory, with metadata and style."""
        spatial = staged.spec.wkb_type != Qgis.WkbType.NoGeometry
        sink, identifier = self._algorithm.parameterAsSink(
            {**self._parameters, staged.target.parameter: self._memory_definition(staged.target)},
            staged.target.parameter,
            self._context,
            _bare(staged.spec.fields),
            staged.spec.wkb_type,
            crs() if spatial else QgsCoordinateReferenceSystem(),
        )
        made = [feature(staged.spec, row) for row in staged.rows]
        if not sink.addFeatures(made, QgsFeatureSink.Flag.FastInsert):
            raise WriteFailed(sink.lastError(), file=staged.target.layer, why=sink.lastError())
        layer = QgsProcessingUtils.mapLayerFromString(identifier, self._context)
        if isinstance(layer, QgsVectorLayer):
            layer.setMetadata(staged.spec.metadata)
            for index, known in enumerate(staged.spec.fields):
                layer.setFieldAlias(index, known.alias())
            if staged.spec.style is not None and staged.spec.style.is_file():
                layer.loadNamedStyle(str(staged.spec.style))
        return str(identifier)

    def _memory_definition(self, target: Target) -> Any:
        return self._parameters.get(target.parameter) or QgsProcessing.TEMPORARY_OUTPUT


def _style_file(name: str, wkb_type: Qgis.WkbType) -> Path:
    """Return the file of a style; points have one of their own where a result keeps its input's geometry."""
    points = paths.resource("styles", f"{name}_point.qml")
    is_point = QgsWkbTypes.geometryType(wkb_type) == Qgis.GeometryType.Point
    return points if is_point and points.is_file() else paths.resource("styles", f"{name}.qml")


def _bare(fields: QgsFields) -> QgsFields:
    """Return the fields without aliases and comments, of which QGIS warns when it makes a layer in memory."""
    bare = QgsFields()
    for known in fields:
        made = QgsField(known)
        made.setAlias("")
        made.setComment("")
        bare.append(made)
    return bare


def _key(target: Target) -> tuple[Path, str]:
    """Two outputs collide in one layer of a GeoPackage, or as files of one name, which share their `.qmd`."""
    path = (target.path or Path()).resolve()
    if path.suffix.lower() == GEOPACKAGE:
        return (path, target.layer.lower())
    return (path.with_suffix(""), "")


def _check_lock(target: Target) -> None:
    """Find out now whether another program is writing to an existing GeoPackage."""
    path = target.path
    if path is None or path.suffix.lower() != GEOPACKAGE or not path.exists():
        return
    with _sentences(target), sqlite.writing(path):
        pass


@contextmanager
def _sentences(target: Target) -> Iterator[None]:
    """Put what SQLite and the file system complain about an existing GeoPackage into a sentence."""
    path = target.path or Path()
    try:
        yield
    except OSError as error:
        raise moves.problem(error, path, target.parameter) from error
    except sqlite3.Error as error:
        named = {"file": path, "parameter": target.parameter}
        if sqlite.is_locked(error):
            raise TargetInUse(str(error), **named) from error
        told = files.unwritten(error, path)
        if not isinstance(told, WriteFailed):
            raise told from error
        if sqlite.is_readonly(error):
            raise ReadOnlyTarget(str(error), **named) from error
        if sqlite.is_no_database(error):
            raise BadFile(str(error), file=path.name, why=error) from error
        raise told from error


def _only_layer(path: Path, layer: str) -> bool:
    """Tell whether a file has no other layer; where it cannot be asked just now, say no: the long address always fits.

    All is written by now, so another program's lock is no reason to call the run a failure.
    """
    try:
        with sqlite.reading(path) as connection:
            return sqlite.layer_names(connection) - {STYLE_TABLE} == {layer}
    except sqlite3.OperationalError:
        return False
