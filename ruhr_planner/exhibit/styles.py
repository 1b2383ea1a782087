"""Shipped styles: which file fits a layer, and its legend in the language of the reader.

The files hold German texts; `apply` puts every legend text into English where that is asked for. The texts are those of
`exhibit.classes`, which also wrote the files (`scripts/build_styles.py`), so no text can be without its counterpart.
"""

from __future__ import annotations

import re
from html import escape
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
_TEXTS = {
    i18n.ENGLISH: {label.de: label.en for label in classes.TEXTS},
    i18n.GERMAN: {label.en: label.de for label in classes.TEXTS},
}
_LABEL = re.compile(r'(?<= label=")([^"]*)(?=")')


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
    if loaded:
        translate(layer.renderer(), language)
    return bool(loaded)


def translate(renderer: QgsFeatureRenderer | None, language: str) -> None:
    """Put every shipped legend text of a renderer into a language; texts of the user's own stay."""
    known = _TEXTS[language]
    if renderer is not None:
        relabel(renderer, lambda text: known.get(text, text))


def translated(file: Path, language: str, folder: Path) -> Path:
    """Return a shipped style with its legend in a language: the file itself where it is German, else a copy.

    :param folder: takes the copy.
    """
    if language == i18n.GERMAN:
        return file
    known = {escape(text): escape(other) for text, other in _TEXTS[language].items()}
    text = _LABEL.sub(lambda found: known.get(found.group(), found.group()), file.read_text(encoding="utf-8"))
    copy = folder / file.name
    copy.write_text(text, encoding="utf-8")
    return copy


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
