"""`createstore`: an empty planning store, or one that begins with what another holds; for a database with its roles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingOutputNumber, QgsProcessingParameterBoolean, QgsProcessingParameterFile

from ruhr_planner import paths
from ruhr_planner.i18n import tr
from ruhr_planner.model.sentences import filled
from ruhr_planner.processing import stores
from ruhr_planner.processing.algorithm import PlannerAlgorithm, Run
from ruhr_planner.processing.stores import STORE
from ruhr_planner.store import files, opening

SOURCE, ROLES = "SOURCE", "ROLES"


class CreateStore(PlannerAlgorithm):
    """Make the tables of a planning store, whole or not at all; nothing is ever overwritten."""

    ID = "createstore"
    LABEL = "Create a planning store"
    GROUP = "Data"
    GROUP_ID = "data"

    def define(self) -> None:
        """Add the new store, an old one, roles and numbers."""
        self.addParameter(stores.parameter(label=tr("New planning store (file, or postgres:connection/schema)")))
        anything = "GeoPackage (*.gpkg);;" + tr("All files") + " (*)"
        self.addParameter(
            QgsProcessingParameterFile(
                SOURCE, tr("Begin with the records of (another store)"), optional=True, fileFilter=anything
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(ROLES, tr("In a database: make the roles and row-level security"), False)
        )
        self.addOutput(QgsProcessingOutputNumber("TABLES", tr("Tables with records")))
        self.addOutput(QgsProcessingOutputNumber("RECORDS", tr("Records")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Create the store and return what it holds."""
        address = run.string(STORE)
        source = opening.open_store(run.string(SOURCE)) if run.given(SOURCE) else None
        if not opening.is_database(address):
            files.check_target(Path(address), STORE)
        made = opening.create(address, source, run.check)
        run.saved()
        if run.flag(ROLES) and opening.is_database(address):
            opening.secure(address, paths.resource("sql", "roles.sql").read_text(encoding="utf-8"))
        counts = [count for count in made.counts().values() if count]
        run.log(
            filled(
                tr("{store}: {tables} {tables:table|tables} with {records} {records:record|records}."),
                store=made.name,
                tables=len(counts),
                records=sum(counts),
            )
        )
        return {"TABLES": len(counts), "RECORDS": sum(counts)}

    def plain_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Return the parameters for the log, without paths."""
        plain = super().plain_parameters(parameters)
        if plain.get(SOURCE):
            plain[SOURCE] = opening.display_name(str(plain[SOURCE]))
        return plain
