"""What has ended is not drawn over what came of it, and a tick in the legend shows it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from qgis.core import QgsRenderContext, QgsVectorLayer

from ruhr_planner.exhibit import inforce
from ruhr_planner.gui import layers
from ruhr_planner.model.tables import MUNICIPALITY, PLOT
from ruhr_planner.store.geopackage import Content, create
from tests.qgis.test_lookup import row, square

TODAY = date.today()
ENDS = {"m:1": None, "m:2": TODAY, "m:3": TODAY - timedelta(days=1), "m:4@2020-01-01": date(2020, 1, 1)}
KINDS = ("fnp_reserve", "brownfield", None, "existing")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("inforce") / "Fläche.gpkg"
    plots = [
        (square(360000 + 300 * n, 5700000, 200), row(PLOT, plot_id=name, plot_type=kind, valid_to=end and str(end)))
        for n, ((name, end), kind) in enumerate(zip(ENDS.items(), KINDS))
    ]
    town = [(square(359000, 5699000, 3000), row(MUNICIPALITY, ags="05117000", name="Mülheim"))]
    return create(path, [Content(PLOT, plots, ()), Content(MUNICIPALITY, town, ())]).path


def drawn(layer: QgsVectorLayer) -> set[str]:
    """Return the plots that the map shows."""
    context, renderer = QgsRenderContext(), layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    found = set()
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if renderer.willRenderFeature(feature, context):
            found.add(feature["plot_id"])
    renderer.stopRender(context)
    return found


def test_ended_plots_are_a_class_that_is_switched_off(store, qgis_app):
    uris = [(table, layers.source_of(store, table)) for table in (PLOT, MUNICIPALITY)]
    ready = layers.load(uris, lambda: None)
    layer, towns = (ready[uri] for _table, uri in uris)
    assert drawn(layer) == {"m:1", "m:2"}
    assert layer.featureCount() == 4, "analyses for an earlier day find all"
    in_force, ended = layer.renderer().rootRule().children()
    assert [rule.label() for rule in in_force.children()][:2] == ["Land-use plan reserve", "Regional plan reserve"]
    ended.setActive(True)
    assert drawn(layer) == set(ENDS)
    in_force.children()[0].setActive(False)
    assert "m:1" not in drawn(layer), "classes can be switched as before"
    assert towns.renderer().type() != "RuleRenderer"
    assert inforce.show(layer) is False, "once"
    assert inforce.show(towns) is False
