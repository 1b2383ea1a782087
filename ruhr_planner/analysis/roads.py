"""What a road layer says of its lines: surface class, level, and whether a trench can follow them at all.

OSM, ATKIS and plain layers name the same things differently. Profiles are data: see
resources/codelists/road_profiles.yaml. They say which fields to look at and what their values mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ruhr_planner.analysis.steiner import Array

DEFAULT = "default"
FOOTWAY = "footway"
UNPAVED = "unpaved"
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
    surfaces = (surface_field.lower(), *(profile.surface_fields if profile else ()))
    known = {name.lower(): name for name in priced}
    names = [name for name in dict.fromkeys((*surfaces, *(profile.fields if profile else ()))) if name in columns]
    kinds: dict[tuple[object, ...], _Kind] = {}  # many lines, few combinations of values
    made = []
    for values in zip(*(columns[name] for name in names)) if names else [()] * count:
        kind = kinds.get(values)
        if kind is None:
            texts = {name: plain(value) for name, value in zip(names, values)}
            kind = kinds[values] = _kind(texts, surfaces, profile, known)
        made.append(kind)
    return Roads(
        np.array([*(kind.cost_class for kind in made), None], dtype=object)[:-1],
        np.array([kind.level for kind in made], dtype=np.int64),
        np.array([kind.excluded for kind in made], dtype=bool),
        sum(kind.no_surface for kind in made),
        tuple(dict.fromkeys(kind.unknown for kind in kinds.values() if kind.unknown)),
    )


class _Kind(NamedTuple):
    """What a combination of values means."""

    cost_class: str
    level: int
    excluded: bool
    no_surface: bool
    unknown: str


def _kind(
    texts: Mapping[str, str], surfaces: Sequence[str], profile: RoadProfile | None, known: Mapping[str, str]
) -> _Kind:
    values = [text for text in (texts.get(name, "") for name in surfaces) if text]
    classes = {texts.get(name, "") for name in (profile.class_fields if profile else ())}
    excluded = profile is not None and bool(classes & profile.excluded)
    level = 0 if profile is None else _level(texts, profile)
    own = next((known[value] for value in values if value in known), None)
    if own is not None or not values:
        return _Kind(own or DEFAULT, level, excluded, not values, "")
    translated = profile.surfaces if profile else {}
    meaning = next((translated[value] for value in values if value in translated), "")
    unknown = "" if meaning else values[0]
    if meaning not in ("", UNPAVED) and profile is not None and classes & profile.foot:
        meaning = FOOTWAY
    return _Kind(known.get(meaning, DEFAULT), level, excluded, False, unknown)


def plain(value: object) -> str:
    """Return a value in lower case, a whole number without its decimals; "" if it is unknown."""
    if value is None:
        return ""
    text = str(value).strip().lower()
    return text.removesuffix(".0")


def _level(texts: Mapping[str, str], profile: RoadProfile) -> int:
    """Return a line's level: as its layer says, else 1 on a bridge and -1 in a tunnel, else 0."""
    for name in profile.layer_fields:
        text = texts.get(name, "")
        if text.lstrip("+-").isdigit() and int(text):
            return int(text)
    structures = {texts.get(name, "") for name in profile.structure_fields}
    for level, meanings, fields in (
        (1, profile.bridges, profile.bridge_fields),
        (-1, profile.tunnels, profile.tunnel_fields),
    ):
        if structures & meanings or any(texts.get(name, "") not in _NO for name in fields):
            return level
    return 0
