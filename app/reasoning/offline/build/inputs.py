"""What stands around the resources: variables, locals, outputs, files, and what the reviewer is told."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from app.domain.architecture import Decision
from app.domain.repo import Conventions
from app.domain.request import Request, Settlement
from app.domain.resources import Acceptance, Local, Output, Validation, Var, Variable

PRODUCTION = frozenset({"prod", "production", "prd", "live", "produccion", "producción"})
"""Names of environments that real users depend on."""

FRUGAL_BELOW = 300.0
"""USD a month below which the default of several of a thing, and of large ones, is given up. Three NAT gateways alone
are about 99 USD (0.045 USD an hour each in us-east-1, AWS VPC pricing); a second database instance doubles the
dearest item."""

SIZES = ("instance_class", "instance_type", "instance_types", "node_type", "broker_type", "max_capacity")
"""Ends of the names of variables that say how large (and dear) a machine is."""


def is_thrifty(request: Request) -> bool:
    """Whether the request states a small budget and no availability that speaks against saving."""
    budget = request.constraints.budget_monthly
    return budget is not None and budget < FRUGAL_BELOW and not request.constraints.availability


def is_production(environment: str) -> bool:
    """Whether an environment's name means production; the empty name does, as the strict case."""
    return not environment or environment.lower() in PRODUCTION


def environments_of(request: Request, conventions: Conventions) -> tuple[str, ...]:
    """The environments to write values for: the request's, else the repository's, else ``prod`` alone."""
    own = (request.constraints.environment,) if request.constraints.environment else ()
    wanted = request.constraints.environments or conventions.environments or own or ("prod",)
    return tuple(dict.fromkeys((*wanted, *own)))


def main_environment(environments: Sequence[str]) -> str:
    """The environment whose values are the defaults where the request names none: the production one."""
    return next((name for name in environments if is_production(name)), environments[-1])


def spread(values: Mapping[str, Any], environments: Sequence[str]) -> dict[str, Any]:
    """Values for each environment in use, from values by ``dev`` and ``prod`` or by the very names.

    A name without a value of its own takes ``prod``'s where it means production and ``dev``'s elsewhere.
    """
    result = {}
    for name in environments:
        key = name if name in values else "prod" if is_production(name) else "dev"
        if key in values:
            result[name] = values[key]
    return result


class Inputs:
    """Declared once each, in order. ``environment`` is the one whose values are the defaults; ``thrifty`` says that the
    budget is small; ``wanted`` are the names of inputs that the request asks for."""

    def __init__(
        self, environment: str, environments: Sequence[str], *, thrifty: bool = False, wanted: Container[str] = ()
    ) -> None:
        self.environment = environment
        self._thrifty = thrifty
        self._wanted = wanted
        self._environments = tuple(environments)
        self.variables: dict[str, Variable] = {}
        self.locals: dict[str, Any] = {}
        self.outputs: dict[str, Output] = {}
        self.files: dict[str, str] = {}
        self.acceptances: dict[tuple[str, str], Acceptance] = {}
        self.decisions: dict[str, Decision] = {}
        self.settled: dict[str, Settlement] = {}

    def variable(
        self,
        name: str,
        kind: str,
        description: str,
        default: Any = None,
        validations: Sequence[Validation] = (),
        by_environment: Mapping[str, Any] | None = None,
        *,
        sensitive: bool = False,
    ) -> Any:
        """Declare an input, the first declaration of a name holds; where the value depends on nothing but the
        environment and there is only one, the value itself."""
        if name not in self.variables:
            choices = self._affordable(name, by_environment or {})
            values = spread(choices, self._environments)
            default = spread(choices, (self.environment,)).get(self.environment, default)
            if choices and len(self._environments) == 1 and name not in self._wanted:
                return default
            self.variables[name] = Variable(name, kind, description, default, tuple(validations), sensitive, values)
        return Var(name)

    def _affordable(self, name: str, by_environment: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values by environment; under a small budget production has the sizes of development."""
        small, usual = by_environment.get("dev"), by_environment.get("prod")
        if not self._thrifty or not name.endswith(SIZES) or small is None or small == usual:
            return by_environment
        self.settle(
            f"A small budget against {usual} for {name}",
            f"{name} is {small} in production, too.",
            "The budget is stated and the size is not, and what is stated goes before a default.",
        )
        return {**by_environment, "prod": small}

    def local(self, name: str, value: Any) -> Local:
        """Declare a local value; the first declaration of a name holds."""
        self.locals.setdefault(name, value)
        return Local(name)

    def output(self, name: str, value: Any, description: str, *, sensitive: bool = False) -> None:
        """Declare an output; the first declaration of a name holds."""
        self.outputs.setdefault(name, Output(name, value, description, sensitive))

    def file(self, path: str, text: str) -> None:
        """Put a text file beside the code; the first text of a path holds."""
        self.files.setdefault(path, text)

    def accept(self, rule: str, reason: str, address: str = "") -> None:
        """Accept a finding with its reason."""
        self.acceptances.setdefault((rule, address), Acceptance(rule, reason, address))

    def decide(self, decision: Decision) -> None:
        """Record a decision once per title and component."""
        self.decisions.setdefault(f"{decision.about}\0{decision.title}", decision)

    def settle(self, conflict: str, decision: str, why: str) -> None:
        """Record a settlement once per conflict."""
        self.settled.setdefault(conflict, Settlement(conflict, decision, why))
