"""GML with many feature types in one file, read as one table: XPlanGML (5.x, 6.0) and NAS of ALKIS and ATKIS.

Every record says in `objektart` what it is. All values stay texts, because a key such as "05512000" is no number;
several values of one element are parted by semicolons, and what an element refers to stands in `<element>_href`.

The objects of a plan do not repeat what holds for all of them, so each gets what its plan says: the field names
`plan_…` and `xplan_version`. An object belongs to a plan through its Bereich (`gehoertZuBereich`, or `planinhalt` of
the Bereich); in a file with one plan every object belongs to that.
Source: XPlanung, Objektartenkatalog 5.4 and 6.0 (XLeitstelle); GeoInfoDok 7.1 (AdV).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruhr_planner.readers import backend, check
from ruhr_planner.readers.record import INT, REAL, TEXT, Field, Page, Record

XPLAN, NAS = "XPlanGML", "NAS"
ROOTS = {
    "XPlanAuszug": XPLAN,
    "AX_Bestandsdatenauszug": NAS,
    "AX_NutzerbezogeneBestandsdatenaktualisierung_NBA": NAS,
}
"""Root elements of files that hold many feature types on purpose, and what the files are."""

OBJECT_KIND = "objektart"
OPTIONS = {**backend.GML_TEXTS, "GML_ATTRIBUTES_TO_OGR_FIELDS": "YES"}
"""The configuration `NAS_INDICATOR` keeps GDAL from leaving NAS to a driver that few installations have."""

_NAS_OPTIONS = {**OPTIONS, "NAS_INDICATOR": "-"}
_PLAN_FIELDS = (
    "plan_id", "plan_name", "plan_nummer", "plan_art", "plan_rechtsstand", "plan_datum", "plan_massstab", "plan_ags",
    "plan_gemeinde", "xplan_version",
)  # fmt: skip
_DATES = ("inkrafttretensDatum", "wirksamkeitsDatum", "datumDesInkrafttretens", "rechtsverordnungsDatum")
_INT = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_REAL = re.compile(r"-?\d{1,15}(?:\.\d{1,17}(?:[eE][+-]?\d{1,3})?)?")
_VERSION = re.compile(rb"xplangml/(\d+)/(\d+)")
_HEAD = 1 << 16
_CRS_BYTES = 64 << 20


def options(kind: str) -> dict[str, str]:
    """Return what the GML driver needs for a kind of file."""
    return dict(_NAS_OPTIONS if kind == NAS else OPTIONS)


def pages(path: Path, kind: str, names: Sequence[str], size: int = backend.PAGE) -> Iterator[Page]:
    """Yield the records of feature types as one table: all pages have the same fields.

    :param kind: `XPLAN` or `NAS`. :param names: the feature types. :raises BadFile, UnsafeXml: see there.
    """
    chosen = options(kind)
    known = backend.columns(path, "GML", **chosen)
    own = dict.fromkeys(column for name in names for column in known.get(name, ()))
    plans = _plans(path, list(known), chosen) if kind == XPLAN else None
    added = (OBJECT_KIND, *(_PLAN_FIELDS if plans else ()))
    columns = [*added, *(column for column in own if column not in added)]
    fields = tuple(Field(column, TEXT) for column in columns)
    found_crs: dict[str, str] = {}
    for name, page in backend.several(path, "GML", names, size, **chosen):
        crs = page.crs
        if not crs and page.geometry:
            crs = found_crs.setdefault(name, found_crs.get(name) or stated_crs(path, name))
        yield replace(_arranged(page, name, columns, plans), fields=fields, crs=crs)


def _arranged(page: Page, name: str, columns: Sequence[str], plans: _Plans | None) -> Page:
    """Return a page with the values in the order of the columns."""
    have = [field.name for field in page.fields]
    places = [have.index(column) if column in have else -1 for column in columns]
    records = []
    for record in page.records:
        values = [_text(record.values[place]) if place >= 0 else None for place in places]
        values[0] = name
        if plans is not None:
            facts = plans.of(dict(zip(have, record.values)))
            values[1 : 1 + len(_PLAN_FIELDS)] = [facts.get(column) for column in _PLAN_FIELDS]
        records.append(Record(record.wkb, tuple(values)))
    return replace(page, records=records)


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    values = _list(value)
    return ";".join(values) if values is not None else str(value)


def _list(value: Any) -> list[str] | None:
    """Return the values of a field that GDAL hands over as a list, written as JSON; None for a plain value."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            return [str(item) for item in json.loads(value)]
        except (ValueError, RecursionError):
            return None
    return None


# ---------------------------------------------------------------------------------------------------------------- kinds
def typed(page: Page, declared: Mapping[str, str] | None = None) -> Page:
    """Return a page of texts with numbers where they are surely numbers.

    :param declared: kinds that a service names; what it calls a text stays one.
    """
    fields, columns = list(page.fields), list(zip(*(record.values for record in page.records)))
    for place, column in enumerate(columns):
        name, kind = fields[place]
        wanted = (declared or {}).get(name, "")
        if kind == TEXT and wanted != TEXT:
            kind, columns[place] = _numbers(column, wanted in (INT, REAL))
            fields[place] = Field(name, kind)
    if tuple(fields) == page.fields:
        return page
    records = [Record(record.wkb, values) for record, values in zip(page.records, zip(*columns))]
    return replace(page, fields=tuple(fields), records=records)


def _numbers(column: Sequence[Any], sure: bool) -> tuple[str, tuple[Any, ...]]:
    """Return a column as numbers, as texts where one of them is none or would lose a zero: a key, a plot "4.10"."""
    known = [text for text in column if text]
    if known and all(map(_INT.fullmatch, known)):
        return INT, tuple([int(text) if text else None for text in column])
    if known and all(map(_REAL.fullmatch, known)) and (sure or _keeps_digits(known)):
        return REAL, tuple([float(text) if text else None for text in column])
    return TEXT, tuple(column)


def _keeps_digits(texts: Sequence[str]) -> bool:
    """Tell whether numbers say all that their texts say; three or more decimals throughout are a number's form."""
    decimals = {len(text.partition(".")[2]) for text in texts}
    if any(re.match(r"-?0\d", text) for text in texts):
        return False
    fixed = len(decimals) == 1 and min(decimals) >= 3
    return fixed or all(text in (repr(float(text)), f"{float(text):.0f}") or "e" in text.lower() for text in texts)


# ---------------------------------------------------------------------------------------------------------------- plans
@dataclass
class _Plans:
    """What the plans of a file say of all their objects."""

    facts: dict[str, dict[str, str | None]] = field(default_factory=dict)
    bereich: dict[str, str] = field(default_factory=dict)
    """Plan of a Bereich."""
    content: dict[str, str] = field(default_factory=dict)
    """Bereich of an object, where only the Bereich tells."""

    def of(self, record: Mapping[str, Any]) -> dict[str, str | None]:
        """Return what the plan of an object, a Bereich or a plan says; nothing if it belongs to none."""
        own = str(record.get("gml_id"))
        if own in self.facts:
            return self.facts[own]
        bereich = (_references(record.get("gehoertZuBereich_href")) or [self.content.get(own, own)])[0]
        plan = self.bereich.get(bereich)
        if plan is None and len(self.facts) == 1:
            plan = next(iter(self.facts))
        return self.facts.get(plan or "", {})


def _plans(path: Path, names: Sequence[str], chosen: Mapping[str, str]) -> _Plans:
    with path.open("rb") as file:
        version = _VERSION.search(file.read(_HEAD))
    found = _Plans()
    wanted = [name for name in names if name.endswith(("_Plan", "_Bereich"))]
    for name, page in backend.several(path, "GML", wanted, **chosen):
        for entry in page.records:
            record = dict(zip((column.name for column in page.fields), entry.values))
            own = str(record.get("gml_id"))
            if name.endswith("_Plan"):
                found.facts[own] = _facts(record)
                found.facts[own]["xplan_version"] = f"{int(version[1])}.{int(version[2])}" if version else None
            else:
                for plan in _references(record.get("gehoertZuPlan_href")):
                    found.bereich[own] = plan
                for content in _references(record.get("planinhalt_href")):
                    found.content[content] = own
    return found


def _facts(record: Mapping[str, Any]) -> dict[str, str | None]:
    keys = _list(record.get("ags"))
    return {
        "plan_id": _text(record.get("gml_id")),
        "plan_name": _text(record.get("name")),
        "plan_nummer": _text(record.get("nummer")),
        "plan_art": _text(record.get("planArt")),
        "plan_rechtsstand": _text(record.get("rechtsstand")),
        "plan_datum": next((str(record[name]) for name in _DATES if record.get(name)), None),
        "plan_massstab": _text(record.get("erstellungsMassstab")),
        # the plan of several municipalities does not tell in which one an object lies
        "plan_ags": None if keys is not None and len(set(keys)) > 1 else _text(record.get("ags")),
        "plan_gemeinde": _text(record.get("gemeindeName")),
    }


def _references(value: Any) -> list[str]:
    text = str(value) if value else ""
    return [reference.rsplit("#", 1)[-1] for reference in (_list(text) or ([text] if text else []))]


# ------------------------------------------------------------------------------------------------------------------ CRS
def stated_crs(path: Path, name: str) -> str:
    """Return the reference system that the geometry of the first feature of a type names, "" if it names none.

    GDAL tells none where a file names several, or names it the AdV's way.
    """
    with path.open("rb") as file:
        text = file.read(_CRS_BYTES)
    start = re.search(rb"<(?:[\w.-]+:)?" + re.escape(name.encode()) + rb"[\s>]", text)
    geometry = re.compile(rb"<(?:[\w.-]+:)?(?!Envelope)\w+\s[^>]*srsName\s*=\s*[\"']([^\"']{1,200})[\"']")
    found = geometry.search(text, start.end(), start.end() + (1 << 20)) if start else None
    return check.normal(found[1].decode("ascii", "ignore")) if found else ""
