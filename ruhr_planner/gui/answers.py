"""What a run is shown as: a sentence, a table and a chart, from the layers it wrote.

Called in the job's thread; reads attributes only. Unknown is None and shown as "k. A.", never as 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from qgis.core import QgsFeatureRequest, QgsVariantUtils, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from ruhr_planner import i18n
from ruhr_planner.gui.words import dated, number
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import MissingLayer
from ruhr_planner.model.results import (
    ALLOCATION_FLOW,
    ALLOCATION_MUNICIPALITY,
    CHANGE,
    CONNECTION,
    FIBRE_GAP,
    FINDING_PLACE,
    LAND_BALANCE,
    LAND_BALANCE_KREIS,
    SITE,
    SITE_GAP_TABLE,
    SITE_SCORE,
    TRENCH,
    UNROUTABLE,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import PLOT, Field, Table

MAIN = "OUTPUT"
BARS = 15
"""So many bars a chart has at most; a longer one says nothing at a glance."""
_PLACE = (SITE.column(SITE.ags_list), SITE.column(SITE.net_ha))
"""What names a site to people."""


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length (None = unknown), what stands at its end, and its colour."""

    name: str
    value: Optional[float]
    text: str
    colour: str


@dataclass(frozen=True)
class Chart:
    """Bars below each other, the longest first or in the order of their classes."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Rows:
    """A table: its columns, and a row a feature. `output` is the layer that the rows are features of."""

    output: str
    columns: tuple[Field, ...]
    ids: tuple[int, ...]
    values: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Answer:
    """What people see of a run."""

    sentence: str
    rows: Optional[Rows] = None
    chart: Optional[Chart] = None


# ------------------------------------------------------------------------------------------------------------ questions
def sites(written: Mapping[str, str]) -> Answer:
    """Say how many cooperation sites were found, how large they are, and what they are not.

    :raises MissingLayer: the result cannot be read.
    """
    rows = read(
        written, MAIN, SITE,
        SITE.ags_list, SITE.net_ha, SITE.n_plots, SITE.cross_border, SITE.meets_8_single, SITE.restriction_max,
        SITE.site_id,
    )  # fmt: skip
    named = tuple((names_of(row[0]), *row[1:]) for row in rows.values)
    rows = replace(rows, columns=(PLOT.column(PLOT.municipality), *rows.columns[1:]), values=named)
    found = rows.values
    chart = _gap_chart(written)
    if not found:
        none = tr("No cooperation site was found with these values. A larger gap or a smaller minimum area finds more.")
        return Answer(none, None, chart)
    values = {
        "count": number(len(found)),
        "area": number(sum(row[1] or 0.0 for row in found)),
        "cross": number(sum(1 for row in found if row[3])),
        "large": number(sum(1 for row in found if row[4])),
    }
    said = (
        tr("1 possible cooperation site with {area} ha net.")
        if len(found) == 1
        else tr(
            "{count} possible cooperation {count:site|sites} with {area} ha net in total; {cross} "
            "{cross:lies|lie} across municipal borders, {large} {large:offers|offer} one "
            "establishment 8 ha without moving a street."
        )
    )
    sentence = " ".join((filled(said, **values), tr("A calculation, not a designation in planning law.")))
    return Answer(sentence, ordered(rows, 1), chart)


def _gap_chart(written: Mapping[str, str]) -> Optional[Chart]:
    from ruhr_planner.exhibit import classes

    if "GAP_TABLE" not in written:
        return None
    rows = read(written, "GAP_TABLE", SITE_GAP_TABLE, SITE_GAP_TABLE.gap_m, SITE_GAP_TABLE.n_ge8).values
    bars = tuple(Bar(f"{gap} m", count, text(count), classes.COMPUTED) for gap, count in rows)
    return Chart(tr("Sites from 8 ha by the largest gap between plots"), bars)


def gaps(written: Mapping[str, str]) -> Answer:
    """Say how many plots have fibre nearby, and of how many nobody knows.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    rows = read(
        written, MAIN, FIBRE_GAP,
        FIBRE_GAP.gap_class, FIBRE_GAP.fibre_share, FIBRE_GAP.priority, FIBRE_GAP.certainty,
        first=(PLOT.column(PLOT.name), PLOT.column(PLOT.municipality)),
    )  # fmt: skip
    names = [column.name for column in rows.columns]
    verdict, priority = names.index(FIBRE_GAP.gap_class), names.index(FIBRE_GAP.priority)
    counted = Counter(row[verdict] for row in rows.values)
    known = codes.GAP_CLASS
    sentence = filled(
        tr(
            "Of {count} {count:plot|plots}, {served} {served:has|have} household fibre nearby, "
            "{partly} in part and {unserved} none; {no_data} {no_data:has|have} no data, because no "
            "household lies nearby."
        ),
        count=number(sum(counted.values())),
        served=number(counted[known.served]),
        partly=number(counted[known.partly]),
        unserved=number(counted[known.unserved]),
        no_data=number(counted[known.no_data]),
    )
    language = i18n.language()
    bars = tuple(
        Bar(known.label(code, language), counted[code], number(counted[code]), classes.GAP_COLOURS[code])
        for code in known
    )
    return Answer(sentence, ordered(rows, priority, descending=False), Chart(tr("Plots by coverage"), bars))


def balance(written: Mapping[str, str]) -> Answer:
    """Say how much net land there is, how long it lasts and where it is short.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    table = LAND_BALANCE
    rows = read(
        written, MAIN, table,
        table.name, table.net_ha, table.free_ha, table.takeup_ha_a, table.supply_years_all, table.deficit_ha,
    )  # fmt: skip
    net = [row[1] for row in rows.values if row[1] is not None]
    free = [row[2] for row in rows.values if row[2] is not None]
    taken = [row[3] for row in rows.values if row[3] is not None]
    short = [row for row in rows.values if row[5]]
    sentence = filled(
        tr(
            "{net} ha net land in {count} {count:municipality|municipalities}, {free} ha of it known "
            "to be without restriction; {takeup} ha are taken up in a year where this is known."
        ),
        net=number(sum(net)),
        count=number(len(rows.values)),
        free=number(sum(free)),
        takeup=number(sum(taken), 1),
    )
    if short:
        lacking = tr("{count} {count:municipality is|municipalities are} short of {ha} ha in all.")
        sentence += " " + filled(lacking, count=number(len(short)), ha=number(sum(row[5] for row in short)))
    kreise = read(
        written, "KREIS", LAND_BALANCE_KREIS, LAND_BALANCE_KREIS.kreis, LAND_BALANCE_KREIS.supply_years_all
    ).values
    bars = tuple(
        Bar(name, years, text(years, 1, tr("{number} years")), classes.RESTRICTION_COLOURS[0])
        for name, years in longest(kreise)
    )
    return Answer(sentence, ordered(rows, 5), Chart(tr("Years of supply, all net land"), bars))


def allocation(written: Mapping[str, str]) -> Answer:
    """Say how much of the shortage can be met in which municipalities.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    table = ALLOCATION_MUNICIPALITY
    rows = read(
        written, "MUNICIPALITIES_OUT", table,
        table.name, table.deficit_ha, table.covered_ha, table.coverage, table.n_sites, table.reason,
    )  # fmt: skip
    short = [row for row in rows.values if row[1]]
    partners = read(written, MAIN, ALLOCATION_FLOW, ALLOCATION_FLOW.host).values
    sentence = filled(
        tr(
            "{count} {count:municipality is|municipalities are} short of {deficit} ha; shared sites "
            "could meet {covered} ha of it, in {flows} {flows:assignment|assignments}, {away} of them "
            "beyond the own municipality."
        ),
        count=number(len(short)),
        deficit=number(sum(row[1] for row in short)),
        covered=number(sum(row[2] or 0.0 for row in short)),
        flows=number(len(partners)),
        away=number(sum(1 for (host,) in partners if host is not None and not host)),
    )
    bars = tuple(
        Bar(name, share, text(None if share is None else 100 * share, 0, "{number} %"), classes.COMPUTED)
        for name, share in longest((row[0], row[3]) for row in short)
    )
    return Answer(sentence, ordered(rows, 1), Chart(tr("Share of the shortage that can be met"), bars))


def scores(written: Mapping[str, str]) -> Answer:
    """Say which site ranks first, and how certain that is.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    table = SITE_SCORE
    rows = read(
        written, MAIN, table,
        table.rank, table.site_id, table.score, table.rank_p05, table.rank_p95, table.close_call, table.knocked_out,
        also=_PLACE,
    )  # fmt: skip
    rows = _named(rows, 1)
    ranked = sorted((row for row in rows.values if row[0] is not None), key=lambda row: row[0])
    out = sum(1 for row in rows.values if row[6])
    if not ranked:
        return Answer(filled(tr("No site could be ranked; {out} {out:is|are} knocked out."), out=number(out)), rows)
    first = ranked[0]
    sentence = filled(
        tr(
            "{count} {count:site is|sites are} ranked, {out} {out:is|are} knocked out. First is "
            "{site} with {score} of 100 points; if the weights were somewhat different, its rank "
            "would be {low} to {high}."
        ),
        count=number(len(ranked)),
        out=number(out),
        site=first[1],
        score=text(first[2], 1),
        low=text(first[3]),
        high=text(first[4]),
    )
    close = sum(1 for row in ranked if row[5])
    if close:
        sentence += " " + filled(tr("{count} {count:is|are} a close call."), count=number(close))
    bars = tuple(Bar(row[1], row[2], text(row[2], 1), classes.COMPUTED) for row in ranked[:BARS])
    return Answer(sentence, ordered(rows, 0, descending=False), Chart(tr("Points of the best sites"), bars))


def costs(written: Mapping[str, str]) -> Answer:
    """Say what the trenches cost, between which bounds, and what cannot be reached.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    table = CONNECTION
    rows = read(
        written, "CONNECTIONS", table,
        table.object_id, table.total_eur, table.total_low_eur, table.total_high_eur, table.path_m, table.feasible,
        also=_PLACE,
    )  # fmt: skip
    rows = _named(rows, 0)
    built = [row for row in rows.values if row[1] is not None]
    metres = sum(row[0] or 0.0 for row in read(written, MAIN, TRENCH, TRENCH.length_m).values)
    away = len(read(written, "UNROUTABLE", UNROUTABLE, UNROUTABLE.reason).values)
    sentence = filled(
        tr(
            "{count} {count:site|sites} can be connected for about {cost} million EUR net ({low} to "
            "{high}), with {km} km of shared trenches; {away} {away:is|are} out of reach. An estimate "
            "from served plots, no offer."
        ),
        count=number(len(built)),
        cost=number(sum(row[1] for row in built) / 1e6, 1),
        low=number(sum(row[2] or 0.0 for row in built) / 1e6, 1),
        high=number(sum(row[3] or 0.0 for row in built) / 1e6, 1),
        km=number(metres / 1000, 1),
        away=number(away),
    )
    dearest = longest(((row[0], row[1]) for row in built), BARS)
    bars = tuple(Bar(name, cost, text(cost, 0, "{number} EUR"), classes.COMPUTED) for name, cost in dearest)
    return Answer(sentence, ordered(rows, 1), Chart(tr("Cost of the dearest connections"), bars))


def changes(written: Mapping[str, str]) -> Answer:
    """Say how many plots are new, gone, divided or changed, and how much land was taken up.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    rows = read(
        written, MAIN, CHANGE,
        CHANGE.change_class, CHANGE.name, CHANGE.ha_old, CHANGE.ha_new, CHANGE.taken_up_ha, CHANGE.changed_fields,
    )  # fmt: skip
    counted = Counter(row[0] for row in rows.values)
    known, language = codes.CHANGE_CLASS, i18n.language()
    parts = [f"{known.label(code, language)}: {number(counted[code])}" for code in known if counted[code]]
    taken = sum(row[4] or 0.0 for row in rows.values)
    sentence = tr("{counts}. Land taken up: {ha} ha gross.").format(counts=", ".join(parts), ha=number(taken, 1))
    bars = tuple(
        Bar(known.label(code, language), counted[code], number(counted[code]), classes.COMPUTED)
        for code in known
        if counted[code]
    )
    return Answer(sentence, ordered(rows, 4), Chart(tr("Plots by kind of change"), bars))


def findings(written: Mapping[str, str]) -> Answer:
    """Say how many findings there are, and how many of them are errors.

    :raises MissingLayer: the result cannot be read.
    """
    from ruhr_planner.exhibit import classes

    table = FINDING_PLACE
    rows = read(
        written, MAIN, table, table.severity, table.text, table.target, table.record_id, table.remedy, table.rule
    )
    if not rows.values:
        return Answer(tr("The rules found nothing to complain about."))
    counted = Counter(row[0] for row in rows.values)
    known, language = codes.SEVERITY, i18n.language()
    parts = [f"{known.label(code, language)}: {number(counted[code])}" for code in known if counted[code]]
    sentence = filled(
        tr("{count} {count:finding|findings}. {counts}."), count=number(len(rows.values)), counts=", ".join(parts)
    )
    rules = Counter(row[5] for row in rows.values).most_common(BARS)
    bars = tuple(Bar(rule, count, number(count), classes.NO_DATA) for rule, count in rules)
    return Answer(sentence, rows, Chart(tr("Findings by rule"), bars))


# -------------------------------------------------------------------------------------------------------------- reading
def read(
    written: Mapping[str, str],
    output: str,
    table: Table,
    *names: str,
    first: Sequence[Field] = (),
    also: Sequence[Field] = (),
) -> Rows:
    """Return some fields of a result, null as None.

    :param first: fields of the input that the result has kept, before the others. :param also: such fields behind
        them. Those that are not there are left out.
    :raises MissingLayer: the result cannot be read.
    """
    uri = written.get(output, "")
    layer = QgsVectorLayer(uri, output, "ogr")
    if not layer.isValid():
        raise MissingLayer(layer.error().summary(), layer=uri, parameter=output)
    fields = layer.fields()
    every = (*first, *(table.column(name) for name in names), *also)
    columns = tuple(column for column in every if fields.indexFromName(column.name) >= 0)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([column.name for column in columns], fields)
    places = [fields.indexFromName(column.name) for column in columns]
    ids: list[int] = []
    values: list[tuple[Any, ...]] = []
    for feature in layer.getFeatures(request):
        found = feature.attributes()
        ids.append(int(feature.id()))
        values.append(tuple(_plain(found[place]) for place in places))
    return Rows(output, columns, tuple(ids), tuple(values))


def _named(rows: Rows, place: int) -> Rows:
    """Put where a site lies and how large it is into the column of its id, which nobody can remember."""
    columns = [column.name for column in rows.columns]
    if not all(column.name in columns for column in _PLACE):
        return rows
    keys, area = (columns.index(column.name) for column in _PLACE)
    named = tuple(
        (*row[:place], _site_name(row[place], row[keys], row[area]), *row[place + 1 : keys]) for row in rows.values
    )
    kept = (*rows.columns[:place], PLOT.column(PLOT.name), *rows.columns[place + 1 : keys])
    return replace(rows, columns=kept, values=named)


def _site_name(identifier: Any, keys: Optional[str], area: Optional[float]) -> str:
    where = names_of(keys)
    return f"{where}, {number(area, 1)} ha" if where and area is not None else str(identifier)


def names_of(keys: Optional[str]) -> Optional[str]:
    """Return the names of municipalities for their keys, which are separated by commas or semicolons."""
    from ruhr_planner.catalogue.places import name_of

    if keys is None:
        return None
    return ", ".join(name_of(key) or key for key in re.split(r"[,; ]+", keys) if key)


def ordered(rows: Rows, column: int, descending: bool = True) -> Rows:
    """Return rows in the order of a column, unknown last."""
    known = [place for place, row in enumerate(rows.values) if row[column] is not None]
    unknown = [place for place, row in enumerate(rows.values) if row[column] is None]
    known.sort(key=lambda place: rows.values[place][column], reverse=descending)
    places = known + unknown
    ids = tuple(rows.ids[place] for place in places)
    return Rows(rows.output, rows.columns, ids, tuple(rows.values[place] for place in places))


def longest(pairs: Iterable[tuple[Any, Any]], most: int = BARS) -> Iterator[tuple[Any, Any]]:
    """Yield the pairs with the largest values, unknown last."""
    found = sorted(pairs, key=lambda pair: (pair[1] is None, -(pair[1] or 0.0), str(pair[0])))
    yield from found[:most]


def text(value: Optional[float], decimals: int = 0, unit: str = "{number}") -> str:
    """Return a number as people read it, with its unit; what is unknown says so."""
    return tr("n/a") if value is None else unit.format(number=number(value, decimals))


def shown(value: Any, column: Field) -> str:
    """Return a value of a table as people read it: codes in words, numbers of their unit, unknown as such."""
    if value is None:
        return tr("n/a")
    if column.codes is not None:
        known = column.codes
        parts = str(value).split(";") if column.many else [value]
        return "; ".join(known.label(part, i18n.language()) if part in known else str(part) for part in parts)
    if column.kind == "real":
        return number(100 * value, 0) + " %" if column.high == 1 else number(value, 0 if column.unit == "EUR" else 2)
    if column.kind == "int":
        return (tr("yes") if value else tr("no")) if column.high == 1 and column.low == 0 else number(value)
    if column.kind == "date":
        return dated(value.toString("yyyy-MM-dd") if isinstance(value, QDate) else str(value))
    return str(value)


def _plain(value: Any) -> Any:
    return None if QgsVariantUtils.isNull(value) else value
