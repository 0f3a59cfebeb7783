import pytest

from app.domain.architecture import Decision
from app.domain.repo import Conventions
from app.domain.request import Constraints, Request
from app.domain.resources import Var
from app.reasoning.offline.build.inputs import (
    Inputs,
    environments_of,
    is_production,
    is_thrifty,
    main_environment,
    spread,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("", True), ("prod", True), ("Production", True), ("producción", True), ("dev", False), ("staging", False)],
)
def test_is_production(name: str, expected: bool) -> None:
    assert is_production(name) is expected


def test_values_spread_over_the_names_in_use() -> None:
    assert spread({"dev": 1, "prod": 3}, ["staging", "live", "dev"]) == {"staging": 1, "live": 3, "dev": 1}
    assert spread({"staging": 2, "prod": 3}, ["staging", "test"]) == {"staging": 2}


@pytest.mark.parametrize(("environment", "value"), [("prod", 3), ("staging", 1)])
def test_with_one_environment_there_is_nothing_to_vary(environment: str, value: int) -> None:
    inputs = Inputs(environment, (environment,))
    assert inputs.variable("size", "number", "Size.", by_environment={"dev": 1, "prod": 3}) == value
    assert not inputs.variables


def test_an_input_that_is_asked_for_stays_one() -> None:
    inputs = Inputs("prod", ("prod",), wanted={"size"})
    assert inputs.variable("size", "number", "Size.", by_environment={"dev": 1, "prod": 3}) == Var("size")
    assert inputs.variable("zone", "string", "Zone.") == Var("zone")


@pytest.mark.parametrize(("environment", "default"), [("prod", 3), ("staging", 1)])
def test_a_variable_takes_the_default_of_its_environment(environment: str, default: int) -> None:
    inputs = Inputs(environment, (environment, "dev"))
    assert inputs.variable("size", "number", "Size.", by_environment={"dev": 1, "prod": 3}) == Var("size")
    assert inputs.variables["size"].default == default
    assert inputs.variables["size"].by_environment == {environment: default, "dev": 1}


def test_the_first_declaration_holds() -> None:
    inputs = Inputs("prod", ("prod",))
    inputs.variable("size", "number", "Size.", 1)
    inputs.variable("size", "string", "Other.", 2)
    inputs.local("a", 1)
    inputs.local("a", 2)
    inputs.output("o", 1, "First.")
    inputs.output("o", 2, "Second.")
    inputs.file("src/a.py", "first")
    inputs.file("src/a.py", "second")
    inputs.settle("c", "first", "w")
    inputs.settle("c", "second", "w")
    inputs.accept("R1", "first")
    inputs.accept("R1", "second")
    inputs.decide(Decision("t", "first", "w"))
    inputs.decide(Decision("t", "second", "w"))
    inputs.decide(Decision("t", "other component", "w", about="x"))
    assert inputs.variables["size"].default == 1
    assert inputs.locals == {"a": 1}
    assert inputs.outputs["o"].value == 1
    assert inputs.files == {"src/a.py": "first"}
    assert [one.decision for one in inputs.settled.values()] == ["first"]
    assert [one.reason for one in inputs.acceptances.values()] == ["first"]
    assert [one.choice for one in inputs.decisions.values()] == ["first", "other component"]


@pytest.mark.parametrize(
    ("constraints", "conventions", "expected"),
    [
        (Constraints(), Conventions(), ("prod",)),
        (Constraints(environments=("test", "live")), Conventions(), ("test", "live")),
        (Constraints(), Conventions(environments=("qa", "prod")), ("qa", "prod")),
        (Constraints(environment="staging"), Conventions(), ("staging",)),
        (Constraints(environment="qa"), Conventions(environments=("dev", "prod")), ("dev", "prod", "qa")),
    ],
)
def test_environments(constraints: Constraints, conventions: Conventions, expected: tuple[str, ...]) -> None:
    assert environments_of(Request("t", "t", constraints=constraints), conventions) == expected


@pytest.mark.parametrize(
    ("names", "expected"), [(("dev", "prod"), "prod"), (("live", "dev"), "live"), (("a", "b"), "b")]
)
def test_main_environment(names: tuple[str, ...], expected: str) -> None:
    assert main_environment(names) == expected


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (Constraints(), False),
        (Constraints(budget_monthly=80), True),
        (Constraints(budget_monthly=800), False),
        (Constraints(budget_monthly=80, availability="high"), False),
    ],
)
def test_is_thrifty(constraints: Constraints, expected: bool) -> None:
    assert is_thrifty(Request("t", "t", constraints=constraints)) is expected


def test_a_small_budget_has_small_machines() -> None:
    inputs = Inputs("prod", ("dev", "prod"), thrifty=True)
    inputs.variable("db_instance_class", "string", "Size.", "big", by_environment={"dev": "small", "prod": "big"})
    inputs.variable("log_days", "number", "Days.", 365, by_environment={"dev": 30, "prod": 365})
    assert inputs.variables["db_instance_class"].default == "small"
    assert inputs.variables["db_instance_class"].by_environment == {"dev": "small", "prod": "small"}
    assert inputs.variables["log_days"].default == 365
    assert [one.decision for one in inputs.settled.values()] == ["db_instance_class is small in production, too."]


def test_the_environment_decides_between_defaults() -> None:
    inputs = Inputs("dev", ("dev", "prod"))
    inputs.variable("size", "number", "Size.", 3, by_environment={"dev": 1, "prod": 3})
    assert inputs.variables["size"].default == 1
