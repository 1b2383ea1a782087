"""`scoresites`: which site is better for a purpose, how sure is that, and what does it take to change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes
from ruhr_planner.model.errors import (
    CriteriaUnknown,
    CriterionCodeUnknown,
    CriterionFieldUnknown,
    CriterionOnText,
    JsonUnreadable,
    NotANumber,
    ParameterOutOfRange,
)
from ruhr_planner.model.region import KREISE
from ruhr_planner.model.results import ALSO_CALLED, SITE, SITE_SCORE, SITE_VERDICT, contribution, known_field
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import OBJECT, OPEN, PLOT
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.inputs import ANY, LayerInput, Records, is_null
from ruhr_planner.processing.outputs import LayerOutput

if TYPE_CHECKING:
    from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback

    from ruhr_planner.analysis.criteria import Criterion
    from ruhr_planner.analysis.scoring import Evaluation, Rule, Trials
    from ruhr_planner.store.layers import Row

SITES = "SITES"
CRITERIA = "CRITERIA"
METHOD = "METHOD"
ORNESS = "ORNESS"
MISSING = "MISSING"
RUNS = "RUNS"
KAPPA = "KAPPA"
SEED = "SEED"
TOP_K = "TOP_K"
INQUIRY = "INQUIRY"
EXPOSE = "EXPOSE"
EXPOSE_LEVEL = "EXPOSE_LEVEL"
LANGUAGE = "LANGUAGE"
OUTPUT = "OUTPUT"
INQUIRY_OUT = "INQUIRY_OUT"

_RANGES = {
    RUNS: (0, 1_000_000),
    KAPPA: (0.1, 1_000_000.0),
    SEED: (0, 2_147_483_647),
    TOP_K: (1, 2_147_483_647),
    ORNESS: (0.0, 1.0),
}
JSON_MB = 1
EXPOSE_LEVELS = codes.SENSITIVITY.codes[:2]
"""Confidential sites never appear in an exposé."""
_ABSTRACT = QT_TRANSLATE_NOOP(
    "ruhr_planner",
    "Scores rest on fixed anchors and stated weights: they order sites for a purpose and are no finding under planning "
    "law. Close calls are no decision. Unknown values count as the parameter MISSING says; see completeness.",
)


@dataclass(frozen=True)
class _Judged:
    """Criteria (those of CRITERIA first), the sites' columns for them, and the verdicts of the required ones."""

    criteria: Sequence[Criterion]
    columns: Sequence[np.ndarray]
    verdicts: dict[str, list[str]]

    @property
    def required(self) -> list[tuple[Criterion, np.ndarray]]:
        return [pair for pair in zip(self.criteria, self.columns) if pair[0].id in self.verdicts]

    def values(self, weighted: Sequence[Criterion], count: int) -> np.ndarray:
        """Return the values (count, K), 0-1 and nan, of the weighted criteria, which come first."""
        found = [criterion.value(column) for criterion, column in zip(weighted, self.columns)]
        return np.array(found).reshape(len(weighted), count).T

    def knocked_out(self, count: int) -> np.ndarray:
        failed = [[verdict == codes.VERDICT.fail for verdict in own] for own in self.verdicts.values()]
        return np.any(failed, axis=0) if failed else np.zeros(count, dtype=bool)


class ScoreSites(PlannerAlgorithm):
    """Score, rank and question sites by weighted criteria between fixed anchors."""

    ID = "scoresites"
    LABEL = "Score sites"
    GROUP = "Land"
    GROUP_ID = "land"
    INPUTS = (
        LayerInput(
            SITES,
            "Sites",
            OBJECT,
            columns=(OBJECT.site_id, OBJECT.sensitivity),
            geometry=ANY,
            keep_fields=True,
        ),
    )
    OUTPUTS = (
        LayerOutput(OUTPUT, "Scored sites", SITE_SCORE, style=SITE_SCORE.table, keep=SITES),
        LayerOutput(INQUIRY_OUT, "Answer to the inquiry", SITE_VERDICT, optional=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self._table = SITE_SCORE
        self._used: list[dict[str, object]] = []

    def define(self) -> None:
        """Add criteria, method, Monte Carlo run, inquiry, exposé and numbers."""
        language = i18n.language()
        self.addParameter(
            QgsProcessingParameterString(
                CRITERIA,
                tr("Criteria: preset ({presets}), JSON list or file").format(presets=", ".join(codes.CRITERIA_PRESET)),
                codes.CRITERIA_PRESET.industry,
                True,
            )
        )
        self._choice(METHOD, tr("Method"), [codes.SCORE_METHOD.label(code, language) for code in codes.SCORE_METHOD])
        self._choice(
            MISSING, tr("Missing values"), [codes.MISSING_RULE.label(code, language) for code in codes.MISSING_RULE]
        )
        self._number(ORNESS, tr("Orness of OWA (0 cautious, 0.5 neutral, 1 optimistic)"), 0.5, real=True)
        self._number(RUNS, tr("Random sets of weights (0: none)"), 1000)
        self._number(KAPPA, tr("Closeness of the random weights to the given ones"), 60, real=True)
        self._number(SEED, tr("Seed of the random numbers"), 42)
        self._number(TOP_K, tr("How many ranks count as top"), 10)
        self.addParameter(QgsProcessingParameterString(INQUIRY, tr("Inquiry (JSON or file)"), None, True, True))
        pages = "HTML (*.html)"
        self.addParameter(
            QgsProcessingParameterFileDestination(EXPOSE, tr("Anonymous exposé"), pages, None, True, False)
        )
        levels = [codes.SENSITIVITY.label(code, language) for code in EXPOSE_LEVELS]
        self._choice(EXPOSE_LEVEL, tr("Sites up to this sensitivity in the exposé"), levels)
        self._choice(LANGUAGE, tr("Language of the exposé"), ["Deutsch", "English"])
        self.addOutput(QgsProcessingOutputNumber("RANKED", tr("Ranked sites")))
        self.addOutput(QgsProcessingOutputNumber("KNOCKED_OUT", tr("Sites knocked out")))
        self.addOutput(QgsProcessingOutputNumber("CLOSE_CALLS", tr("Sites in a close call")))
        self.addOutput(QgsProcessingOutputNumber("OPEN_QUESTIONS", tr("Sites with open questions")))

    def _choice(self, name: str, label: str, labels: list[str]) -> None:
        self.addParameter(QgsProcessingParameterEnum(name, label, labels, False, 0))

    def _number(self, name: str, label: str, default: float, real: bool = False) -> None:
        kinds = QgsProcessingParameterNumber.Type
        kind = kinds.Double if real else kinds.Integer
        self.addParameter(QgsProcessingParameterNumber(name, label, kind, default, False, *_RANGES[name]))

    def output(self, parameter: str) -> LayerOutput:
        """Return a declared output; OUTPUT with a field for each criterion's contribution."""
        declared = super().output(parameter)
        return replace(declared, table=self._table) if parameter == OUTPUT else declared

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters that counted, the criteria as they were used, and no paths."""
        plain = super().plain_parameters({name: value for name, value in parameters.items() if name != EXPOSE})
        for name in (CRITERIA, INQUIRY):
            if name in plain and not _is_json(str(plain[name])):
                plain[name] = Path(str(plain[name]).replace("\\", "/")).name
        return {**plain, "criteria_used": self._used}

    def compute(self, run: Run) -> dict[str, Any]:
        """Score and rank the sites, answer the inquiry, return the numbers."""
        from ruhr_planner.analysis import scoring

        expose = run.file(EXPOSE)
        weighted, asked = _criteria(run)
        rule, trials = _rule(run), _trials(run)
        sites = run.needed(SITES)
        ids = run.identifiers(sites, OBJECT.site_id)
        judged = _judge(run, sites, ids, [*weighted, *asked])
        values = judged.values(weighted, len(sites))
        knocked = judged.knocked_out(len(sites))
        missing = codes.MISSING_RULE.codes[run.index(MISSING)]
        weights = np.array([criterion.weight for criterion in weighted])
        found = scoring.evaluate(values, weights, ids, ~knocked, rule, missing, trials, run.progress)
        _tell(run, weighted, values, found, ids, trials)
        self._use(weighted, asked)
        questions = _questions(judged, len(sites))
        run.stage(OUTPUT, _rows(run, sites, ids, found, knocked, questions, weighted), _ABSTRACT)
        run.stage(INQUIRY_OUT, _verdict_rows(judged, ids, found), _ABSTRACT)
        if expose is not None:
            run.stage_text(EXPOSE, expose, self._page(run, sites, judged, found))
        return {
            "RANKED": int((~np.isnan(found.rank)).sum()),
            "KNOCKED_OUT": int(knocked.sum()),
            "CLOSE_CALLS": int(np.nansum(found.close_call)),
            "OPEN_QUESTIONS": sum(text is not None for text in questions),
        }

    def _use(self, weighted: Sequence[Criterion], asked: Sequence[Criterion]) -> None:
        """Note the criteria for fields and metadata: weights as they counted, whatever file they came from."""
        own = tuple(contribution(criterion.id, criterion.label) for criterion in weighted)
        self._table = replace(SITE_SCORE, columns=(*SITE_SCORE.columns, *own))
        self._used = [
            {
                "id": criterion.id,
                "field": criterion.field,
                "weight": criterion.weight,
                **({"points": criterion.points} if criterion.points else {"codes": dict(criterion.codes or {})}),
                "required": None if criterion.required is None else _wanted(criterion, i18n.language()),
            }
            for criterion in (*weighted, *asked)
        ]

    def _page(self, run: Run, sites: Records, judged: _Judged, found: Evaluation) -> str:
        """Return the exposé of the best sites that may appear."""
        from ruhr_planner.exhibit import expose, phrases

        language = phrases.LANGUAGES[run.index(LANGUAGE)]
        levels = EXPOSE_LEVELS[: run.index(EXPOSE_LEVEL) + 1]
        said = self.said.get(SITES)
        fallback = said.sensitivity if said is not None else OPEN
        stated = [level or fallback for level in sites.text(OBJECT.sensitivity).tolist()]
        ranked = [int(place) for place in np.argsort(found.rank)[: int((~np.isnan(found.rank)).sum())]]
        shown = [place for place in ranked if stated[place] in levels][: run.integer(TOP_K)]
        kept_back = sum(stated[place] not in levels for place in ranked)
        if kept_back:
            run.warn(
                filled(
                    tr(
                        "{count} {count:site is|sites are} kept out of the exposé, because {count:it is|they are} "
                        "more sensitive than it may be."
                    ),
                    count=kept_back,
                )
            )
        with i18n.speaking(language):
            offers = [_offer(number, place, sites, judged, language) for number, place in enumerate(shown, 1)]
        page = expose.Page(
            language=language,
            title=_title(run),
            stand=run.as_of,
            offers=tuple(offers),
            sources=_sources(run, sites),
            sensitivity=max((stated[place] for place in shown), key=codes.SENSITIVITY.index, default=OPEN),
            invented=sites.provenance.invented,
        )
        return expose.render(page)


@dataclass(frozen=True)
class Contest:
    """Sites as they go into the ranking, for any weights.

    `values` (n, K), 0-1 and nan where unknown; `eligible` (n,), False for sites that were knocked out; `ags` (n,) as in
    the field ags_list, None where unknown. Geometries in EPSG:25832.
    """

    criteria: Sequence[Criterion]
    ids: list[str]
    values: np.ndarray
    eligible: np.ndarray
    ags: list[str | None]
    geometries: list[QgsGeometry]


class _ContestOnly(ScoreSites):
    """Reads and checks as for a scoring, and writes nothing."""

    OUTPUTS = ()

    def compute(self, run: Run) -> dict[str, Any]:
        """Keep what would be ranked."""
        weighted, _asked = _criteria(run)
        sites = run.needed(SITES)
        ids = run.identifiers(sites, OBJECT.site_id)
        judged = _judge(run, sites, ids, weighted)
        place = _lookup(sites, SITE.ags_list)
        ags = [None if place < 0 or is_null(row[place]) else str(row[place]) for row in sites.attributes]
        values, eligible = judged.values(weighted, len(sites)), ~judged.knocked_out(len(sites))
        self.contest = Contest(weighted, ids, values, eligible, ags, sites.geometries)
        return {}


def read_contest(parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> Contest:
    """Return the sites and criteria of a scoring with these parameters.

    :raises QgsProcessingException: what the scoring itself would say.
    """
    reading = _ContestOnly()
    reading.initAlgorithm()
    reading.prepareAlgorithm(parameters, context, feedback)
    reading.processAlgorithm(parameters, context, feedback)
    return reading.contest


# ----------------------------------------------------------------------------------------------------------- parameters
def _is_json(text: str) -> bool:
    return text.lstrip().startswith(("[", "{"))


def _text(run: Run, parameter: str, otherwise: type[JsonUnreadable], **params: object) -> str:
    """Return JSON text, given as such or as a file."""
    given = run.string(parameter).strip()
    if _is_json(given):
        return given
    unreadable = otherwise(parameter=parameter, value=given, limit=JSON_MB, **params)
    try:
        path = Path(given)
        if not given or not path.is_file() or path.stat().st_size > JSON_MB * 1_000_000:
            raise unreadable
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise unreadable from error


def _criteria(run: Run) -> tuple[list[Criterion], list[Criterion]]:
    """Return the weighted criteria and those that an inquiry asks for."""
    from ruhr_planner.analysis import criteria

    given = run.string(CRITERIA).strip() or codes.CRITERIA_PRESET.industry
    if given in codes.CRITERIA_PRESET:
        weighted = criteria.preset(given)
    else:
        text = _text(run, CRITERIA, CriteriaUnknown, known=", ".join(codes.CRITERIA_PRESET))
        weighted = criteria.parse(criteria.load(text, CRITERIA), CRITERIA)
    if not run.given(INQUIRY):
        return weighted, []
    return weighted, criteria.inquiry(criteria.load(_text(run, INQUIRY, JsonUnreadable), INQUIRY))


def _title(run: Run) -> str:
    from ruhr_planner.analysis import criteria

    if not run.given(INQUIRY):
        return ""
    given = criteria.load(_text(run, INQUIRY, JsonUnreadable), INQUIRY)
    return str(given.get(criteria.TITLE) or "")


def _bounded(name: str, value: float) -> float:
    low, high = _RANGES[name]
    if not low <= value <= high:
        raise ParameterOutOfRange(parameter=name, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
    return value


def _rule(run: Run) -> Rule:
    from ruhr_planner.analysis.scoring import Rule

    return Rule(codes.SCORE_METHOD.codes[run.index(METHOD)], _bounded(ORNESS, run.number(ORNESS)))


def _trials(run: Run) -> Trials:
    from ruhr_planner.analysis.scoring import Trials

    whole = {name: int(_bounded(name, run.integer(name))) for name in (RUNS, SEED, TOP_K)}
    return Trials(whole[RUNS], _bounded(KAPPA, run.number(KAPPA)), whole[SEED], whole[TOP_K])


# ---------------------------------------------------------------------------------------------------------------- sites
def _judge(run: Run, sites: Records, ids: list[str], criteria: Sequence[Criterion]) -> _Judged:
    columns = [_column(run, sites, ids, criterion) for criterion in criteria]
    verdicts = {
        criterion.id: criterion.verdicts(column)
        for criterion, column in zip(criteria, columns)
        if criterion.required is not None
    }
    return _Judged(criteria, columns, verdicts)


def _column(run: Run, sites: Records, ids: list[str], criterion: Criterion) -> np.ndarray:
    """Return the field's values as numbers (nan unknown) or texts (None unknown).

    :raises BadParameter: the criterion does not fit the field.
    """
    place = _lookup(sites, criterion.field)
    about = {"criterion": criterion.id, "field": criterion.field, "layer": sites.name}
    if place < 0:
        if known_field(criterion.field) is None:
            raise CriterionFieldUnknown(**about)
        run.warn(
            tr("Criterion “{criterion}”: “{layer}” has no field “{field}”; it is unknown for all sites.").format(
                **about
            )
        )
        return np.full(len(sites), None, dtype=object) if criterion.codes is not None else np.full(len(sites), np.nan)
    raw = [None if is_null(row[place]) or row[place] == "" else row[place] for row in sites.attributes]
    numeric = sites.fields.at(place).isNumeric() or all(isinstance(value, (bool, type(None))) for value in raw)
    if criterion.codes is None and not numeric and any(value is not None for value in raw):
        raise CriterionOnText(**about)
    if not numeric:
        column = np.array([*(None if value is None else str(value) for value in raw), None], dtype=object)[:-1]
    else:
        column = np.array([np.nan if value is None else float(value) for value in raw], dtype=np.float64)
        if np.isinf(column).any():
            first = int(np.argmax(np.isinf(column)))
            raise NotANumber(layer=sites.name, field=criterion.field, value=column[first], feature=ids[first])
    _check_codes(sites.name, ids, criterion, column)
    return column


def _lookup(sites: Records, name: str) -> int:
    """Return a field's position, also under its other name; -1 if the sites have neither."""
    place = sites.fields.lookupField(name)
    return place if place >= 0 or name not in ALSO_CALLED else int(sites.fields.lookupField(ALSO_CALLED[name]))


def _check_codes(layer: str, ids: list[str], criterion: Criterion, column: np.ndarray) -> None:
    from ruhr_planner.analysis.criteria import keys

    if criterion.codes is None:
        return
    for site, key in zip(ids, keys(column)):
        if key is not None and key not in criterion.codes:
            raise CriterionCodeUnknown(
                layer=layer,
                field=criterion.field,
                criterion=criterion.id,
                value=key,
                site=site,
                allowed=", ".join(criterion.codes),
            )


def _questions(judged: _Judged, count: int) -> list[str | None]:
    """Return for each site what is required and unknown, and whom to ask."""
    language = i18n.language()
    made = []
    for place in range(count):
        own = [
            criterion.label.text(language) + (f" ({_ask(criterion, language)})" if criterion.ask else "")
            for criterion, _ in judged.required
            if judged.verdicts[criterion.id][place] == codes.VERDICT.unknown
        ]
        made.append("; ".join(own) or None)
    return made


def _ask(criterion: Criterion, language: str) -> str:
    return tr("ask: {whom}").format(whom=criterion.ask.text(language)) if criterion.ask else ""


# -------------------------------------------------------------------------------------------------------------- the log
def _tell(
    run: Run, criteria: Sequence[Criterion], values: np.ndarray, found: Evaluation, ids: list[str], trials: Trials
) -> None:
    """Say what does not distinguish, what cannot be ranked, and what is close."""
    ranked = ~np.isnan(found.rank)
    if not len(ids):
        run.warn(tr("There is no site to score."))
        return
    for criterion, column in zip(criteria, values.T):
        known = column[~np.isnan(column)]
        if len(ids) > 1 and len(known) == len(ids) and np.ptp(known) == 0:
            run.log(
                tr("Criterion “{criterion}” is the same for all sites and does not distinguish them.").format(
                    criterion=criterion.id
                )
            )
    nothing = int(np.isnan(found.score).sum())
    if nothing:
        run.warn(filled(tr("{count} {count:site has|sites have} no known criterion and so no score."), count=nothing))
    if trials.top_k > ranked.sum():
        run.warn(
            filled(
                tr(
                    "TOP_K is {top_k}, but only {count} {count:site is|sites are} ranked: {count:it is|all of "
                    "them are} in the top."
                ),
                top_k=trials.top_k,
                count=int(ranked.sum()),
            )
        )
    close = [place for place in np.argsort(found.rank) if found.close_call[place] == 1]
    if close:
        run.warn(
            tr("Close call: {sites} lie within 10 % of the range of scores; their order is no decision.").format(
                sites=", ".join(ids[place] for place in close[:20]) + (" …" if len(close) > 20 else "")
            )
        )


# -------------------------------------------------------------------------------------------------------------- outputs
def _rows(
    run: Run,
    sites: Records,
    ids: list[str],
    found: Evaluation,
    knocked: np.ndarray,
    questions: list[str | None],
    criteria: Sequence[Criterion],
) -> Iterator[Row]:
    """Yield geometry, kept fields and values in the order of SITE_SCORE with the contributions."""
    robust, flips = found.robustness, found.flips
    columns = (
        ids,
        _nullable(found.score * 100),
        _whole(found.rank),
        _nullable(found.completeness),
        [int(value) for value in knocked],
        questions,
        _nullable(np.where(knocked & (run.integer(RUNS) > 0), 0.0, robust.p_top)),
        _nullable(robust.rank_mean),
        _whole(robust.rank_p05),
        _whole(robust.rank_p95),
        _nullable(flips.delta),
        [criteria[place].id if place >= 0 else None for place in flips.criterion.tolist()],
        _whole(found.close_call),
        *(_nullable(part * 100) for part in found.contributions.T),
    )
    for geometry, kept, own in zip(sites.geometries, run.kept(OUTPUT), zip(*columns)):
        yield geometry, [*kept, *own]


def _nullable(values: np.ndarray) -> list[float | None]:
    return [None if value != value else round(value, 8) for value in values.tolist()]


def _whole(values: np.ndarray) -> list[int | None]:
    return [None if value != value else int(value) for value in values.tolist()]


def _verdict_rows(judged: _Judged, ids: list[str], found: Evaluation) -> Iterator[Row]:
    """Yield a row for each site and required criterion, best rank first, sites without a rank last."""
    language = i18n.language()
    ranks = _whole(found.rank)
    for place in sorted(range(len(ids)), key=lambda place: (ranks[place] is None, ranks[place] or 0, ids[place])):
        for criterion, column in judged.required:
            verdict = judged.verdicts[criterion.id][place]
            yield (
                None,
                [
                    ids[place],
                    ranks[place],
                    criterion.id,
                    criterion.label.text(language),
                    criterion.field,
                    _wanted(criterion, language),
                    _shown(criterion, column[place], language),
                    verdict,
                    criterion.ask.text(language) if criterion.ask and verdict == codes.VERDICT.unknown else None,
                ],
            )


def _wanted(criterion: Criterion, language: str) -> str:
    """Say what is required."""
    need = criterion.required
    if need is None or need.above_worst:
        return tr("better than the worst anchor")
    if need.codes is not None:
        return ", ".join(_shown(criterion, code, language) or code for code in need.codes)
    known = known_field(criterion.field)
    unit = f" {known.unit}" if known is not None and known.unit not in ("", "a") else ""
    if np.isinf(need.high):
        return f"≥ {need.low:g}{unit}"
    return f"≤ {need.high:g}{unit}" if np.isinf(need.low) else f"{need.low:g}–{need.high:g}{unit}"


def _shown(criterion: Criterion, value: Any, language: str) -> str | None:
    """Return a value as text with its unit or its label, None where unknown."""
    if value is None or value != value:
        return None
    known = known_field(criterion.field)
    if criterion.codes is not None:
        code = int(value) if known is not None and known.kind == "int" else value
        return known.codes.label(code, language) if known and known.codes and code in known.codes else str(code)
    unit = known.unit if known is not None and known.unit != "a" else ""
    return f"{value:g} {unit}".strip()


# --------------------------------------------------------------------------------------------------------------- exposé
def _offer(number: int, place: int, sites: Records, judged: _Judged, language: str) -> Any:
    from ruhr_planner.exhibit import expose

    own = sites.attributes[place]
    found = {field.name: _lookup(sites, field.name) for field in expose.FIELDS}
    values = {name: own[at] for name, at in found.items() if at >= 0 and not is_null(own[at])}
    answers = []
    for criterion, _ in judged.required:
        if not expose.may_appear(criterion.field):
            continue
        verdict = judged.verdicts[criterion.id][place]
        whom = criterion.ask.text(language) if criterion.ask and verdict == codes.VERDICT.unknown else ""
        answers.append(expose.Answer(criterion.label.text(language), _wanted(criterion, language), verdict, whom))
    return expose.Offer(number, expose.shape(sites.geometries[place]), expose.figures(values, language), tuple(answers))


def _sources(run: Run, sites: Records) -> tuple[str, ...]:
    """Return the notes that the licences ask for, without those that name a municipality or a Kreis of the sites."""
    fields = [place for place in range(sites.fields.count()) if sites.fields.at(place).name() in _PLACES]
    telling = {str(row[place]) for row in sites.attributes for place in fields if not is_null(row[place])}
    telling |= set(KREISE.values())
    notes = [note for note in sites.provenance.attributions if note]
    safe = [note for note in notes if not any(name and name.lower() in note.lower() for name in telling)]
    if len(safe) < len(notes):
        run.warn(
            filled(
                tr(
                    "{count} {count:source note names|source notes name} a place and {count:is|are} left out "
                    "of the exposé; {count:its licence|their licences} may ask for {count:it|them} before it "
                    "is published."
                ),
                count=len(notes) - len(safe),
            )
        )
    return tuple(safe)


_PLACES = (PLOT.municipality, PLOT.name, PLOT.ags, SITE.ags_list, "kreis")
