"""The words of reports, in the language of the request."""

from collections.abc import Mapping

from app.reports.phrases import english, spanish
from app.reports.phrases.english_analyses import ENGLISH_ANALYSES
from app.reports.phrases.english_thinking import ENGLISH_THINKING
from app.reports.phrases.spanish_analyses import SPANISH_ANALYSES
from app.reports.phrases.spanish_thinking import SPANISH_THINKING

__all__ = ["ENGLISH", "LANGUAGES", "SPANISH", "phrases"]

ENGLISH: Mapping[str, str] = {**english.ENGLISH, **ENGLISH_ANALYSES, **ENGLISH_THINKING}
SPANISH: Mapping[str, str] = {**spanish.SPANISH, **SPANISH_ANALYSES, **SPANISH_THINKING}
LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}


def phrases(language: str) -> Mapping[str, str]:
    """The words for a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
