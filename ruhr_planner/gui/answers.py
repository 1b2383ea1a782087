"""The sentence that a run ends with, from the layers it wrote. Called in the job's thread; reads attributes only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from qgis.core import QgsFeatureRequest, QgsVariantUtils, QgsVectorLayer

from ruhr_planner.gui.words import number
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import MissingLayer
from ruhr_planner.model.results import FIBRE_GAP, SITE


def sites(uri: str) -> str:
    """Say how many cooperation sites were found, how large they are, and what they are not.

    :raises MissingLayer: the result cannot be read.
    """
    rows = list(_rows(uri, SITE.net_ha, SITE.cross_border, SITE.meets_8_single))
    if not rows:
        return tr("No cooperation site was found with these values. A larger gap or a smaller minimum area finds more.")
    area = sum(net or 0.0 for net, _cross, _large in rows)
    values = {
        "count": number(len(rows)),
        "area": number(area),
        "cross": number(sum(1 for _net, cross, _large in rows if cross)),
        "large": number(sum(1 for _net, _cross, large in rows if large)),
    }
    found = (
        tr("1 possible cooperation site with {area} ha net.")
        if len(rows) == 1
        else tr(
            "{count} possible cooperation sites with {area} ha net in total; {cross} lie across municipal borders, "
            "{large} offer one establishment 8 ha without moving a street."
        )
    )
    return " ".join((found.format(**values), tr("A calculation, not a designation in planning law.")))


def gaps(uri: str) -> str:
    """Say how many plots have fibre nearby, and of how many nobody knows.

    :raises MissingLayer: the result cannot be read.
    """
    counted = Counter(gap_class for (gap_class,) in _rows(uri, FIBRE_GAP.gap_class))
    classes = codes.GAP_CLASS
    return tr(
        "Of {count} plots, {served} have household fibre nearby, {partly} in part and {unserved} none; "
        "{no_data} have no data, because no household lies nearby."
    ).format(
        count=number(sum(counted.values())),
        served=number(counted[classes.served]),
        partly=number(counted[classes.partly]),
        unserved=number(counted[classes.unserved]),
        no_data=number(counted[classes.no_data]),
    )


def _rows(uri: str, *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield the values of some fields, null as None."""
    layer = QgsVectorLayer(uri, uri, "ogr")
    if not layer.isValid():
        raise MissingLayer(layer.error().summary(), layer=uri, parameter="OUTPUT")
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(list(names), layer.fields())
    places = [layer.fields().indexFromName(name) for name in names]
    for feature in layer.getFeatures(request):
        values = feature.attributes()
        yield tuple(None if QgsVariantUtils.isNull(values[place]) else values[place] for place in places)
