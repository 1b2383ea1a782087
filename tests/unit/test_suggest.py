"""Proposals for unknown layers: which columns are found in layers of five hands, and that nonsense stays nonsense."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from ruhr_planner.harmonise import mapping, profile, suggest
from ruhr_planner.harmonise.suggest import Column, Suggestion
from ruhr_planner.model import errors, tables
from ruhr_planner.model.tables import PLACE, PLOT, PLOT_ODBL

AREAS = [12_530.0, 763_500.0, 688_600.0, 51_200.0, 9_870.0, 203_400.0, 46_010.0, 84_000.0]


def columns(*, areas: list[float] | None = None, **named: list[Any]) -> list[Column]:
    return [Column(name, tuple(values), tuple(areas or ())) for name, values in named.items()]


def matches(found: Suggestion) -> dict[str, str]:
    return {proposal.field: proposal.column for proposal in found.proposals}


def of(found: Suggestion, name: str) -> suggest.Proposal:
    return next(proposal for proposal in found.proposals if proposal.field == name)


# -------------------------------------------------------------------------------------------------------------- layers
MONITORING = columns(
    areas=AREAS,
    FL_NR=[f"W-{number:03d}" for number in range(8)],
    FLAECHENNA=["Nordpark", "Zeche Ost", "Am Kanal", "Hafen", "Süd", "West", "Mitte", "Ring"],
    RESERVETYP=["FNP-Reserve", "Brachfläche", "Betriebsgeb. Reserve", "Baulücke"] * 2,
    RESTRIKTIO=["keine", "gering", "schwerwiegend", "", "keine", "gering", "keine", "keine"],
    RESTR_GRUE=["Altlasten;Gebäude", "Erschließung", "", "Eigentum", "", "", "", "Gebäude"],
    FLAECHE_BR=[f"{area / 1e4:.2f}".replace(".", ",") for area in AREAS],
    FLAECHE_NE=[f"{area / 1e4 * 0.7:.2f}".replace(".", ",") for area in AREAS],
    ALTLASTENS=["Verdacht", "kein Verdacht", "saniert", "Verdacht"] * 2,
    EIGENTUEME=["RAG", "privat", "Stadt", "privat"] * 2,
    VERFUEGBAR=["2026", "2027", "2030", "", "2026", "2028", "2026", "2031"],
    STAND=["31.12.2023"] * 8,
    GKZ=[5513000, 5911000, 5913000, 5513000, 5911000, 5913000, 5513000, 5911000],
    BEARB=["mue", "sch"] * 4,
    SHAPE_LEN=[412.3, 5120.8, 3998.1, 1002.0, 455.5, 2210.9, 980.4, 1320.7],
)


def test_monitoring_with_names_cut_to_ten_characters() -> None:
    found = suggest.suggest("SFM Reserven 2023", MONITORING, PLOT)
    assert matches(found) == {
        "native_id": "FL_NR", "name": "FLAECHENNA", "plot_type": "RESERVETYP", "restriction": "RESTRIKTIO",
        "restriction_reasons": "RESTR_GRUE", "area_recorded_ha": "FLAECHE_BR", "area_net_ha": "FLAECHE_NE",
        "contamination": "ALTLASTENS", "ownership": "EIGENTUEME", "available_from": "VERFUEGBAR",
        "source_date": "STAND", "ags": "GKZ",
    }  # fmt: skip
    assert found.unmatched == ("BEARB", "SHAPE_LEN")
    assert of(found, "source_date").dates == ("german",)
    assert of(found, "restriction_reasons").split == ";"
    assert of(found, "plot_type").codes["Betriebsgeb. Reserve"] == "company_reserve"
    assert of(found, "plot_type").needs_map
    assert of(found, "restriction").codes == {"keine": 0, "gering": 1, "schwerwiegend": 2}
    assert of(found, "area_recorded_ha").unit == of(found, "area_net_ha").unit == "ha"


def test_the_suggested_profile_reads_the_layer() -> None:
    """What comes out of the rules is what a person would have written."""
    found = suggest.suggest("SFM Reserven 2023", MONITORING, PLOT)
    made = profile.parse(profile.write(profile.build(suggest.profile_of(found))))
    rules = mapping.Rules(made)
    rules.bind(mapping.Names([column.name for column in MONITORING]))
    page = rules.page(list(zip(*(column.values for column in MONITORING))))
    assert page.refused == {}
    assert page.columns["plot_type"][:3] == ["fnp_reserve", "brownfield", "company_reserve"]
    assert page.columns["area_recorded_ha"][0] == pytest.approx(1.25)
    assert page.columns["restriction"][:4] == [0, 1, 2, None]
    assert page.columns["ownership"][:3] == ["corporate", "private", "public"]


def test_gelsenkirchen() -> None:
    found = suggest.suggest("gewerbe", columns(
        id=[1001, 1002, 1003], Name=["Bäckerei", "Imbiss", "Laden"], ARTBEZ=["Gewerbe"] * 3,
        ADRKOMBI=["Weg 1", "Weg 2", "Weg 3"], PLZ=["45879"] * 3, X=[368054.1, 368097.3, 368140.8],
        Y=[5708107.2, 5708172.9, 5708249.6], Veroeffentlicht=[True] * 3,
        GEWERBETYPUSBEZ=["Einzelhandel", "Gastronomie", "Leerstand"], VKF=[80, None, None],
    ), PLACE)  # fmt: skip
    assert matches(found) == {"native_id": "id", "name": "Name"}
    assert found.constants == {}


def test_english_register() -> None:
    found = suggest.suggest("brownfield register", columns(
        areas=[12_000.0, 34_000.0, 6_000.0],
        OrganisationURI=["http://x"] * 3, SiteReference=["EH/1", "EH/2", "EH/3"],
        SiteNameAddress=["Old Works", "Mill", "Gas Works"], Hectares=[1.2, 3.4, 0.6],
        OwnershipStatus=["owned by a public authority", "not owned by a public authority", "mixed ownership"],
        PlanningStatus=["permissioned", "not permissioned", "pending decision"],
        FirstAddedDate=["31/12/2017", "01/02/2018", "03/04/2018"], LastUpdatedDate=["2019-11-30"] * 3,
        EndDate=["", "", ""], PreviouslyPartOf=["", "EH/9", ""], Notes=["a", "b", "c"],
    ), PLOT)  # fmt: skip
    assert matches(found) == {
        "native_id": "SiteReference", "name": "SiteNameAddress", "area_recorded_ha": "Hectares",
        "ownership": "OwnershipStatus", "valid_from": "FirstAddedDate", "source_date": "LastUpdatedDate",
        "valid_to": "EndDate", "previously_part_of": "PreviouslyPartOf",
    }  # fmt: skip
    assert found.constants == {"plot_type": "brownfield"}  # the layer's name says so
    assert of(found, "valid_from").dates == ("%d/%m/%Y",)
    assert "PlanningStatus" in found.unmatched  # none of its words is a status here


def test_register_with_square_metres_and_names_that_say_little() -> None:
    """Only the values tell: areas agree with the geometry in m², keys are keys, words are of a code list."""
    found = suggest.suggest("export_7", columns(
        areas=AREAS,
        spalte1=[f"{number}/24" for number in range(8)], spalte2=[round(area) for area in AREAS],
        spalte3=["05112000", "05113000"] * 4, spalte4=["Altlastenverdacht", "kein Altlastenverdacht"] * 4,
        Datum=["20240101", "20231231"] * 4,
    ), PLOT)  # fmt: skip
    assert matches(found) == {
        "area_recorded_ha": "spalte2",
        "ags": "spalte3",
        "contamination": "spalte4",
        "source_date": "Datum",
    }
    assert of(found, "area_recorded_ha").unit == "m2"
    assert of(found, "source_date").dates == ("compact",)
    assert found.unmatched == ("spalte1",)
    assert of(found, "ags").by_name == 0.0


def test_table_without_geometry_and_with_dropped_umlauts() -> None:
    found = suggest.suggest("Gewerbeflaechen", columns(
        Flachennummer=["a1", "a2", "a3"], Gemeindename=["Muelheim an der Ruhr", "Essen", "Bochum"],
        Grosse_qm=["12.000", "8.500", "102.300"], Flachenart=["Brache", "mindergenutzt", "Brache"],
        Eigentumerart=["privat", "öffentlich", "privat"],
    ), PLOT)  # fmt: skip
    assert matches(found) == {
        "native_id": "Flachennummer", "municipality": "Gemeindename", "area_recorded_ha": "Grosse_qm",
        "plot_type": "Flachenart", "ownership": "Eigentumerart",
    }  # fmt: skip
    assert of(found, "area_recorded_ha").unit == "m2"


def test_openstreetmap_goes_to_its_own_table() -> None:
    found = suggest.suggest("landuse", columns(
        osm_id=["1", "2", "3"], name=["Alte Gießerei", None, "Park"], landuse=["brownfield", "industrial", "grass"],
    ), PLOT_ODBL)  # fmt: skip
    assert matches(found) == {"native_id": "osm_id", "name": "name"}
    made = profile.build(suggest.profile_of(found))
    assert (made.target.table, made.licence) == ("plot_odbl", "odbl")


def test_nonsense() -> None:
    chance = random.Random(7)
    letters = "bcdfghjkqvwxz"

    def word() -> str:
        return "".join(chance.choices(letters, k=7))

    found = suggest.suggest(word(), [
        Column(word(), tuple(word() for _ in range(30))),
        Column(word(), tuple(chance.random() for _ in range(30)), tuple(chance.uniform(1e4, 1e6) for _ in range(30))),
        Column("q7", tuple(chance.randint(0, 5) for _ in range(30))),
        Column(word(), (None,) * 30),
    ], PLOT)  # fmt: skip
    assert found.proposals == ()
    assert len(found.unmatched) == 4


def test_values_that_contradict_the_name_are_no_match() -> None:
    given = columns(AGS=["rot", "blau"], Restriktion=["Apfel", "Birne"], Flaeche_ha=["a", "b"])
    assert matches(suggest.suggest("x", given, PLOT)) == {}


@pytest.mark.parametrize(
    ("areas", "written", "rule"),
    [
        ([12_530.0, 763_500.0, 688_600.0], ["12.530", "763.500", "688.600"], {"unit": "m2", "decimal": ","}),
        ([12_530.0, 84_000.0, 31_000.0], ["1.253", "8.400", "3.100"], {"decimal": "."}),
    ],
)
def test_the_geometry_tells_what_a_point_in_a_number_means(
    areas: list[float], written: list[str], rule: dict[str, str]
) -> None:
    """12.530 m² with a point for thousands, and 1.253 ha with a decimal point."""
    found = suggest.suggest("x", columns(areas=areas, Groesse=written), PLOT)
    assert suggest.profile_of(found)["fields"]["area_recorded_ha"] == {"from": "Groesse", **rule}


def test_empty_layer() -> None:
    assert suggest.suggest("x", [], PLOT).proposals == ()
    found = suggest.suggest("x", columns(AGS=[], Gemeinde=[None, None]), PLOT)
    assert matches(found) == {"ags": "AGS", "municipality": "Gemeinde"}
    assert of(found, "ags").by_values is None


def test_the_same_sample_gives_the_same_proposals_in_any_order_of_columns() -> None:
    first = suggest.suggest("x", MONITORING, PLOT)
    assert suggest.suggest("x", MONITORING, PLOT) == first
    assert matches(suggest.suggest("x", MONITORING[::-1], PLOT)) == matches(first)


# ---------------------------------------------------------------------------------------------------------------- names
@pytest.mark.parametrize(
    ("wanted", "column", "score"),
    [
        ("ags", "AGS", 1.0),
        ("name", "Flächenname", 1.0),
        ("name", "FLAECHENNA", 0.95),
        ("area_recorded_ha", "GROESSE_HA", 1.0),
        ("ownership", "eigentuemer_neu", 0.8),
        ("plot_type", "Typ", 0.7),
        ("restriction", "Restriktion_1", 1.0),
        ("restriction", "Bemerkung", 0.0),
        ("former_use", "Vornutzugn", 0.675),
    ],
)
def test_names(wanted: str, column: str, score: float) -> None:
    assert suggest.name_score(wanted, column) == pytest.approx(score, abs=0.01)


# ----------------------------------------------------------------------------------------------------------- assignment
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 2**31))
def test_assignment_is_the_best_there_is(rows: int, width: int, seed: int) -> None:
    """Against scipy's solver."""
    scores = np.random.default_rng(seed).choice([0.0, 0.45, 0.5, 0.7, 0.95, 1.0], size=(rows, width))
    pairs = suggest.assignment(scores)
    assert len({row for row, _ in pairs}) == len({place for _, place in pairs}) == len(pairs)
    if rows and width:
        best = linear_sum_assignment(scores, maximize=True)
        assert sum(scores[pair] for pair in pairs) == pytest.approx(float(scores[best].sum()), abs=1e-9)


# -------------------------------------------------------------------------------------------------------------- profile
def test_a_suggestion_is_not_confirmed() -> None:
    raw = suggest.profile_of(suggest.suggest("Flächen", MONITORING, PLOT))
    made = profile.build(raw)
    assert not made.confirmed
    assert raw["suggested"]["fields"]["ags"] == {
        "from": "GKZ", "score": 1.0, "name": 1.0, "values": 1.0, "samples": ["5513000", "5911000", "5913000"],
    }  # fmt: skip
    raw["suggested"]["confirmed"] = True
    assert profile.build(raw).confirmed
    del raw["suggested"]
    assert profile.build(raw).confirmed


def test_no_sample_of_what_is_never_open_goes_into_the_file() -> None:
    raw = suggest.profile_of(suggest.suggest("Flächen", MONITORING, PLOT))
    for name in ("contamination", "ownership", "restriction_reasons"):
        assert "samples" not in raw["suggested"]["fields"][name]
    found = suggest.suggest("Flächen", MONITORING, PLOT)
    plain = profile.write(profile.build(suggest.profile_of(found, samples=False)))
    assert "Nordpark" not in plain
    assert "5513000" not in plain


def test_a_plot_whose_kind_nobody_knows_is_rejected_until_the_profile_says_it() -> None:
    made = profile.build(suggest.profile_of(suggest.suggest("Irgendwas", columns(AGS=["05113000"], Nr=["1"]), PLOT)))
    rules = mapping.Rules(made)
    rules.bind(mapping.Names(["AGS", "Nr"]))
    refused = rules.page([("05113000", "1")]).refused
    assert refused[0].field == "plot_type"


@pytest.mark.parametrize("target", tables.TARGETS)
def test_every_target_has_a_valid_suggestion(target: str) -> None:
    made = profile.build(suggest.profile_of(suggest.suggest("1", [], tables.TABLES[target])))
    assert made.target.table == target


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        (["2019-11-30", "30/11/2019", "2020-01-02"], ("iso", "%d/%m/%Y")),
        ([1756684800000, 1273276800000], ("epoch_ms",)),
        (["2019", "2020"], ("year",)),
        (["1900-01-01", "31.12.2020"], ("german",)),
    ],
)
def test_ways_to_write_a_date(written: list[Any], ways: tuple[str, ...]) -> None:
    assert of(suggest.suggest("x", columns(Erhebungsdatum=written), PLOT), "source_date").dates == ways


def test_an_unmapped_value_stays_unmapped() -> None:
    """It is listed; and the import rejects it until the map names it."""
    found = suggest.suggest("x", columns(Flaechenart=["Brache", "Brache", "Baulücke", "Sonderfall Z"]), PLOT)
    raw = suggest.profile_of(found)
    assert raw["suggested"]["fields"]["plot_type"]["unmapped"] == ["Sonderfall Z"]
    rules = mapping.Rules(profile.build(raw))
    rules.bind(mapping.Names(["Flaechenart"]))
    assert rules.page([("Sonderfall Z",)]).refused[0].reason == "unmapped"


def test_faults_of_a_suggested_file_are_named() -> None:
    raw = suggest.profile_of(suggest.suggest("x", MONITORING, PLOT))
    raw["fields"]["agss"] = raw["fields"].pop("ags")
    with pytest.raises(errors.ProfileKeyUnknown, match="agss"):
        profile.build(raw)
