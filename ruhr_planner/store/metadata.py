"""What a layer says of itself: title, licences, attribution, sensitivity, history; as QGIS layer metadata."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qgis.core import QgsLayerMetadata, QgsVectorLayer

from ruhr_planner.model import licences, sensitivity
from ruhr_planner.model.licences import Licence

SENSITIVITY_KEY = "ruhr_planner:sensitivity"
LICENCE_KEY = "ruhr_planner:licence"
DATE_KEY = "ruhr_planner:date"
CHANGED_MARK = "Daten verändert / data changed"
INVENTED_SUFFIX = f" – {licences.INVENTED_MARK}"


@dataclass(frozen=True)
class Provenance:
    """Where a layer comes from and what that asks for.

    `date` is the date of the data (ISO text, "" if unknown), `count` the number of records read.
    """

    title: str
    licences: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    sensitivity: str = sensitivity.SENSITIVITY.open
    date: str = ""
    count: int | None = None
    parameter: str = ""

    @property
    def invented(self) -> bool:
        """The layer holds invented example data."""
        return licences.INVENTED.id in self.licences


@dataclass(frozen=True)
class Description:
    """What the metadata of a written layer say."""

    identifier: str
    title: str
    abstract: str
    inputs: tuple[Provenance, ...]
    run: dict[str, object] = field(default_factory=dict)
    """Run id, algorithm, parameters and plugin version."""
    changed: bool = True
    """The data were changed or combined, which some licences want stated."""

    @property
    def licences(self) -> tuple[Licence, ...]:
        """The licences that the layer has to satisfy."""
        return licences.combine(entry for source in self.inputs for entry in (source.licences or ("unknown",)))

    @property
    def attributions(self) -> tuple[str, ...]:
        """The distinct source notes, with "Daten verändert" where a licence asks for it."""
        notes = dict.fromkeys(note for source in self.inputs for note in source.attributions if note)
        notes.pop(CHANGED_MARK, None)
        changed = self.changed and any(entry.changes for entry in self.licences)
        return tuple(notes) + ((CHANGED_MARK,) if changed and notes else ())

    @property
    def sensitivity(self) -> str:
        """The highest level of the inputs."""
        return sensitivity.highest(source.sensitivity for source in self.inputs)

    @property
    def invented(self) -> bool:
        """At least one input is invented, so the result is."""
        return any(source.invented for source in self.inputs)


def write(description: Description) -> QgsLayerMetadata:
    """Put a description into QGIS layer metadata."""
    metadata = QgsLayerMetadata()
    metadata.setType("dataset")
    metadata.setIdentifier(description.identifier)
    marked = description.invented and not description.title.endswith(INVENTED_SUFFIX)
    metadata.setTitle(description.title + (INVENTED_SUFFIX if marked else ""))
    metadata.setAbstract(description.abstract)
    metadata.setLicenses([entry.title for entry in description.licences])
    metadata.setRights(list(description.attributions))
    metadata.setKeywords(
        {
            SENSITIVITY_KEY: [description.sensitivity],
            LICENCE_KEY: [entry.id for entry in description.licences],
            DATE_KEY: [latest(source.date for source in description.inputs)],
        }
    )
    record = dict(description.run)
    record["inputs"] = [
        {
            "parameter": source.parameter,
            "title": source.title,
            "date": source.date or None,
            "licences": list(source.licences),
            "count": source.count,
        }
        for source in description.inputs
    ]
    metadata.addHistoryItem(json.dumps(record, ensure_ascii=False, default=str, sort_keys=True))
    return metadata


def told(layer: QgsVectorLayer) -> QgsLayerMetadata:
    """Return the metadata of a layer; of a file that says nothing itself, those in the `.qmd` beside it.

    There they stand for every format but GeoPackage, and QGIS reads them for the layers of a project only, not for a
    file that a script names. The layer is not changed: it may be one of a project, and this another thread.
    """
    own = layer.metadata()
    file = Path(layer.source().partition("|")[0])
    beside = file.with_suffix(".qmd")
    if own.identifier() or own.title() or own.keywords() or layer.providerType() != "ogr":
        return own
    if file.suffix.lower() == ".gpkg" or not beside.is_file():
        return own
    reader = QgsVectorLayer("None", "", "memory")
    _message, loaded = reader.loadNamedMetadata(str(beside))
    return reader.metadata() if loaded else own


def read(metadata: QgsLayerMetadata, name: str) -> Provenance:
    """Read what a layer says of itself; a layer that says nothing has an unknown licence and is open.

    :param name: the layer's name, used where there is no title.
    """
    keywords = metadata.keywords()
    known = tuple(keywords.get(LICENCE_KEY, []))
    stated = known or tuple(licences.licence(text).id for text in metadata.licenses())
    levels = keywords.get(SENSITIVITY_KEY, [])
    return Provenance(
        title=metadata.title() or name,
        licences=stated or (licences.UNKNOWN.id,),
        attributions=tuple(metadata.rights()),
        sensitivity=sensitivity.highest(levels),
        date=latest(keywords.get(DATE_KEY, [])),
    )


def history(metadata: QgsLayerMetadata) -> dict[str, object]:
    """Return the record of the last run that wrote the layer; empty if there is none."""
    for item in reversed(metadata.history()):
        try:
            record = json.loads(item)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            return record
    return {}


def latest(dates: Iterable[str]) -> str:
    """Return the latest of ISO dates, "" if none is known."""
    return max((text for text in dates if text), default="")


def today() -> str:
    """Return today's date as ISO text."""
    return date.today().isoformat()
