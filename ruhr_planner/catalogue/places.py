"""The municipalities of the region by name and key, to recognise them in searches and in what portals write."""

from __future__ import annotations

import re
from functools import lru_cache

from ruhr_planner.catalogue.matching import words
from ruhr_planner.model import errors
from ruhr_planner.model.region import KREISE, kreis_of
from ruhr_planner.model.spelling import fold

# Names and keys of the 53 municipalities: official municipality keys (AGS) of Nordrhein-Westfalen.
MUNICIPALITIES = {
    "05112000": "Duisburg",
    "05113000": "Essen",
    "05117000": "Mülheim an der Ruhr",
    "05119000": "Oberhausen",
    "05170004": "Alpen",
    "05170008": "Dinslaken",
    "05170012": "Hamminkeln",
    "05170016": "Hünxe",
    "05170020": "Kamp-Lintfort",
    "05170024": "Moers",
    "05170028": "Neukirchen-Vluyn",
    "05170032": "Rheinberg",
    "05170036": "Schermbeck",
    "05170040": "Sonsbeck",
    "05170044": "Voerde (Niederrhein)",
    "05170048": "Wesel",
    "05170052": "Xanten",
    "05512000": "Bottrop",
    "05513000": "Gelsenkirchen",
    "05562004": "Castrop-Rauxel",
    "05562008": "Datteln",
    "05562012": "Dorsten",
    "05562014": "Gladbeck",
    "05562016": "Haltern am See",
    "05562020": "Herten",
    "05562024": "Marl",
    "05562028": "Oer-Erkenschwick",
    "05562032": "Recklinghausen",
    "05562036": "Waltrop",
    "05911000": "Bochum",
    "05913000": "Dortmund",
    "05914000": "Hagen",
    "05915000": "Hamm",
    "05916000": "Herne",
    "05954004": "Breckerfeld",
    "05954008": "Ennepetal",
    "05954012": "Gevelsberg",
    "05954016": "Hattingen",
    "05954020": "Herdecke",
    "05954024": "Schwelm",
    "05954028": "Sprockhövel",
    "05954032": "Wetter (Ruhr)",
    "05954036": "Witten",
    "05978004": "Bergkamen",
    "05978008": "Bönen",
    "05978012": "Fröndenberg/Ruhr",
    "05978016": "Holzwickede",
    "05978020": "Kamen",
    "05978024": "Lünen",
    "05978028": "Schwerte",
    "05978032": "Selm",
    "05978036": "Unna",
    "05978040": "Werne",
}
_SHORT = {"05117000": ("Mülheim",)}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return the key for each folded name."""
    named: dict[str, str] = {}
    for ags, name in MUNICIPALITIES.items():
        for form in (name, re.sub(r"\s*\(.*\)", "", name), *_SHORT.get(ags, ())):
            named[_plain(form)] = ags
    for key, name in KREISE.items():
        if name.endswith("Kreis"):
            named[_plain(name)] = key
        elif f"{key}000" not in MUNICIPALITIES:
            named[f"kreis {_plain(name)}"] = key
    return named


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return what finds any name in a folded text, of two at one place the longer."""
    forms = sorted(_names(), key=lambda form: -len(form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in forms)})(?!\w)")


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in words(text))


def all_places() -> list[tuple[str, str]]:
    """Return names and keys to choose from: the Kreise, then all municipalities, each in alphabetical order."""
    wide = [(name, key) for key, name in KREISE.items() if f"{key}000" not in MUNICIPALITIES]
    return sorted(wide) + sorted((name, key) for key, name in MUNICIPALITIES.items())


def name_of(key: str) -> str:
    """Return the name of a municipality (8 digits) or Kreis (5 digits), "" if it is none of the region."""
    return MUNICIPALITIES.get(key, "") or KREISE.get(key, "")


@lru_cache(maxsize=4096)
def find(text: str) -> str:
    """Return the key of the first municipality or Kreis named in a text, "" if there is none.

    "Kreis Wesel" is the Kreis, "Wesel" the town.
    """
    found = _pattern().search(_plain(text[:2000]))
    return _names()[found.group()] if found else ""


def key_of(text: str) -> str:
    """Return the key that a user means by a name or a key; "" for an empty text.

    :raises MunicipalityUnknown: nothing in the region is called so.
    """
    given = text.strip()
    if not given:
        return ""
    digits = given.zfill(8) if given.isdigit() and len(given) in (7, 8) else given
    if name_of(digits):
        return digits
    plain = _plain(given)
    found = _names().get(plain, "") or _by_start(plain)
    if not found:
        raise errors.MunicipalityUnknown(municipality=given)
    return found


def _by_start(plain: str) -> str:
    """Return the only municipality whose name begins so, or ends so after "Stadt"."""
    rest = re.sub(r"^(?:stadt|gemeinde|kreisstadt|hansestadt|universitatsstadt)\s+", "", plain)
    keys = {ags for ags, name in MUNICIPALITIES.items() if _plain(name) == rest or _plain(name).startswith(f"{rest} ")}
    return keys.pop() if len(keys) == 1 and len(rest) >= 3 else ""


def covers(wanted: str, key: str) -> bool:
    """Tell whether data of a municipality or Kreis belong to what is wanted: itself, or a part of a wanted Kreis."""
    if not wanted or wanted == key:
        return True
    if len(wanted) == 5 and len(key) == 8:
        return kreis_of(key) == wanted
    return len(key) == 5 and len(wanted) == 8 and kreis_of(wanted) == key
