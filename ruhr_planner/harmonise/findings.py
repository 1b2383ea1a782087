"""Findings of a validation as HTML page, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ruhr_planner import about
from ruhr_planner.harmonise import page
from ruhr_planner.harmonise.page import Words
from ruhr_planner.harmonise.validation import Finding, Rule, plain
from ruhr_planner.model.codes import SEVERITY
from ruhr_planner.model.results import FINDING_PLACE

MAX_ROWS = 200
"""Findings of one rule and table that the page lists; JSON, CSV and the layer have all."""

COLOURS = {SEVERITY.error: "#9c1c2c", SEVERITY.warning: "#b8650a", SEVERITY.info: "#4c6a80"}
_CSV = (*FINDING_PLACE.names, "x", "y")


@dataclass(frozen=True)
class Validation:
    """What was looked at, when, and what was found; `level` is the sensitivity of the store."""

    store: str
    as_of: date
    run_id: str
    rules: Sequence[Rule]
    findings: Sequence[Finding]
    counts: dict[str, int]
    level: str
    invented: bool

    @property
    def counted(self) -> list[Finding]:
        """The findings that nobody has accepted."""
        return [one for one in self.findings if not one.accepted]

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(one.rule.severity == SEVERITY.error for one in self.counted)


def values(one: Finding, language: str) -> list[object]:
    """Return a finding as a row of FINDING_PLACE."""
    row = {
        FINDING_PLACE.rule: one.rule.id,
        FINDING_PLACE.severity: one.rule.severity,
        FINDING_PLACE.target: one.table.table,
        FINDING_PLACE.record_id: one.record or None,
        FINDING_PLACE.field: one.column or None,
        FINDING_PLACE.value: plain(one.value, language) or None,
        FINDING_PLACE.text: one.text(language),
        FINDING_PLACE.remedy: one.remedy(language),
        FINDING_PLACE.accepted: one.accepted or None,
        FINDING_PLACE.ags: one.ags,
        FINDING_PLACE.municipality: one.municipality,
    }
    return [row[name] for name in FINDING_PLACE.names]


def as_json(done: Validation, words: Words) -> str:
    """Return everything, for programs."""
    rows: list[dict[str, Any]] = []
    for one in done.findings:
        made = dict(zip(FINDING_PLACE.names, values(one, words.language)))
        made["place"] = None if one.xy is None else [round(one.xy[0], 2), round(one.xy[1], 2)]
        rows.append(made)
    report = {
        "store": done.store,
        "as_of": done.as_of.isoformat(),
        "run_id": done.run_id,
        "plugin_version": about.version(),
        "sensitivity": done.level,
        "crs": "EPSG:25832",
        "records": done.counts,
        "rules": [
            {
                "id": rule.id,
                "severity": rule.severity,
                "tables": [table.table for table in rule.tables],
                "thresholds": dict(rule.settings),
            }
            for rule in done.rules
        ],
        "n_findings": len(done.counted),
        "n_errors": done.errors,
        "n_accepted": len(done.findings) - len(done.counted),
        "findings": rows,
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def as_csv(done: Validation, words: Words) -> str:
    """Return a table for spreadsheets: semicolons, one line a finding, and no cell that is taken for a formula."""
    sink = io.StringIO()
    sink.write("\ufeff")  # without it spreadsheets take UTF-8 for Windows-1252
    writer = csv.writer(sink, delimiter=";", lineterminator="\r\n")
    writer.writerow([*_CSV, "sensitivity"])
    for one in done.findings:
        xy = (None, None) if one.xy is None else (round(one.xy[0], 2), round(one.xy[1], 2))
        writer.writerow([page.safe_cell(cell) for cell in (*values(one, words.language), *xy, done.level)])
    return sink.getvalue()


def as_html(done: Validation, words: Words) -> str:
    """Return a page that a person likes to read."""
    tr, number = words.tr, words.number
    severities = Counter(one.rule.severity for one in done.counted)
    accepted = len(done.findings) - len(done.counted)
    cards = [
        (tr("Records"), number(sum(done.counts.values())), ""),
        (tr("Findings"), number(len(done.counted)), "sum"),
        (tr("Errors"), number(severities[SEVERITY.error]), "bad" if severities[SEVERITY.error] else "good"),
        (tr("Warnings"), number(severities[SEVERITY.warning]), ""),
        (tr("Notes"), number(severities[SEVERITY.info]), ""),
        *([(tr("Accepted"), number(accepted), "")] if accepted else []),
    ]
    marks = [(*one.xy, COLOURS[one.rule.severity]) for one in reversed(_ordered(done.findings)) if one.xy is not None]
    drawing, beyond = page.map_svg(marks) if marks else ("", 0)
    note = tr("Red: errors, orange: warnings, blue: notes.")
    if beyond:
        note += " " + tr("{count} lie beyond the map.").format(count=number(beyond))
    per_rule = Counter(one.rule.id for one in done.findings)
    return page.rendered(
        "findings.html.j2",
        words,
        done.level,
        done.invented,
        title=tr("Validation of “{store}”").format(store=done.store),
        lead=tr("Records in force on {date}, {count} rules.").format(
            date=done.as_of.isoformat(), count=len(done.rules)
        ),
        cards=cards,
        groups=_groups(done, words),
        map=drawing,
        map_note=note,
        rules=[
            {
                "id": rule.id,
                "severity": SEVERITY.label(rule.severity, words.language),
                "tables": ", ".join(table.label.text(words.language) for table in rule.tables),
                "settings": ", ".join(f"{name} = {plain(value, words.language)}" for name, value in _shown(rule)),
                "count": per_rule[rule.id],
            }
            for rule in done.rules
        ],
        notes=[tr("Run {run}. Coordinates in EPSG:25832.").format(run=done.run_id)],
    )


def _shown(rule: Rule) -> list[tuple[str, object]]:
    return [(name, float(value)) for name, value in rule.settings.items() if isinstance(value, (int, float))]


def _ordered(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: SEVERITY.index(one.rule.severity))


def _groups(done: Validation, words: Words) -> list[dict[str, Any]]:
    """Return the findings by rule and table, errors first and the largest groups first within a severity."""
    members: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in done.findings:
        members[one.rule.id, one.table.table].append(one)
    made = []
    for (rule, table), found in members.items():
        first = found[0]
        hidden = len(found) - MAX_ROWS
        more = words.tr("{count} more; JSON, CSV and the layer have all.").format(count=words.number(hidden))
        made.append(
            {
                "anchor": f"{rule}-{table}",
                "rule": rule,
                "severity": first.rule.severity,
                "label": SEVERITY.label(first.rule.severity, words.language),
                "table": first.table.label.text(words.language),
                "count": len(found),
                "more": more if hidden > 0 else "",
                "rows": [_row(one, words.language) for one in found[:MAX_ROWS]],
            }
        )
    return sorted(made, key=lambda group: (SEVERITY.index(str(group["severity"])), -int(str(group["count"]))))


def _row(one: Finding, language: str) -> dict[str, str]:
    column = next((known for known in one.table.columns if known.name == one.column), None)
    place = one.municipality or one.ags or ""
    if one.xy is not None:
        place = f"{place} {one.xy[0]:.0f} / {one.xy[1]:.0f}".strip()
    return {
        "record": page.shortened(one.record),
        "field": column.label.text(language) if column is not None else "",
        "text": page.shortened(one.text(language), 300),
        "remedy": page.shortened(one.remedy(language), 300),
        "place": place,
        "accepted": one.accepted,
    }
