"""The bad-input suite of the contract's section 0, over every registered algorithm at once.

Each case ends with one sentence that names layer, field, value and remedy, and whatever existed before is untouched.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from ruhr_planner.model.tables import PLOT, TABLES, Table
from ruhr_planner.processing.algorithm import PlannerAlgorithm
from ruhr_planner.processing.inputs import NONE, LayerInput
from ruhr_planner.processing.provider import algorithms
from ruhr_planner.store import geopackage, metadata
from ruhr_planner.store.layers import LayerSpec, qgis_fields, wkb_type, write_layer
from tests.qgis import layers

LAYER_ALGORITHMS = [kind for kind in algorithms() if kind.INPUTS]
STORE_ALGORITHMS = [kind for kind in algorithms() if kind().create().parameterDefinition("STORE") is not None]
OPENING_ALGORITHMS = [kind for kind in STORE_ALGORITHMS if kind.ID != "createstore"]
"""Those that work on a store which is there; the other one makes it, and refuses to where one is."""
SERVICE_ALGORITHMS = [kind for kind in algorithms() if kind not in LAYER_ALGORITHMS + STORE_ALGORITHMS]
INPUTS = [(kind, declared) for kind in LAYER_ALGORITHMS for declared in kind.INPUTS]
SPATIAL = [(kind, declared) for kind, declared in INPUTS if declared.geometry != NONE]
NAMES = {"ids": lambda value: getattr(value, "ID", None) or getattr(value, "parameter", None)}


class Listener(QgsProcessingFeedback):
    """Keeps what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.said: list[str] = []

    def pushInfo(self, info: str) -> None:
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:
        self.said.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        self.said.append(error)


@dataclass
class Outcome:
    """What a run returned or how it ended."""

    results: dict[str, Any]
    said: list[str]
    sentence: str = ""


def run(kind: type[PlannerAlgorithm], parameters: dict[str, Any], cancelled: bool = False) -> Outcome:
    """Run an algorithm as the toolbox does."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"ruhr_planner:{kind.ID}")
    listener = Listener()
    if cancelled:
        listener.cancel()
    context = QgsProcessingContext()
    try:
        results, ok = algorithm.run(parameters, context, listener, {}, False)
    except QgsProcessingException as error:
        return Outcome({}, listener.said, str(error))
    assert ok, listener.said
    return Outcome(results, listener.said)


def table_of(declared: LayerInput) -> Table:
    """The input's table; where any layer with geometry will do, with areas."""
    if declared.table.geometry == "" and declared.geometry != NONE:
        return replace(declared.table, geometry="MultiPolygon")
    return declared.table


def input_layer(declared: LayerInput, **how: Any) -> QgsVectorLayer:
    """A layer of invented records for an input."""
    return layers.layer(table_of(declared), **how)


def good(kind: type[PlannerAlgorithm], **changed: Any) -> dict[str, Any]:
    """Parameters with which the algorithm runs: every input from its table, every output in memory."""
    parameters: dict[str, Any] = {declared.parameter: input_layer(declared) for declared in kind.INPUTS}
    parameters.update({output.parameter: "TEMPORARY_OUTPUT" for output in kind.OUTPUTS})
    parameters.update(changed)
    return parameters


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def two_layers(path: Path) -> Path:
    """An existing GeoPackage with two layers that no run may harm."""
    for name in ("old_one", "old_two"):
        fields = qgis_fields(PLOT)
        spec = LayerSpec(name, fields, wkb_type(PLOT), metadata.write(metadata.Description(name, name, "", ())))
        rows = [(layers.square(i), [f"{name}:{i}"] + [None] * (fields.count() - 1)) for i in range(3)]
        write_layer(path, spec, rows, QgsProcessingContext().transformContext())
    return path


def counts(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def is_one_sentence(text: str) -> bool:
    """At most a message and its remedy, no traceback."""
    return bool(text) and "Traceback" not in text and "\n" not in text.strip()


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_good_input_runs(provider: object, kind: type[PlannerAlgorithm]) -> None:
    """Else every failure below would prove nothing."""
    outcome = run(kind, good(kind))
    assert outcome.sentence == ""
    for output in kind.OUTPUTS:
        assert output.parameter in outcome.results


@pytest.mark.parametrize(("kind", "declared"), SPATIAL, **NAMES)
def test_layer_without_crs(provider: object, kind: type[PlannerAlgorithm], declared: LayerInput) -> None:
    bad = input_layer(declared, name="Ohne Bezug", crs="")
    outcome = run(kind, good(kind, **{declared.parameter: bad}))
    assert is_one_sentence(outcome.sentence)
    assert "Ohne Bezug" in outcome.sentence
    assert "coordinate reference system" in outcome.sentence


REQUIRED = [(kind, declared, field) for kind, declared in INPUTS for field in declared.required]


@pytest.mark.parametrize(("kind", "declared", "field"), REQUIRED, **NAMES)
def test_missing_required_field(
    provider: object, kind: type[PlannerAlgorithm], declared: LayerInput, field: str
) -> None:
    bad = input_layer(declared, name="Unvollständig", without=(field,))
    outcome = run(kind, good(kind, **{declared.parameter: bad}))
    assert is_one_sentence(outcome.sentence)
    assert "Unvollständig" in outcome.sentence
    assert f"“{field}”" in outcome.sentence


CODED = [
    (kind, declared, field)
    for kind, declared in INPUTS
    for field in declared.wanted
    if declared.table.column(field).codes is not None
]


@pytest.mark.parametrize(("kind", "declared", "field"), CODED, **NAMES)
def test_code_outside_the_list(
    provider: object, kind: type[PlannerAlgorithm], declared: LayerInput, field: str
) -> None:
    wrong = 9 if declared.table.column(field).kind == "int" else "quatsch"

    def spoil(feature: QgsFeature, position: int) -> None:
        if position == 2:
            feature[field] = wrong

    bad = input_layer(declared, name="Falscher Schlüssel", change=spoil)
    outcome = run(kind, good(kind, **{declared.parameter: bad}))
    assert is_one_sentence(outcome.sentence)
    for part in ("Falscher Schlüssel", f"“{field}”", f"“{wrong}”", "Allowed are"):
        assert part in outcome.sentence


NUMBERS = [
    (kind, declared, field)
    for kind, declared in INPUTS
    for field in declared.wanted
    if declared.table.column(field).kind in ("int", "real")
]


@pytest.mark.parametrize(("kind", "declared", "field"), NUMBERS, **NAMES)
def test_text_in_a_number_field(
    provider: object, kind: type[PlannerAlgorithm], declared: LayerInput, field: str
) -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        if position == 1:
            feature[field] = "12,5 ha"

    bad = input_layer(declared, name="Zahl als Text", as_text=(field,), change=spoil)
    outcome = run(kind, good(kind, **{declared.parameter: bad}))
    assert is_one_sentence(outcome.sentence)
    for part in ("Zahl als Text", f"“{field}”", "12,5 ha"):
        assert part in outcome.sentence


WHOLE = [
    (kind, declared, field)
    for kind, declared, field in NUMBERS
    if declared.table.column(field).kind == "int" and declared.table.column(field).codes is None
]


@pytest.mark.parametrize(("kind", "declared", "field"), WHOLE, **NAMES)
def test_fraction_where_numbers_are_whole(
    provider: object, kind: type[PlannerAlgorithm], declared: LayerInput, field: str
) -> None:
    def spoil(feature: QgsFeature, position: int) -> None:
        if position == 1:
            feature[field] = "0.5"

    bad = input_layer(declared, name="Halbe Sache", as_text=(field,), change=spoil)
    outcome = run(kind, good(kind, **{declared.parameter: bad}))
    assert is_one_sentence(outcome.sentence)
    for part in ("Halbe Sache", f"“{field}”", "0.5", "not a whole number"):
        assert part in outcome.sentence


@pytest.mark.parametrize(("kind", "declared"), SPATIAL, **NAMES)
def test_null_geometry_is_listed(provider: object, kind: type[PlannerAlgorithm], declared: LayerInput) -> None:
    def geometries(position: int) -> Any:
        return None if position == 1 else layers.geometry(table_of(declared), position)

    holed = input_layer(declared, name="Mit Lücke", geometries=geometries)
    outcome = run(kind, good(kind, **{declared.parameter: holed}))
    assert outcome.sentence == ""
    told = [line for line in outcome.said if "Mit Lücke" in line and "no geometry" in line]
    assert len(told) == 1
    assert "1 record left out" in told[0]


@pytest.mark.parametrize(("kind", "declared"), SPATIAL, **NAMES)
def test_layer_of_another_geometry(provider: object, kind: type[PlannerAlgorithm], declared: LayerInput) -> None:
    table = TABLES["takeup"]
    bad = QgsVectorLayer("NoGeometry?field=ags:string(8)", "Nur Tabelle", "memory")
    assert table.geometry == ""
    outcome = run(kind, good(kind, **{declared.parameter: bad}))
    assert is_one_sentence(outcome.sentence)
    assert "Nur Tabelle" in outcome.sentence


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_error_leaves_an_existing_file_whole(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    target = two_layers(tmp_path / "Bestand.gpkg")
    before = digest(target)
    declared = next(declared for declared in kind.INPUTS if declared.geometry != NONE)
    bad = input_layer(declared, crs="")
    outcome = run(kind, good(kind, **{declared.parameter: bad, "OUTPUT": str(target)}))
    assert outcome.sentence
    assert digest(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Bestand.gpkg"]


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_cancel_leaves_an_existing_file_whole(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    target = two_layers(tmp_path / "Bestand.gpkg")
    before = digest(target)
    outcome = run(kind, good(kind, OUTPUT=str(target)), cancelled=True)
    assert "nothing was written" in outcome.sentence
    assert digest(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Bestand.gpkg"]


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_other_layers_of_the_target_stay(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    target = two_layers(tmp_path / "Bestand.gpkg")
    outcome = run(kind, good(kind, OUTPUT=str(target)))
    assert outcome.sentence == ""
    found = counts(target)
    assert (found["old_one"], found["old_two"]) == (3, 3)
    assert "Bestand" in found
    assert outcome.results["OUTPUT"] == f"{target}|layername=Bestand"


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_read_only_folder(provider: object, kind: type[PlannerAlgorithm]) -> None:
    """Nobody, not even root, may write into /proc."""
    outcome = run(kind, good(kind, OUTPUT="/proc/ergebnis.gpkg"))
    assert is_one_sentence(outcome.sentence)
    assert "/proc/ergebnis.gpkg" in outcome.sentence
    assert "read-only" in outcome.sentence


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_missing_folder(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    outcome = run(kind, good(kind, OUTPUT=str(tmp_path / "fehlt" / "x.gpkg")))
    assert is_one_sentence(outcome.sentence)
    assert str(tmp_path / "fehlt") in outcome.sentence


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_target_held_by_another_program(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    target = two_layers(tmp_path / "Bestand.gpkg")
    holder = sqlite3.connect(target, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        outcome = run(kind, good(kind, OUTPUT=str(target)))
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert is_one_sentence(outcome.sentence)
    assert "held open by another program" in outcome.sentence
    assert counts(target) == {"old_one": 3, "old_two": 3}


@pytest.mark.parametrize("kind", [kind for kind in LAYER_ALGORITHMS if len(kind.OUTPUTS) > 1], **NAMES)
def test_two_outputs_with_one_target(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    target = str(tmp_path / "x.gpkg")
    outcome = run(kind, good(kind, OUTPUT=target, **{kind.OUTPUTS[1].parameter: target}))
    assert is_one_sentence(outcome.sentence)
    assert "same target" in outcome.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", LAYER_ALGORITHMS, **NAMES)
def test_database_target_is_refused(provider: object, kind: type[PlannerAlgorithm]) -> None:
    outcome = run(kind, good(kind, OUTPUT="postgis:dbname='x' table=\"y\" (geom)"))
    assert is_one_sentence(outcome.sentence)


# ---------------------------------------------------------------------------------------------------------------- store
def store_parameters(kind: type[PlannerAlgorithm], tmp_path: Path, store: Path) -> dict[str, Any]:
    """What the algorithms that work on a store need beside it."""
    table = tmp_path / "gemeinden_2021_mitte.csv"
    table.write_text("AGS,FTTB/H ≥ 1000 Mbit/s\n05916000,1.5\n", encoding="utf-8")
    (tmp_path / "out").mkdir(exist_ok=True)
    profile = tmp_path / "profil.yaml"
    profile.write_text("{profile: probe, target: place, source: {}, licence: unknown, fields: {name: {from: AGS}}}\n")
    known = {
        "INPUT": str(table),
        "PROFILE": str(profile),
        "FOLDER": str(tmp_path / "out"),
        "EDITION": "2021-06-30",
    }
    algorithm = kind().create()  # holds the definitions alive
    definitions = {parameter.name() for parameter in algorithm.parameterDefinitions()}
    return {"STORE": str(store), **{name: given for name, given in known.items() if name in definitions}}


@pytest.fixture(scope="module")
def newer(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a version that is yet to come."""
    store = geopackage.create(tmp_path_factory.mktemp("newer") / "neu.gpkg").path
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE ruhr_planner_store SET value = '99' WHERE key = 'version'")
    return store


@pytest.mark.parametrize("kind", OPENING_ALGORITHMS, **NAMES)
def test_store_of_a_newer_version(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path, newer: Path) -> None:
    store = Path(shutil.copy(newer, tmp_path))
    before = digest(store)
    outcome = run(kind, store_parameters(kind, tmp_path, store))
    assert is_one_sentence(outcome.sentence)
    for part in ("neu.gpkg", "99", "Update Ruhr Planner"):
        assert part in outcome.sentence
    assert digest(store) == before


@pytest.mark.parametrize("kind", STORE_ALGORITHMS, **NAMES)
def test_file_that_is_no_store(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    foreign = two_layers(tmp_path / "fremd.gpkg")
    before = digest(foreign)
    outcome = run(kind, store_parameters(kind, tmp_path, foreign))
    assert is_one_sentence(outcome.sentence)
    assert "fremd.gpkg" in outcome.sentence
    assert digest(foreign) == before


@pytest.mark.parametrize("kind", OPENING_ALGORITHMS, **NAMES)
def test_store_that_is_not_there(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    outcome = run(kind, store_parameters(kind, tmp_path, tmp_path / "fehlt.gpkg"))
    assert is_one_sentence(outcome.sentence)
    assert "fehlt.gpkg" in outcome.sentence
    assert not (tmp_path / "fehlt.gpkg").exists()


# ------------------------------------------------------------------------------------------------ documents of a store
DOCUMENTS = [kind for kind in OPENING_ALGORITHMS if any(file.parameter == "OUTPUT" for file in kind.FILES)]


def document(kind: type[PlannerAlgorithm], folder: Path) -> Path:
    """A file of the first ending that the algorithm writes."""
    return folder / f"alt{next(file.endings[0] for file in kind.FILES if file.parameter == 'OUTPUT')}"


@pytest.fixture(scope="module")
def plots(qgis_app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of four plots."""
    rows = [(each.geometry(), each.attributes()) for each in layers.layer(PLOT).getFeatures()]
    content = geopackage.Content(PLOT, rows, ())
    return geopackage.create(tmp_path_factory.mktemp("plots") / "plots.gpkg", [content]).path


@pytest.mark.parametrize("kind", DOCUMENTS, **NAMES)
def test_cancel_leaves_an_existing_document_whole(
    provider: object, kind: type[PlannerAlgorithm], tmp_path: Path, plots: Path
) -> None:
    target = document(kind, tmp_path)
    target.write_bytes(b"old")
    outcome = run(kind, {"STORE": str(plots), "OUTPUT": str(target)}, cancelled=True)
    assert "nothing was written" in outcome.sentence
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", DOCUMENTS, **NAMES)
def test_document_into_a_missing_folder(
    provider: object, kind: type[PlannerAlgorithm], tmp_path: Path, plots: Path
) -> None:
    outcome = run(kind, {"STORE": str(plots), "OUTPUT": str(document(kind, tmp_path / "fehlt"))})
    assert is_one_sentence(outcome.sentence)
    assert "fehlt" in outcome.sentence
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------- services, files, portals
PROFILES = Path(__file__).parent.parent / "data" / "profiles"


def layer_output(kind: type[PlannerAlgorithm]) -> str:
    """Return the parameter of the first output that is a layer."""
    return kind.OUTPUTS[0].parameter if kind.OUTPUTS else "OUTPUT"


def service_parameters(kind: type[PlannerAlgorithm], **changed: Any) -> dict[str, Any]:
    """What the algorithms need that take their data from elsewhere or none; nothing listens at the address."""
    known = {"URL": "http://127.0.0.1:9/wfs", "QUERY": "Gewerbe", "PORTALS": "essen"}
    known["INPUT"] = str(PROFILES / "gfnp.json")
    algorithm = kind().create()  # holds the definitions alive
    definitions = {parameter.name() for parameter in algorithm.parameterDefinitions()}
    return {name: given for name, given in {**known, **changed}.items() if name in definitions}


@pytest.mark.parametrize("kind", SERVICE_ALGORITHMS, **NAMES)
def test_nothing_asked_for(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    """A blank address or search is a sentence, and the target stays as it was."""
    target = two_layers(tmp_path / "Bestand.gpkg")
    before = digest(target)
    blank = dict.fromkeys(("URL", "QUERY", "INPUT"), " ")
    outcome = run(kind, service_parameters(kind, **blank, **{layer_output(kind): str(target)}))
    assert is_one_sentence(outcome.sentence)
    assert digest(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Bestand.gpkg"]


@pytest.mark.parametrize("kind", SERVICE_ALGORITHMS, **NAMES)
def test_cancel_before_anybody_is_asked(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    target = two_layers(tmp_path / "Bestand.gpkg")
    before = digest(target)
    outcome = run(kind, service_parameters(kind, **{layer_output(kind): str(target)}), cancelled=True)
    assert "nothing was written" in outcome.sentence
    assert digest(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Bestand.gpkg"]


@pytest.mark.parametrize("kind", [kind for kind in SERVICE_ALGORITHMS if kind.OUTPUTS], **NAMES)
def test_service_result_into_a_missing_folder(provider: object, kind: type[PlannerAlgorithm], tmp_path: Path) -> None:
    outcome = run(kind, service_parameters(kind, **{layer_output(kind): str(tmp_path / "fehlt" / "x.gpkg")}))
    assert is_one_sentence(outcome.sentence)
    assert str(tmp_path / "fehlt") in outcome.sentence


def test_the_suite_covers_the_provider() -> None:
    """An algorithm with neither layers, a store nor an address would slip through."""
    groups = (LAYER_ALGORITHMS, STORE_ALGORITHMS, SERVICE_ALGORITHMS)
    assert {kind.ID for kind in algorithms()} == {kind.ID for group in groups for kind in group}
    elsewhere = {"ahpweights", "loadmap", "loadresource", "searchcatalogue", "suggestmapping"}
    assert {kind.ID for kind in SERVICE_ALGORITHMS} == elsewhere
    assert {"cooperationsites", "fibregaps", "regionreport"} <= {kind.ID for kind in algorithms()}
    assert {kind.ID for kind in DOCUMENTS} == {"councilblock", "exporttables", "mapexhibit"}
