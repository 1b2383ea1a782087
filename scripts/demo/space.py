"""Where things may lie: the real municipalities, a 100 m raster over them, and weights for placing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal, ogr, osr
from qgis.core import QgsGeometry, QgsPointXY

from ruhr_planner.model.tables import MUNICIPALITY

if TYPE_CHECKING:
    from pathlib import Path

CELL = 100.0
MARGIN = 2000.0
# Inhabitants in thousands, rounded, to give towns their weight; nothing of it is written out.
INHABITANTS = {
    "05112": 500,
    "05113": 580,
    "05117": 170,
    "05119": 210,
    "05512": 117,
    "05513": 260,
    "05911": 365,
    "05913": 590,
    "05914": 189,
    "05915": 180,
    "05916": 157,
    "05170004": 13,
    "05170008": 67,
    "05170012": 27,
    "05170016": 14,
    "05170020": 38,
    "05170024": 104,
    "05170028": 28,
    "05170032": 31,
    "05170036": 14,
    "05170040": 9,
    "05170044": 36,
    "05170048": 60,
    "05170052": 22,
    "05562004": 74,
    "05562008": 35,
    "05562012": 75,
    "05562014": 76,
    "05562016": 38,
    "05562020": 62,
    "05562024": 84,
    "05562028": 32,
    "05562032": 112,
    "05562036": 29,
    "05954004": 9,
    "05954008": 30,
    "05954012": 31,
    "05954016": 55,
    "05954020": 23,
    "05954024": 29,
    "05954028": 25,
    "05954032": 27,
    "05954036": 96,
    "05978004": 49,
    "05978008": 18,
    "05978012": 21,
    "05978016": 17,
    "05978020": 43,
    "05978024": 86,
    "05978028": 46,
    "05978032": 26,
    "05978036": 60,
    "05978040": 30,
}


@dataclass
class Municipality:
    """One real municipality."""

    ags: str
    name: str
    values: list
    shape: QgsGeometry
    centre: np.ndarray
    inhabitants: float
    engine: object = field(repr=False, default=None)

    def contains(self, geometry: QgsGeometry) -> bool:
        """Tell whether the whole geometry lies in the municipality."""
        return self.engine.contains(geometry.constGet())


class Space:
    """The region: municipalities and a raster whose cells are 100 m, aligned at full hundreds of EPSG:25832.

    `index` holds, per cell, the number of the municipality at the cell's centre, -1 outside. Row 0 is the south.
    """

    def __init__(self, reference: Path) -> None:
        self.municipalities = read_municipalities(reference)
        extents = [m.shape.boundingBox() for m in self.municipalities]
        self.x0 = np.floor((min(e.xMinimum() for e in extents) - MARGIN) / CELL) * CELL
        self.y0 = np.floor((min(e.yMinimum() for e in extents) - MARGIN) / CELL) * CELL
        self.columns = int(np.ceil((max(e.xMaximum() for e in extents) + MARGIN - self.x0) / CELL))
        self.rows = int(np.ceil((max(e.yMaximum() for e in extents) + MARGIN - self.y0) / CELL))
        self.region = QgsGeometry.unaryUnion([m.shape for m in self.municipalities])
        self.region_engine = prepared(self.region)
        self.index = self.burn([(m.shape, n) for n, m in enumerate(self.municipalities)], fill=-1)
        self.border = self.border_cells()
        self.x = self.x0 + (np.arange(self.columns) + 0.5) * CELL
        self.y = self.y0 + (np.arange(self.rows) + 0.5) * CELL

    def border_cells(self) -> np.ndarray:
        """Cells beside a border between two municipalities of the region."""
        border = np.zeros(self.index.shape, dtype=bool)
        for axis in (0, 1):
            for step in (-1, 1):
                other = np.roll(self.index, step, axis=axis)
                border |= (other != self.index) & (other >= 0) & (self.index >= 0)
        return border

    def burn(self, shapes: list[tuple[QgsGeometry, int]], fill: int = 0, touched: bool = False) -> np.ndarray:
        """Raster of the shapes' numbers; rows from south to north."""
        system = osr.SpatialReference()
        system.ImportFromEPSG(25832)
        raster = gdal.GetDriverByName("MEM").Create("", self.columns, self.rows, 1, gdal.GDT_Int16)
        raster.SetGeoTransform((self.x0, CELL, 0, self.y0 + self.rows * CELL, 0, -CELL))
        raster.SetProjection(system.ExportToWkt())
        raster.GetRasterBand(1).Fill(fill)
        source = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = source.CreateLayer("shapes", system, ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("n", ogr.OFTInteger))
        for shape, number in shapes:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField(0, number)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(bytes(shape.asWkb())))
            layer.CreateFeature(feature)
        options = ["ATTRIBUTE=n"] + (["ALL_TOUCHED=TRUE"] if touched else [])
        gdal.RasterizeLayer(raster, [1], layer, options=options)
        return raster.ReadAsArray()[::-1].copy()

    def distance(self, shapes: list[QgsGeometry]) -> np.ndarray:
        """Distance of every cell to the nearest shape, metres (raster accuracy)."""
        mask = self.burn([(shape, 1) for shape in shapes], touched=True)
        driver = gdal.GetDriverByName("MEM")
        source = driver.Create("", self.columns, self.rows, 1, gdal.GDT_Byte)
        source.GetRasterBand(1).WriteArray(mask.astype(np.uint8))
        target = driver.Create("", self.columns, self.rows, 1, gdal.GDT_Float32)
        gdal.ComputeProximity(source.GetRasterBand(1), target.GetRasterBand(1), ["VALUES=1", "DISTUNITS=PIXEL"])
        return target.ReadAsArray().astype(float) * CELL

    def cell_of(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a point."""
        return int((y - self.y0) // CELL), int((x - self.x0) // CELL)

    def municipality_at(self, x: float, y: float) -> Municipality | None:
        """Municipality of a point, exact at the borders."""
        row, column = self.cell_of(x, y)
        around = self.index[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        numbers = np.unique(around[around >= 0])
        if len(numbers) == 1 and (around >= 0).all():
            return self.municipalities[numbers[0]]
        point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        for number in numbers:
            if self.municipalities[number].contains(point):
                return self.municipalities[number]
        return None

    def smooth_noise(self, rng: np.random.Generator, metres: float) -> np.ndarray:
        """A random field with the given correlation length, mean 0 and standard deviation 1."""
        noise = np.fft.rfft2(rng.standard_normal((self.rows, self.columns)))
        fy = np.fft.fftfreq(self.rows, CELL)[:, None]
        fx = np.fft.rfftfreq(self.columns, CELL)[None, :]
        field_ = np.fft.irfft2(
            noise * np.exp(-2.0 * (np.pi * metres) ** 2 * (fx**2 + fy**2)), s=(self.rows, self.columns)
        )
        return (field_ - field_.mean()) / field_.std()


def prepared(shape: QgsGeometry) -> object:
    """Prepared GEOS engine of a geometry (the geometry must outlive it)."""
    engine = QgsGeometry.createGeometryEngine(shape.constGet())
    engine.prepareGeometry()
    return engine


def read_municipalities(reference: Path) -> list[Municipality]:
    """The municipalities of the reference file, by AGS."""
    dataset = ogr.Open(str(reference))
    found = []
    for row in dataset.GetLayerByName(MUNICIPALITY.table):
        shape = QgsGeometry()
        shape.fromWkb(bytes(row.GetGeometryRef().ExportToWkb()))
        ags = row[MUNICIPALITY.ags]
        inside = shape.poleOfInaccessibility(200.0)[0].asPoint()
        centroid = shape.centroid().asPoint()
        centre = np.array([(inside.x() + centroid.x()) / 2, (inside.y() + centroid.y()) / 2])
        people = INHABITANTS.get(ags, INHABITANTS.get(ags[:5], 10)) * 1000.0
        town = Municipality(
            ags, row[MUNICIPALITY.name], [row[name] for name in MUNICIPALITY.names], shape, centre, people
        )
        town.engine = prepared(town.shape)
        found.append(town)
    return sorted(found, key=lambda town: town.ags)
