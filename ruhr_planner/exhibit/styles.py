"""Shipped styles: which file fits a layer, and its legend in the language of the reader.

The files hold German texts; `apply` puts every legend text into English where that is asked for. The texts are those of
`exhibit.classes`, which also wrote the files (`scripts/build_styles.py`), so no text can be without its counterpart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsGraduatedSymbolRenderer,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtXml import QDomDocument

from ruhr_planner import i18n, paths
from ruhr_planner.exhibit import classes

_SUFFIX = {
    QgsWkbTypes.GeometryType.PointGeometry: "_point",
    QgsWkbTypes.GeometryType.LineGeometry: "_line",
}
_ENGLISH = {label.de: label.en for label in classes.TEXTS}


def path(name: str, geometry: QgsWkbTypes.GeometryType | None = None) -> Path | None:
    """Return the file of a style, or None when none is shipped.

    :param name: name of a table or result, such as ``cooperation_site``.
    :param geometry: points and lines have a file of their own where a result can hold several kinds of geometry.
    """
    for candidate in (name + _SUFFIX.get(geometry, ""), name):
        file = paths.resource("styles", f"{candidate}.qml")
        if file.is_file():
            return file
    return None


def names() -> list[str]:
    """Return the names of all shipped styles."""
    return sorted(file.stem for file in paths.resource("styles").glob("*.qml"))


def apply(layer: QgsVectorLayer, name: str, language: str = i18n.GERMAN) -> bool:
    """Give a layer its shipped style with a legend in the language; return whether there is such a style.

    :param name: name of the style, see `path`.
    :param language: ``de`` or ``en``.
    """
    file = path(name, layer.geometryType())
    if file is None:
        return False
    document = QDomDocument()
    document.setContent(file.read_text(encoding="utf-8"))
    loaded, _message = layer.importNamedStyle(document)  # loadNamedStyle would prefer a style stored in the GeoPackage
    if loaded and language == i18n.ENGLISH:
        relabel(layer.renderer(), lambda text: _ENGLISH.get(text, text))
    return bool(loaded)


def relabel(renderer: QgsFeatureRenderer, text: Callable[[str], str]) -> None:
    """Replace every legend text of a renderer by what `text` returns for it."""
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        for index, category in enumerate(renderer.categories()):
            renderer.updateCategoryLabel(index, text(category.label()))
    elif isinstance(renderer, QgsGraduatedSymbolRenderer):
        for index, band in enumerate(renderer.ranges()):
            renderer.updateRangeLabel(index, text(band.label()))
    elif isinstance(renderer, QgsRuleBasedRenderer):
        for rule in renderer.rootRule().descendants():
            rule.setLabel(text(rule.label()))


def labels(renderer: QgsFeatureRenderer) -> list[str]:
    """Return the legend texts of a renderer that names classes; a single symbol has none."""
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        return [category.label() for category in renderer.categories()]
    if isinstance(renderer, QgsGraduatedSymbolRenderer):
        return [band.label() for band in renderer.ranges()]
    if isinstance(renderer, QgsRuleBasedRenderer):
        return [rule.label() for rule in renderer.rootRule().descendants()]
    return []
