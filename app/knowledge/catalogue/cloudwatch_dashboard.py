"""Amazon CloudWatch dashboards: one widget for each metric worth watching in the stack."""

from collections.abc import Iterator
from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Json, Ref
from app.knowledge.catalogue.alarm_metrics import Watched, copies, dimensions_of, watched
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site

WIDTH, HEIGHT, COLUMNS = 12, 6, 2
"""CloudWatch's grid is 24 units wide."""


def wire(component: Component, site: Site) -> Ports:
    """The dashboard, filled when all services are known."""
    dashboard = site.add(
        "aws_cloudwatch_dashboard", component.label, {"dashboard_name": site.name(component)}, component=component
    )
    return Ports(
        address=dashboard,
        arn=Ref(dashboard, "dashboard_arn"),
        principal="cloudwatch.amazonaws.com",
        extra={"ends": []},
    )


def show(source: End, target: End, _relation: Relation, _site: Site) -> None:
    """Show this component; without such wishes the whole stack is shown."""
    source.ports.extra["ends"].append(target)


def _everything(site: Site) -> Iterator[End]:
    for kind in dict.fromkeys(component.kind for component in site.request.components):
        yield from site.of_kind(kind)


def _widgets(end: End, entry: Watched, site: Site) -> Iterator[dict[str, Any]]:
    for metric in entry.metrics:
        yield {
            "type": "metric",
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {
                "title": f"{end.component.label}: {metric.name}",
                "region": site.region(),
                "stat": metric.statistic,
                "period": metric.period,
                "view": "timeSeries",
                "metrics": [_line(end, entry, metric.name, index) for index in copies(end.ports)],
            },
        }


def _line(end: End, entry: Watched, metric: str, index: int) -> list[Any]:
    line: list[Any] = [entry.namespace, metric]
    for name, value in dimensions_of(end.ports, entry, index).items():
        line += [name, value]
    return line


def finish(end: End, site: Site) -> None:
    """Place the widgets in two columns under a heading."""
    heading = {
        "type": "text", "x": 0, "y": 0, "width": 24, "height": 1,
        "properties": {"markdown": f"# {site.setting(end.component, 'title') or end.component.label}"},
    }  # fmt: skip
    widgets: list[dict[str, Any]] = [heading]
    for shown in end.ports.extra["ends"] or tuple(_everything(site)):
        entry = watched(shown.ports, shown.component.kind)
        if entry is not None:
            widgets += list(_widgets(shown, entry, site))
    for number, widget in enumerate(widgets[1:]):
        widget["x"], widget["y"] = number % COLUMNS * WIDTH, 1 + number // COLUMNS * HEIGHT
    site.set(end.ports.address, "dashboard_body", Json({"widgets": widgets}))


SERVICE = Service(
    id="cloudwatch_dashboard",
    title="Amazon CloudWatch dashboard",
    concern="observability",
    shape="operations",
    primary="aws_cloudwatch_dashboard",
    summary="One page with the metrics of the stack's services",
    words=("cloudwatch dashboard", "dashboard", "metrics dashboard", "panel de cloudwatch", "cuadro de mando"),
    weak_words=("panel", "tablero"),
    wire=wire,
    links=dict.fromkeys(("monitors", "reads", "uses", "attached"), show),
    finish=finish,
    parameters=(Parameter("title", "text", ("title", "titulo")),),
)  # fmt: skip
