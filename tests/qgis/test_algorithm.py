"""What every algorithm inherits: checked inputs, whole-or-nothing outputs, metadata. Shown with one of our own."""

from __future__ import annotations

import csv
import gc
import json
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import fiona
import processing
import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QEventLoop, QTimer

from ruhr_planner.gui.jobs import AlgorithmJob, Call, Job
from ruhr_planner.model.errors import WriteFailed
from ruhr_planner.model.results import FIBRE_GAP, SITE_GAP_TABLE
from ruhr_planner.model.tables import BARRIER, PLOT
from ruhr_planner.processing import inputs
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.child import perform
from ruhr_planner.processing.inputs import LayerInput
from ruhr_planner.processing.outputs import LayerOutput
from ruhr_planner.store import metadata
from tests.qgis import layers


class Probe(PlannerAlgorithm):
    """Hands its plots on, with the gap class served."""

    ID = "probe"
    INPUTS = (
        LayerInput(
            "PLOTS",
            "Plots",
            PLOT,
            required=(PLOT.plot_type,),
            columns=(PLOT.plot_id, PLOT.restriction, PLOT.area_net_ha),
            keep_fields=True,
        ),
        MUNICIPALITIES,
    )
    OUTPUTS = (
        LayerOutput("OUTPUT", "Result", FIBRE_GAP, keep="PLOTS"),
        LayerOutput("TABLE", "Table", SITE_GAP_TABLE, optional=True),
    )
    seen: ClassVar[dict[str, Any]] = {}

    def compute(self, run: Run) -> dict[str, Any]:
        plots = run.needed("PLOTS")
        Probe.seen["plots"] = plots
        values = [kept + ["served"] + [None] * (len(FIBRE_GAP.columns) - 1) for kept in run.kept("OUTPUT")]
        run.stage("OUTPUT", zip(plots.geometries, values), "Probe")
        if Probe.seen.get("fail"):
            raise WriteFailed(file="x", why="the test wants it")
        run.stage("TABLE", [(None, [5, 1, 2, 3.5])])
        return {"N": len(plots)}


@pytest.fixture(autouse=True)
def _fresh(qgis_app: object) -> Iterator[None]:
    Probe.seen.clear()
    yield


def run(**parameters: Any) -> tuple[dict[str, Any], QgsProcessingContext]:
    algorithm = Probe().create()
    context = QgsProcessingContext()
    results, ok = algorithm.run(parameters, context, QgsProcessingFeedback(False), {}, False)
    assert ok
    return results, context


def test_memory_layer_carries_fields_and_metadata() -> None:
    plots = layers.layer(PLOT, 3, name="Flächen 2025")
    described = metadata.Description(
        "x", "Flächen", "", (metadata.Provenance("Amt", ("dl-de/by-2-0",), ("© Amt",), "internal", "2025-03-01"),)
    )
    plots.setMetadata(metadata.write(described))
    for column in (PLOT.licence, PLOT.attribution, PLOT.sensitivity):
        plots.dataProvider().changeAttributeValues({i: {plots.fields().lookupField(column): None} for i in (1, 2, 3)})
    results, context = run(PLOTS=plots, OUTPUT="TEMPORARY_OUTPUT")
    layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    assert layer.featureCount() == 3
    assert {feature["gap_class"] for feature in layer.getFeatures()} == {"served"}
    assert layer.crs().authid() == "EPSG:25832"
    said = metadata.read(layer.metadata(), "")
    assert said.sensitivity == "internal"
    assert said.licences == ("dl-de/by-2-0", "unknown") or "dl-de/by-2-0" in said.licences
    assert "© Amt" in said.attributions
    assert "Daten verändert / data changed" in said.attributions
    assert said.date == "2025-03-01"
    record = metadata.history(layer.metadata())
    assert record["algorithm"].endswith("probe")
    assert len(record["run_id"]) == 32
    assert record["plugin_version"]
    plots_record = next(entry for entry in record["inputs"] if entry["parameter"] == "PLOTS")
    assert (plots_record["count"], plots_record["date"]) == (3, "2025-03-01")
    assert record["parameters"]["PLOTS"] == "Flächen 2025"
    assert "TABLE" not in results


def test_records_raise_the_sensitivity() -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        feature[PLOT.sensitivity] = "confidential" if position == 2 else "open"

    results, context = run(PLOTS=layers.layer(PLOT, 3, change=spoil), OUTPUT="TEMPORARY_OUTPUT")
    layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
    assert metadata.read(layer.metadata(), "").sensitivity == "confidential"


def test_own_field_replaces_an_input_field_and_fid_is_never_copied(tmp_path: Path) -> None:
    plots = layers.layer(PLOT, 2)
    plots.dataProvider().addAttributes([FIBRE_GAP_FIELD(), FID_FIELD()])
    plots.updateFields()
    results, _ = run(PLOTS=plots, OUTPUT=str(tmp_path / "a.gpkg"))
    with fiona.open(results["OUTPUT"]) as found:
        names = list(found.schema["properties"])
        assert names.count("gap_class") == 1
        assert "fid" not in names
        assert [record["properties"]["gap_class"] for record in found] == ["served", "served"]


def FIBRE_GAP_FIELD() -> Any:
    from ruhr_planner.store.layers import qgis_field

    return qgis_field(FIBRE_GAP.column("gap_class"))


def FID_FIELD() -> Any:
    from qgis.core import QgsField
    from qgis.PyQt.QtCore import QMetaType

    return QgsField("fid", QMetaType.Type.LongLong)


def test_geopackage_metadata_come_back(tmp_path: Path) -> None:
    results, _ = run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(tmp_path / "ä.gpkg"), TABLE=str(tmp_path / "t.csv"))
    layer = QgsVectorLayer(results["OUTPUT"], "x", "ogr")
    assert layer.metadata().title() == FIBRE_GAP.label.en
    assert layer.metadata().abstract() == "Probe"
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["gap_m", "n_ge5", "n_ge8", "area_ha"], ["5", "1", "2", "3.5"]]
    assert "Sensitivity to the gap" in (tmp_path / "t.qmd").read_text(encoding="utf-8")


def test_second_output_into_the_same_file(tmp_path: Path) -> None:
    target = tmp_path / "a.gpkg"
    results, _ = run(
        PLOTS=layers.layer(PLOT, 2), OUTPUT=str(target), TABLE=f"ogr:dbname='{target}' table=\"gaps\" (geom)"
    )
    assert sorted(fiona.listlayers(target)) == ["a", "gaps"]
    assert results["TABLE"] == f"{target}|layername=gaps"


def test_failure_after_the_first_layer_leaves_nothing(tmp_path: Path) -> None:
    Probe.seen["fail"] = True
    with pytest.raises(QgsProcessingException, match="the test wants it"):
        run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(tmp_path / "a.gpkg"), TABLE=str(tmp_path / "b.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_replacing_a_layer_keeps_its_index_and_style(tmp_path: Path) -> None:
    target = tmp_path / "a.gpkg"
    run(PLOTS=layers.layer(PLOT, 5), OUTPUT=str(target))
    run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(target))
    layer = QgsVectorLayer(str(target), "x", "ogr")
    assert layer.featureCount() == 2
    assert layer.hasSpatialIndex() != 1  # QgsFeatureSource.SpatialIndexNotPresent
    assert layer.metadata().title() == FIBRE_GAP.label.en
    assert layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(layers.geometry(PLOT, 7))
    assert layer.addFeature(feature)
    assert layer.commitChanges(), layer.commitErrors()
    assert layer.featureCount() == 3


def test_measures_are_taken_in_utm_whatever_the_layer_has() -> None:
    plots = layers.layer(PLOT, 1)
    area = next(plots.getFeatures()).geometry().area()
    import processing  # noqa: F401
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

    for crs in ("EPSG:3857", "EPSG:4326", "EPSG:31466"):
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:25832"), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
        )

        def moved(position: int, transform: QgsCoordinateTransform = transform) -> QgsGeometry:
            shape = layers.geometry(PLOT, position)
            shape.transform(transform)
            return shape

        run(PLOTS=layers.layer(PLOT, 1, crs=crs, geometries=moved), OUTPUT="TEMPORARY_OUTPUT")
        assert Probe.seen["plots"].geometries[0].area() == pytest.approx(area, abs=0.5)


def test_invalid_geometry_is_repaired_and_counted() -> None:
    def bow_tie(position: int) -> QgsGeometry:
        if position:
            return layers.geometry(PLOT, position)
        return QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,100 100,100 0,0 100,0 0)))")

    run(PLOTS=layers.layer(PLOT, 2, geometries=bow_tie), OUTPUT="TEMPORARY_OUTPUT")
    plots = Probe.seen["plots"]
    assert plots.repaired == 1
    assert plots.geometries[0].isGeosValid()
    assert plots.geometries[0].area() == pytest.approx(5000)


def test_records_out_of_force_take_no_part() -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        if position == 0:
            feature[PLOT.valid_to] = QDate(2020, 12, 31)
        if position == 1:
            feature[PLOT.valid_from] = QDate(2030, 1, 1)
        if position == 2:
            feature[PLOT.valid_to] = QDate(2025, 6, 1)

    plots = layers.layer(PLOT, 4, change=spoil)
    run(PLOTS=plots, OUTPUT="TEMPORARY_OUTPUT", AS_OF="2025-06-01")
    assert [str(name) for name in Probe.seen["plots"].text(PLOT.plot_id)] == ["plot_id-2", "plot_id-3"]
    run(PLOTS=plots, OUTPUT="TEMPORARY_OUTPUT", AS_OF="2020-01-01")
    assert [str(name) for name in Probe.seen["plots"].text(PLOT.plot_id)] == ["plot_id-0", "plot_id-2", "plot_id-3"]


def test_unknown_is_null_never_zero() -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        feature[PLOT.restriction] = None

    run(PLOTS=layers.layer(PLOT, 1, change=spoil), OUTPUT="TEMPORARY_OUTPUT")
    plots = Probe.seen["plots"]
    assert plots.number(PLOT.restriction)[0] != plots.number(PLOT.restriction)[0]  # nan
    assert plots.number("not_there")[0] != plots.number("not_there")[0]
    assert plots.text("not_there")[0] is None


def test_duplicate_ids_are_refused() -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        feature[PLOT.plot_id] = "a:1"

    run(PLOTS=layers.layer(PLOT, 2, change=spoil), OUTPUT="TEMPORARY_OUTPUT")
    with pytest.raises(Exception, match="stands more than once") as caught:
        try:
            Probe.seen["plots"].identifiers(PLOT.plot_id)
        except Exception as error:
            raise RuntimeError(str(error)) from error
    assert "a:1" in str(caught.value)


def test_a_record_without_an_id_gets_the_feature_id_and_the_log_says_so(provider: object) -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        feature[PLOT.plot_id] = ["1", None, "fid:1", None][position]

    class Listener(QgsProcessingFeedback):
        lines: ClassVar[list[str]] = []

        def pushInfo(self, info: str) -> None:
            self.lines.append(info)

    plots = layers.layer(PLOT, 4, name="Flächen", change=spoil)
    run(PLOTS=plots, OUTPUT="TEMPORARY_OUTPUT")
    found = Probe.seen["plots"]
    found.ids[:] = [2, 1, 3, 4]
    assert found.identifiers(PLOT.plot_id) == ["1", "fid:fid:1", "fid:1", "4"]
    processing.run("ruhr_planner:landbalance", {"PLOTS": plots, "OUTPUT": "TEMPORARY_OUTPUT"}, feedback=Listener())
    told = "Flächen, field “plot_id”: 2 records have no value, the feature ids serve."
    assert Listener.lines.count(told) == 1


def test_shipped_boundaries_serve_and_say_so() -> None:
    class Listener(QgsProcessingFeedback):
        lines: ClassVar[list[str]] = []

        def pushWarning(self, warning: str) -> None:
            self.lines.append(warning)

        def pushInfo(self, info: str) -> None:
            self.lines.append(info)

    listener = Listener(False)
    Probe().create().run(
        {"PLOTS": layers.layer(PLOT, 1), "OUTPUT": "TEMPORARY_OUTPUT"}, QgsProcessingContext(), listener, {}, False
    )
    assert any("53 records read" in line for line in listener.lines)
    assert any("1:250000" in line and "not for splitting plots" in line for line in listener.lines)


def test_history_is_json(tmp_path: Path) -> None:
    results, _ = run(PLOTS=layers.layer(PLOT, 1), OUTPUT=str(tmp_path / "a.gpkg"))
    item = QgsVectorLayer(results["OUTPUT"], "x", "ogr").metadata().history()[0]
    assert json.loads(item)["parameters"] == {"PLOTS": "Prüfschicht"}
    assert str(tmp_path) not in item


def test_a_layer_of_a_file_is_named_with_the_file(tmp_path: Path) -> None:
    """Two tables of one store would otherwise have the same name in every sentence."""
    target = tmp_path / "Büro.gpkg"
    run(PLOTS=layers.layer(PLOT, 1), OUTPUT=f"ogr:dbname='{target}' table=\"flaechen\" (geom)")
    run(PLOTS=f"{target}|layername=flaechen", OUTPUT="TEMPORARY_OUTPUT")
    assert Probe.seen["plots"].name == "Büro – flaechen"


def test_unknown_kinds_are_named_and_take_part() -> None:
    class Kinds(PlannerAlgorithm):
        ID = "kinds"
        INPUTS = (LayerInput("BARRIERS", "Barriers", BARRIER, columns=(BARRIER.kind,), geometry="line"),)

        def compute(self, run: Run) -> dict[str, Any]:
            return {"N": len(run.needed("BARRIERS"))}

    class Listener(QgsProcessingFeedback):
        lines: ClassVar[list[str]] = []

        def pushWarning(self, warning: str) -> None:
            self.lines.append(warning)

    def spoil(feature: QgsFeature, position: int) -> None:
        feature[BARRIER.kind] = "Mauer" if position else "motorway"

    barriers = layers.layer(BARRIER, 2, name="Barrieren", change=spoil)
    results, ok = Kinds().create().run({"BARRIERS": barriers}, QgsProcessingContext(), Listener(False), {}, False)
    assert ok
    assert results["N"] == 2
    assert Listener.lines == ["Barrieren, field “kind”: unknown values “Mauer”; their records take part."]


def test_json_ending_is_kept_and_the_neighbour_untouched(tmp_path: Path) -> None:
    """QGIS's writer would append its own ending and hit the neighbour."""
    neighbour = tmp_path / "a.geojson"
    neighbour.write_text("mine", encoding="utf-8")
    results, _ = run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(tmp_path / "a.json"))
    assert results["OUTPUT"] == str(tmp_path / "a.json")
    assert neighbour.read_text(encoding="utf-8") == "mine"
    assert QgsVectorLayer(results["OUTPUT"], "x", "ogr").featureCount() == 2


def test_one_name_that_begins_like_the_other(tmp_path: Path) -> None:
    first, second = tmp_path / "sites.geojson", tmp_path / "sites.rejected.csv"
    run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(first), TABLE=str(second))
    assert {path.name for path in tmp_path.iterdir()} == {
        "sites.geojson",
        "sites.qmd",
        "sites.rejected.csv",
        "sites.rejected.qmd",
    }


@pytest.mark.parametrize("name", ["sites[1].geojson", "UP.GPKG", "Fläche 1 – Entwurf.gpkg", "a*b.geojson"])
def test_odd_names_are_kept(tmp_path: Path, name: str) -> None:
    results, _ = run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(tmp_path / name))
    assert results["OUTPUT"] == str(tmp_path / name)
    assert {path.name for path in tmp_path.iterdir() if path.suffix != ".qmd"} == {name}
    assert QgsVectorLayer(results["OUTPUT"], "x", "ogr").featureCount() == 2


def test_two_files_that_would_share_their_metadata_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="same target"):
        run(PLOTS=layers.layer(PLOT, 2), OUTPUT=str(tmp_path / "s.geojson"), TABLE=str(tmp_path / "s.csv"))
    assert list(tmp_path.iterdir()) == []


def test_layer_without_attributes_keeps_its_records(tmp_path: Path) -> None:
    class Bare(Probe):
        INPUTS = (LayerInput("PLOTS", "Plots", PLOT, keep_fields=True),)

    plots = QgsVectorLayer("Polygon?crs=epsg:25832", "nackt", "memory")
    feature = QgsFeature(plots.fields())
    feature.setGeometry(layers.square(0))
    plots.dataProvider().addFeatures([feature])
    results, ok = (
        Bare()
        .create()
        .run(
            {"PLOTS": plots, "OUTPUT": str(tmp_path / "a.gpkg")},
            QgsProcessingContext(),
            QgsProcessingFeedback(False),
            {},
            False,
        )
    )
    assert ok
    with fiona.open(results["OUTPUT"]) as found:
        assert [record["properties"]["gap_class"] for record in found] == ["served"]


def test_names_that_differ_in_case_are_the_same_field(tmp_path: Path) -> None:
    from qgis.core import QgsField
    from qgis.PyQt.QtCore import QMetaType

    plots = layers.layer(PLOT, 1)
    plots.dataProvider().addAttributes([QgsField("Spot", QMetaType.Type.QString)])
    plots.updateFields()
    results, _ = run(PLOTS=plots, OUTPUT=str(tmp_path / "a.gpkg"))
    with fiona.open(results["OUTPUT"]) as found:
        names = [name.lower() for name in found.schema["properties"]]
    assert names.count("spot") == 1


def test_a_geopackage_leaves_no_second_file_beside_it(tmp_path: Path) -> None:
    """WAL files cannot be opened on a share without the right to write."""

    class Styled(Probe):
        OUTPUTS = (LayerOutput("OUTPUT", "Result", FIBRE_GAP, keep="PLOTS", style="fibre_gap"), Probe.OUTPUTS[1])

    Styled().create().run(
        {"PLOTS": layers.layer(PLOT, 1), "OUTPUT": str(tmp_path / "a.gpkg")},
        QgsProcessingContext(),
        QgsProcessingFeedback(False),
        {},
        False,
    )
    assert (tmp_path / "a.gpkg").read_bytes()[18:20] == b"\x01\x01"
    assert [path.name for path in tmp_path.iterdir()] == ["a.gpkg"]


def test_fields_with_a_level_of_their_own_raise_the_output() -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        feature[PLOT.sensitivity] = "open"
        feature[PLOT.licence] = "dl-de/zero-2-0"
        for name in (PLOT.restriction_reasons, PLOT.ownership, PLOT.contamination):
            feature[name] = None
        if secret_is[0]:
            feature[PLOT.contamination] = "confirmed"

    secret_is = [True]
    for secret, level in ((True, "internal"), (False, "open")):
        secret_is[0] = secret
        results, context = run(PLOTS=layers.layer(PLOT, 2, change=spoil), OUTPUT="TEMPORARY_OUTPUT")
        layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
        assert metadata.read(layer.metadata(), "").sensitivity == level


def test_codes_are_read_without_blanks_around_them() -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        feature[PLOT.plot_type] = " brownfield "

    run(PLOTS=layers.layer(PLOT, 1, change=spoil), OUTPUT="TEMPORARY_OUTPUT")
    assert list(Probe.seen["plots"].text(PLOT.plot_type)) == ["brownfield"]


def test_metadata_hold_the_defaults_too(provider: object, tmp_path: Path) -> None:
    from qgis.core import QgsApplication

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:cooperationsites")
    results, ok = algorithm.run(
        {"PLOTS": layers.layer(PLOT, 2), "OUTPUT": str(tmp_path / "a.gpkg")},
        QgsProcessingContext(),
        QgsProcessingFeedback(False),
        {},
        False,
    )
    assert ok
    used = metadata.history(QgsVectorLayer(results["OUTPUT"], "x", "ogr").metadata())["parameters"]
    assert (used["GAP"], used["MIN_PLOT"], used["FACING_MIN"]) == (15, 0.2, 30)


def test_not_a_number_is_refused(provider: object) -> None:
    from qgis.core import QgsApplication

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ruhr_planner:cooperationsites")
    with pytest.raises(QgsProcessingException, match="GAP is not a finite number"):
        algorithm.run(
            {"PLOTS": layers.layer(PLOT, 2), "GAP": float("nan"), "OUTPUT": "TEMPORARY_OUTPUT"},
            QgsProcessingContext(),
            QgsProcessingFeedback(False),
            {},
            False,
        )


class Held:
    """Something that a run holds; unlike a list, one can see when it is gone."""


class Closing(PlannerAlgorithm):
    """Fails in a function that has what the run holds from outside, during another error."""

    ID = "closing"
    error: ClassVar[Callable[[], Exception]]
    held: ClassVar[weakref.ref[Held]]

    def compute(self, run: Run) -> dict[str, Any]:
        held = Held()
        Closing.held = weakref.ref(held)

        def draw() -> None:
            try:
                raise KeyError(held)
            except KeyError:
                raise Closing.error()  # noqa: B904  as it happens

        draw()
        return {}


@pytest.mark.parametrize("error", [partial(WriteFailed, file="x", why="y"), QgsProcessingException, ValueError])
def test_qgis_keeps_nothing_of_a_run_that_fails(error: Callable[[], Exception]) -> None:
    """QGIS keeps every error that leaves an algorithm, with its frames and what their functions close over."""
    Closing.error = staticmethod(error)
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException):
        Closing().create().run({}, QgsProcessingContext(), feedback, {}, False)
    gc.collect()
    assert Closing.held() is None
    assert ("in draw" in feedback.textLog()) == (error is ValueError)  # where the unexpected comes from is not lost


def test_nothing_is_kept_of_who_called_what_failed(provider: object, tmp_path: Path) -> None:
    """With the error QGIS would keep the frames above it: the job with its context, or the run with its layers."""
    asked = {"OUTPUT": str(tmp_path / "none.xlsx")}
    call = Call("ruhr_planner:exporttables")

    def parent(held: Held) -> weakref.ref[Held]:
        with pytest.raises(QgsProcessingException, match="nothing to export"):
            perform("exporttables", asked, QgsProcessingContext(), QgsProcessingFeedback(False))
        return weakref.ref(held)

    with pytest.raises(QgsProcessingException, match="nothing to export"):
        call.run(asked, call.context())
    held = [weakref.ref(call), parent(Held())]
    del call
    gc.collect()
    assert [each() for each in held] == [None, None]


def test_a_run_frees_its_records_and_takes_nothing_from_who_took_them_over() -> None:
    run(PLOTS=layers.layer(PLOT, 1201), OUTPUT="TEMPORARY_OUTPUT")
    plots = Probe.seen.pop("plots")
    assert (len(plots.geometries), len(plots.attributes), len(plots.text(PLOT.plot_type))) == (1201, 1201, 1201)
    geometries, last = plots.geometries, weakref.ref(plots.geometries[-1])
    records = {"PLOTS": plots}
    del plots
    inputs.let_go(records)
    assert records == {}
    assert len(geometries) == 1201
    assert not geometries[-1].isEmpty()
    del geometries
    assert last() is None


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_job_that_has_ended_is_connected_with_nothing(provider: object, tmp_path: Path, cancelled: bool) -> None:
    """A job was deleted with a connection to its feedback: Qt's lock and Python's waited for each other in a soak."""
    job = AlgorithmJob("x", "ruhr_planner:exporttables", {"OUTPUT": str(tmp_path / "none.xlsx")})
    feedback, loop = job._call.feedback, QEventLoop()
    job.ended.connect(loop.quit)
    assert feedback.receivers(feedback.progressChanged) == 1
    job.start()
    if cancelled:
        job.cancel()
    QTimer.singleShot(20_000, loop.quit)
    if job in Job.under_way:
        loop.exec()
    assert feedback.receivers(feedback.progressChanged) == 0
