"""The words of reports, in the language of the request."""

from collections.abc import Mapping

from app.reports.phrases.english import ENGLISH
from app.reports.phrases.spanish import SPANISH

__all__ = ["ENGLISH", "LANGUAGES", "SPANISH", "phrases"]

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}


def phrases(language: str) -> Mapping[str, str]:
    """The words for a language; English for one that is not spoken here."""
    return LANGUAGES.get(language, ENGLISH)
