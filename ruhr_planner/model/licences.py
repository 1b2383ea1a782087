"""Licences: the spellings we keep, what each asks for, and the licence of something made from several sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """One licence of the DCAT-AP.de list, or our own mark for invented data."""

    id: str
    title: str
    url: str
    attribution: bool
    """The source has to be named."""
    changes: bool
    """A change of the data has to be stated ("Daten verändert")."""
    share_alike: bool = False
    """Derived data bases have to carry the same licence, so they stay in tables of their own."""
    restricted: bool = False
    """Not open: forbids commercial use or changes, or has terms of its own."""


def _cc(code: str, version: str, words: str, path: str, share_alike: bool = False, restricted: bool = False) -> Licence:
    """Return a Creative Commons licence that asks for the name; `path` is its address below the site's root."""
    identifier = f"cc-{code}-{version}".rstrip("-")
    title = f"Creative Commons {words} {version}".rstrip()
    address = f"https://creativecommons.org/licenses/{path}/"
    return Licence(identifier, title, address, True, True, share_alike, restricted)


_NAMED = "Namensnennung"
# The other licences of the DCAT-AP.de list (GovData), with the addresses of their texts.
_OTHERS = (
    Licence("dl-de/by-1-0", "Datenlizenz Deutschland – Namensnennung – Version 1.0",
            "https://www.govdata.de/dl-de/by-1-0", True, True),
    Licence("dl-de/by-nc-1-0", "Datenlizenz Deutschland – Namensnennung nicht-kommerziell – Version 1.0",
            "https://www.govdata.de/dl-de/by-nc-1-0", True, True, restricted=True),
    _cc("by", "", _NAMED, "by/4.0"),
    _cc("by-de", "3.0", f"{_NAMED} Deutschland", "by/3.0/de"),
    _cc("by-sa", "4.0", f"{_NAMED}, Weitergabe unter gleichen Bedingungen", "by-sa/4.0", share_alike=True),
    _cc("by-sa-de", "3.0", f"{_NAMED}, Weitergabe unter gleichen Bedingungen Deutschland", "by-sa/3.0/de", True),
    _cc("by-sa", "", f"{_NAMED}, Weitergabe unter gleichen Bedingungen", "by-sa/4.0", share_alike=True),
    _cc("by-nd", "4.0", f"{_NAMED}, keine Bearbeitung", "by-nd/4.0", restricted=True),
    _cc("by-nd", "3.0", f"{_NAMED}, keine Bearbeitung", "by-nd/3.0", restricted=True),
    _cc("by-nd", "", f"{_NAMED}, keine Bearbeitung", "by-nd/3.0", restricted=True),
    _cc("by-nc", "4.0", f"{_NAMED}, nicht kommerziell", "by-nc/4.0", restricted=True),
    _cc("by-nc-de", "3.0", f"{_NAMED}, nicht kommerziell Deutschland", "by-nc/3.0/de", restricted=True),
    _cc("by-nc", "", f"{_NAMED}, nicht kommerziell", "by-nc/4.0", restricted=True),
    Licence("cc-pdm-1.0", "Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/", False, False),
    Licence("odc-by", "Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/",
            True, False),
    Licence("odc-pddl", "Open Data Commons Public Domain Dedication and Licence",
            "https://opendatacommons.org/licenses/pddl/1-0/", False, False),
    Licence("official-work", "Amtliches Werk, lizenzfrei nach § 5 Abs. 1 UrhG",
            "https://www.gesetze-im-internet.de/urhg/__5.html", False, False),
    Licence("geonutzv-bund", "Nutzungsbestimmungen für die Bereitstellung von Geodaten des Bundes",
            "http://www.geodatenzentrum.de/docpdf/geonutzv.pdf", True, True),
    Licence("geonutz-berlin", "Nutzungsbestimmungen für die Bereitstellung von Geodaten des Landes Berlin",
            "http://www.stadtentwicklung.berlin.de/geoinformation/download/nutzIII.pdf", True, True),
    Licence("apache", "Apache-Lizenz", "http://www.apache.org/licenses", True, True),
    Licence("bsd", "BSD-Lizenz", "http://www.opensource.org/licenses/bsd-license.php", True, False),
    Licence("gfdl", "GNU-Lizenz für freie Dokumentation", "https://www.gnu.org/licenses/fdl.html", True, True, True),
    Licence("gpl-3.0", "GNU General Public License 3.0", "https://www.gnu.org/licenses/gpl-3.0.html", True, True, True),
    Licence("mpl-2.0", "Mozilla Public License 2.0", "http://www.mozilla.org/MPL", True, True, True),
    Licence("other-open", "Andere offene Lizenz", "", True, True),
    Licence("other-opensource", "Andere Open-Source-Lizenz", "", True, True),
    Licence("other-freeware", "Andere Freeware-Lizenz", "", True, True),
    Licence("other-closed", "Andere geschlossene Lizenz", "", True, True, restricted=True),
    Licence("other-commercial", "Andere kommerzielle Lizenz", "", True, True, restricted=True),
)  # fmt: skip

_ALL = (
    Licence(
        "dl-de/zero-2-0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        False,
        False,
    ),
    Licence(
        "dl-de/by-2-0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        True,
        True,
    ),
    Licence(
        "cc-zero", "Creative Commons CC Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", False, False
    ),
    Licence(
        "cc-by-4.0", "Creative Commons Namensnennung 4.0", "https://creativecommons.org/licenses/by/4.0/", True, True
    ),
    Licence("odbl", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", True, True, True),
    *_OTHERS,
    Licence("invented", "Beispieldaten, erfunden / invented example data", "", False, False),
    Licence("unknown", "Lizenz unbekannt / licence unknown", "", True, True),
)
LICENCES = {licence.id: licence for licence in _ALL}
INVENTED = LICENCES["invented"]
ODBL = LICENCES["odbl"]
UNKNOWN = LICENCES["unknown"]
INVENTED_MARK = INVENTED.title


def licence(identifier: str | None) -> Licence:
    """Return the licence with this id; anything else is an unknown licence, never a free one."""
    return LICENCES.get((identifier or "").strip().lower(), UNKNOWN)


def combine(identifiers: Iterable[str | None]) -> tuple[Licence, ...]:
    """Return the distinct licences that a derived data set has to satisfy, in the fixed order of the list.

    Shares of the public domain ask for nothing and are dropped beside others; invented data never is.
    """
    found = {licence(identifier).id for identifier in identifiers}
    kept = [entry for entry in _ALL if entry.id in found]
    binding = [entry for entry in kept if entry.attribution or entry.share_alike or entry is INVENTED]
    return tuple(binding or kept)


# ----------------------------------------------------------------------------------------------------------- spellings
# Seen in CKAN, DKAN, Opendatasoft, GeoNetwork, in capabilities and in the DCAT-AP.de list with its older addresses.
# A spelling is compared in small letters without its address, "/", "_", "-", ">", "." and blanks.
_SPELLINGS = {
    "dl-de/zero-2-0": "dlzerode20 dldezero20 dldezero datenlizenzdeutschlandzero20 dlzero20 dldezero2",
    "dl-de/by-2-0": "dlbyde20 dldeby20 dldeby datenlizenzdeutschlandnamensnennung20 datenlizdeby20",
    "dl-de/by-1-0": "dlbyde10 dldeby10 datenlizenzdeutschlandnamensnennung10",
    "dl-de/by-nc-1-0": "dlbyncde10 dldebync10 datenlizenzdeutschlandnamensnennungnichtkommerziell10",
    "cc-zero": "cczero cc0 cc010 cczero10 publicdomainzero10 creativecommonscczero creativecommonscczerolicense ccz "
    "creativecommonszero publicdomainzero10legalcode ccooneuniversal creativecommonscczerolicensecczero",
    "cc-by-4.0": "ccby40 by40 creativecommonsnamensnennung40 creativecommonsnamensnennung40internationalccby40 "
    "creativecommonsattribution40international creativecommonsattribution40 ccby40international",
    "cc-by": "ccby creativecommonsnamensnennung creativecommonsnamensnennungccby creativecommonsattribution",
    "cc-by-de-3.0": "ccbyde30 by30de creativecommonsnamensnennung30deutschland "
    "creativecommonsnamensnennung30deutschlandccby30de ccby30de",
    "cc-by-sa-4.0": "ccbysa40 bysa40",
    "cc-by-sa-de-3.0": "ccbysade30 bysa30de",
    "cc-by-sa": "ccbysa",
    "cc-by-nd-4.0": "ccbynd40 bynd40",
    "cc-by-nd-3.0": "ccbynd30 bynd30",
    "cc-by-nd": "ccbynd",
    "cc-by-nc-4.0": "ccbync40 ccbyncde40 bync40",
    "cc-by-nc-de-3.0": "ccbyncde30 ccbync30 ccnc30 bync30de",
    "cc-by-nc": "ccbync ccnc",
    "cc-pdm-1.0": "ccpdm10 ccpdm publicdomainmark10",
    "odbl": "odbl odcodbl odbl10 opendatacommonsopendatabaselicense odcodbl10",
    "odc-by": "odby odcby odbc opendatacommonsattributionlicense",
    "odc-pddl": "odcpddl odcpddl10 pddl",
    "official-work": "officialwork amtlicheswerk urhg5html",
    "geonutzv-bund": "geonutz20130319 geonutzvde20130319 geonutzv geonutzvpdf docpdfgeonutzvpdf",
    "geonutz-berlin": "geonutz20131001 geonutzbe20131001",
    "apache": "apache apachelicense",
    "bsd": "bsd bsdlicense",
    "gfdl": "gfdl",
    "gpl-3.0": "gpl30 gpl3",
    "mpl-2.0": "mozilla mpl20",
    "other-open": "otheropen otherat otherpd andereoffenelizenz",
    "other-opensource": "otheropensource appopensource",
    "other-freeware": "otherfreeware appfreeware",
    "other-closed": "otherclosed anderegeschlossenelizenz",
    "other-commercial": "othercommercial appcommercial",
}
_BY_SPELLING = {spelling: key for key, all_of_one in _SPELLINGS.items() for spelling in all_of_one.split()}
_PREFIX = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:"
    r"dcat-ap\.de/def/licenses/|govdata\.de/|creativecommons\.org/(?:licenses/)?|opendefinition\.org/licenses/"
    r"|opendatacommons\.org/licenses/|gesetze-im-internet\.de/|geodatenzentrum\.de/)",
)
# In a longer text, such as the fees of a service, the address or the name of a licence is looked for.
_IN_TEXT = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"dl[-_ ]?(?:de)?[-_/>→ ]*zero|datenlizenz deutschland\W+zero", "dl-de/zero-2-0"),
        (r"dl-de[-_/>→ ]+by-nc|namensnennung\W+nicht\W?kommerziell\W+(?:version )?1", "dl-de/by-nc-1-0"),
        (r"dl-de[-_/>→ ]+by[-_ ]2|dl-by-de/2|datenlizenz deutschland\W+namensnennung\W+(?:version )?2", "dl-de/by-2-0"),
        (r"dl-de[-_/>→ ]+by[-_ ]1|dl-by-de/1|datenlizenz deutschland\W+namensnennung\W+(?:version )?1", "dl-de/by-1-0"),
        (r"creativecommons\.org/licenses/by/4|cc[- ]by[- ]4\.0", "cc-by-4.0"),
        (r"creativecommons\.org/publicdomain/zero|\bcc[- ]?(?:0|zero)\b", "cc-zero"),
        (r"opendatacommons\.org/licenses/odbl|\bodbl\b", "odbl"),
        (r"\bgeonutzv\b", "geonutzv-bund"),
    )
)


def normalise(*texts: str | None) -> Licence:
    """Return the licence that any of the texts means: an id, a title, an address, or the fees of a service.

    The first text that is recognised wins. What nobody recognises, "datenliz-de" without a version too, is unknown,
    never free.
    """
    for raw in texts:
        words = " ".join((raw or "").lower().split())[:2000]
        if not words:
            continue
        if words in LICENCES:
            return LICENCES[words]
        found = _BY_SPELLING.get(_squeezed(words))
        found = found or next((key for pattern, key in _IN_TEXT if pattern.search(words)), None)
        if found:
            return LICENCES[found]
    return UNKNOWN


def _squeezed(words: str) -> str:
    """Return a spelling without its address and all that is neither letter nor digit."""
    rest = _PREFIX.sub("", words)
    return re.sub(r"[^0-9a-zäöüß]", "", re.sub(r"\bversion\b|\blegalcode(?:\.de)?\b|\bdeed\.\w+", "", rest))
