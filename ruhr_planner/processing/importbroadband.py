"""`importbroadband`: tables by municipality and the grid of the Breitbandatlas into a planning store."""

from __future__ import annotations

import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ruhr_planner import i18n
from ruhr_planner.i18n import tr
from ruhr_planner.model import codes, errors
from ruhr_planner.model.region import is_ruhr
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.stores import STORE
from ruhr_planner.store import opening

if TYPE_CHECKING:
    from ruhr_planner.harmonise import broadband
    from ruhr_planner.readers import breitbandatlas as atlas

INPUT = "INPUT"
CLIP = "CLIP"
EDITION = "EDITION"
USER_GROUP = "USER_GROUP"
CREATE = "CREATE"


class ImportBroadband(PlannerAlgorithm):
    """Read the Breitbandatlas; everything is checked and counted, then written whole or not at all."""

    ID = "importbroadband"
    LABEL = "Import the Breitbandatlas"
    GROUP = "Data"
    GROUP_ID = "data"

    def define(self) -> None:
        """Add file, store, clip, edition, user group and the numbers."""
        anything = ";;" + tr("All files") + " (*)"  # QGIS refuses other endings in its own words, we say why
        files = tr("Tables and grids of the Breitbandatlas") + " (*.csv *.gpkg *.zip *.xlsx)" + anything
        self.addParameter(QgsProcessingParameterFile(INPUT, tr("File of the Breitbandatlas"), fileFilter=files))
        self.addParameter(stores.parameter())
        self.addParameter(QgsProcessingParameterBoolean(CLIP, tr("Only the Metropole Ruhr"), True))
        self.addParameter(
            QgsProcessingParameterString(
                EDITION, tr("Edition (such as 2021-06; empty: from the file name)"), optional=True
            )
        )
        groups = [codes.USER_GROUP.label(code, i18n.language()) for code in codes.USER_GROUP]
        self.addParameter(
            QgsProcessingParameterEnum(USER_GROUP, tr("User group (empty: from the file name)"), groups, optional=True)
        )
        self.addParameter(QgsProcessingParameterBoolean(CREATE, tr("Create the store if there is none"), False))
        self.addOutput(QgsProcessingOutputNumber("READ", tr("Records read")))
        self.addOutput(QgsProcessingOutputNumber("WRITTEN", tr("Records written")))
        self.addOutput(QgsProcessingOutputNumber("UNCHANGED", tr("Records unchanged")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED", tr("Records rejected")))
        self.addOutput(QgsProcessingOutputNumber("FILTERED", tr("Records outside the region")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Import the file and return the numbers."""
        from ruhr_planner.readers import breitbandatlas as atlas

        if not run.flag(CREATE) or Path(run.string(STORE)).exists():
            stores.needed(run)  # a store that cannot be used is said before a long reading
        given = Path(run.string(INPUT))
        with tempfile.TemporaryDirectory(prefix="ruhr_planner_") as folder:
            path = atlas.importable(given, Path(folder))
            edition = _edition(run, path, given)
            if atlas.is_grid_file(path):
                tally = _import_grid(run, path, edition)
            else:
                tally = _import_tables(run, _tables(run, path, given), edition)
        run.saved()
        run.log(
            filled(
                tr(
                    "{read} {read:record|records}: {written} written, {unchanged} unchanged, {rejected} "
                    "rejected; {filtered} left out."
                ),
                read=tally.read,
                written=tally.written,
                unchanged=tally.unchanged,
                rejected=tally.rejected,
                filtered=tally.filtered,
            )
        )
        if tally.rejected:
            run.warn(tr("The rejected records are in the table “rejected” of the store, each with its reason."))
        return {
            "READ": tally.read,
            "WRITTEN": tally.written,
            "UNCHANGED": tally.unchanged,
            "REJECTED": tally.rejected,
            "FILTERED": tally.filtered,
        }


def _tables(run: Run, path: Path, given: Path) -> list[tuple[atlas.AreaTable, str]]:
    """Return the tables of a file with their user groups: that of a CSV, or the sheets of a workbook."""
    from ruhr_planner.readers import breitbandatlas as atlas

    if not atlas.is_workbook(path):
        return [(atlas.open_table(path), _user_group(run, path, given))]
    run.warn(
        tr(
            "{file}: workbooks are read after their description, not after a real file (unverified). Compare some"
            " figures with the file before you use them."
        ).format(file=path.name)
    )
    from ruhr_planner.readers import breitbandatlas_workbook as workbook

    found = workbook.read(path)
    if found.ignored:
        run.warn(
            tr("Sheets without shares by municipality are left out: {sheets}").format(sheets=", ".join(found.ignored))
        )
    chosen = codes.USER_GROUP.codes[run.index(USER_GROUP)] if run.given(USER_GROUP) else None
    named = [(sheet, sheet.user_group or (chosen if len(found.sheets) == 1 else None)) for sheet in found.sheets]
    unknown = [sheet.name for sheet, group in named if group is None]
    if unknown:
        run.warn(
            tr("Whose supply a sheet describes cannot be told from its name; left out: {sheets}").format(
                sheets=", ".join(unknown)
            )
        )
    tables = [(sheet.table, group) for sheet, group in named if group is not None and chosen in (None, group)]
    groups = [group for _table, group in tables]
    if not groups:
        raise errors.BroadbandUserGroupUnknown(file=path.name)
    twice = next((group for group in groups if groups.count(group) > 1), None)
    if twice is not None:
        raise errors.DuplicateId(
            layer=path.name, field=USER_GROUP, value=codes.USER_GROUP.label(twice, i18n.language())
        )
    return tables


def _import_tables(run: Run, tables: list[tuple[atlas.AreaTable, str]], edition: str) -> broadband.Tally:
    from ruhr_planner.harmonise import broadband

    described = []
    for table, user_group in tables:
        run.log(
            filled(
                tr("{file}: {columns} columns with shares, {rows} {rows:row|rows}; {group}, edition {edition}."),
                file=table.file,
                columns=len(table.columns),
                rows=len(table.rows),
                group=codes.USER_GROUP.label(user_group, i18n.language()),
                edition=edition,
            )
        )
        if table.ignored:
            run.warn(tr("Columns that hold no share are left out: {columns}").format(columns=", ".join(table.ignored)))
        described.append((table, user_group, broadband.table_import(run.run_id, _now(), edition, user_group)))
    with opening.opened(run.string(STORE), run.flag(CREATE)) as store:
        tally = broadband.import_tables(store, described, _inside(run), run.check)
    if tally.unknown:
        run.log(
            filled(
                tr("{count} {count:share is|shares are} blank in the source and {count:stays|stay} unknown."),
                count=tally.unknown,
            )
        )
    if tally.not_falling:
        run.warn(
            filled(
                tr(
                    "{count} series of a municipality and technology {count:has|have} a larger share in a "
                    "higher class than in a lower one; {count:it is kept as it is|they are kept as they are}."
                ),
                count=tally.not_falling,
            )
        )
    return tally


def _import_grid(run: Run, path: Path, edition: str) -> broadband.Tally:
    from ruhr_planner.harmonise import broadband
    from ruhr_planner.readers import breitbandatlas as atlas

    grid = atlas.open_grid(path)
    run.log(
        tr("{file}: {cells} cells, {columns} columns with shares, {crs}; edition {edition}.").format(
            file=path.name, cells=grid.expected, columns=len(grid.columns), crs=grid.crs, edition=edition
        )
    )
    if grid.ignored:
        run.log(tr("Columns that the store does not keep: {columns}").format(columns=", ".join(grid.ignored)))
    what = broadband.grid_import(run.run_id, _now(), edition)
    inside = _inside(run) if run.flag(CLIP) else None
    with opening.opened(run.string(STORE), run.flag(CREATE)) as store:
        tally = broadband.import_grid(store, grid, what, inside, run.context.transformContext(), run.check)
    if tally.not_falling:
        run.warn(
            filled(
                tr(
                    "{count} {count:cell has|cells have} a larger share in a higher class than in a lower "
                    "one; {count:it is kept as it is|they are kept as they are}."
                ),
                count=tally.not_falling,
            )
        )
    return tally


def _edition(run: Run, path: Path, given: Path) -> str:
    """Return the edition given, else the one in the name of the file or of its archive.

    :raises errors.BroadbandEditionUnknown: neither says it.
    :raises errors.BadParameter: the given text is no edition.
    """
    from ruhr_planner.harmonise import broadband
    from ruhr_planner.readers import breitbandatlas as atlas

    text = run.string(EDITION).strip() if run.given(EDITION) else ""
    edition = text or atlas.edition_of(path.name) or atlas.edition_of(given.name)
    if edition is None:
        raise errors.BroadbandEditionUnknown(file=given.name)
    try:
        valid = atlas.is_edition(edition) and bool(broadband.edition_date(edition))
    except ValueError:
        valid = False
    if not valid:
        raise errors.BadParameter(parameter=EDITION, value=edition, why=tr("it is no year and month such as 2021-06"))
    return edition


def _user_group(run: Run, path: Path, given: Path) -> str:
    """Return the user group given, else the one in the name of the file or of its archive."""
    from ruhr_planner.readers import breitbandatlas as atlas

    if run.given(USER_GROUP):
        return codes.USER_GROUP.codes[run.index(USER_GROUP)]
    group = atlas.user_group_of(path.name) or atlas.user_group_of(given.name)
    if group is None:
        raise errors.BroadbandUserGroupUnknown(file=given.name)
    return group


def _inside(run: Run) -> broadband.Inside:
    return is_ruhr if run.flag(CLIP) else (lambda _key: True)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
