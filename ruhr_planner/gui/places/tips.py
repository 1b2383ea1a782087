"""Map tips: what QGIS shows of a record under the mouse, in the plugin's language."""

from __future__ import annotations

from html import escape

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model.results import FIBRE_GAP, LAND_BALANCE, SITE
from ruhr_planner.model.tables import MUNICIPALITY, OBJECT, PLACE, PLOT, PLOT_ODBL, TRACKING, Field, Table

_PICKED: dict[str, tuple[str, ...]] = {
    PLOT.table: (PLOT.plot_type, "ruhr_net_ha()", PLOT.planning_status, PLOT.restriction, PLOT.valid_to),
    PLOT_ODBL.table: (PLOT.plot_type, "ruhr_net_ha()", PLOT.planning_status, PLOT.valid_to, PLOT.attribution),
    MUNICIPALITY.table: (MUNICIPALITY.kreis, MUNICIPALITY.ags, MUNICIPALITY.source, MUNICIPALITY.edition),
    SITE.table: (SITE.n_plots, SITE.gross_ha, SITE.net_ha, SITE.single_net_ha, SITE.distance_class, SITE.note),
    FIBRE_GAP.table: (FIBRE_GAP.gap_class, FIBRE_GAP.fibre_share, FIBRE_GAP.spot, FIBRE_GAP.basis),
    LAND_BALANCE.table: (
        LAND_BALANCE.net_ha,
        LAND_BALANCE.demand_ha,
        LAND_BALANCE.balance_ha,
        LAND_BALANCE.supply_years_all,
    ),
}
"""Fields of a tip; of the other tables the first ones are shown."""

_HEADS = (PLOT.name, OBJECT.object_id, PLOT.plot_id, SITE.site_id, PLACE.place_id, PLACE.kind, MUNICIPALITY.ags)
"""The first of these fields that a layer has is the heading."""

_FIRST = 5
_LOOK = "font-family: sans-serif; font-size: 9pt"
_TRACKED = frozenset(column.name for column in TRACKING)


def template(table: Table, present: list[str]) -> str:
    """Return the HTML with expressions for a table's records.

    :param present: names of the fields that the layer has.
    """
    heads = [_escaped(f'"{name}"') for name in _HEADS if name in present]
    heading = f"<b>[% coalesce({', '.join((*heads, repr('')))}) %]</b>" if heads else ""
    rows = [_row(table, name) for name in _shown(table, present)]
    return f'<div style="{_LOOK}">{heading}<table style="{_LOOK}">{"".join(rows)}</table></div>'


def _shown(table: Table, present: list[str]) -> list[str]:
    picked = _PICKED.get(table.table)
    if picked is not None:
        return [name for name in picked if name in present or name.endswith("()")]
    others = (column.name for column in table.columns if column.name not in (*_HEADS, *_TRACKED))
    return [name for name in others if name in present][:_FIRST]


def _row(table: Table, name: str) -> str:
    if name.endswith("()"):
        label, text = tr("Net area (ha)"), _number(name, 1)
    else:
        column = table.column(name)
        label, text = _label(column), _text(table, column)
        if column.kind == "date":  # said only where there is one: most records have no end
            row = f"<tr><td>{escape(label)}&nbsp;</td><td>"
            return f"[% coalesce('{row}' || {text} || '</td></tr>', '') %]"
    return f"<tr><td>{escape(label)}&nbsp;</td><td>[% coalesce({text}, '{tr('n/a')}') %]</td></tr>"


def _label(column: Field) -> str:
    label = column.label.text(i18n.language())
    return f"{label} ({column.unit})" if column.unit else label


def _text(table: Table, column: Field) -> str:
    """Return the expression that puts a value into words."""
    name = f'"{column.name}"'
    if column.codes is not None:
        return f"ruhr_code_label('{column.name}', {name}, '{table.table}')"
    if column.kind == "real":
        return _number(name, 2 if "share" in column.name else 1)
    if column.kind == "date":
        return f"format_date({name}, '{'dd.MM.yyyy' if i18n.language() == i18n.GERMAN else 'd MMM yyyy'}')"
    return _escaped(name)


def _escaped(expression: str) -> str:
    """Return an expression whose text is no HTML: a tip is a web page, and a name could fetch a picture."""
    return f"replace(replace(replace(to_string({expression}), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"


def _number(expression: str, places: int) -> str:
    return f"format_number({expression}, {places}, '{i18n.language()}')"
