"""What a road layer says of its lines: surface class, level, and whether a trench can follow them at all.

OSM, ATKIS and plain layers name the same things differently. Profiles are data: see
resources/codelists/road_profiles.yaml. They say which fields to look at and what their values mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ruhr_planner.analysis.steiner import Array

DEFAULT = "default"
FOOTWAY = "footway"
_NO = ("", "no", "none", "0", "false", "f", "n")

Texts = Mapping[str, Sequence[object]]
"""Columns of a layer by their names in lower case; None is unknown."""


@dataclass(frozen=True)
class RoadProfile:
    """How one kind of road layer is read: names of fields and meanings of values, all in lower case."""

    id: str
    known_by: tuple[str, ...]
    class_fields: tuple[str, ...]
    surface_fields: tuple[str, ...]
    excluded: frozenset[str]
    foot: frozenset[str]
    surfaces: Mapping[str, str]
    layer_fields: tuple[str, ...]
    bridge_fields: tuple[str, ...]
    tunnel_fields: tuple[str, ...]
    structure_fields: tuple[str, ...]
    bridges: frozenset[str]
    tunnels: frozenset[str]

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> RoadProfile:
        """Make a profile of its entry in the shipped file."""

        def texts(name: str) -> tuple[str, ...]:
            return tuple(str(value).lower() for value in entry.get(name, ()))

        surfaces = {str(value).lower(): kind for kind, values in entry["surfaces"].items() for value in values}
        return cls(
            str(entry["id"]),
            texts("known_by"),
            texts("class"),
            texts("surface"),
            frozenset(texts("excluded")),
            frozenset(texts("foot")),
            surfaces,
            texts("layer"),
            texts("bridge"),
            texts("tunnel"),
            texts("structure"),
            frozenset(texts("bridges")),
            frozenset(texts("tunnels")),
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of all fields that are looked at."""
        parts = (self.class_fields, self.surface_fields, self.layer_fields, self.bridge_fields, self.tunnel_fields)
        return tuple(dict.fromkeys(name for part in (*parts, self.structure_fields, self.known_by) for name in part))


@dataclass
class Roads:
    """What is known of each line: cost class, level (0 = ground), whether it is left out, and what was counted."""

    cost_class: Array
    level: Array
    excluded: Array
    n_no_surface: int
    unknown_surfaces: tuple[str, ...]


def recognise(profiles: Sequence[RoadProfile], fields: Sequence[str]) -> RoadProfile | None:
    """Return the first profile that knows a layer by one of its fields."""
    present = {name.lower() for name in fields}
    return next((profile for profile in profiles if present & set(profile.known_by)), None)


def read_roads(
    columns: Texts, count: int, profile: RoadProfile | None, surface_field: str, priced: Sequence[str]
) -> Roads:
    """Read class, surface and level of each line.

    A surface that is itself a class of the cost table is taken as it is; else the profile translates it. A paved way
    for people on foot is a footway where the table prices footways. A surface that is unknown has the default class.

    :param surface_field: the field with the surface, looked at before the profile's own.
    :param priced: classes of the cost table.
    """
    surfaces = [surface_field.lower(), *(profile.surface_fields if profile else ())]
    classes = profile.class_fields if profile else ()
    translated = profile.surfaces if profile else {}
    known = {name.lower(): name for name in priced}
    made: list[str] = []
    unknown: dict[str, None] = {}
    missing = 0
    excluded = np.zeros(count, dtype=bool)
    for place in range(count):
        values = [value for value in (plain(columns, name, place) for name in surfaces) if value]
        kinds = {plain(columns, name, place) for name in classes}
        if profile is not None and kinds & profile.excluded:
            excluded[place] = True
        if not values:
            missing += 1
            made.append(DEFAULT)
            continue
        found = next((known[value] for value in values if value in known), None)
        if found is None:
            meaning = next((translated[value] for value in values if value in translated), None)
            if meaning is None:
                unknown[values[0]] = None
            elif meaning != "unpaved" and profile is not None and kinds & profile.foot:
                meaning = FOOTWAY
            found = known.get(meaning or "", DEFAULT)
        made.append(found)
    level = np.array([_level(columns, place, profile) for place in range(count)], dtype=np.int64)
    return Roads(np.array([*made, None], dtype=object)[:-1], level, excluded, missing, tuple(unknown))


def plain(columns: Texts, name: str, place: int) -> str:
    """Return a value in lower case, a whole number without its decimals; "" if it is unknown."""
    values = columns.get(name)
    value = None if values is None else values[place]
    if value is None:
        return ""
    text = str(value).strip().lower()
    return text.removesuffix(".0")


def _level(columns: Texts, place: int, profile: RoadProfile | None) -> int:
    if profile is None:
        return 0
    for name in profile.layer_fields:
        text = plain(columns, name, place)
        if text.lstrip("+-").isdigit() and int(text):
            return int(text)
    structures = {plain(columns, name, place) for name in profile.structure_fields}
    if structures & profile.bridges or any(plain(columns, name, place) not in _NO for name in profile.bridge_fields):
        return 1
    if structures & profile.tunnels or any(plain(columns, name, place) not in _NO for name in profile.tunnel_fields):
        return -1
    return 0
