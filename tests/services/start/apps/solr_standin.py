"""The one Solr core that CKAN talks to, in memory and on loopback: `solr_standin.py PORT SCHEMA.XML`.

Solr is in no Debian suite and in no package registry for Python or Node. This answers what CKAN and pysolr send:
`/select` with Lucene's syntax (fields, phrases, groups, signs, AND, OR, NOT, wildcards, ranges), `/update` (JSON
documents; XML deletions) and `/schema`. There is no ranking, no stemming and no dismax: everything else that a test
sees of CKAN is CKAN's own code.
"""

from __future__ import annotations

import fnmatch
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

Document = dict
Test = Callable[[Document], bool]
DOCUMENTS: dict[str, Document] = {}
_TOKEN = re.compile(
    r"\s*(?:(?P<word>AND|OR|NOT)(?=[\s(]|$)|(?P<sign>[+\-])|(?P<open>\()|(?P<close>\))|(?P<field>[\w*.\-]+):"
    r'|(?P<range>[\[{][^\]}]*[\]}])|"(?P<phrase>(?:\\.|[^"\\])*)"|(?P<term>(?:\\.|[^\s()":])+))'
)


def folded(text: object) -> list[str]:
    """Return the words of a text, small and without accents."""
    plain = unicodedata.normalize("NFKD", str(text).lower().replace("ß", "ss"))
    return re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def values(document: Document, field: str) -> list[object]:
    """Return the values of a field; `text` is everything that can be searched."""
    if field == "text":
        names = ("name", "title", "notes", "author", "tags", "organization", "res_name", "res_description", "extras_*")
        return [value for key in document for name in names if fnmatch.fnmatch(key, name)
                for value in values(document, key)]  # fmt: skip
    value = document.get(field)
    return [] if value is None else value if isinstance(value, list) else [value]


def one(field: str, text: str, phrase: bool) -> Test:
    """Return the test of one value."""
    plain = re.sub(r"\\(.)", r"\1", text)
    if field == "*" or (plain == "*" and not phrase):
        return lambda document: field == "*" or bool(values(document, field))
    if field in ("text", "title", "notes", "title_ngram"):
        if "*" in plain:
            start = "".join(folded(plain.rstrip("*")))
            return lambda d: any(word.startswith(start) for value in values(d, field) for word in folded(value))
        wanted = folded(plain)
        return lambda d: any(
            words[at : at + len(wanted)] == wanted
            for words in map(folded, values(d, field))
            for at in range(len(words))
        )
    return lambda d: any(fnmatch.fnmatchcase(str(value), plain) for value in values(d, field))


def between(field: str, text: str) -> Test:
    """Return the test of a range; both ends belong to it."""
    low, _, high = text[1:-1].partition(" TO ")

    def test(document: Document) -> bool:
        found = [str(value) for value in values(document, field)]
        return any((low in ("*", "") or value >= low) and (high in ("*", "") or value <= high) for value in found)

    return test


class Parser:
    """A recursive parser of a query; unknown signs are left out."""

    def __init__(self, text: str, both: bool) -> None:
        self._tokens = [(match.lastgroup, match.group(match.lastgroup)) for match in _TOKEN.finditer(text)]
        self._at = 0
        self._both = both

    def group(self, field: str) -> Test:
        """Read clauses up to a closing bracket."""
        needed: list[Test] = []
        enough: list[Test] = []
        banned: list[Test] = []
        either = not self._both
        while self._at < len(self._tokens) and self._tokens[self._at][0] != "close":
            kind, text = self._tokens[self._at]
            if kind == "word" and text in ("AND", "OR"):
                self._at += 1
                if text == "OR" and not either and needed:
                    enough.append(needed.pop())
                either = text == "OR"
                continue
            target = enough if either else needed
            if kind == "sign" or text == "NOT":
                self._at += 1
                target = needed if text == "+" else banned
            target.append(self.clause(field))
            either = not self._both

        def test(document: Document) -> bool:
            if any(clause(document) for clause in banned) or not all(clause(document) for clause in needed):
                return False
            return not enough or bool(needed) or any(clause(document) for clause in enough)

        return test

    def clause(self, field: str) -> Test:
        """Read one clause."""
        if self._at >= len(self._tokens):
            return lambda _document: True
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "field":
            return self.clause(text)
        if kind == "open":
            found = self.group(field)
            self._at += 1
            return found
        return between(field, text) if kind == "range" else one(field, text, kind == "phrase")


def select(asked: dict[str, list[str]]) -> dict[str, object]:
    """Answer a search."""
    first = {name: given[0] for name, given in asked.items()}
    tests = [Parser(first.get("q", "*:*"), first.get("q.op") == "AND").group("text")]
    tests += [Parser(text, True).group("text") for text in asked.get("fq", [])]
    found = [document for document in list(DOCUMENTS.values()) if all(test(document) for test in tests)]
    start, rows = int(first.get("start", 0)), int(first.get("rows", 10))
    answer = {"numFound": len(found), "start": start, "docs": found[start : start + rows]}
    return {"responseHeader": {"status": 0, "QTime": 1}, "response": answer}


def update(kind: str, body: bytes) -> None:
    """Take documents, or take them out."""
    if "json" in kind:
        for document in json.loads(body):
            DOCUMENTS[document["index_id"]] = document
        return
    root = ET.fromstring(body)
    for query in root.iter("query"):
        test = Parser(query.text or "*:*", True).group("text")
        for key in [key for key, document in DOCUMENTS.items() if test(document)]:
            del DOCUMENTS[key]


class Handler(BaseHTTPRequestHandler):
    """The HTTP side."""

    protocol_version = "HTTP/1.1"
    schema = b""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        parts = urlsplit(self.path)
        path = parts.path.rstrip("/")
        if path.endswith("/select"):
            asked = parse_qs(parts.query, keep_blank_values=True)
            if "form-urlencoded" in kind:
                asked.update(parse_qs(body.decode(), keep_blank_values=True))
            self._send(json.dumps(select(asked)).encode())
        elif path.endswith("/update"):
            update(kind, body)
            self._send(b'{"responseHeader":{"status":0,"QTime":0}}')
        elif path.endswith("/schema"):
            self._send(self.schema, "application/xml; charset=utf-8")
        else:
            self._send(b'{"status":"OK"}')

    def _send(self, body: bytes, kind: str = "application/json; charset=utf-8") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name of http.server
        """Say nothing."""


if __name__ == "__main__":
    Handler.schema = Path(sys.argv[2]).read_bytes()
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
