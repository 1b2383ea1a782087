"""What each exhibit says: the questions of the product put on one page each.

Texts are sentences of a planner, numbers come from the result layers (`exhibit.findings`), nothing is typed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ruhr_planner.exhibit.findings import BroadbandFindings, BroadbandGroup, FibreFindings, FibreGroup, SiteFindings
from ruhr_planner.exhibit.layout import Detail, Exhibit, Figure, MapLayer, Rows, counted
from ruhr_planner.exhibit.phrases import Phrases
from ruhr_planner.model import codes, licences, region, sensitivity
from ruhr_planner.model.results import FIBRE_GAP, SITE
from ruhr_planner.model.sentences import filled
from ruhr_planner.model.tables import BARRIER, BROADBAND_AREA
from ruhr_planner.store.metadata import Provenance

SITES, FIBRE, BROADBAND = "sites", "fibre", "broadband"
"""Names of the themes; exhibit files are called after them."""

CHANGED = "Daten verändert / data changed"
"""What metadata say in both languages; a page says it in its own."""


@dataclass(frozen=True)
class Paper:
    """What all exhibits of one report share."""

    language: str
    stand: date
    run: str
    backdrop: tuple[MapLayer, ...]
    """Municipalities, Kreise and barriers, uppermost first."""
    extent: tuple[float, float, float, float] = region.EXTENT


def source_lines(provenances: Sequence[Provenance], phrases: Phrases, changed: bool = True) -> tuple[str, ...]:
    """Return one line for sources of the same date, licence and attribution: their titles, then what they share.

    :param changed: the data were combined or cut, which some licences want stated.
    """
    titles: dict[str, list[str]] = {}
    for source in provenances:
        title = source.title.replace(f" – {licences.INVENTED_MARK}", "")
        shared = titles.setdefault(_shared(source, phrases, changed), [])
        if title not in shared:
            shared.append(title)
    return tuple(f"• {', '.join(names)}; {shared}" for shared, names in titles.items())


def _shared(source: Provenance, phrases: Phrases, changed: bool) -> str:
    """Return date, licences and attributions of a source."""
    tr = phrases.tr
    entries = [licences.licence(identifier) for identifier in source.licences] or [licences.UNKNOWN]
    parts = [tr("as of {date}").format(date=day(source.date, phrases))] if source.date else []
    parts += [_licence_title(entry, phrases) for entry in entries]
    parts += [tr("data changed") if text == CHANGED else text for text in source.attributions]
    stated = any("verändert" in part or "changed" in part for part in parts)
    if changed and not stated and any(entry.changes and entry is not licences.UNKNOWN for entry in entries):
        parts.append(tr("data changed"))
    return "; ".join(dict.fromkeys(parts))


def _licence_title(entry: licences.Licence, phrases: Phrases) -> str:
    if entry is licences.UNKNOWN:
        return phrases.tr("licence unknown")
    return entry.title


def _titles(groups: Sequence[FibreGroup | BroadbandGroup], phrases: Phrases) -> str:
    first, *others = [group.title for group in groups] or [phrases.unknown()]
    return phrases.listed([first, *(phrases.inline(title) for title in others)])


def day(text: str, phrases: Phrases) -> str:
    """Return an ISO date as people write it, any other text as it is."""
    try:
        return phrases.date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _marks(provenances: Sequence[Provenance]) -> tuple[str, bool]:
    """Return the highest sensitivity and whether anything is invented."""
    return sensitivity.highest(source.sensitivity for source in provenances), any(
        source.invented for source in provenances
    )


def notice(phrases: Phrases) -> str:
    """Return what every computed site has to say."""
    return phrases.tr("not a determination under planning law")


# ---------------------------------------------------------------------------------------------------------------- sites
def sites(
    paper: Paper, results: Path, found: SiteFindings, sources: Sequence[Provenance], plots: Sequence[MapLayer]
) -> Exhibit:
    """Return the exhibit of possible cooperation sites.

    :param plots: layers under the sites in the closer looks.
    """
    phrases = Phrases(paper.language)
    tr = phrases.tr
    level, invented = _marks(sources)
    largest = found.largest[:3]
    marks = tuple((site.site_id, str(rank)) for rank, site in enumerate(largest, start=1))
    heading = f"{SITE.label.text(paper.language)}\n{tr('net area')}"
    shown = MapLayer(f"{results}|layername={SITE.table}", SITE.table, heading, marks=(SITE.site_id, marks))
    plain = MapLayer(f"{results}|layername={SITE.table}", SITE.table)
    captions = [
        f"{rank}  {phrases.listed(list(site.municipalities))} · {phrases.number(site.net_ha, 1)} ha {tr('net')}"
        for rank, site in enumerate(largest, start=1)
    ]
    return Exhibit(
        language=paper.language,
        title=tr("Where could cooperation sites lie?"),
        subtitle=sites_subtitle(found, phrases),
        maps=(("", (shown, *paper.backdrop)),),
        stand=paper.stand,
        method=sites_method(found, phrases),
        sources=source_lines(sources, phrases),
        figures=site_figures(found, phrases),
        details=tuple(Detail(caption, site.extent) for caption, site in zip(captions, largest)),
        detail_layers=(plain, *plots, *(replace(layer, labels=False) for layer in paper.backdrop)),
        side_table=gap_table(found, phrases),
        notice=notice(phrases),
        sensitivity=level,
        invented=invented,
        run=paper.run,
        extent=paper.extent,
    )


def sites_subtitle(found: SiteFindings, phrases: Phrases) -> str:
    """Return what was searched for, in one line."""
    tr = phrases.tr
    basis = phrases.inline(codes.AREA_BASIS.label(found.area_basis, phrases.language))
    return tr("Contiguous land from {area} ha ({basis}), streets up to {gap} m wide bridged · Metropole Ruhr").format(
        area=phrases.number(found.min_area, 0 if found.min_area == int(found.min_area) else 1),
        basis=basis,
        gap=phrases.number(found.gap),
    )


def sites_method(found: SiteFindings, phrases: Phrases) -> str:
    """Return how sites were found, in sentences."""
    tr = phrases.tr
    return tr(
        "Plots form one site when they lie at most {gap} m apart and face each other over at least {facing} m; "
        "motorways, "
        "railways and canals separate. Hard exclusions are deducted. Where no net area is recorded, it is the "
        "gross area times "
        "{factor}, or times 1 on serviced land. Existing commercial land and company reserves take no part. All "
        "areas are "
        "measured in EPSG:25832. The result is a search area for consultation; every site needs examination on "
        "the spot."
    ).format(
        gap=phrases.number(found.gap), facing=phrases.number(found.facing), factor=phrases.number(found.net_factor, 2)
    )


def gap_table(found: SiteFindings, phrases: Phrases) -> Rows | None:
    """Return how the number of sites depends on the gap that is bridged."""
    if not found.gaps:
        return None
    tr = phrases.tr
    rows = tuple(
        (
            f"{phrases.number(gap.gap_m)} m" + ("  ◂" if gap.gap_m == found.gap else ""),
            phrases.number(gap.n_ge5),
            phrases.number(gap.n_ge8),
            phrases.number(gap.area_ha),
        )
        for gap in found.gaps
    )
    return Rows(
        title=tr("How much the gap decides"),
        header=gap_headings(found, phrases),
        rows=rows,
        widths=(2.5, 2.2, 2.2, 1.7),
    )


def gap_headings(found: SiteFindings, phrases: Phrases) -> tuple[str, ...]:
    """Return the headings of the gap table, with the basis of its areas."""
    tr = phrases.tr
    words = {
        codes.AREA_BASIS.net: tr("net"),
        codes.AREA_BASIS.gross: tr("gross"),
        codes.AREA_BASIS.usable: tr("usable"),
    }
    basis = words[found.area_basis]
    return (
        tr("Gap bridged"),
        tr("from 5 ha {basis}").format(basis=basis),
        tr("from 8 ha {basis}").format(basis=basis),
        tr("ha {basis}").format(basis=basis),
    )


def site_figures(found: SiteFindings, phrases: Phrases) -> tuple[Figure, ...]:
    """Return the numbers of the sites."""
    tr = phrases.tr
    return (
        counted(phrases.number(found.n_sites), tr("possible cooperation {count:site|sites}")),
        Figure(phrases.number(found.net_ha), tr("hectares net in total")),
        Figure(phrases.number(found.cross_border), tr("of them across a municipal border")),
        Figure(phrases.number(found.meets_8_single), tr("with 8 ha for one firm without moving a street")),
        Figure(phrases.number(found.meets_50), tr("with 50 ha and more")),
        Figure(phrases.number(found.near_miss), tr("narrowly missed (from 80 % of the area)")),
    )


# ---------------------------------------------------------------------------------------------------------------- fibre
def fibre(
    paper: Paper, layers: Sequence[tuple[str, str]], found: FibreFindings, sources: Sequence[Provenance]
) -> Exhibit:
    """Return the exhibit of fibre near commercial areas and schools.

    :param layers: source and heading of each result layer, uppermost first.
    """
    phrases = Phrases(paper.language)
    level, invented = _marks(sources)
    shown = tuple(MapLayer(source, FIBRE_GAP.table, heading) for source, heading in layers)
    backdrop = tuple(entry for entry in paper.backdrop if entry.style != BARRIER.table)
    return Exhibit(
        language=paper.language,
        title=fibre_title(phrases),
        subtitle=fibre_subtitle(found, phrases),
        maps=(("", (*shown, *backdrop)),),
        stand=paper.stand,
        method=fibre_method(found, phrases),
        sources=source_lines(sources, phrases),
        figures=fibre_figures(found, phrases),
        side_table=class_table(found, phrases),
        table=fibre_table(found, phrases),
        sensitivity=level,
        invented=invented,
        run=paper.run,
        extent=paper.extent,
    )


def fibre_title(phrases: Phrases) -> str:
    """Return the title: nothing here was seen on the spot, all of it is inferred."""
    return phrases.tr("Fibre nearby (inferred from household cells)")


def fibre_subtitle(found: FibreFindings, phrases: Phrases) -> str:
    """Return what was looked at, in one line."""
    technology = codes.TECHNOLOGY.label(found.technology, phrases.language)
    return phrases.tr("{objects}: {technology} from {speed} Mbit/s · Metropole Ruhr").format(
        objects=_titles(found.groups, phrases), technology=technology, speed=phrases.number(found.speed)
    )


def fibre_method(found: FibreFindings, phrases: Phrases) -> str:
    """Return how the classes came about, in sentences."""
    return phrases.tr(
        "The Breitbandatlas counts households in cells of 100 m. An object counts as “fibre nearby” when at "
        "least {served} % of "
        "the households in the cells it covers can get it, “partly” from {partly} %. A point takes the cell it "
        "lies in; only where that one has no data, the cells within {radius} m count. "
        "Under {cover} % of covered area there is no statement: cells exist only where people live, so an estate "
        "without "
        "dwellings is “no data”, not unserved. Fibre beside an estate is no proof of a connection on it. Gigabit "
        "over cable is "
        "not fibre."
    ).format(
        served=phrases.number(found.served_share * 100),
        partly=phrases.number(found.partly_share * 100),
        radius=phrases.number(found.radius),
        cover=phrases.number(found.min_cover * 100),
    )


def fibre_figures(found: FibreFindings, phrases: Phrases) -> tuple[Figure, ...]:
    """Return the numbers of the gap classes, one line a group of objects."""
    tr = phrases.tr
    figures = []
    for group in found.groups:
        figures += [
            Figure(phrases.number(group.unserved), tr("{objects} without fibre nearby").format(objects=group.title)),
            Figure(phrases.number(group.no_data), tr("{objects} without data").format(objects=group.title)),
        ]
    return tuple(figures[:6])


def class_table(found: FibreFindings, phrases: Phrases) -> Rows:
    """Return the number of objects of each class, a column a group of objects."""
    tr = phrases.tr
    classes_shown = (
        (codes.GAP_CLASS.unserved, tr("none nearby")),
        (codes.GAP_CLASS.partly, tr("partly")),
        (codes.GAP_CLASS.served, tr("nearby")),
        (codes.GAP_CLASS.no_data, tr("no data")),
    )
    rows = tuple((text, *(phrases.number(group.count(code)) for group in found.groups)) for code, text in classes_shown)
    header = (tr("Fibre"), *(group.title for group in found.groups))
    return Rows(title=tr("Number of objects"), header=header, rows=rows, widths=(3.0, *(2.6 for _ in found.groups)))


def fibre_table(found: FibreFindings, phrases: Phrases, longest: int = 7) -> Rows | None:
    """Return the municipalities with most objects without fibre nearby."""
    tr = phrases.tr
    group = found.groups[0] if found.groups else None
    if group is None or not group.municipalities:
        return None
    rows = sorted(group.municipalities, key=lambda row: (-row.unserved, -row.partly, row.name))[:longest]
    return Rows(
        title=tr("{objects}: municipalities with most objects without fibre nearby").format(objects=group.title),
        header=(tr("Municipality"), tr("Objects"), tr("none nearby"), tr("partly"), tr("nearby"), tr("no data")),
        rows=tuple(
            (row.name, *(phrases.number(n) for n in (row.objects, row.unserved, row.partly, row.served, row.no_data)))
            for row in rows
        ),
        widths=(3.6, 1.4, 1.7, 1.4, 1.4, 1.6),
    )


# ------------------------------------------------------------------------------------------------------------ broadband
def broadband(
    paper: Paper, layers: Sequence[tuple[str, str]], found: BroadbandFindings, sources: Sequence[Provenance]
) -> Exhibit:
    """Return the exhibit of fibre by municipality: two maps, one legend, all municipalities in a table.

    :param layers: source and caption of each map.
    """
    phrases = Phrases(paper.language)
    tr = phrases.tr
    level, invented = _marks(sources)
    heading = tr("Share with FTTB/H from {speed} Mbit/s (%)").format(speed=phrases.number(found.mbit))
    outlines = tuple(entry for entry in paper.backdrop if entry.style == "kreis")
    around = tuple(entry for entry in paper.backdrop if entry.style == "neighbour")
    maps = tuple(
        (caption, (*outlines, MapLayer(source, BROADBAND_AREA.table, heading), *around)) for source, caption in layers
    )
    return Exhibit(
        language=paper.language,
        title=tr("Fibre by municipality: FTTB/H from {speed} Mbit/s").format(speed=phrases.number(found.mbit)),
        subtitle=tr("{groups} with an available connection, per cent · Metropole Ruhr, {edition}").format(
            groups=_titles(found.groups, phrases), edition=found.edition_text(phrases)
        ),
        maps=maps,
        stand=paper.stand,
        method=broadband_method(found, phrases),
        sources=source_lines(sources, phrases),
        figures=broadband_figures(found, phrases),
        table=broadband_table(found, phrases) if len(maps) > 1 else extremes_table(found, phrases),
        sensitivity=level,
        invented=invented,
        run=paper.run,
        extent=paper.extent,
    )


def broadband_method(found: BroadbandFindings, phrases: Phrases) -> str:
    """Return what the shares mean, of the user groups that are shown."""
    groups = phrases.listed([phrases.inline(group.title) for group in found.groups]) or phrases.unknown()
    return phrases.tr(
        "Shares of {groups} that can technically get fibre to the building or home with at least {speed} Mbit/s, "
        "as published by municipality. They are neither measured speeds nor contracts. Class limits are fixed, so "
        "that maps of several years can be compared."
    ).format(groups=groups, speed=phrases.number(found.mbit))


def broadband_figures(found: BroadbandFindings, phrases: Phrases) -> tuple[Figure, ...]:
    """Return median and number of municipalities above one half for each user group."""
    tr = phrases.tr
    figures = []
    for group in found.groups:
        figures += [
            Figure(
                f"{phrases.number(group.median, 1)} %",
                tr("median of the municipalities: {group}").format(group=group.title),
            ),
            counted(
                phrases.number(group.above_half),
                tr("{count:municipality|municipalities} from 50 %: {group}"),
                group=group.title,
            ),
        ]
    return tuple(figures[:4])


def broadband_table(found: BroadbandFindings, phrases: Phrases) -> Rows:
    """Return all municipalities with their shares, on paper in blocks side by side."""
    tr = phrases.tr
    short = {codes.USER_GROUP.business_area: tr("Businesses")}
    header = (tr("Municipality"), *(short.get(group.code, group.title) for group in found.groups))
    rows = tuple(
        (name, *(phrases.number(group.shares.get(ags), 1) for group in found.groups))
        for ags, name in found.municipalities
    )
    title = filled(
        tr("{count:The municipality|All {count} municipalities}, share in per cent"), count=phrases.number(len(rows))
    )
    return Rows(title=title, header=header, rows=rows, widths=(3.3, *(2.3 for _ in found.groups)), blocks=4)


def extremes_table(found: BroadbandFindings, phrases: Phrases, longest: int = 7) -> Rows:
    """Return the lowest and, beside them, the highest shares of the first user group."""
    tr = phrases.tr
    group = found.groups[0]
    names = dict(found.municipalities)
    ordered = sorted(group.shares.items(), key=lambda pair: (pair[1], names.get(pair[0], "")))
    number = min(longest, len(ordered) // 2) or len(ordered)
    shown = ordered if len(ordered) <= number else [*ordered[:number], *reversed(ordered[-number:])]
    rows = tuple((names.get(ags, ags), phrases.number(share, 1)) for ags, share in shown)
    title = tr("The lowest and the highest shares, per cent")
    return Rows(title=title, header=(tr("Municipality"), group.title), rows=rows, widths=(4, 2), blocks=2)
