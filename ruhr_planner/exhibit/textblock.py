"""A text block for council papers as DOCX and ODT: heading, sentences, a picture with words for it, tables, sources.

Both formats are zip files of XML and are written here as plain as they can be: only the program's own styles
(headings, body text, tables) carry the look, so that what is copied into a paper takes on the paper's look. ISO/IEC
29500 (WordprocessingML, transitional) and ISO/IEC 26300 (OpenDocument 1.2).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr  # nosec B406: they write XML and parse none

from ruhr_planner import about
from ruhr_planner.exhibit.layout import Rows

DOCX, ODT = ".docx", ".odt"
TEXT_WIDTH_MM = 160.0
"""Width of the text of an upright A4 page with usual margins."""
_EMU = 36_000
"""English metric units of a millimetre."""
_TWIP = 1440 / 25.4
_INK, _RULE = "26323A", "A9B0B3"


@dataclass(frozen=True)
class Picture:
    """A picture: its PNG, width and height in mm, and what it shows in words."""

    png: bytes
    width: float
    height: float
    alt: str


@dataclass(frozen=True)
class Block:
    """Everything that the text block says; language as in `de-DE`."""

    language: str
    title: str
    marks: tuple[str, ...]
    """What must not be overlooked, above the text."""
    paragraphs: tuple[str, ...]
    picture: Picture | None
    caption: str
    tables: tuple[tuple[Rows, frozenset[int]], ...]
    """Tables, each with the columns that hold numbers and stand right."""
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    """Headings with lines below the tables: method, sources."""


def write(file: Path, block: Block) -> None:
    """Write the block in the format of the file's ending."""
    parts = _docx(block) if file.suffix.lower() == DOCX else _odt(block)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, compress_type=kind)


def _clean(text: str) -> str:
    """Return a text for XML: without the control characters that it may not hold."""
    return escape("".join(sign for sign in text if sign >= " " or sign in "\t\n"))


def _fitted(picture: Picture) -> tuple[float, float]:
    """Return width and height with which a picture fits the text."""
    width = min(picture.width, TEXT_WIDTH_MM)
    return width, picture.height * width / picture.width


# ----------------------------------------------------------------------------------------------------------------- DOCX
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType='
    '"application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def _relations(entries: Iterable[tuple[str, str, str]]) -> str:
    made = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in entries)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _docx(block: Block) -> list[tuple[str, str | bytes]]:
    """Return the parts of a DOCX file."""
    linked = [("rId1", f"{_OFFICE}/styles", "styles.xml")]
    parts: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", _TYPES),
        (
            "_rels/.rels",
            _relations(
                (
                    ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
                    ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                )
            ),
        ),
        ("docProps/core.xml", _core(block)),
        ("word/styles.xml", _word_styles(block)),
        ("word/document.xml", _word_document(block)),
    ]
    if block.picture is not None:
        linked.append(("rId2", f"{_OFFICE}/image", "media/map.png"))
        parts.append(("word/media/map.png", block.picture.png))
    parts.append(("word/_rels/document.xml.rels", _relations(linked)))
    return parts


def _core(block: Block) -> str:
    day = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_clean(block.title)}</dc:title><dc:creator>{_clean(about.name())}</dc:creator>"
        f"<dc:language>{block.language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created></cp:coreProperties>'
    )


def _word_styles(block: Block) -> str:
    def style(key: str, name: str, kind: str, inner: str) -> str:
        default = ' w:default="1"' if key in ("Normal", "TableNormal") else ""
        return f'<w:style w:type="{kind}" w:styleId="{key}"{default}><w:name w:val="{name}"/>{inner}</w:style>'

    def heading(level: int, size: int) -> str:
        inner = (
            '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
            f'<w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>'
        )
        return style(f"Heading{level}", f"heading {level}", "paragraph", inner)

    small = '<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr>'
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{_RULE}"/>' for side in ("top", "bottom", "insideH"))
    margins = '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
    table = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:sz w:val="22"/><w:lang w:val="{block.language}" w:eastAsia="{block.language}"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults}'
        + style("Normal", "Normal", "paragraph", "<w:qFormat/>")
        + heading(1, 32)
        + heading(2, 24)
        + style("Caption", "caption", "paragraph", small)
        + style(
            "TableText",
            "Table Text",
            "paragraph",
            f'{small[:-8]}<w:sz w:val="17"/></w:rPr>'.replace('<w:sz w:val="18"/>', ""),
        )
        + style("TableNormal", "Normal Table", "table", "")
        + style("PlainTable", "Plain Table", "table", f'<w:basedOn w:val="TableNormal"/>{table}')
        + "</w:styles>"
    )


def _word_document(block: Block) -> str:
    body = [_word_text(block.title, "Heading1")]
    body += [_word_text(mark, bold=True, colour="9C1C2C") for mark in block.marks]
    body += [_word_text(said) for said in block.paragraphs]
    if block.picture is not None:
        body += [_word_picture(block.picture), _word_text(block.caption, "Caption")]
    for table, numeric in block.tables:
        body += [_word_text(table.title, "Heading2"), _word_table(table, numeric), _word_text("")]
    for title, lines in block.notes:
        body += [_word_text(title, "Heading2"), *(_word_text(line, "Caption") for line in lines)]
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1134" w:left="1418" '
    page += 'w:header="709" w:footer="709" w:gutter="0"/>'
    names = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}"'
    return f"{_HEAD}<w:document {names}><w:body>{''.join(body)}<w:sectPr>{page}</w:sectPr></w:body></w:document>"


def _word_text(text: str, style: str = "", bold: bool = False, colour: str = "", right: bool = False) -> str:
    paragraph = f'<w:pStyle w:val="{style}"/>' if style else ""
    paragraph += '<w:jc w:val="right"/>' if right else ""
    run = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    inner = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{_clean(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{paragraph}</w:pPr>{inner}</w:p>"


def _word_table(table: Rows, numeric: frozenset[int]) -> str:
    total = sum(table.widths)
    widths = [round(TEXT_WIDTH_MM * _TWIP * width / total) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (
        f'<w:tblPr><w:tblStyle w:val="PlainTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/></w:tblPr>"
    )

    def row(cells: Sequence[str], head: bool) -> str:
        kind = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
        made = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{_word_text(cell, 'TableText', bold=head, right=place in numeric)}</w:tc>"
            for place, (cell, width) in enumerate(zip(cells, widths))
        )
        return f"<w:tr>{kind}{made}</w:tr>"

    rows = "".join(row(cells, False) for cells in table.rows)
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{row(table.header, True)}{rows}</w:tbl>"


def _word_picture(picture: Picture) -> str:
    width, height = (round(each * _EMU) for each in _fitted(picture))
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    alt = quoteattr("".join(sign for sign in picture.alt if sign >= " "))
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Karte" descr={alt}/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="map.png" descr={alt}/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


# ------------------------------------------------------------------------------------------------------------------ ODT
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = (
    " ".join(
        f'xmlns:{prefix}="{_ODF}:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
            ("fo", "xsl-fo-compatible"),
            ("meta", "meta"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_ODT_TYPE = "application/vnd.oasis.opendocument.text"


def _odt(block: Block) -> list[tuple[str, str | bytes]]:
    """Return the parts of an ODT file; the type comes first and is not packed."""
    entries = [("/", _ODT_TYPE), ("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml")]
    parts: list[tuple[str, str | bytes]] = [
        ("mimetype", _ODT_TYPE),
        ("content.xml", _odt_content(block)),
        ("styles.xml", _odt_styles(block)),
        ("meta.xml", _odt_meta(block)),
    ]
    if block.picture is not None:
        entries.append(("Pictures/map.png", "image/png"))
        parts.append(("Pictures/map.png", block.picture.png))
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in entries
    )
    manifest = f'<manifest:manifest {_NAMES} manifest:version="1.2">{listed}</manifest:manifest>'
    parts.append(("META-INF/manifest.xml", _HEAD + manifest))
    return parts


def _odt_meta(block: Block) -> str:
    inner = (
        f"<meta:generator>{_clean(about.name())} {about.version()}</meta:generator>"
        f"<dc:title>{_clean(block.title)}</dc:title><dc:creator>{_clean(about.name())}</dc:creator>"
        f"<dc:language>{block.language}</dc:language>"
    )
    begun = f'{_HEAD}<office:document-meta {_NAMES} office:version="1.2">'
    return f"{begun}<office:meta>{inner}</office:meta></office:document-meta>"


def _odt_styles(block: Block) -> str:
    language, country = block.language.split("-")

    def paragraph(name: str, shown: str, text: str, more: str = "", level: int = 0) -> str:
        outline = f' style:default-outline-level="{level}"' if level else ""
        return (
            f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" '
            f'style:parent-style-name="Standard"{outline}><style:paragraph-properties fo:margin-bottom="0.2cm" {more}/>'
            f"<style:text-properties {text}/></style:style>"
        )

    heading = 'fo:margin-top="0.4cm" fo:keep-with-next="always"'
    inner = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt" '
        f'fo:language="{language}" fo:country="{country}"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        + paragraph("Text_20_body", "Text body", 'fo:font-size="11pt"')
        + paragraph("Heading_20_1", "Heading 1", 'fo:font-size="16pt" fo:font-weight="bold"', heading, 1)
        + paragraph("Heading_20_2", "Heading 2", 'fo:font-size="12pt" fo:font-weight="bold"', heading, 2)
        + paragraph("Caption", "Caption", 'fo:font-size="9pt"')
        + paragraph("Table_20_Contents", "Table Contents", 'fo:font-size="8.5pt"')
        + paragraph("Table_20_Heading", "Table Heading", 'fo:font-size="8.5pt" fo:font-weight="bold"')
    )
    page = (
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.5cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/>'
        "</office:master-styles>"
    )
    return (
        f'{_HEAD}<office:document-styles {_NAMES} office:version="1.2"><office:styles>{inner}</office:styles>{page}'
        "</office:document-styles>"
    )


def _odt_content(block: Block) -> str:
    styles: list[str] = [
        (
            '<style:style style:name="Mark" style:family="paragraph" style:parent-style-name="Text_20_body">'
            '<style:text-properties fo:font-weight="bold" fo:color="#9c1c2c"/></style:style>'
        ),
        (
            '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
            f'fo:padding="0.05cm" fo:border-bottom="0.5pt solid #{_RULE.lower()}"/></style:style>'
        ),
    ]
    for name, parent in (("Right", "Table_20_Contents"), ("RightHead", "Table_20_Heading")):
        styles.append(
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
            '<style:paragraph-properties fo:text-align="end"/></style:style>'
        )
    body = [f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{_clean(block.title)}</text:h>']
    body += [_odt_text(mark, "Mark") for mark in block.marks]
    body += [_odt_text(said) for said in block.paragraphs]
    if block.picture is not None:
        body += [_odt_picture(block.picture), _odt_text(block.caption, "Caption")]
    for number, (table, numeric) in enumerate(block.tables, start=1):
        made, own = _odt_table(table, numeric, f"Table{number}")
        styles += own
        body += [_odt_heading(table.title), made]
    for title, lines in block.notes:
        body += [_odt_heading(title), *(_odt_text(line, "Caption") for line in lines)]
    return (
        f'{_HEAD}<office:document-content {_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{''.join(styles)}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )


def _odt_heading(text: str) -> str:
    return f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{_clean(text)}</text:h>'


def _odt_text(text: str, style: str = "Text_20_body") -> str:
    return f'<text:p text:style-name="{style}">{_clean(text)}</text:p>'


def _odt_table(table: Rows, numeric: frozenset[int], name: str) -> tuple[str, list[str]]:
    """Return a table and the styles of its columns."""
    total = sum(table.widths)
    styles = [
        f'<style:style style:name="{name}.C{place}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{TEXT_WIDTH_MM * width / total / 10:.3f}cm"/></style:style>'
        for place, width in enumerate(table.widths)
    ]
    columns = "".join(f'<table:table-column table:style-name="{name}.C{place}"/>' for place in range(len(table.widths)))

    def row(cells: Sequence[str], plain: str, right: str) -> str:
        made = "".join(
            f'<table:table-cell table:style-name="Cell" office:value-type="string">'
            f"{_odt_text(cell, right if place in numeric else plain)}</table:table-cell>"
            for place, cell in enumerate(cells)
        )
        return f"<table:table-row>{made}</table:table-row>"

    head = row(table.header, "Table_20_Heading", "RightHead")
    rows = "".join(row(cells, "Table_20_Contents", "Right") for cells in table.rows)
    title = f"table:name={quoteattr(name)}"
    made = (
        f"<table:table {title}>{columns}<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
    )
    return made, styles


def _odt_picture(picture: Picture) -> str:
    width, height = _fitted(picture)
    return (
        '<text:p text:style-name="Text_20_body"><draw:frame draw:name="Karte" text:anchor-type="as-char" '
        f'svg:width="{width / 10:.3f}cm" svg:height="{height / 10:.3f}cm"><draw:image xlink:href="Pictures/map.png" '
        'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:title>{_clean(picture.alt.split('. ')[0])}</svg:title><svg:desc>{_clean(picture.alt)}</svg:desc>"
        "</draw:frame></text:p>"
    )
