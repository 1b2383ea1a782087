"""Put the pictures of `make versions` side by side: QGIS 3.40, QGIS 3.44, QGIS on Qt 6, into docs/images."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = (("desktop", "QGIS 3.40"), ("desktop-qgis344", "QGIS 3.44"), ("desktop-qt6", "QGIS 3.40 auf Qt 6"))
SHEETS = {
    "data_store": ("start", "demo"),
    "analyse_exhibit": ("cooperationsites", "exhibit"),
    "options": ("options",),
    "gap_explorer": ("gap_explorer",),
    "weights": ("weights",),
    "wizard": ("wizard",),
    "validation": ("validation",),
}
"""Which pictures share a file."""
GAP, HEAD, WIDEST = 12, 30, 2000
PAPER, INK = QColor("#ffffff"), QColor("#222222")


def beside(pictures: list[QImage], titles: list[str]) -> QImage:
    """Return pictures in a row, each under its title."""
    width = sum(each.width() for each in pictures) + GAP * (len(pictures) + 1)
    sheet = QImage(width, max(each.height() for each in pictures) + HEAD + GAP, QImage.Format.Format_RGB32)
    sheet.fill(PAPER)
    painter = QPainter(sheet)
    font = QFont("Open Sans")
    font.setPixelSize(17)
    painter.setFont(font)
    painter.setPen(INK)
    left = GAP
    for picture, title in zip(pictures, titles):
        painter.drawText(left, HEAD - 9, title)
        painter.drawImage(left, HEAD, picture)
        left += picture.width() + GAP
    painter.end()
    if width > WIDEST:
        return sheet.scaledToWidth(WIDEST, Qt.TransformationMode.SmoothTransformation)
    return sheet


def main() -> None:
    application = QGuiApplication(sys.argv)
    target = ROOT / "docs" / "images"
    for name, scenes in SHEETS.items():
        pictures, titles = [], []
        for scene in scenes:
            for folder, title in VERSIONS:
                file = ROOT / "build" / folder / f"versions_{scene}.png"
                picture = QImage(str(file))
                if picture.isNull():
                    sys.exit(f"There is no {file.relative_to(ROOT)}: run `make versions`.")
                picture.setDevicePixelRatio(1)
                pictures.append(picture)
                titles.append(title)
        sheet = beside(pictures, titles).convertToFormat(QImage.Format.Format_Indexed8)
        sheet.save(str(target / f"versions_{name}.png"))
        print(target / f"versions_{name}.png", f"{sheet.width()} × {sheet.height()}")
    del application


if __name__ == "__main__":
    main()
