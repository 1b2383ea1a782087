"""Profiles: how the records of one source become records of the store, as YAML that people write and share.

The schema is described in `resources/profiles/README.md`. A profile is data: it names fields, values and expressions
of a closed language, and nothing in it can read, run or write anything. What the schema does not have is an error that
names file, key and value, because a misspelt key that is silently left out costs a year's monitoring.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Callable

import yaml

from ruhr_planner import paths, plainyaml
from ruhr_planner.harmonise import expression, values
from ruhr_planner.harmonise.expression import Expression
from ruhr_planner.harmonise.values import Refused, Value
from ruhr_planner.model import codes, errors, licences, tables
from ruhr_planner.model.codes import Label
from ruhr_planner.model.tables import PLOT, PLOT_ODBL, Field, Table

SCHEMA = 1
MAX_BYTES = 512 * 1024
EVIDENCE = ("recorded", "documented", "unverified")
"""What a profile rests on: a real answer of the source, its documentation, or neither."""

GEOMETRY = ("keep", "point")
"""`keep`: as the source has it; `point`: areas and lines become a point on them."""

OVERLAP = ("tell", "cut")
"""`tell`: overlaps with other sources are reported in hectares; `cut`: what a source of higher priority covers is cut
off."""

REJECT, KEEP = "reject", "keep"
NATIVE_ID = PLOT.native_id
OWNED = frozenset(
    (PLOT.plot_id, tables.PLACE.place_id, PLOT.source_id, PLOT.licence, PLOT.attribution, PLOT.run_id,
     PLOT.area_gross_ha)
)  # fmt: skip
"""Fields that the import fills itself."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{1,60}")
_KEYS = frozenset(
    ("schema", "profile", "version", "title", "note", "target", "source", "licence", "attribution", "sensitivity",
     "priority", "overlap", "crs", "geometry", "split", "filter", "optional", "unknown", "fields",
     "partial", "suggested")
)  # fmt: skip
_SOURCE_KEYS = frozenset(("id", "title", "publisher", "url", "scale", "date", "evidence", "note"))
_RULE_KEYS = frozenset(
    ("from", "join", "const", "expr", "with", "unit", "decimal", "date", "map", "otherwise", "default", "prefix",
     "split", "required", "unknown")
)  # fmt: skip
_KINDS = ("from", "join", "const", "expr")
_CRS = re.compile(r"(?:EPSG|OGC|ESRI):[A-Z0-9]{2,8}")
NO_TEXT = Label("", "")


@dataclass(frozen=True)
class Source:
    """Where the data come from. `scale` is the denominator, None if unknown; `date` ISO text, "" if unknown."""

    id: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    scale: int | None = None
    date: str = ""
    evidence: str = "unverified"
    note: str = ""


@dataclass(frozen=True)
class Rule:
    """How one field gets its value. Exactly one of `columns` (from), `join`, `expr` and `const` is given.

    `mapping` is None where the profile has no map. `otherwise` is "reject", or what a value becomes that cannot be
    read or mapped: "unknown", "keep", a code. `default` is what an absent value becomes, where `has_default`.
    """

    field: str
    columns: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    separator: str = " "
    const: Value = None
    expr: Expression | None = None
    unit: str = ""
    decimal: str = ""
    dates: tuple[str, ...] = ()
    mapping: Mapping[str, Value] | None = None
    otherwise: Value = REJECT
    default: Value = None
    has_default: bool = False
    prefix: str = ""
    split: str = ""
    required: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the source that the rule asks for."""
        return (*self.columns, *self.join, *sorted(self.expr.names if self.expr else ()))


@dataclass(frozen=True)
class Profile:
    """One source's way into the store."""

    id: str
    target: Table
    source: Source
    licence: str
    rules: tuple[Rule, ...]
    version: int = 1
    title: Label = NO_TEXT
    note: Label = NO_TEXT
    attribution: str = ""
    sensitivity: str = codes.SENSITIVITY.internal
    priority: int | None = None
    """Where sources overlap, the higher one wins; None: nobody wins, and the overlap is only told."""
    overlap: str = "tell"
    crs: str = ""
    geometry: str = "keep"
    split: bool = False
    partial: bool = False
    """An input never is the whole source (one plan, one tile): what is not in it does not end."""
    filter: Expression | None = None
    optional: tuple[str, ...] = ()
    """Fields of the source that may be absent without a word."""
    unknown: tuple[str, ...] = ()
    """Further texts that stand for "unknown" in this source, such as "-9999"."""
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def confirmed(self) -> bool:
        """Tell whether a person stands behind the rules: not while they are a suggestion that nobody has confirmed."""
        suggested = self.raw.get("suggested")
        return not isinstance(suggested, dict) or suggested.get("confirmed") is True

    def rule(self, name: str) -> Rule | None:
        """Return the rule of a field, None if it has none."""
        return next((rule for rule in self.rules if rule.field == name), None)


# ------------------------------------------------------------------------------------------------------------- reading
def shipped() -> tuple[str, ...]:
    """Return the ids of the profiles that come with the plugin."""
    return tuple(sorted(path.stem for path in paths.resource("profiles").glob("*.yaml")))


def open_profile(name: str) -> Profile:
    """Return a shipped profile by its id, or one of a file.

    :raises ProfileUnknown: neither. :raises ProfileError: it has a fault.
    """
    text = name.strip()
    if text in shipped():
        return read(paths.resource("profiles", f"{text}.yaml"))
    path = Path(text)
    if not text or not path.is_file():
        raise errors.ProfileUnknown(profile=text, known=", ".join(shipped()))
    return read(path)


def read(path: Path) -> Profile:
    """Return the profile of a file. :raises ProfileError: it cannot be read or has a fault."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b"\0" * (MAX_BYTES + 1)
    except OSError as problem:
        raise errors.ProfileUnreadable(file=path.name, why=problem.strerror or "?") from None
    return parse(raw, path.name)


def parse(raw: bytes | str, name: str = "profile") -> Profile:
    """Return the profile of a text. :param name: the file's name, for the errors. :raises ProfileError: see `read`."""
    data = raw.encode("utf-8") if isinstance(raw, str) else raw
    if len(data) > MAX_BYTES:
        raise errors.ProfileUnreadable(file=name, why=f"> {MAX_BYTES // 1024} kB")
    try:
        value = plainyaml.read(data.decode("utf-8-sig"), _Loader)
    except ValueError as problem:
        raise errors.ProfileNoYaml(file=name, line=plainyaml.line_of(problem)) from None
    if not isinstance(value, dict):
        raise errors.ProfileNoYaml(file=name, line=1)
    return build(value, name)


def build(raw: dict[Any, Any], name: str = "profile") -> Profile:
    """Return the profile of a mapping, such as one that was put together by a suggestion. :raises ProfileError."""
    return _Reader(name).profile(raw)


class _Loader(plainyaml.PlainLoader):
    """YAML without its traps: no key twice, and `no`, `05`, `1e3` and 2026-08-14 stay texts."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice."""
        seen = set()
        for key_node, _value in node.value:
            if key_node.value in seen and isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, f"key {key_node.value} twice", key_node.start_mark)
            seen.add(key_node.value if isinstance(key_node, yaml.ScalarNode) else id(key_node))
        return dict(super().construct_mapping(node, deep))


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf")),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


class _Reader:
    """Turns the mapping of a file into a profile; every fault names the key."""

    def __init__(self, name: str) -> None:
        self._file = name

    def profile(self, raw: dict[Any, Any]) -> Profile:
        self._known(raw, _KEYS, "")
        self._schema(raw)
        identifier = self._identifier(raw, "profile", "")
        target = tables.TABLES[self._listed(raw, "target", tables.TARGETS, "plot")]
        unknown = self._texts(raw, "unknown", "")
        made = Profile(
            id=identifier,
            target=target,
            source=self._source(self._mapping(raw, "source", ""), identifier),
            licence=self._licence(raw, target),
            rules=self._rules(self._mapping(raw, "fields", ""), target, unknown),
            version=self._whole(raw, "version", "", 1) or 1,
            title=self._label(raw, "title"),
            note=self._label(raw, "note"),
            attribution=self._text(raw, "attribution", ""),
            sensitivity=self._listed(raw, "sensitivity", codes.SENSITIVITY.codes, codes.SENSITIVITY.internal),
            priority=self._whole(raw, "priority", "", 0) if raw.get("priority") is not None else None,
            overlap=self._listed(raw, "overlap", OVERLAP, "tell"),
            crs=self._crs(raw),
            geometry=self._listed(raw, "geometry", GEOMETRY, "keep"),
            split=self._flag(raw, "split", ""),
            partial=self._flag(raw, "partial", ""),
            filter=self._expression(raw.get("filter"), "filter") if raw.get("filter") is not None else None,
            optional=self._texts(raw, "optional", ""),
            unknown=unknown,
            raw=raw,
        )
        if target in (PLOT, PLOT_ODBL) and made.rule(PLOT.plot_type) is None:
            raise errors.ProfileKeyMissing(file=self._file, key=f"fields.{PLOT.plot_type}", value="")
        return made

    def _schema(self, raw: dict[Any, Any]) -> None:
        number = self._whole(raw, "schema", "", 1) if "schema" in raw else SCHEMA
        if number > SCHEMA:
            raise errors.ProfileNewer(file=self._file, key="schema", value=number, known=SCHEMA)

    def _source(self, raw: dict[Any, Any], identifier: str) -> Source:
        self._known(raw, _SOURCE_KEYS, "source.")
        day = self._text(raw, "date", "source.")
        if day and not _is_day(day):
            raise self._fault("source.date", day)
        return Source(
            id=self._identifier(raw, "id", "source.") if "id" in raw else identifier,
            title=self._text(raw, "title", "source."),
            publisher=self._text(raw, "publisher", "source."),
            url=self._text(raw, "url", "source."),
            scale=self._whole(raw, "scale", "source.", 1) if raw.get("scale") is not None else None,
            date=day,
            evidence=self._listed(raw, "evidence", EVIDENCE, "unverified", "source."),
            note=self._text(raw, "note", "source."),
        )

    def _licence(self, raw: dict[Any, Any], target: Table) -> str:
        """Return the licence's id; ODbL data stay apart from all others."""
        words = self._text(raw, "licence", "")
        if not words:
            raise errors.ProfileKeyMissing(file=self._file, key="licence", value="")
        found = licences.licence(words)
        if found is licences.UNKNOWN and words.lower() != licences.UNKNOWN.id:
            listed = ", ".join(licences.LICENCES)
            raise errors.ProfileNotListed(file=self._file, key="licence", value=words, allowed=listed)
        is_odbl = found.id == licences.ODBL.id
        if is_odbl and target is not PLOT_ODBL:
            raise errors.ProfileShareAlike(file=self._file, key="licence", value=words)
        if target is PLOT_ODBL and not is_odbl:
            raise errors.ProfileNotShareAlike(file=self._file, key="licence", value=words)
        return found.id

    # ------------------------------------------------------------------------------------------------------------ rules
    def _rules(self, raw: dict[Any, Any], target: Table, unknown: tuple[str, ...]) -> tuple[Rule, ...]:
        if not raw:
            raise errors.ProfileKeyMissing(file=self._file, key="fields", value="")
        allowed = [name for name in dict.fromkeys((NATIVE_ID, *target.names)) if name not in OWNED]
        made = []
        for name, entry in raw.items():
            if name not in allowed:
                raise errors.ProfileKeyUnknown(
                    file=self._file, key=f"fields.{name}", value="", allowed=", ".join(allowed)
                )
            column = target.column(name) if name in target else tables.text(NATIVE_ID, "Kennung", "Id")
            made.append(self._rule(f"fields.{name}.", name, column, entry, unknown))
        return tuple(made)

    def _rule(self, at: str, name: str, column: Field, raw: Any, unknown: tuple[str, ...]) -> Rule:
        if not isinstance(raw, dict):
            raise self._fault(at.rstrip("."), raw)
        self._known(raw, _RULE_KEYS, at)
        if sum(kind in raw for kind in _KINDS) != 1:
            raise errors.ProfileRuleKinds(file=self._file, key=at.rstrip("."), value="")
        known = values.spellings(column.codes) if column.codes is not None else None
        take: Callable[[Any, str], Value] = lambda value, where: self._value(value, column, known, where)  # noqa: E731
        expr = raw.get("expr")
        return Rule(
            field=name,
            columns=self._texts(raw, "from", at),
            join=self._texts(raw, "join", at),
            separator=self._loose(raw, "with", at, " "),
            const=take(raw["const"], f"{at}const") if "const" in raw else None,
            expr=self._expression(expr, f"{at}expr") if "expr" in raw else None,
            unit=self._unit(raw, column, at),
            decimal=self._listed(raw, "decimal", (",", "."), "", at) if "decimal" in raw else "",
            dates=self._dates(raw, column, at),
            mapping=self._map(raw, column, take, at),
            otherwise=self._otherwise(raw, column, take, at),
            default=take(raw["default"], f"{at}default") if "default" in raw else None,
            has_default="default" in raw,
            prefix=self._text(raw, "prefix", at),
            split=self._loose(raw, "split", at, ""),
            required=self._flag(raw, "required", at),
            unknown=(*unknown, *self._texts(raw, "unknown", at)),
        )

    def _value(self, raw: Any, column: Field, known: Mapping[str, Value] | None, at: str) -> Value:
        """Check a value that the profile itself gives a field."""
        if raw is None:
            return None
        try:
            if known is not None:
                return self._codes(raw, column, known)
            if column.kind == "date":
                return values.day(raw, ("iso",))
            if column.kind in ("int", "real"):
                found = values.whole(raw, ".") if column.kind == "int" else values.number(raw, ".")
                if found is None or not values.within(found, column.low, column.high):
                    raise self._fault(at, raw)
                return found
            return values.text(raw)
        except Refused:
            allowed = ", ".join(str(code) for code in column.codes) if column.codes is not None else column.kind
            raise errors.ProfileNotListed(file=self._file, key=at, value=raw, allowed=allowed) from None

    def _codes(self, raw: Any, column: Field, known: Mapping[str, Value]) -> Value:
        if not column.many:
            return values.coded(raw, known)
        parts = raw if isinstance(raw, list) else str(raw).split(";")
        return ";".join(str(values.coded(part, known)) for part in parts)

    def _map(
        self, raw: dict[Any, Any], column: Field, take: Callable[[Any, str], Value], at: str
    ) -> Mapping[str, Value] | None:
        if "map" not in raw:
            return None
        given = raw["map"]
        if not isinstance(given, dict) or not given:
            raise self._fault(f"{at}map", given)
        if column.kind == "date":
            raise self._fault(f"{at}map", column.name)
        return {values.key(key): _unknown_or(take, value, f"{at}map.{key}", column) for key, value in given.items()}

    def _otherwise(self, raw: dict[Any, Any], column: Field, take: Callable[[Any, str], Value], at: str) -> Value:
        if "otherwise" not in raw:
            return REJECT
        given = raw["otherwise"]
        if given is None or given in (REJECT, KEEP):
            if given == KEEP and (column.codes is not None or column.kind != "text"):
                raise self._fault(f"{at}otherwise", given)
            return REJECT if given == REJECT else given
        return _unknown_or(take, given, f"{at}otherwise", column)

    def _unit(self, raw: dict[Any, Any], column: Field, at: str) -> str:
        words = self._text(raw, "unit", at)
        if not words:
            return ""
        found = values.unit(words)
        if found is None or column.kind not in ("int", "real") or values.factor(found, column.unit) is None:
            fitting = [name for name in values.UNITS if values.factor(name, column.unit) is not None]
            raise errors.ProfileNotListed(
                file=self._file, key=f"{at}unit", value=words, allowed=", ".join(fitting) or "–"
            )
        return found

    def _dates(self, raw: dict[Any, Any], column: Field, at: str) -> tuple[str, ...]:
        given = self._texts(raw, "date", at)
        for pattern in given:
            if not values.is_date_pattern(pattern) or column.kind != "date":
                listed = ", ".join((*values.NAMED_DATES, "%d.%m.%Y"))
                raise errors.ProfileNotListed(file=self._file, key=f"{at}date", value=pattern, allowed=listed)
        return given

    def _expression(self, raw: Any, at: str) -> Expression:
        try:
            return expression.parse(str(raw))
        except errors.ExpressionFault as fault:
            raise errors.ProfileNoExpression(
                file=self._file, key=at, value=fault.params["text"], position=fault.params["position"],
                found=fault.params["found"], allowed=", ".join(expression.FUNCTIONS),
            ) from None  # fmt: skip

    # ----------------------------------------------------------------------------------------------------- plain values
    def _fault(self, key: str, value: Any) -> errors.ProfileFault:
        return errors.ProfileFault(file=self._file, key=key, value=str(value)[:80])

    def _known(self, raw: dict[Any, Any], allowed: Iterable[str], at: str) -> None:
        for key in raw:
            if key not in allowed:
                listed = ", ".join(sorted(allowed))
                raise errors.ProfileKeyUnknown(file=self._file, key=f"{at}{key}", value="", allowed=listed)

    def _mapping(self, raw: dict[Any, Any], key: str, at: str) -> dict[Any, Any]:
        value = raw.get(key)
        if value is None:
            raise errors.ProfileKeyMissing(file=self._file, key=f"{at}{key}", value="")
        if not isinstance(value, dict):
            raise self._fault(f"{at}{key}", value)
        return value

    def _loose(self, raw: dict[Any, Any], key: str, at: str, absent: str) -> str:
        value = raw.get(key, absent)
        if not isinstance(value, str) or len(value) > 20:
            raise self._fault(f"{at}{key}", value)
        return value

    def _text(self, raw: dict[Any, Any], key: str, at: str) -> str:
        value = raw.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)) or len(str(value)) > 2_000:
            raise self._fault(f"{at}{key}", value)
        return str(value).strip()

    def _texts(self, raw: dict[Any, Any], key: str, at: str) -> tuple[str, ...]:
        value = raw.get(key)
        listed = value if isinstance(value, list) else ([] if value is None else [value])
        if key in raw and (not listed or any(isinstance(one, (dict, list)) or one is None for one in listed)):
            raise self._fault(f"{at}{key}", value)
        return tuple(str(one) for one in listed)

    def _identifier(self, raw: dict[Any, Any], key: str, at: str) -> str:
        value = self._text(raw, key, at)
        if not value:
            raise errors.ProfileKeyMissing(file=self._file, key=f"{at}{key}", value="")
        if not _ID.fullmatch(value):
            raise self._fault(f"{at}{key}", value)
        return value

    def _listed(self, raw: dict[Any, Any], key: str, allowed: Iterable[str], absent: str, at: str = "") -> str:
        value = raw.get(key)
        if value is None:
            return absent
        if value not in allowed:
            listed = ", ".join(allowed)
            raise errors.ProfileNotListed(file=self._file, key=f"{at}{key}", value=str(value)[:80], allowed=listed)
        return str(value)

    def _whole(self, raw: dict[Any, Any], key: str, at: str, least: int) -> int:
        value = raw.get(key, least)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 10**9:
            raise self._fault(f"{at}{key}", value)
        return value

    def _flag(self, raw: dict[Any, Any], key: str, at: str) -> bool:
        value = raw.get(key, False)
        if not isinstance(value, bool):
            raise self._fault(f"{at}{key}", value)
        return value

    def _label(self, raw: dict[Any, Any], key: str) -> Label:
        value = raw.get(key)
        if isinstance(value, dict):
            self._known(value, ("de", "en"), f"{key}.")
            german, english = self._text(value, "de", f"{key}."), self._text(value, "en", f"{key}.")
            return Label(german or english, english or german)
        words = self._text(raw, key, "")
        return Label(words, words)

    def _crs(self, raw: dict[Any, Any]) -> str:
        value = self._text(raw, "crs", "").upper()
        if value and not _CRS.fullmatch(value):
            raise self._fault("crs", value)
        return value


def _unknown_or(take: Callable[[Any, str], Value], value: Any, at: str, column: Field) -> Value:
    """Return a value of the profile; "unknown" is null where the list has no such code."""
    if isinstance(value, str) and value.strip().lower() == "unknown":
        listed = column.codes is not None and "unknown" in column.codes
        return "unknown" if listed else None
    return take(value, at)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# ------------------------------------------------------------------------------------------------------------- writing
def write(profile: Profile) -> str:
    """Return a profile as YAML, with the keys in the order of the schema; what it was read from says the same."""
    text = yaml.dump(
        dict(profile.raw), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
    )
    return str(text)


class _Dumper(yaml.SafeDumper):
    """Writes texts so that `_Loader` and every other reader of YAML take them for texts."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        del data
        return True
