"""The expression functions: the values that the analyses give, in labels and filters."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

from ruhr_planner import i18n
from ruhr_planner.processing import expressions

FIELDS = "plot_type:string,planning_status:string,area_net_ha:double,valid_from:date,valid_to:date"


@pytest.fixture(params=["de", "en"])
def language(request):
    i18n.install(request.param)
    expressions.register()
    yield request.param
    expressions.unregister()
    i18n.remove()


@pytest.fixture
def functions():
    i18n.install("en")
    expressions.register()
    yield
    expressions.unregister()
    i18n.remove()


def value(text: str, context: QgsExpressionContext | None = None):
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    return expression.evaluate(context or QgsExpressionContext()), expression.evalErrorString()


def feature_in(crs: str, wkt: str, **values) -> QgsExpressionContext:
    fields = "&".join(f"field={one}" for one in FIELDS.split(","))
    layer = QgsVectorLayer(f"Polygon?crs={crs}&{fields}", "plots", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(wkt))
    for name, one in values.items():
        feature[name] = one
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return context


SQUARE = "POLYGON((360000 5700000, 360300 5700000, 360300 5700300, 360000 5700300, 360000 5700000))"  # 9 ha


@pytest.mark.parametrize(
    ("call", "values", "hectares"),
    [
        ("ruhr_net_ha()", {"plot_type": "fnp_reserve"}, 6.75),
        ("ruhr_net_ha(0.5)", {"plot_type": "fnp_reserve"}, 4.5),
        ("ruhr_net_ha()", {"plot_type": "building_gap"}, 9.0),
        ("ruhr_net_ha()", {"plot_type": "fnp_reserve", "planning_status": "bplan_in_force"}, 9.0),
        ("ruhr_net_ha()", {"plot_type": "fnp_reserve", "area_net_ha": 5.2}, 5.2),
    ],
)
def test_net_hectares_follow_the_rule_of_the_balance(functions, call, values, hectares):
    found, fault = value(call, feature_in("EPSG:25832", SQUARE, **values))
    assert (found, fault) == (pytest.approx(hectares, abs=1e-9), "")


def test_net_hectares_are_measured_in_utm_whatever_the_layer_is_in(functions):
    shape = QgsGeometry.fromWkt(SQUARE)
    there = QgsCoordinateReferenceSystem("EPSG:4326")
    here = QgsCoordinateReferenceSystem("EPSG:25832")
    shape.transform(QgsCoordinateTransform(here, there, QgsCoordinateTransformContext()))
    found, _fault = value("ruhr_net_ha()", feature_in("EPSG:4326", shape.asWkt(12), plot_type="fnp_reserve"))
    assert found == pytest.approx(6.75, abs=1e-4)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("ruhr_gap_class(0.95)", "served"),
        ("ruhr_gap_class(0.949)", "partly"),
        ("ruhr_gap_class(0.5)", "partly"),
        ("ruhr_gap_class(0.499)", "unserved"),
        ("ruhr_gap_class(null)", "no_data"),
        ("ruhr_gap_class(0.6, 0.6)", "served"),
        ("ruhr_municipality('05113000')", "Essen"),
        ("ruhr_municipality(5113000)", "Essen"),
        ("ruhr_municipality('11000000')", None),
        ("ruhr_distance_class(1500)", "I"),
        ("ruhr_distance_class(520)", "IV"),
        ("ruhr_distance_class(99)", "none"),
        ("ruhr_distance_class(null)", None),
        ("ruhr_supply_years(12, 1.5)", 8.0),
        ("ruhr_supply_years(12, 0)", None),
        ("ruhr_supply_years(12, null)", None),
    ],
)
def test_values(functions, call, expected):
    assert value(call) == (expected, "")


@pytest.mark.parametrize(
    ("call", "german", "english"),
    [
        ("ruhr_code_label('plot_type', 'building_gap')", "Baulücke", "Building gap"),
        ("ruhr_code_label('restriction', 2)", "Schwerwiegende", "Severe"),
        ("ruhr_code_label('restriction', null)", "Unbekannt", "Unknown"),
        ("ruhr_code_label('restriction_reasons', 'building; access')", "Gebäude; Erschließung", "Buildings; Access"),
        ("ruhr_code_label('gap_class', 'served', 'fibre_gap')", "Versorgt", "Served"),
        ("ruhr_code_label('plot_type', 'own_word')", "own_word", "own_word"),
    ],
)
def test_codes_are_put_into_the_plugins_language(language, call, german, english):
    assert value(call) == (german if language == "de" else english, "")


@pytest.mark.parametrize(
    ("begun", "ended", "day", "holds"),
    [
        (None, None, "2024-06-30", True),
        (None, "2024-06-30", "2024-06-30", True),
        (None, "2024-06-29", "2024-06-30", False),
        ("2024-07-01", None, "2024-06-30", False),
        ("2024-06-30", None, "2024-06-30", True),
    ],
)
def test_a_record_is_in_force_from_its_first_to_its_last_day(functions, begun, ended, day, holds):
    def as_day(text):
        return None if text is None else QDate.fromString(text, "yyyy-MM-dd")

    context = feature_in("EPSG:25832", SQUARE, valid_from=as_day(begun), valid_to=as_day(ended))
    assert value(f"ruhr_in_force('{day}')", context) == (holds, "")


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("ruhr_gap_class(1.2)", "ruhr_gap_class: the share 1.2 does not lie between 0 and 1"),
        ("ruhr_code_label('no_such_field', 'x')", "ruhr_code_label: 'plot.no_such_field'"),
        ("ruhr_distance_class('far')", "ruhr_distance_class: could not convert string to float: 'far'"),
    ],
)
def test_what_cannot_be_computed_is_a_fault_of_the_expression(functions, call, fault):
    assert value(call) == (None, fault)


def test_a_date_written_otherwise_is_a_fault_of_the_expression(language):
    found, fault = value("ruhr_in_force('31.12.2024')", feature_in("EPSG:25832", SQUARE))
    assert found is None
    assert fault.startswith("ruhr_in_force: ") and "„31.12.2024“" in fault.replace("“31.12.2024”", "„31.12.2024“")
    assert "YYYY-MM-DD" in fault or "JJJJ-MM-TT" in fault


def test_every_function_explains_itself_and_is_gone_after_unload(functions):
    for kind in expressions.FUNCTIONS:
        text = QgsExpression.functionIndex(kind.NAME)
        function = QgsExpression.Functions()[text]
        assert function.group() == "Ruhr Planner"
        assert f"<h3>{kind.NAME}(" in function.helpText()
        assert "→" in function.helpText()
    expressions.unregister()
    assert not any(QgsExpression.isFunctionName(kind.NAME) for kind in expressions.FUNCTIONS)
