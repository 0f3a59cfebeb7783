"""Errors are JSON, with a hint, and no traceback."""

import pytest

from app.web.application import create_app
from tests.unit.web.fakes import FakeService, said


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/webhooks/", 404), ("/webhooks/github", 405)])
def test_errors_of_the_door(path: str, status: int) -> None:
    response = create_app(FakeService()).test_client().get(path)
    assert response.status_code == status
    error = said(response)["error"]
    assert set(error) == {"doing", "wrong", "hint"}
    assert error["hint"]


def test_a_bug_shows_an_id_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    application = create_app(FakeService())
    application.config["PROPAGATE_EXCEPTIONS"] = False

    @application.get("/broken")
    def broken() -> str:
        raise KeyError("inner detail")

    response = application.test_client().get("/broken")
    assert response.status_code == 500
    assert "inner detail" not in response.text
    code = said(response)["error"]["wrong"].split("error ")[1].rstrip(")")
    assert code in capsys.readouterr().out, "the log names the same id"
