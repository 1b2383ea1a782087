"""From a data set's description and its links to hits: what all protocols have in common."""

from __future__ import annotations

from dataclasses import dataclass

from ruhr_planner.catalogue import links, places
from ruhr_planner.catalogue.dataset import BBox, DatasetHit, Portal
from ruhr_planner.model import codes, licences
from ruhr_planner.model.spelling import fold

# ISO 19115 topic categories, GEMET/INSPIRE-like words and group names of portals, by data theme.
_THEME_WORDS = {
    "agri": "farming landwirtschaft ernahrung forst agriculture",
    "econ": "economy wirtschaft arbeit finanzen gewerbe handel tourismus haushalt industrie",
    "educ": "bildung kultur sport education schule wissenschaft",
    "ener": "energie energy utilities",
    "envi": "environment umwelt klima climatology natur biota geoscientific elevation oceans inland wasser boden "
    "wetter geologie",
    "gove": "verwaltung politik gove government wahlen",
    "heal": "health gesundheit",
    "just": "justiz recht sicherheit justice",
    "regi": "regionen stadte boundaries planning cadastre location imagery structure geobasis grenzen bauen wohnen "
    "raum stadtplanung bauleitplanung geographie geodaten infrastruktur",
    "soci": "bevolkerung society gesellschaft soziales population demographie",
    "tech": "technologie technology wissenschaft digital internet",
    "tran": "verkehr transport mobilitat transportation",
}


def theme_code(text: str) -> str:
    """Return the data theme that a code, an address of the EU list, an ISO topic category or a word means, or ""."""
    key = text.rstrip("/").rsplit("/", 1)[-1].strip().lower()
    if key in codes.CATALOGUE_THEME:
        return key
    plain = fold(text)
    for code, words in _THEME_WORDS.items():
        if plain and any(word in plain for word in words.split()):
            return code
    return ""


@dataclass(frozen=True)
class Record:
    """A data set as a portal describes it."""

    portal: Portal
    dataset_id: str = ""
    title: str = ""
    publisher: str = ""
    theme: str = ""
    modified: str = ""
    licences: tuple[str, ...] = ()
    licence_url: str = ""
    bbox: BBox | None = None
    landing: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    attribution: str = ""

    def hit(
        self,
        found: links.Link,
        name: str = "",
        licences: tuple[str, ...] = (),
        modified: str = "",
        attribution: str = "",
        title: str = "",
    ) -> DatasetHit:
        """Return the hit for one of the data set's links; what the link says itself outweighs the data set.

        :param name: the link's own name, such as "Bebauungspläne (GeoJSON)".
        """
        said = _licence((*licences, *self.licences, self.licence_url), self.portal)
        publisher = self.publisher or self.portal.publisher
        title = title or self.title
        layer = found.layer
        if not layer and found.kind == codes.CATALOGUE_KIND.file and name and fold(name) != fold(title):
            layer = name
        return DatasetHit(
            self.portal.name,
            self.dataset_id,
            title,
            publisher,
            theme_code(self.theme) or self.theme or _first(self.portal.themes),
            self._municipality(title, publisher),
            said.id,
            said.url or self.licence_url or _first(tuple(text for text in licences if text.startswith("http"))),
            modified or self.modified,
            found.format,
            found.kind,
            found.url,
            layer,
            found.loadable,
            found.reason,
            self.bbox,
            self.landing,
            self.description[:2000],
            self.keywords[:40],
            attribution or self.attribution or self.portal.attribution,
        )

    def _municipality(self, title: str, publisher: str) -> str:
        key = self.portal.municipality or places.find(publisher) or places.find(title)
        key = key or places.find(" ".join(self.keywords[:40]))
        return places.name_of(key)


def _licence(texts: tuple[str, ...], portal: Portal) -> licences.Licence:
    """Return the licence that is said; the portal's own counts only where the data set says nothing at all."""
    if any(texts):
        return licences.normalise(*texts)
    return licences.normalise(portal.licence)


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""
