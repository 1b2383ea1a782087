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
GAP, HEAD, WIDE = 12, 30, 700
PAPER, INK = QColor("#ffffff"), QColor("#222222")


def trimmed(picture: QImage) -> QImage:
    """Return a picture without the empty rows at its lower end."""
    height = picture.height()
    ground = picture.pixel(picture.width() // 2, height - 1)
    while height > 1 and all(picture.pixel(x, height - 2) == ground for x in range(4, picture.width() - 4, 2)):
        height -= 1
    return picture.copy(0, 0, picture.width(), min(picture.height(), height + GAP))


def together(pictures: list[QImage], titles: list[str]) -> QImage:
    """Return pictures side by side, wide ones one below the other, each under its title."""
    widths, heights = [each.width() + GAP for each in pictures], [each.height() + HEAD for each in pictures]
    stacked = max(widths) > WIDE
    size = (max(widths), sum(heights)) if stacked else (sum(widths), max(heights))
    sheet = QImage(size[0] + GAP, size[1] + GAP, QImage.Format.Format_RGB32)
    sheet.fill(PAPER)
    painter = QPainter(sheet)
    font = QFont("Open Sans")
    font.setPixelSize(17)
    painter.setFont(font)
    painter.setPen(INK)
    left, top = GAP, 0
    for picture, title, width, height in zip(pictures, titles, widths, heights):
        painter.drawText(left, top + HEAD - 9, title)
        painter.drawImage(left, top + HEAD, picture)
        left, top = (left, top + height) if stacked else (left + width, top)
    painter.end()
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
                pictures.append(trimmed(picture))
                titles.append(title)
        plain = Qt.ImageConversionFlag.ThresholdDither
        sheet = together(pictures, titles).convertToFormat(QImage.Format.Format_Indexed8, plain)
        sheet.save(str(target / f"versions_{name}.png"))
        print(target / f"versions_{name}.png", f"{sheet.width()} × {sheet.height()}")
    del application


if __name__ == "__main__":
    main()
