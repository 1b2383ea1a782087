"""Markdown as the manual writes it, turned into HTML that needs no network.

CommonMark with tables, by markdown-it-py; equations between dollar signs become MathML by latex2mathml; a heading may
carry the name of its place as ``## <a id="search"></a>Searching``, which is the same in both languages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Callable

import latex2mathml.converter
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

PLACE = re.compile(r'^<a id="([a-z0-9-]+)"></a>$')


@dataclass
class Section:
    """A heading with the words below it, up to the next heading."""

    level: int
    place: str
    title: str
    words: list[str] = field(default_factory=list)


@dataclass
class Text:
    """A page's body."""

    body: str
    sections: list[Section]

    @property
    def title(self) -> str:
        """Return the first heading."""
        return self.sections[0].title


def math(source: str, options: dict[str, bool]) -> str:
    """Return an equation as MathML."""
    display = "block" if options.get("display_mode") else "inline"
    return str(latex2mathml.converter.convert(source.strip(), display=display))


def slug(title: str, taken: Iterable[str] = ()) -> str:
    """Return a heading as the name of a place, different from those that are taken."""
    spelt = title.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    name = re.sub(r"[^a-z0-9]+", "-", spelt).strip("-") or "section"
    number = 2
    made = name
    while made in taken:
        made, number = f"{name}-{number}", number + 1
    return made


def plain(tokens: Iterable[Token]) -> str:
    """Return the words of an inline token's children."""
    return "".join(each.content for each in tokens if each.type in ("text", "code_inline", "math_inline"))


class Reader:
    """Turns Markdown into HTML, asking for the address of every link and picture.

    :param link: takes a link's target as written, returns the address to print; "" leaves the words alone.
    :param picture: takes a picture's source as written, returns address, width and height in pixels.
    """

    def __init__(self, link: Callable[[str], str], picture: Callable[[str], tuple[str, int, int]]) -> None:
        self._link = link
        self._picture = picture
        self._parser = MarkdownIt("commonmark", {"html": True}).enable("table")
        self._parser.use(dollarmath_plugin, renderer=math, allow_space=False, double_inline=False)

    def read(self, markdown: str) -> Text:
        """Return the body with its sections."""
        tokens = self._parser.parse(markdown)
        sections: list[Section] = []
        for place, token in enumerate(tokens):
            if token.type == "heading_open":
                sections.append(self._heading(token, tokens[place + 1], sections))
            elif token.type == "inline":
                self._inline(token)
                if sections and tokens[place - 1].type != "heading_open":
                    sections[-1].words.append(plain(token.children or []))
        body = "".join(self._rendered(block) for block in _blocks(tokens))
        return Text(_framed(body), sections)

    def _rendered(self, block: list[Token]) -> str:
        """Return the HTML of a block; a program that is printed stands below the name of its file."""
        body = str(self._parser.renderer.render(block, self._parser.options, {}))
        file = re.search(r"\bfile=(\S+)", block[0].info) if block[0].type == "fence" else None
        return f'<p class="file"><code>{escaped(file.group(1))}</code></p>{body}' if file else body

    def _heading(self, opening: Token, inline: Token, before: list[Section]) -> Section:
        """Give a heading its place: the one it names, else one made of its words."""
        children = inline.children or []
        named = PLACE.match("".join(each.content for each in children[:2] if each.type == "html_inline"))
        if named:
            inline.children = children = children[2:]
        title = plain(children)
        place = named.group(1) if named else slug(title, {each.place for each in before})
        opening.attrSet("id", place)
        return Section(int(opening.tag[1:]), place, title)

    def _inline(self, token: Token) -> None:
        kept: list[Token] = []
        dropped = 0
        for child in token.children or []:
            if child.type == "link_open":
                address = self._link(str(child.attrGet("href")))
                if not address:
                    dropped += 1
                    continue
                child.attrSet("href", address)
            elif child.type == "link_close" and dropped:
                dropped -= 1
                continue
            elif child.type == "image":
                address, width, height = self._picture(str(child.attrGet("src")))
                child.attrs = {"src": address, "alt": "", "width": width, "height": height, "loading": "lazy"}
            kept.append(child)
        token.children = kept


def _blocks(tokens: Iterable[Token]) -> Iterable[list[Token]]:
    """Part tokens into the blocks of the outermost level."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _framed(body: str) -> str:
    """Put pictures that stand alone into figures with their words below, and tables into boxes that scroll."""
    body = re.sub(
        r'<p><img ([^>]*?)alt="([^"]*)"([^>]*?)/?></p>',
        r'<figure><img \1alt="\2"\3><figcaption>\2</figcaption></figure>',
        body,
    )
    body = body.replace("<table>", '<div class="wide" tabindex="0" role="group"><table>')
    body = body.replace("</table>", "</table></div>").replace("<th>", '<th scope="col">')
    return body.replace("<pre>", '<pre tabindex="0">')


def escaped(words: object) -> str:
    """Return words as HTML."""
    return html.escape(str(words))
