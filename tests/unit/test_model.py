"""The vocabulary keeps the contract to the letter."""

from __future__ import annotations

import pytest

from ruhr_planner.model import codes, errors, licences, region, results, sensitivity, tables


def test_plot_has_the_fields_of_the_contract() -> None:
    assert tables.PLOT.names == (
        "plot_id",
        "source_id",
        "native_id",
        "source_date",
        "source_scale",
        "licence",
        "attribution",
        "valid_from",
        "valid_to",
        "previously_part_of",
        "ags",
        "municipality",
        "name",
        "plot_type",
        "brownfield",
        "use_rp",
        "use_fnp",
        "use_bplan",
        "planned_use",
        "planning_status",
        "former_use",
        "area_gross_ha",
        "area_net_ha",
        "area_recorded_ha",
        "restriction",
        "restriction_reasons",
        "contamination",
        "ownership",
        "available_from",
        "sensitivity",
        "run_id",  # beyond the contract: which import wrote the record
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            codes.PLOT_TYPE,
            (
                "fnp_reserve regional_reserve brownfield building_gap company_reserve underused interim_use conversion"
                " cooperation_site existing"
            ),
        ),
        (codes.USE_RP, "GIB GIBz ASB ASBz ASB_GE other unknown"),
        (codes.USE_FNP, "G GE GI SO M other unknown"),
        (codes.USE_BPLAN, "GE GI SO MI MU MK MD other unknown"),
        (codes.PLANNING_STATUS, "bplan_in_force bplan_in_progress fnp regional_plan par34 par35 unknown"),
        (
            codes.FORMER_USE,
            (
                "mining coking steel_metal chemistry power_plant rail port military explosives commerce other"
                " none unknown"
            ),
        ),
        (
            codes.RESTRICTION_REASON,
            (
                "contamination building access ownership planning_law emission topography nature water ordnance mining"
                " heritage rail_dedication pipeline"
            ),
        ),
        (codes.CONTAMINATION, "none suspected confirmed in_remediation remediated unknown"),
        (codes.OWNERSHIP, "public private mixed corporate rail unknown"),
        (codes.SENSITIVITY, "open internal confidential"),
        (codes.TECHNOLOGY, "alle fttb ftth ftthb fttc hfc sonst"),
        (codes.GAP_CLASS, "served partly unserved no_data"),
        (codes.SPOT, "white light_grey dark_grey check none no_data"),
        (codes.SERVED_STATUS, "built binding funded announced"),
        (codes.SITE_PRESET, "ihk_8ha_net teilplan_5ha lep_50ha custom sme_in_asb"),
        (codes.AREA_BASIS, "net gross usable"),
    ],
)
def test_code_lists_of_the_contract(found: codes.CodeList, expected: str) -> None:
    assert found.codes == tuple(expected.split())
    for code in found:
        assert found.label(code, "de")
        assert found.label(code, "en")


def test_restriction_knows_unknown_outside_the_list() -> None:
    assert codes.RESTRICTION.codes == (0, 1, 2, 3)
    assert codes.RESTRICTION.label(None, "de") == "Unbekannt"
    assert None not in codes.RESTRICTION


def test_a_misspelt_name_fails_at_once() -> None:
    assert tables.PLOT.plot_type == "plot_type"
    with pytest.raises(AttributeError):
        _ = tables.PLOT.plot_typ
    assert codes.PLOT_TYPE.existing == "existing"
    with pytest.raises(AttributeError):
        _ = codes.PLOT_TYPE.exsting


@pytest.mark.parametrize("table", [*tables.TABLES.values(), *results.RESULTS.values()], ids=lambda table: table.table)
def test_every_field_has_both_labels_and_a_unique_name(table: tables.Table) -> None:
    assert len(set(table.names)) == len(table.names)
    for column in table.columns:
        assert column.label.de
        assert column.label.en
        assert column.name == column.name.lower()


def test_shapefile_length_names_are_not_needed_but_cells_keep_theirs() -> None:
    assert tables.cell_column("ftthb", 1000) == "down_fn_hh_ftthb_1000"
    assert tables.cell_column("alle", 30) in tables.BROADBAND_CELL


def test_region() -> None:
    assert len(region.KREISE) == 15
    assert region.is_ruhr("05916000")
    assert region.is_ruhr("05562")
    assert not region.is_ruhr("05111000")  # Düsseldorf
    assert not region.is_ruhr("0591600x")


def test_sensitivity_is_the_highest_and_the_unheard_of_is_confidential() -> None:
    assert sensitivity.highest([]) == "open"
    assert sensitivity.highest(["open", None, "internal"]) == "internal"
    assert sensitivity.highest(["open", "streng geheim"]) == "confidential"


def test_licences_combine() -> None:
    ids = [entry.id for entry in licences.combine(["dl-de/zero-2-0", "DL-DE/BY-2-0", "cc-by-4.0"])]
    assert ids == ["dl-de/by-2-0", "cc-by-4.0"]
    assert [entry.id for entry in licences.combine(["dl-de/zero-2-0"])] == ["dl-de/zero-2-0"]
    assert [entry.id for entry in licences.combine(["something odd", None])] == ["unknown"]
    assert "invented" in [entry.id for entry in licences.combine(["invented", "dl-de/by-2-0"])]


def all_errors(kind: type[errors.PlannerError] = errors.PlannerError) -> list[type[errors.PlannerError]]:
    return [kind] + [found for below in kind.__subclasses__() for found in all_errors(below)]


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_errors_are_sentences_with_places_that_can_be_filled(kind: type[errors.PlannerError]) -> None:
    from string import Formatter

    places = {name for text in (kind.message, kind.remedy) for _, name, _, _ in Formatter().parse(text) if name}
    said = str(kind(**dict.fromkeys(places, "X")))
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize(
    ("kind", "name"),
    [("port", "dist_port_m"), ("Übergang", "dist_uebergang_m"), ("S-Bahn Halt", "dist_s_bahn_halt_m")],
)
def test_names_of_distance_fields(kind: str, name: str) -> None:
    assert results.factor_distance(kind).name == name
