"""Where each sort of park is put, and what the parks are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .parks import ARCHETYPES, Ground, Park, try_park

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

    from .lines import Course
    from .space import Space

Chance = tuple[np.ndarray, np.ndarray]
"""Running sums of the chances of all cells (flat), and of the cells at municipal borders."""
FIRST = (
    "Linden",
    "Eichen",
    "Birken",
    "Erlen",
    "Ahorn",
    "Lerchen",
    "Falken",
    "Kranich",
    "Mühlen",
    "Kloster",
    "Hammer",
    "Stein",
    "Sand",
    "Sonnen",
    "Morgen",
    "Abend",
    "Heide",
    "Wiesen",
    "Brunnen",
    "Quellen",
    "Fuchs",
    "Hasen",
    "Dachs",
    "Ross",
    "Schäfer",
    "Müller",
    "Schmiede",
    "Weber",
    "Zoll",
    "Grenz",
    "Ober",
    "Unter",
    "Mittel",
    "Neu",
    "Alt",
    "Rosen",
    "Distel",
    "Ginster",
    "Schlehen",
    "Holunder",
    "Kiebitz",
    "Amsel",
    "Drossel",
    "Bussard",
    "Otter",
    "Silber",
)
SECOND = (
    "kamp",
    "feld",
    "bruch",
    "mark",
    "heide",
    "hof",
    "park",
    "wiese",
    "busch",
    "horst",
    "grund",
    "tal",
    "berg",
    "siepen",
    "rott",
    "hagen",
    "ried",
    "brink",
    "loh",
    "anger",
    "stück",
    "moor",
)
MINES = (
    "Glückstern",
    "Morgenlicht",
    "Gute Wacht",
    "Treue Hand",
    "Silberader",
    "Tiefer Grund",
    "Neue Zuversicht",
    "Frohes Ende",
    "Schwarzer Adler",
    "Beharrlichkeit",
    "Eintracht und Fleiß",
    "Kaiserin Adelgunde",
    "Drei Brüder",
    "Alte Hoffnung",
    "Königsgrube",
    "Nachtschicht",
    "Wetterstern",
    "Bergmannsruh",
    "Vereinigte Aussicht",
    "Erbtreue",
)
WORKS = ("Hüttenwerk", "Walzwerk", "Kraftwerk", "Chemiewerk", "Gießerei", "Röhrenwerk", "Kokerei")
TITLES = {
    "major": "Industriepark",
    "cooperation": "Kooperationsstandort",
    "regional": "Reservefläche",
    "new": "Gewerbepark",
    "asb": "Handwerkerhof",
    "mature": "Gewerbegebiet",
    "port": "Hafen",
    "railyard": "Güterbahnhof",
    "barracks": "Kaserne",
}


def weights(space: Space, density: np.ndarray, courses: list[Course], roads: list[QgsGeometry]) -> dict[str, Chance]:
    """Chance of each cell to become the middle of a park, by sort of park."""
    near = {
        kind: space.distance([course.geometry for course in courses if course.kind == kind])
        for kind in ("motorway", "canal", "rail", "river")
    }
    road = np.exp(-space.distance(roads) / 450.0)
    inside = space.index >= 0
    rank = np.zeros(density.shape)
    rank[inside] = np.argsort(np.argsort(density[inside], kind="stable"), kind="stable") / inside.sum()
    people = np.array([town.inhabitants for town in space.municipalities])
    area = np.array([town.shape.area() for town in space.municipalities]) / 1e6
    urban = np.where(inside, (people / area)[space.index] / 2000.0, 0.0)
    dry = (near["river"] > 300.0) & inside
    fringe = np.exp(-(((rank - 0.80) / 0.09) ** 2))
    motorway = np.exp(-near["motorway"] / 1800.0)
    water = np.exp(-near["canal"] / 500.0)
    rail = np.exp(-near["rail"] / 500.0)
    open_land = (rank < 0.78) * np.exp(-(((rank - 0.66) / 0.15) ** 2))
    raw = {
        "cooperation": open_land * (motorway + 0.3 * water + 0.05) * road,
        "major": open_land * (motorway + 0.3 * water + 0.05),
        "regional": open_land * (motorway + 0.15) * road,
        "colliery": fringe * (rail + 0.25) * np.minimum(urban, 1.5) * road,
        "works": fringe * (water + 0.5 * rail + 0.05) * np.minimum(urban, 1.5) * road,
        "railyard": (rank > 0.7) * (rank < 0.95) * np.exp(-near["rail"] / 120.0) * urban,
        "port": (rank < 0.9) * np.exp(-np.minimum(near["canal"], near["river"] + 150.0) / 150.0),
        "barracks": open_land * road,
        "new": np.exp(-(((rank - 0.75) / 0.09) ** 2)) * (motorway + 0.2) * road,
        "asb": np.exp(-(((rank - 0.9) / 0.05) ** 2)) * road * (0.4 + np.minimum(urban, 1.0)),
        "mature": fringe * (motorway + 0.4 * water + 0.3 * rail + 0.12) * road * (0.35 + np.minimum(urban, 1.6)),
    }
    made: dict[str, Chance] = {}
    for kind, values in raw.items():
        values = values * (inside if kind == "port" else dry)
        made[kind] = np.cumsum(values.ravel()), np.cumsum((values * space.border).ravel())
    return made


def make_parks(
    space: Space, ground: Ground, chances: dict[str, Chance], wanted: int, rng: np.random.Generator
) -> list[Park]:
    """Parks until there are `wanted` parcels; the special ones first, while there is room for them."""
    parks: list[Park] = []
    special = wanted / 13000.0 * 350.0
    for kind, archetype in ARCHETYPES.items():
        if kind != "mature":
            parks += place(
                space,
                ground,
                chances[kind],
                kind,
                max(1 if kind == "major" else 3, round(special * archetype.share)),
                rng,
            )
    count = sum(len(park.parcels) for park in parks)
    while count < wanted:
        more = place(space, ground, chances["mature"], "mature", 1, rng)
        if not more:
            raise SystemExit(f"No room for more than {count} plots; choose a smaller number.")
        parks += more
        count += len(more[0].parcels)
    name_parks(parks, rng)
    return parks


def place(space: Space, ground: Ground, chance: Chance, kind: str, count: int, rng: np.random.Generator) -> list[Park]:
    """Put up to `count` parks of one sort; some of them at a municipal border."""
    archetype = ARCHETYPES[kind]
    found: list[Park] = []
    for _ in range(count):
        odds = chance[1] if rng.random() < archetype.border else chance[0]
        for cell in np.searchsorted(odds, rng.random(60) * odds[-1], side="right"):
            row, column = divmod(int(cell), space.columns)
            spot = (float(space.x[column] + rng.uniform(-50, 50)), float(space.y[row] + rng.uniform(-50, 50)))
            park = try_park(archetype, spot, float(rng.uniform(0.0, np.pi)), ground, rng)
            if park is not None and space.municipality_at(*spot) is not None:
                found.append(park)
                break
    return found


def name_parks(parks: list[Park], rng: np.random.Generator) -> None:
    """Invented names, each used once."""
    used: set[str] = set()
    for park in parks:
        while True:
            name = draw_name(park.kind, rng)
            if name not in used:
                used.add(name)
                park.name = name
                break


def draw_name(kind: str, rng: np.random.Generator) -> str:
    """One invented name for a sort of park."""
    place_name = f"{rng.choice(FIRST)}{rng.choice(SECOND)}"
    if kind == "colliery":
        return f"Zeche {rng.choice(MINES)} {rng.integers(1, 5)}/{rng.integers(5, 10)}"
    if kind == "works":
        return f"{rng.choice(WORKS)} {place_name}"
    return f"{TITLES[kind]} {place_name}"
