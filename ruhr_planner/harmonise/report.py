"""The report of an import: what became of every record, as a page for people and as JSON for programs.

The page shows raw values of rejected records only where the source is not confidential, and is stamped with its level;
the store keeps all of them either way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from ruhr_planner import about
from ruhr_planner.harmonise import page
from ruhr_planner.harmonise.mapping import Refusal
from ruhr_planner.harmonise.outcome import FieldValues, Outcome, Rejected
from ruhr_planner.harmonise.page import Words
from ruhr_planner.model import licences
from ruhr_planner.model.codes import REJECTION, SENSITIVITY, LevelList
from ruhr_planner.model.sensitivity import highest
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import REJECTED

MAX_RECORDS = 100
"""Rejected records that the page lists one by one."""
MAX_EXAMPLES = 3
MAX_PLAIN = 8
"""Values of a field without codes that the page shows; each code is shown."""

COLOUR = "#9c1c2c"
_COUNTS = ("read", "written", "unchanged", "rejected", "filtered", "ended", "repaired", "new", "changed")


def level(outcome: Outcome) -> str:
    """Return the sensitivity of the report: of the source, of fields with a minimum, and of raw values it shows."""
    profile = outcome.profile
    if profile.licence == licences.INVENTED.id:
        return str(SENSITIVITY.open)
    fields = {entry.field for entry in outcome.fields if entry.known}
    levels = [column.min_sensitivity for column in profile.target.columns if column.name in fields]
    if outcome.rejects:
        levels.append(REJECTED.column(REJECTED.record).min_sensitivity)
    return highest([profile.sensitivity, *levels])


def shows_raw(outcome: Outcome) -> bool:
    """Tell whether raw values may stand in the report: not those of a confidential source."""
    return level(outcome) != SENSITIVITY.confidential


# ---------------------------------------------------------------------------------------------------------------- JSON
def as_json(outcome: Outcome, words: Words) -> str:
    """Return everything, for programs."""
    profile = outcome.profile
    raw = shows_raw(outcome)
    report: dict[str, Any] = {
        "run_id": outcome.run_id,
        "started": outcome.started,
        "plugin_version": about.version(),
        "input": outcome.input,
        "profile": {"id": profile.id, "version": profile.version},
        "target": profile.target.table,
        "sensitivity": level(outcome),
        "raw_values": raw,
        "counts": {name: getattr(outcome, name) for name in _COUNTS},
        "expected": outcome.expected,
        "crs": outcome.crs or None,
        "accuracy_m": outcome.accuracy_m,
        "area_ha": round(outcome.area_ha, 4),
        "repair_m2": round(outcome.repair_m2, 2),
        "licence": outcome.licence,
        "attributions": list(outcome.attributions),
        "source": {
            "id": profile.source.id,
            "title": profile.source.title or None,
            "publisher": profile.source.publisher or None,
            "url": profile.source.url or None,
            "date": profile.source.date or None,
            "evidence": profile.source.evidence,
        },
        "overlaps_ha": [
            {"winner": pair[0], "loser": pair[1], "ha": round(hectares, 4)}
            for pair, hectares in sorted(outcome.overlaps.items())
        ],
        "warnings": [filled(words.tr(note.text), **note.params) for note in outcome.warnings],
        "fields": [_json_field(entry, raw) for entry in outcome.fields],
        "rejects": [_json_reject(record, raw) for record in outcome.rejects],
        "rejects_listed": len(outcome.rejects),
    }
    return json.dumps(report, ensure_ascii=False, indent=1, default=str) + "\n"


def _json_field(entry: FieldValues, raw: bool) -> dict[str, Any]:
    return {
        "field": entry.field,
        "from": list(entry.columns),
        "known": entry.known,
        "unknown": entry.unknown,
        "values": [
            {"raw": one.raw if raw else None, "value": one.value, "count": one.count, "refused": one.refused}
            for one in entry.values
        ],
        "more": entry.more,
    }


def _json_reject(record: Rejected, raw: bool) -> dict[str, Any]:
    return {
        "number": record.number,
        "native_id": record.native_id if raw else None,
        "reason": record.reason,
        "field": record.field or None,
        "rule": record.rule or None,
        "value": record.value if raw else None,
        "record": dict(record.record) if raw else None,
        "box": None if record.box is None else [round(edge, 2) for edge in record.box],
    }


# ---------------------------------------------------------------------------------------------------------------- HTML
def as_html(outcome: Outcome, words: Words) -> str:
    """Return a page that a person likes to read."""
    tr, number, profile = words.tr, words.number, outcome.profile
    raw = shows_raw(outcome)
    marks = [
        ((record.box[0] + record.box[2]) / 2, (record.box[1] + record.box[3]) / 2, COLOUR)
        for record in outcome.rejects
        if record.box is not None
    ]
    drawing, beyond = page.map_svg(marks) if marks else ("", 0)
    note = tr("{count} rejected records that have a place.").format(count=number(len(marks) - beyond))
    if beyond:
        note += " " + tr("{count} lie beyond the map.").format(count=number(beyond))
    hidden = outcome.rejected - min(len(outcome.rejects), MAX_RECORDS)
    title = tr("Import of “{input}”").format(input=outcome.input)
    return page.rendered(
        "import.html.j2",
        words,
        level(outcome),
        profile.licence == licences.INVENTED.id,
        title=title,
        lead=tr("Profile {profile}, version {version}, into table {table}. {time}").format(
            profile=profile.id,
            version=profile.version,
            table=profile.target.label.text(words.language),
            time=outcome.started[:16].replace("T", " "),
        ),
        cards=_cards(outcome, words),
        beside=_beside(outcome, words),
        warnings=[filled(tr(one.text), **one.params) for one in outcome.warnings],
        reasons=_reasons(outcome, words, raw),
        kept=tr("All of them are in the table “rejected” of the store, with raw values, rule and reason."),
        map=drawing,
        map_note=note,
        rejects=[_reject(record, words, raw) for record in outcome.rejects[:MAX_RECORDS]],
        more=tr("{count} more are in the store.").format(count=number(hidden)) if hidden > 0 else "",
        fields=[_field(entry, outcome, words, raw) for entry in outcome.fields if _tells(entry, outcome)],
        origin=_origin(outcome, words),
        notes=page.lines(
            [
                tr("Licence of the table: {licence}").format(licence=outcome.licence or "–"),
                " · ".join(outcome.attributions),
                tr("Run {run}. Coordinates in EPSG:25832.").format(run=outcome.run_id),
                "" if raw else tr("The source is confidential: raw values stand in the store only."),
            ]
        ),
    )


def _cards(outcome: Outcome, words: Words) -> list[tuple[str, str, str, str]]:
    """READ = WRITTEN + UNCHANGED + REJECTED."""
    tr, number = words.tr, words.number
    bad = "bad" if outcome.rejected else "good"
    return [
        (tr("read"), number(outcome.read), "sum", ""),
        (tr("written"), number(outcome.written), "", "="),
        (tr("unchanged"), number(outcome.unchanged), "", "+"),
        (tr("rejected"), number(outcome.rejected), bad, "+"),
    ]


def _beside(outcome: Outcome, words: Words) -> list[tuple[str, str]]:
    tr, number = words.tr, words.number
    found = [
        (tr("left out by the filter"), number(outcome.filtered)),
        (tr("new"), number(outcome.new)),
        (tr("changed"), number(outcome.changed)),
        (tr("ended"), number(outcome.ended)),
        (tr("repaired"), number(outcome.repaired)),
    ]
    if outcome.expected is not None:
        found.append((tr("announced by the source"), number(outcome.expected)))
    if outcome.area_ha:
        found.append((tr("hectares in the store"), number(outcome.area_ha, 1)))
    return found


def _reasons(outcome: Outcome, words: Words, raw: bool) -> list[dict[str, object]]:
    """Return why records were rejected, the most frequent reason first, of those that are listed."""
    members: dict[Refusal, list[Rejected]] = defaultdict(list)
    for record in outcome.rejects:
        members[Refusal(record.reason, record.field, record.rule, "")].append(record)
    made = []
    for refusal, records in sorted(members.items(), key=lambda pair: -len(pair[1])):
        values = page.lines(record.value for record in records)[:MAX_EXAMPLES] if raw else []
        made.append(
            {
                "reason": REJECTION.label(refusal.reason, words.language),
                "field": _label(outcome, refusal.field, words),
                "rule": refusal.rule,
                "examples": ", ".join(f"“{page.shortened(value, 40)}”" for value in values),
                "count": len(records),
            }
        )
    return made


def _label(outcome: Outcome, name: str, words: Words) -> str:
    table = outcome.profile.target
    return table.column(name).label.text(words.language) if name in table else name


def _reject(record: Rejected, words: Words, raw: bool) -> dict[str, object]:
    text = " · ".join(f"{name}: {value}" for name, value in record.record.items() if value is not None)
    return {
        "number": words.number(record.number),
        "id": page.shortened(record.native_id, 60) if raw else "–",
        "reason": REJECTION.label(record.reason, words.language),
        "value": page.shortened(record.value, 60) if raw else "–",
        "raw": page.shortened(text, 400) if raw else words.tr("confidential"),
    }


def _tells(entry: FieldValues, outcome: Outcome) -> bool:
    """Tell whether a table of values says something: codes, and what was read as something else or refused."""
    table = outcome.profile.target
    coded = entry.field in table and table.column(entry.field).codes is not None
    return bool(entry.values) and (
        coded or any(one.refused or (one.raw and one.raw != str(one.value)) for one in entry.values)
    )


def _field(entry: FieldValues, outcome: Outcome, words: Words, raw: bool) -> dict[str, object]:
    """Return the values of a field before and after."""
    tr, number = words.tr, words.number
    columns = ", ".join(entry.columns) or tr("constant")
    note = tr("from {columns}; {known} known, {unknown} unknown").format(
        columns=columns, known=number(entry.known), unknown=number(entry.unknown)
    )
    coded = entry.field in outcome.profile.target and outcome.profile.target.column(entry.field).codes is not None
    shown = entry.values if coded else entry.values[:MAX_PLAIN]
    values = [
        {
            "raw": (page.shortened(one.raw, 80) or "–") if raw else tr("confidential"),
            "made": _made(entry.field, one.value, outcome, words),
            "count": one.count,
            "refused": one.refused,
        }
        for one in shown
    ]
    hidden = entry.more + len(entry.values) - len(shown)
    more = tr("{count} further values.").format(count=number(hidden)) if hidden else ""
    return {"label": _label(outcome, entry.field, words), "note": note, "values": values, "more": more}


def _made(name: str, value: object, outcome: Outcome, words: Words) -> str:
    """Return a value of the store: codes as words, unknown said so."""
    table = outcome.profile.target
    known = table.column(name).codes if name in table else None
    if value is None:
        return words.tr("unknown")
    if isinstance(known, LevelList):
        return f"{value} – {known.label(int(str(value)), words.language)}" if value in known else str(value)
    if known is not None:
        parts = str(value).split(";")
        return "; ".join(known.label(part, words.language) if part in known else part for part in parts)
    return page.shortened(value, 80)


def _origin(outcome: Outcome, words: Words) -> list[tuple[str, str]]:
    tr, profile = words.tr, outcome.profile
    source = profile.source
    accuracy = tr("unknown") if outcome.accuracy_m is None else f"{words.number(outcome.accuracy_m, 2)} m"
    rows = [
        (tr("Source"), " – ".join(page.lines([source.title, source.id]))),
        (tr("Publisher"), source.publisher),
        (tr("Address"), source.url),
        (tr("Date"), source.date),
        (tr("Licence of the source"), licences.licence(profile.licence).title),
        (tr("Attribution"), profile.attribution),
        (tr("Sensitivity"), SENSITIVITY.label(level(outcome), words.language)),
        (tr("Evidence of the profile"), source.evidence),
        (tr("Reference system"), outcome.crs),
        (tr("Accuracy of the transformation"), accuracy if outcome.crs else ""),
    ]
    return [(name, value) for name, value in rows if value]
