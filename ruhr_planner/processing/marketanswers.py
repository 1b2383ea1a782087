"""`marketanswers`: operators' answers to a market inquiry read back; what remains, and how far the inquiry is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP, QDate

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import AnswersWithoutColumns, FileNotFound
from ruhr_planner.model.results import (
    MARKET_ANSWER,
    MARKET_OBJECT,
    MARKET_OPERATOR,
    MARKET_PROGRESS,
    MARKET_REJECTED,
    MARKET_REMAINING,
    MARKET_SERVED,
    MARKET_TAKEN,
)
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing.algorithm import MUNICIPALITIES, PlannerAlgorithm, Run
from ruhr_planner.processing.fibregaps import municipality_keys, municipality_names
from ruhr_planner.processing.inputs import ANY, LayerInput, Records
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from datetime import date

    from ruhr_planner.analysis.market import Answer, Given, Operator, Progress, Rejected, Rules, State
    from ruhr_planner.readers.record import Stream
    from ruhr_planner.store.layers import Row

OBJECTS = "OBJECTS"
ANSWERS = "ANSWERS"
OPERATORS = "OPERATORS"
CLOSING = "CLOSING"
MIN_MBIT = "MIN_MBIT"
YEARS = "YEARS"
AROUND = "AROUND"
OUTPUT = "OUTPUT"
SERVED = "SERVED"
TAKEN = "TAKEN"
REJECTED = "REJECTED"
PROGRESS = "PROGRESS"
BY_OPERATOR = "BY_OPERATOR"

NEEDED = (MARKET_ANSWER.object_id, MARKET_ANSWER.answer)
"""Columns without which a file is no form."""

HEADING_LINES = 20
"""The heading stands in one of the first lines: spreadsheets that hold texts only have it as a record."""

_CLOSING = (codes.MARKET_ANSWER.built, codes.MARKET_ANSWER.binding, codes.MARKET_ANSWER.funded)
_OPTIONS = tuple(code for code in codes.MARKET_ANSWER if code != codes.MARKET_ANSWER.none)
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Answers of operators to a market inquiry as they gave them; nobody has checked them on site. No legal advice.",
)


class MarketAnswers(PlannerAlgorithm):
    """Check the answers row by row and derive the objects that remain."""

    ID = "marketanswers"
    LABEL = "Read answers to a market inquiry"
    GROUP = "Fibre"
    GROUP_ID = "fibre"
    INPUTS = (
        LayerInput(
            OBJECTS,
            "Objects asked for",
            MARKET_OBJECT,
            required=(MARKET_OBJECT.object_id,),
            columns=(MARKET_OBJECT.inquiry, MARKET_OBJECT.ags),
            geometry=ANY,
            keep_fields=True,
        ),
        MUNICIPALITIES,
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Remaining objects", MARKET_REMAINING, keep=OBJECTS),
        LayerOutput(SERVED, "Areas by answers of the operators", MARKET_SERVED, optional=True),
        LayerOutput(TAKEN, "Answers taken", MARKET_TAKEN, optional=True),
        LayerOutput(REJECTED, "Answers rejected", MARKET_REJECTED, optional=True),
        LayerOutput(PROGRESS, "Progress by municipality", MARKET_PROGRESS, optional=True),
        LayerOutput(BY_OPERATOR, "Progress by operator", MARKET_OPERATOR, optional=True),
    )

    def define(self) -> None:
        """Add the files, who was asked, and what closes a gap."""
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                ANSWERS,
                tr("Filled-in forms (CSV, XLSX, GeoPackage)"),
                QgsProcessing.SourceType.TypeFile,
                None,
                True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                OPERATORS, tr("Operators that were asked, one a line or parted by semicolons"), None, True, True
            )
        )
        labels = [codes.MARKET_ANSWER.label(code, i18n.language()) for code in _OPTIONS]
        default = [_OPTIONS.index(code) for code in _CLOSING]
        self.addParameter(QgsProcessingParameterEnum(CLOSING, tr("Answers that close a gap"), labels, True, default))
        kinds = QgsProcessingParameterNumber.Type
        for name, label, kind, value, low, high in (
            (MIN_MBIT, tr("Least speed that counts (Mbit/s)"), kinds.Double, 1000, 0, 1_000_000),
            (YEARS, tr("Period looked at (years)"), kinds.Integer, 3, 1, 10),
            (AROUND, tr("Radius of the area of a point (m)"), kinds.Double, 5, 0.1, 1000),
        ):
            self.addParameter(QgsProcessingParameterNumber(name, label, kind, value, False, low, high))
        for name, label in (
            ("N_READ", tr("Rows read")),
            ("N_TAKEN", tr("Answers taken")),
            ("N_REJECTED", tr("Answers rejected")),
            ("N_ANSWERED", tr("Objects with an answer")),
            ("N_REMAINING", tr("Remaining objects")),
            ("N_SILENT", tr("Operators that have not answered")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the metadata: the forms by their file names."""
        given = parameters.get(ANSWERS) or []
        files = [given] if isinstance(given, str) else list(given)
        plain = super().plain_parameters({name: value for name, value in parameters.items() if name != ANSWERS})
        return {**plain, ANSWERS: [Path(str(file)).name for file in files]}

    def compute(self, run: Run) -> dict[str, Any]:
        """Read and judge the answers, write what remains and how far the inquiry is."""
        from ruhr_planner.analysis import market

        records = run.needed(OBJECTS)
        ids = run.identifiers(records, MARKET_OBJECT.object_id)
        rules = self._rules(run)
        rows = [row for file in run.files(ANSWERS) for row in _read(run, file)]
        asked = dict(zip(ids, records.text(MARKET_OBJECT.inquiry).tolist()))
        taken, rejected = market.judge(rows, asked, rules)
        found = market.states(ids, taken, rules)
        keys = municipality_keys(run, records)
        names = [name.strip() for name in re.split(r"[;\n]", run.string(OPERATORS)) if name.strip()]
        by_operator = market.operators(names, taken, rejected)
        silent = [each.name for each in by_operator if not each.n_answered]
        _tell(run, rows, taken, rejected, silent)
        run.stage(OUTPUT, _remaining_rows(run, records, found), _ABSTRACT)
        run.stage(SERVED, self._served_rows(run, records, ids, taken, rules), _ABSTRACT)
        run.stage(TAKEN, _taken_rows(taken, rules), _ABSTRACT)
        run.stage(REJECTED, _rejected_rows(rejected), _ABSTRACT)
        run.stage(
            PROGRESS, _progress_rows(market.progress(ids, keys, found, taken), municipality_names(run)), _ABSTRACT
        )
        run.stage(BY_OPERATOR, _operator_rows(by_operator), _ABSTRACT)
        return {
            "N_READ": len(rows),
            "N_TAKEN": len(taken),
            "N_REJECTED": len(rejected),
            "N_ANSWERED": sum(state.n_answers > 0 for state in found),
            "N_REMAINING": sum(not state.closed for state in found),
            "N_SILENT": len(silent),
        }

    def _rules(self, run: Run) -> Rules:
        from ruhr_planner.analysis.market import Rules, years_later

        closing = tuple(_OPTIONS[place] for place in run.indexes(CLOSING))
        return Rules(run.as_of, years_later(run.as_of, run.integer(YEARS)), run.number(MIN_MBIT), closing)

    def _served_rows(
        self, run: Run, records: Records, ids: Sequence[str], taken: Sequence[Answer], rules: Rules
    ) -> Iterator[Row]:
        """Yield an area for every answer that speaks of fast fibre, in the order of MARKET_SERVED."""
        from ruhr_planner.analysis.market import as_area

        around = run.number(AROUND)
        place_of = {name: place for place, name in enumerate(ids)}
        for answer in taken:
            if answer.answer != codes.MARKET_ANSWER.none and rules.counts(answer):
                geometry = as_area(records.geometries[place_of[answer.object_id]], around)
                yield geometry, [answer.answer, _day(answer.day), answer.operator, answer.object_id]


# ---------------------------------------------------------------------------------------------------------------- files
def _read(run: Run, file: str) -> Iterator[Given]:
    """Yield the rows of a form that hold anything, numbered from 1 below the heading.

    :raises FileNotFound, BadFile: it cannot be read.
    :raises AnswersWithoutColumns: no table of it has the columns of the form.
    """
    from ruhr_planner.analysis.market import Given
    from ruhr_planner.readers import files

    path = Path(file.split("|")[0])
    if not path.is_file():
        raise FileNotFound(file=path)
    for layer in files.layers_of(path):
        with files.open_path(path, layer) as stream:
            lines = _lines(run, stream)
            names = next((line for line in islice(lines, HEADING_LINES) if set(NEEDED) <= set(line)), None)
            if names is None:
                continue
            number = 0
            for line in lines:
                if any(value not in (None, "") for value in line):
                    number += 1
                    yield Given(path.name, number, dict(zip(names, line)))
            return
    raise AnswersWithoutColumns(file=path.name, field=", ".join(NEEDED))


def _lines(run: Run, stream: Stream) -> Iterator[list[object]]:
    """Yield the names of a table's fields, small, and its records; a spreadsheet's heading may be a record itself."""
    heading = True
    for page in stream.stated():
        run.check()
        if heading:
            yield [field.name.strip().lower() for field in page.fields]
            heading = False
        for record in page.records:
            yield [value.strip() if isinstance(value, str) else value for value in record.values]


# -------------------------------------------------------------------------------------------------------------- the log
def _tell(
    run: Run, rows: Sequence[Given], taken: Sequence[Answer], rejected: Sequence[Rejected], silent: Sequence[str]
) -> None:
    """Say what was read, taken and rejected, and who is silent."""
    run.log(
        filled(
            tr("{read} {read:row|rows} read: {taken} taken, {rejected} rejected."),
            read=len(rows),
            taken=len(taken),
            rejected=len(rejected),
        )
    )
    for reason in codes.MARKET_REJECTION:
        own = [f"{row.file}:{row.row}" for row in rejected if row.reason == reason]
        if own:
            shown = ", ".join(own[:20]) + (" …" if len(own) > 20 else "")
            label = codes.MARKET_REJECTION.label(reason, i18n.language())
            run.warn(
                filled(
                    tr("{count} {count:row|rows} rejected ({reason}): {rows}"), count=len(own), reason=label, rows=shown
                )
            )
    if silent:
        run.log(tr("Operators without an answer that was taken: {names}.").format(names=", ".join(silent)))


# -------------------------------------------------------------------------------------------------------------- outputs
def _day(day: date | None) -> QDate | None:
    return None if day is None else QDate(day)


def _remaining_rows(run: Run, records: Records, found: Sequence[State]) -> Iterator[Row]:
    """Yield the objects that nobody closes, in the order of MARKET_REMAINING, after the kept fields."""
    for geometry, kept, state in zip(records.geometries, run.kept(OUTPUT), found):
        if not state.closed:
            best = state.best
            own = [None, None, None] if best is None else [best.answer, _day(best.day), best.operator]
            yield geometry, [*kept, *own, state.n_answers]


def _taken_rows(taken: Sequence[Answer], rules: Rules) -> Iterator[Row]:
    for each in taken:
        values = [each.inquiry, each.object_id, each.answer, each.technology, each.mbit, _day(each.day)]
        yield None, [*values, each.operator, each.note, int(rules.closes(each)), each.file, each.row]


def _rejected_rows(rejected: Sequence[Rejected]) -> Iterator[Row]:
    for each in rejected:
        yield None, [each.file, each.row, each.object_id, each.operator, each.reason, each.found]


def _progress_rows(rows: Sequence[Progress], name_of: Callable[[str | None], str | None]) -> Iterator[Row]:
    for each in rows:
        counts = [each.n_by_answer[code] for code in codes.MARKET_ANSWER]
        values = [each.key, name_of(each.key), each.n_asked, each.n_answered, *counts, len(each.operators)]
        yield None, [*values, "; ".join(each.operators) or None, _day(each.covered_until), each.n_remaining]


def _operator_rows(rows: Sequence[Operator]) -> Iterator[Row]:
    for each in rows:
        counts = [each.n_by_answer[code] for code in codes.MARKET_ANSWER]
        values = [each.name, int(each.n_answered > 0), each.n_answered, *counts]
        yield None, [*values, _day(each.covered_until), each.n_rejected]
