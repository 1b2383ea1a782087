"""Words for people: English in the source, German from ``i18n/ruhr_planner_de.qm``.

Source strings are literals with named places, filled after translation: ``tr("Page {page}").format(page=12)``. Where
words follow a number, `model.sentences` fills them: ``filled(tr("{count} {count:plot|plots}"), count=1)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from ruhr_planner import paths
from ruhr_planner.model.sentences import filled

if TYPE_CHECKING:
    from ruhr_planner.model.errors import PlannerError

CONTEXT = "ruhr_planner"
"""Qt's translation context, one for the whole plugin."""

GERMAN = "de"
ENGLISH = "en"


class _Installed:
    """What install() did, so that remove() can undo exactly that."""

    translator: QTranslator | None = None
    language: str | None = None


_SPOKEN: ContextVar[tuple[str, QTranslator] | None] = ContextVar("ruhr_planner_spoken", default=None)
"""Language and texts that hold in this thread instead of the user's; None most of the time."""


def tr(text: str) -> str:
    """Return a source string in the language of the user, or in the one that `speaking` has set.

    :param text: an English literal; an f-string would never be found in the translation.
    """
    spoken = _SPOKEN.get()
    if spoken is None:
        return QCoreApplication.translate(CONTEXT, text)
    # as bytes: unlike QCoreApplication's, this method takes a str for ASCII
    return spoken[1].translate(CONTEXT, text.encode("utf-8")) or text


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language within a ``with``, in this thread only: results for a reader who is not the user.

    Nothing is installed, so the desktop keeps its language, and windows are not told to change theirs.

    :param language: ``de`` or ``en``; "" for the user's own.
    """
    spoken = None
    if language:
        texts = QTranslator()
        if language != ENGLISH:
            texts.load(f"ruhr_planner_{language}.qm", str(paths.translations()))
        spoken = (language, texts)
    token = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def words(error: PlannerError) -> str:
    """Put an error into a sentence, with its remedy, in the language of the user."""
    kind = type(error)
    said = [filled(tr(text), **error.params) for text in (kind.message, kind.remedy) if text]
    return " ".join(said)


def phrase(text: str, params: Mapping[str, object]) -> str:
    """Put a template into a sentence in the language of the user, decimals as that language writes them."""
    numbers = locale()
    shown = {
        name: numbers.toString(value, "f", 2) if isinstance(value, float) else value for name, value in params.items()
    }
    return filled(tr(text), **shown)


def locale() -> QLocale:
    """Return the locale of the plugin's language, which may differ from the one of QGIS."""
    german = language() == GERMAN
    return (
        QLocale(QLocale.Language.German, QLocale.Country.Germany)
        if german
        else QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    )


def language() -> str:
    """Return ``de`` or ``en``: what is spoken here, was installed, is set in QGIS, or what the system speaks."""
    spoken = _SPOKEN.get()
    if spoken is not None:
        return spoken[0]
    return _Installed.language or _language_of_qgis()


def install(language: str | None = None) -> None:
    """Load the translation into the running application; a second call replaces the first.

    :param language: ``de`` or ``en`` instead of what QGIS is set to.
    """
    remove()
    wanted = language or _language_of_qgis()
    _Installed.language = wanted
    if wanted == ENGLISH:
        return
    translator = QTranslator()
    if translator.load(f"ruhr_planner_{wanted}.qm", str(paths.translations())):
        QCoreApplication.installTranslator(translator)
        _Installed.translator = translator


def remove() -> None:
    """Take the translation out of the application again."""
    if _Installed.translator is not None:
        QCoreApplication.removeTranslator(_Installed.translator)
    _Installed.translator = None
    _Installed.language = None


def _language_of_qgis() -> str:
    settings = QgsSettings()
    chosen = settings.value("locale/userLocale", "", type=str)
    overridden = settings.value("locale/overrideFlag", False, type=bool)
    name = chosen if overridden and chosen else QLocale.system().name()
    return GERMAN if name.lower().startswith(GERMAN) else ENGLISH
