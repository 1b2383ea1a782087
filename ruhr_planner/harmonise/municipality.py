"""In which municipality a record lies: by what it says, by where it is, and whether the two agree.

Where a record is, a grid of small cells tells for most of them at once: a cell that no boundary passes lies in one
municipality as a whole. Only records whose box meets a boundary are cut with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Callable

import numpy as np
import numpy.typing as npt
import yaml
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsGeometry,
    QgsRectangle,
    QgsSpatialIndex,
    QgsVectorLayer,
)

from ruhr_planner import paths
from ruhr_planner.catalogue import matching
from ruhr_planner.catalogue.places import MUNICIPALITIES
from ruhr_planner.model.region import CRS, KREISE, SHARP_SCALE, kreis_of
from ruhr_planner.model.spelling import fold
from ruhr_planner.model.tables import MUNICIPALITY
from ruhr_planner.readers import wkb

if TYPE_CHECKING:
    from ruhr_planner.store.interface import Store

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
Progress = Callable[[float], None]

AGREES, UNSTATED, NARROW, ELSEWHERE, OUTSIDE = "agrees", "unstated", "narrow", "elsewhere", "outside"
"""What a check says: key and place agree; no key is stated and the place gives it; they differ within the sharpness of
the boundaries or a part lies where it is stated (a note); the record lies elsewhere (a finding); it lies in no
municipality that is known here."""

SHARPNESS_MM = 0.5
"""Boundaries are believed to half a millimetre on the map of their scale: 125 m at 1:250,000, 2.5 m at 1:5,000."""
PART_SHARE = 0.001
"""A smaller share does not count as lying in one more municipality."""
STATED_SHARE = 0.05
"""So much of a record lies in the municipality that it states, although more of it lies in another: a note."""
CHECK_EVERY = 500


# ------------------------------------------------------------------------------------------------------------- by text
def normal_ags(value: object) -> str | None:
    """Return the eight-digit municipality key that a value means; None where it means none.

    Understood are 8 and 12 digits (AGS and ARS), both with a lost leading zero, 5 digits of a city of the region that
    is its own Kreis, numbers and numbers as text, and names of the region's municipalities: with and without umlauts,
    with "Stadt", with a district behind a hyphen, and former ones.
    """
    text = _text(value)
    digits = _digits(text)
    return _key(digits) if digits else _named(text)


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Real):
        number = float(value)
        return str(int(number)) if math.isfinite(number) and number == int(number) and number > 0 else ""
    return value.strip() if isinstance(value, str) else ""


def _digits(text: str) -> str:
    """Return the digits of a key, "" for anything that is none: `05 112 000`, `5112000.0`, `5.112.000`, `5.112E+06`."""
    if re.fullmatch(r"\d{4,12}[.,]0+", text):
        return re.split("[.,]", text)[0]
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d{1,2}", text):
        return _text(float(text.replace(",", ".")))
    return re.sub(r"\D", "", text) if text.isascii() and re.fullmatch(r"\d[\d\s./_-]*", text) else ""


def _key(digits: str) -> str | None:
    if len(digits) in (11, 12):
        full = digits.zfill(12)
        digits = full[:5] + full[9:]
    elif len(digits) in (4, 5):
        ags = digits.zfill(5) + "000"
        return ags if ags in MUNICIPALITIES else None
    ags = digits.zfill(8) if len(digits) == 7 else digits
    if len(ags) != 8 or not 1 <= int(ags[:2]) <= 16:
        return None
    return None if kreis_of(ags) in KREISE and ags not in MUNICIPALITIES else ags


_FILLERS = frozenset(
    (
        *("stadt", "gemeinde", "kreisstadt", "hansestadt", "kreisfreie", "krfr", "universitatsstadt"),
        *("der", "die", "am", "an", "a", "d", "i", "in", "bei"),
    )
)
_QUALIFIERS = frozenset(("ruhr", "niederrhein", "westf", "westfalen", "lippe", "see", "nrw"))
"""What stands behind a name to tell it from its like, and may be left out."""


def _bare(text: str) -> str:
    """Return a name without what may be left out, folded."""
    folded = [fold(word) for word in matching.words(text)]
    return " ".join(word for word in folded if word not in _FILLERS and word not in _QUALIFIERS)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Return the key for each bare name, today's before former ones."""
    former = yaml.safe_load(paths.resource("codelists", "former_municipalities.yaml").read_text(encoding="utf-8"))
    named: dict[str, str] = {}
    for group in former["groups"]:
        for ags, names in group["names"].items():
            named.update((_bare(name), ags) for name in names)
    named.update((_bare(name), ags) for ags, name in MUNICIPALITIES.items())
    return named


@lru_cache(maxsize=4096)
def _named(text: str) -> str | None:
    if len(text) > 200 or "kreis" in [fold(word) for word in matching.words(text)]:
        return None
    city = re.split(r"\s*[-,/]\s*", text, maxsplit=1)[0]
    return _names().get(_bare(text)) or _names().get(_bare(city)) or None


# ------------------------------------------------------------------------------------------------------------ by place
@dataclass(frozen=True)
class Located:
    """Columns, one row a geometry: key of the municipality with the largest share (None outside), that share of the
    area (of the length, of the points), and in how many municipalities it lies.
    """

    ags: Texts
    share: Floats
    count: Whole


@dataclass(frozen=True)
class Checked:
    """Columns, one row a geometry: the key to store, what the check says, and where it lies.

    The stated key is stored wherever there is one, also where it is found wrong: the finding tells.
    """

    ags: Texts
    verdict: Texts
    located: Located


class Places:
    """The municipalities as areas, ready for many questions."""

    def __init__(
        self, keys: Sequence[str], names: Sequence[str], areas: Sequence[QgsGeometry], source: str, scale: int
    ) -> None:
        """Take the boundaries in EPSG:25832; `scale` is the denominator of their source, 0 for unknown."""
        order = sorted(range(len(keys)), key=lambda place: keys[place])
        self.keys = tuple(keys[place] for place in order)
        self.names = {keys[place]: names[place] for place in order}
        self.source = source
        self.scale = scale
        self._areas = [areas[place] for place in order]
        self._raster = _Raster(self._areas)
        self._pieces = _Pieces(self._areas)
        self._widened: dict[str, _Prepared] = {}

    @property
    def sharpness_m(self) -> float:
        """How far off a boundary may be, metres; 0 for an unknown scale."""
        return self.scale * SHARPNESS_MM / 1000

    @property
    def is_sharp(self) -> bool:
        """Tell whether plots at a border can be told apart; not so for an unknown scale."""
        return 0 < self.scale <= SHARP_SCALE

    def union(self) -> QgsGeometry:
        """Return all municipalities as one area."""
        return QgsGeometry.unaryUnion(self._areas)

    def of(self, geometries: Sequence[QgsGeometry | None], progress: Progress = lambda share: None) -> Located:
        """Return where geometries (valid, in EPSG:25832) lie, by the largest share; of equal ones the smaller key.

        :raises Cancelled: from `progress`.
        """
        labels, plain = self._raster.labels(_boxes(geometries))
        keys = np.array([*self.keys, None], dtype=object)
        located = Located(keys[labels], np.where(labels >= 0, 1.0, 0.0), (labels >= 0).astype(np.int64))
        rest = np.flatnonzero(~plain).tolist()
        for number, place in enumerate(rest):
            if number % CHECK_EVERY == 0:
                progress(number / len(rest))
            geometry = geometries[place]
            shares = {} if geometry is None else self._pieces.shares(geometry)
            best = min(shares, key=lambda index: (-shares[index], index), default=-1)
            located.ags[place] = keys[best]
            located.share[place] = shares.get(best, 0.0)
            located.count[place] = sum(share >= PART_SHARE for share in shares.values())
        return located

    def check(
        self,
        geometries: Sequence[QgsGeometry | None],
        stated: Sequence[str | None],
        progress: Progress = lambda share: None,
    ) -> Checked:
        """Compare stated keys (see `normal_ags`) with the geometry.

        :raises Cancelled: from `progress`.
        """
        located = self.of(geometries, progress)
        said = np.array([*stated, None], dtype=object)[:-1]
        verdict = np.full(len(said), AGREES, dtype=object)
        outside = _unknown(located.ags)
        silent = _unknown(said)
        verdict[silent] = UNSTATED
        verdict[outside] = OUTSIDE
        for place in np.flatnonzero(~silent & ~outside & (said != located.ags)).tolist():
            verdict[place] = NARROW if self._nearly(geometries[place], said[place]) else ELSEWHERE
        return Checked(np.where(silent, located.ags, said), verdict, located)

    def _nearly(self, geometry: QgsGeometry | None, ags: str) -> bool:
        """Tell whether a geometry lies, within the sharpness of the boundaries, in a municipality, or a part does."""
        if geometry is None or ags not in self.keys:
            return False
        place = self.keys.index(ags)
        if self._pieces.shares(geometry).get(place, 0.0) >= STATED_SHARE:
            return True
        if ags not in self._widened:
            self._widened[ags] = _Prepared(self._areas[place].buffer(self.sharpness_m, 4))
        engine = self._widened[ags].engine
        if not engine.intersects(geometry.constGet()):
            return False
        within = QgsGeometry(engine.intersection(geometry.constGet()))
        return _measure(within, geometry.type()) >= 0.5 * _measure(geometry, geometry.type())


def read(layer: QgsVectorLayer) -> Places:
    """Read boundaries from a layer with the fields of MUNICIPALITY; what has no key of a municipality stays out.

    Of differing scales the coarsest counts.
    """
    request = QgsFeatureRequest()
    request.setDestinationCrs(QgsCoordinateReferenceSystem(CRS), QgsCoordinateTransformContext())
    names = layer.fields().names()
    keys, titles, areas, sources, scales = [], [], [], [], [0]
    for feature in layer.getFeatures(request):
        ags = normal_ags(feature[MUNICIPALITY.ags])
        if ags is None or feature.geometry().isNull():
            continue
        keys.append(ags)
        areas.append(feature.geometry())
        titles.append(str(feature[MUNICIPALITY.name]) if MUNICIPALITY.name in names else "")
        sources.append(str(feature[MUNICIPALITY.source]) if MUNICIPALITY.source in names else "")
        scale = feature[MUNICIPALITY.source_scale] if MUNICIPALITY.source_scale in names else None
        scales.append(scale if isinstance(scale, int) else 0)
    return Places(keys, titles, areas, "; ".join(dict.fromkeys(sources)), max(scales))


def places(store: Store | None = None) -> Places:
    """Return the boundaries of a store, where it has none the shipped ones (1:250,000)."""
    if store is not None and store.has(MUNICIPALITY):
        return read(store.layer(MUNICIPALITY))
    path = paths.resource("reference", "municipalities.gpkg")
    return read(QgsVectorLayer(f"{path}|layername={MUNICIPALITY.table}", MUNICIPALITY.table, "ogr"))


# ------------------------------------------------------------------------------------------------------- the machinery
def _boxes(geometries: Iterable[QgsGeometry | None]) -> Floats:
    """Return west, south, east, north of each geometry, shape (n, 4); nan for none."""
    found = []
    for geometry in geometries:
        if geometry is None or geometry.isEmpty():
            found.append((math.nan,) * 4)
        else:
            box = geometry.boundingBox()
            found.append((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
    return np.array(found, dtype=np.float64).reshape(-1, 4)


class _Raster:
    """Cells that know their municipality, and those that a boundary passes."""

    _CELL_M = 50.0
    _MAX_CELLS = 4_000_000
    """Boundaries of more than a region get larger cells."""
    _STEP_M = 5.0
    """Boundaries are sampled so densely; each sample marks the cells of a square of this size around it, so that no
    cell which a boundary passes is left out."""

    def __init__(self, areas: Sequence[QgsGeometry]) -> None:
        box = areas[0].boundingBox() if areas else QgsRectangle(0.0, 0.0, 0.0, 0.0)
        for area in areas:
            box.combineExtentWith(area.boundingBox())
        self._cell = max(self._CELL_M, math.sqrt(box.width() * box.height() / self._MAX_CELLS))
        self._west, self._south = box.xMinimum() - self._cell, box.yMinimum() - self._cell
        columns = math.ceil(box.width() / self._cell) + 3
        rows = math.ceil(box.height() / self._cell) + 3
        self._label = np.full((rows, columns), -1, dtype=np.int16)
        border = np.zeros((rows, columns), dtype=np.int32)
        for number, area in enumerate(areas):
            start, end = _segments(area)
            self._mark(border, start, end)
            self._fill(number, start, end)
        # borders[r, c] = number of border cells south-west of the corner (r, c): any rectangle is four look-ups
        self._borders = np.zeros((rows + 1, columns + 1), dtype=np.int32)
        np.cumsum(np.cumsum(border, axis=0), axis=1, out=self._borders[1:, 1:])

    def _mark(self, border: npt.NDArray[np.int32], start: Floats, end: Floats) -> None:
        steps = np.maximum(np.ceil(np.hypot(*(end - start).T) / self._STEP_M).astype(np.int64), 1)
        owner = np.repeat(np.arange(len(start)), steps)
        first = np.repeat(np.cumsum(steps) - steps, steps)
        along = ((np.arange(len(owner)) - first + 0.5) / steps[owner])[:, None]
        xy = start[owner] + along * (end - start)[owner]
        for dx in (-1, 1):
            for dy in (-1, 1):
                column = ((xy[:, 0] + dx * self._STEP_M / 2 - self._west) / self._cell).astype(np.int64)
                row = ((xy[:, 1] + dy * self._STEP_M / 2 - self._south) / self._cell).astype(np.int64)
                border[row, column] = 1

    def _fill(self, number: int, start: Floats, end: Floats) -> None:
        """Label the cells whose centre lies inside: even-odd along the rows of centres."""
        low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
        first = np.ceil((low - self._south) / self._cell - 0.5).astype(np.int64)
        last = np.ceil((high - self._south) / self._cell - 0.5).astype(np.int64)
        count = last - first
        owner = np.repeat(np.arange(len(start)), count)
        row = np.repeat(first - np.cumsum(count) + count, count) + np.arange(len(owner))
        centre = self._south + (row + 0.5) * self._cell
        rise = (end[owner, 1] - start[owner, 1]).astype(np.float64)
        x = start[owner, 0] + (centre - start[owner, 1]) * (end[owner, 0] - start[owner, 0]) / rise
        column = np.ceil((x - self._west) / self._cell - 0.5).astype(np.int64)
        if not len(row):
            return
        south, north, west, east = row.min(), row.max() + 1, column.min(), column.max() + 1
        crossings = np.zeros((north - south, east - west), dtype=np.int32)
        np.add.at(crossings, (row - south, column - west), 1)
        inside = np.cumsum(crossings, axis=1) % 2 == 1
        self._label[south:north, west:east][inside] = number

    def labels(self, boxes: Floats) -> tuple[Whole, Flags]:
        """Return for each box the number of its municipality (−1 = none) and whether that is all there is to say."""
        known = np.isfinite(boxes).all(axis=1)
        cells = np.where(known[:, None], boxes, 0.0) - np.array([self._west, self._south, self._west, self._south])
        rows, columns = self._label.shape
        limit = np.array([columns, rows, columns, rows]) - 1
        west, south, east, north = np.clip(np.floor(cells / self._cell), 0, limit).astype(np.int64).T
        total = self._borders
        crossed = total[north + 1, east + 1] - total[south, east + 1] - total[north + 1, west] + total[south, west]
        plain = (crossed == 0) | ~known
        labels = np.where(plain & known, self._label[south, west], -1).astype(np.int64)
        return labels, plain


class _Pieces:
    """The municipalities cut into small pieces with a spatial index, so that a cut never sees a long boundary."""

    _VERTICES = 128

    def __init__(self, areas: Sequence[QgsGeometry]) -> None:
        self._owner: list[int] = []
        self._shape: list[QgsGeometry] = []
        self._index = QgsSpatialIndex()
        for number, area in enumerate(areas):
            pieces = area.subdivide(self._VERTICES)
            for piece in pieces.constParts():
                self._index.addFeature(len(self._shape), piece.boundingBox())
                self._shape.append(QgsGeometry(piece.clone()))
                self._owner.append(number)
        self._prepared: dict[int, _Prepared] = {}

    def shares(self, geometry: QgsGeometry) -> dict[int, float]:
        """Return the share of a geometry in each municipality that it meets; at points on a border in each of them."""
        total = _measure(geometry, geometry.type())
        found: dict[int, float] = {}
        for piece in self._index.intersects(geometry.boundingBox()):
            part = self._part(piece, geometry)
            if part > 0:
                owner = self._owner[piece]
                found[owner] = found.get(owner, 0.0) + part / total
        return {owner: min(share, 1.0) for owner, share in sorted(found.items())}

    def _part(self, piece: int, geometry: QgsGeometry) -> float:
        if piece not in self._prepared:
            self._prepared[piece] = _Prepared(self._shape[piece])
        engine = self._prepared[piece].engine
        if not engine.intersects(geometry.constGet()):
            return 0.0
        if engine.contains(geometry.constGet()):
            return _measure(geometry, geometry.type())
        return _measure(geometry.intersection(self._shape[piece]), geometry.type())


class _Prepared:
    """A shape prepared for many questions; both live as long as this."""

    def __init__(self, shape: QgsGeometry) -> None:
        self.shape = shape
        self.engine = QgsGeometry.createGeometryEngine(shape.constGet())
        self.engine.prepareGeometry()


def _unknown(values: Texts) -> Flags:
    return np.array([value is None for value in values], dtype=np.bool_)


def _measure(geometry: QgsGeometry, kind: Qgis.GeometryType) -> float:
    """Return area, length or number of points."""
    if kind == Qgis.GeometryType.Polygon:
        return float(geometry.area())
    if kind == Qgis.GeometryType.Line:
        return float(geometry.length())
    return float(sum(1 for _vertex in geometry.vertices()))


def _segments(area: QgsGeometry) -> tuple[Floats, Floats]:
    """Return the start and the end of all boundary segments, shapes (n, 2)."""
    coordinates = wkb.Coordinates([bytes(area.asWkb())])
    _first, last, _owner = coordinates.runs()
    starts = np.ones(len(coordinates.xy), dtype=bool)
    starts[last] = False
    place = np.flatnonzero(starts)
    return coordinates.xy[place], coordinates.xy[place + 1]
