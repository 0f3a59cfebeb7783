"""How time grows with the size of large and hostile input: four times as much should cost about four times as long."""

import time
from collections.abc import Callable, Sequence

from app.analysis.savings.recommend import recommend
from app.domain.planned import Planned, PlannedResource
from app.domain.redaction import redact
from app.pipeline.waivers import find_ignores
from app.toolchains.secrets.leaks import leaks
from tests.unit.analysis.savings.stacks import book, resource
from tests.unit.domain.test_redaction import HOSTILE as REDACTED
from tests.unit.toolchains.secrets.test_leaks import HOSTILE as SEARCHED

DISK = [{"volume_type": "gp2", "volume_size": 100}]
ROUNDS = 3


def measure() -> list[str]:
    """Seconds of processor time at n and at 4 n, and their ratio; of hostile texts the one that grows most."""
    recommend([_machines(1), _groups(1)], book())  # what is read once
    return [
        _line("waiving comments in front of one block", 10_000, lambda n: _waivers(_flood(n))),
        _line("waiving comments in nested blocks", 1_500, lambda n: _waivers(_nested(n))),
        _worst("bytes redacted", REDACTED, redact),
        _worst("bytes searched for secrets", SEARCHED, lambda text: list(leaks("main.tf", text))),
        _line("resources asked what points to them", 5_000, lambda n: _asked(_networks(n))),
        _line("machines with four savings each", 250, lambda n: _recommended(_machines(n))),
        _line("groups with templates", 250, lambda n: _recommended(_groups(n))),
    ]


def _line(what: str, size: int, made: Callable[[int], Callable[[], object]]) -> str:
    small, large = _taken(made(size)), _taken(made(4 * size))
    return f"{what}: {size} in {small:.3f} s, {4 * size} in {large:.3f} s, ratio {large / small:.1f} (linear 4)"


def _worst(what: str, units: Sequence[str], work: Callable[[str], object]) -> str:
    def made(unit: str) -> Callable[[int], Callable[[], object]]:
        return lambda size: lambda: work(unit * (size // len(unit)))

    size = 100_000
    ratios = {unit: _taken(made(unit)(4 * size)) / _taken(made(unit)(size)) for unit in units}
    worst = max(ratios, key=lambda unit: ratios[unit])
    return _line(f"{what}, of {len(units)} units the worst: {worst[:24]!r}", size, made(worst))


def _taken(work: Callable[[], object]) -> float:
    """The least of some rounds: what else the machine does only adds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def _waivers(text: str) -> Callable[[], object]:
    return lambda: list(find_ignores(text))


def _flood(count: int) -> str:
    return "#agents:ignore=X why\n" * count


def _nested(count: int) -> str:
    """Blocks in each other, whose ends are all the file's."""
    return "".join(f"{' ' * min(number, 300)}a {{ #agents:ignore=X why\n" for number in range(count * 4))


def _recommended(plan: Planned) -> Callable[[], object]:
    return lambda: recommend([plan], book())


def _machines(count: int) -> Planned:
    one = {"instance_type": "m5.large", "root_block_device": DISK}
    return Planned(".", tuple(resource(f"aws_instance.n[{number}]", **one) for number in range(count)))


def _groups(count: int) -> Planned:
    found: list[PlannedResource] = []
    for number in range(count):
        template = f"aws_launch_template.n{number}"
        found.append(resource(template, instance_type="m5.large", image_id="ami-0123456789abcdef0"))
        refers = {"launch_template.id": (template,)}
        found.append(resource(f"aws_autoscaling_group.n{number}", refers, desired_capacity=2))
    return Planned(".", tuple(found))


def _networks(count: int) -> tuple[PlannedResource, ...]:
    nets = (resource(f"aws_vpc.n{number}", id=f"vpc-{number}") for number in range(count // 2))
    parts = (
        resource(f"aws_subnet.n{number}", id=f"s-{number}", vpc_id=f"vpc-{number}") for number in range(count // 2)
    )
    return (*nets, *parts)


def _asked(resources: tuple[PlannedResource, ...]) -> Callable[[], object]:
    def ask() -> object:
        plan = Planned(".", resources)  # each time without what it has looked up before
        return [plan.referring(one, "aws_subnet") for one in plan.of_type("aws_vpc")]

    return ask
