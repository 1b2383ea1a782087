"""German spelling compared as people write it: umlauts in any form."""

from __future__ import annotations

import unicodedata

_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def fold(text: str) -> str:
    """Return a text comparable: small letters, no umlauts, no accents, `ss` for `ß`."""
    plain = text.lower().translate(_PLAIN)
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
