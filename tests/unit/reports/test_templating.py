"""Templates."""

import pytest
from jinja2 import UndefinedError

from app.reports.templating import render


def test_a_missing_value_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        render("pull_request.md.j2")
