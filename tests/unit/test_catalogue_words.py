"""Words, places, links and licences as the region's portals write them."""
# ruff: noqa: E501 - one case a line

from __future__ import annotations

import pytest

from ruhr_planner.catalogue import links, places
from ruhr_planner.catalogue.dataset import DatasetHit, Query
from ruhr_planner.catalogue.matching import Text, matches, query_words, score, selected, stem
from ruhr_planner.model import errors, licences
from ruhr_planner.model.spelling import fold

SPELLINGS = [
    ("dl-zero-de/2.0", "dl-de/zero-2-0"),
    ("dl-de-zero-2.0", "dl-de/zero-2-0"),
    ("dl-de/zero-2-0", "dl-de/zero-2-0"),
    ("DL-DE->Zero-2.0", "dl-de/zero-2-0"),
    ("https://www.govdata.de/dl-de/zero-2-0", "dl-de/zero-2-0"),
    ("http://dcat-ap.de/def/licenses/dl-zero-de/2_0", "dl-de/zero-2-0"),
    ("Datenlizenz Deutschland – Zero – Version 2.0", "dl-de/zero-2-0"),
    ("Es gilt die Datenlizenz Deutschland Zero (www.govdata.de/dl-de/zero-2-0).", "dl-de/zero-2-0"),
    ("DL-DE-BY 2.0", "dl-de/by-2-0"),
    ("Datenlizenz Deutschland Namensnennung 2.0", "dl-de/by-2-0"),
    ("http://dcat-ap.de/def/licenses/dl-by-de/2.0", "dl-de/by-2-0"),
    ("dl-by-de/1.0", "dl-de/by-1-0"),
    ("http://dcat-ap.de/def/licenses/dl-by-nc-de/1_0", "dl-de/by-nc-1-0"),
    ("cc-zero", "cc-zero"),
    ("http://dcat-ap.de/def/licenses/cc-by/4.0", "cc-by-4.0"),
    ("https://creativecommons.org/licenses/by/4.0/deed.de", "cc-by-4.0"),
    ("http://dcat-ap.de/def/licenses/officialWork", "official-work"),
    ("Andere geschlossene Lizenz", "other-closed"),
    ("other-closed", "other-closed"),
    ("odc-odbl", "odbl"),
    ("datenliz-de", "unknown"),
    ("notspecified", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_licence_spellings(text: str, expected: str) -> None:
    assert licences.normalise(text).id == expected


def test_the_first_recognised_text_wins() -> None:
    assert licences.normalise(None, "siehe unten", "dl-by-de/2.0", "cc-zero").id == "dl-de/by-2-0"


def test_every_licence_recognises_its_own_id_and_address() -> None:
    """But for those whose address several share."""
    for licence in licences.LICENCES.values():
        assert licences.normalise(licence.id) is licence
        if "creativecommons.org/licenses/by/4" in licence.url or not licence.url:
            continue
        if "govdata.de" in licence.url or "opendatacommons" in licence.url:
            found = licences.normalise(licence.url)
            assert found is licence or found is licences.UNKNOWN


def test_restricted_licences() -> None:
    restricted = {licence.id for licence in licences.LICENCES.values() if licence.restricted}
    assert {"other-closed", "cc-by-nc-4.0", "cc-by-nd-4.0", "dl-de/by-nc-1-0"} <= restricted
    assert "dl-de/by-2-0" not in restricted


# --------------------------------------------------------------------------------------------------------------- words
def test_folding() -> None:
    assert fold("Mülheim") == fold("Muelheim") == fold("Mulheim") == "mulheim"
    assert fold("Straße") == fold("STRASSE")
    assert stem(fold("Leerstände")) == stem(fold("Leerstand")) == "leerstand"
    assert stem(fold("Gewerbeflächen")) == stem(fold("Gewerbefläche"))
    assert stem("see") == "see"


def test_query_words() -> None:
    assert query_words("Die Daten für Gewerbe und Leerstände, Gewerbe!") == ("gewerbe", "leerstände")
    assert query_words("§ - a") == ()
    assert len(query_words(" ".join(f"wort{i}" for i in range(50)))) == 12


@pytest.mark.parametrize(
    ("text", "word", "grade"),
    [
        ("Gewerbe Leerstand", "leerstand", 1.0),
        ("Leerstände im Gewerbe", "leerstand", 0.8),
        ("Leerstandskataster", "leerstand", 0.7),
        ("Gewerbeleerstände", "leerstand", 0.5),
        ("Bäume", "leerstand", 0.0),
        ("Sammelkarte", "amm", 0.0),
    ],
)
def test_grades(text: str, word: str, grade: float) -> None:
    assert Text(text).grade(fold(word)) == grade


def test_a_title_is_worth_more_than_a_description() -> None:
    title = DatasetHit("p", title="Leerstand")
    word = DatasetHit("p", title="Liste", keywords=("Leerstand",))
    elsewhere = DatasetHit("p", title="Liste", description="auch Leerstand")
    assert score(title, ["leerstand"]) == (1, 10.0)
    assert score(word, ["leerstand"]) == (1, 6.0)
    assert score(elsewhere, ["leerstand"]) == (1, 3.0)
    assert selected([elsewhere, word, title], Query(("leerstand",), rows=2)) == (title, word)
    assert not matches(title, Query(("leerstand", "gewerbe")))
    assert matches(title, Query(("leerstand", "gewerbe"), any_word=True))


# -------------------------------------------------------------------------------------------------------------- places
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Stadt Essen", "05113000"),
        ("Kreis Wesel", "05170"),
        ("Stadt Wesel", "05170048"),
        ("Muelheim a.d. Ruhr", "05117000"),
        ("Gewerbe in Gelsenkirchen", "05513000"),
        ("Ennepe-Ruhr-Kreis", "05954"),
        ("Regionalverband Ruhr", ""),
        ("Wetterdaten", ""),
        ("Voerde", "05170044"),
    ],
)
def test_places_in_texts(text: str, key: str) -> None:
    assert places.find(text) == key


def test_places_that_users_name() -> None:
    assert places.key_of("") == ""
    assert places.key_of("5913000") == places.key_of("05913000") == places.key_of("Stadt Dortmund") == "05913000"
    assert places.key_of("Kreis Recklinghausen") == "05562"
    assert places.name_of("05562") == "Recklinghausen"
    with pytest.raises(errors.MunicipalityUnknown, match="München"):
        places.key_of("München")
    assert len(places.MUNICIPALITIES) == 53


def test_what_covers_what() -> None:
    assert places.covers("", "05913000")
    assert places.covers("05562", "05562036")
    assert places.covers("05562036", "05562")
    assert not places.covers("05562036", "05562032")
    assert not places.covers("05913000", "05911000")


# --------------------------------------------------------------------------------------------------------------- links
@pytest.mark.parametrize(
    ("url", "named", "kind", "shown", "clean", "layer", "reason"),
    [
        ("https://x.example/a?service=WFS&version=2.0.0&map=b", "", "wfs", "WFS", "https://x.example/a?map=b", "", ""),
        ("https://x.example/ows?typeNames=a:b,c:d", "OGC:WFS", "wfs", "WFS", "https://x.example/ows", "a:b", ""),
        ("https://x.example/a/WFSServer?", "HTML", "wfs", "WFS", "https://x.example/a/WFSServer", "", ""),
        ("https://x.example/wms", "WMS_SRVC", "wms", "WMS", "https://x.example/wms", "", ""),
        ("https://x.example/a", "OGC:WMTS-1.0.0-http-get-capabilities", "wmts", "WMTS", "https://x.example/a", "", ""),
        ("https://x.example/rest/services/a/MapServer/7/query?f=json", "JSON", "arcgis", "ArcGIS REST", "https://x.example/rest/services/a/MapServer", "7", ""),
        ("https://x.example/v1/collections/nsg/items?f=json", "", "oapif", "OGC API – Features", "https://x.example/v1", "nsg", ""),
        ("https://x.example/a.zip", "Shape (zip)", "file", "SHP", "https://x.example/a.zip", "", ""),
        ("https://x.example/a.geojson", "JSON", "file", "GeoJSON", "https://x.example/a.geojson", "", ""),
        ("https://x.example/a", "http://publications.europa.eu/resource/authority/file-type/CSV", "file", "CSV", "https://x.example/a", "", ""),
        ("https://x.example/a.xlsx", "", "file", "XLSX", "https://x.example/a.xlsx", "", ""),
        ("https://x.example/exports/geojson", "", "file", "GeoJSON", "https://x.example/exports/geojson", "", ""),
        ("https://x.example/a.pdf", "PDF", "other", "PDF", "https://x.example/a.pdf", "", "document"),
        ("https://x.example/", "WWW:LINK-1.0-http--link", "other", "HTML", "https://x.example/", "", "page"),
        ("https://x.example/a?service=WCS", "WCS", "other", "WCS", "https://x.example/a?service=WCS", "", "raster_service"),
        ("https://x.example/a", "Klingon", "other", "Klingon", "https://x.example/a", "", "format_unknown"),
        ("https://x.example/a.xls", "XLS", "other", "XLS", "https://x.example/a.xls", "", "format_not_read"),
        ("", "CSV", "other", "CSV", "", "", "no_address"),
        ("file:///etc/passwd", "CSV", "other", "CSV", "file:///etc/passwd", "", "no_address"),
        ("https://[broken", "CSV", "other", "CSV", "https://[broken", "", "no_address"),
    ],
)  # fmt: skip
def test_links(url: str, named: str, kind: str, shown: str, clean: str, layer: str, reason: str) -> None:
    found = links.link(url, named)
    assert (found.kind, found.format, found.url, found.layer, found.reason) == (kind, shown, clean, layer, reason)
    assert found.loadable == (reason == "")


def test_one_address_in_many_spellings() -> None:
    one = links.same_address("https://www.x.example:443/a%20b/?b=2&a=1&utm_source=z")
    assert one == links.same_address("http://X.example/a b?a=1&b=2")
    assert one != links.same_address("http://x.example/a b?a=1&b=3")
