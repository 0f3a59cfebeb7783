"""What Prometheus is told."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.domain.thought import Thought, Usage
from app.web.metrics import BILLED, Metrics
from tests.unit.web.fakes import FakeService, client, comment, headers, raw

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found[name, tuple(sorted(labels.items()))]


def test_everything_is_counted() -> None:
    service, metrics = FakeService(), Metrics()
    metrics.stage("tester", "passed", 3.0)
    metrics.run("done", 12.0)
    metrics.run("failed", 2.0)
    metrics.tool_failure("checkov")
    browser = client(service, metrics)
    body = raw(comment())
    for changed in (headers(body), headers(body), headers(body, X_Hub_Signature_256="sha256=00")):
        browser.post("/webhooks/github", data=body, headers=changed)
    found = samples(browser.get("/metrics").text)
    assert value(found, "agents_deliveries_total", forge="github", result="accepted") == 1
    assert value(found, "agents_deliveries_total", forge="github", result="duplicate") == 1
    assert value(found, "agents_deliveries_total", forge="github", result="forbidden") == 1
    assert value(found, "agents_runs_active", state="queued") == 3
    assert value(found, "agents_runs_active", state="running") == 1
    assert value(found, "agents_queue_age_seconds") == 2.5
    assert value(found, "agents_runs_total", outcome="done") == 1
    assert value(found, "agents_stage_seconds_bucket", stage="tester", status="passed", le="5.0") == 1
    assert value(found, "agents_stage_seconds_bucket", stage="tester", status="passed", le="2.5") == 0
    assert value(found, "agents_run_seconds_count") == 2
    assert value(found, "agents_tool_failures_total", tool="checkov") == 1
    assert value(found, "agents_forge_budget", forge="github") == 4321
    assert value(found, "agents_store_up") == 1


def test_what_a_model_was_asked_is_counted_by_repository() -> None:
    metrics = Metrics()
    usage = Usage(2, 100, 20, 50, 1000, Decimal("0.0125"))
    metrics.thought("github/acme/web", Thought("architect", "design", "answered", usage=usage))
    metrics.thought(
        "github/acme/web", Thought("developer", "write", "over_budget", usage=Usage(1, 7, usd=Decimal("0.01")))
    )
    metrics.thought("gitlab/acme/web", Thought("architect", "design", "down"))
    found = samples(client(FakeService(), metrics).get("/metrics").text)
    web = {"repository": "github/acme/web"}
    assert value(found, "agents_model_requests_total", **web, ended="answered") == 2
    assert value(found, "agents_model_requests_total", **web, ended="over_budget") == 1
    tokens = {kind: value(found, "agents_model_tokens_total", **web, kind=kind) for kind in BILLED}
    assert tokens == {"input": 107, "output": 20, "cache_write": 50, "cache_read": 1000}
    assert value(found, "agents_model_usd_total", **web) == pytest.approx(0.0225)
    assert value(found, "agents_model_usd_total", repository="gitlab/acme/web") == 0


def test_a_forge_that_is_not_configured_makes_no_new_series() -> None:
    browser = client(FakeService())
    for name in ("a", "b"):
        browser.post(f"/webhooks/{name}", data=b"{}", headers=headers(b"{}"))
    assert 'forge="a"' not in browser.get("/metrics").text


def test_a_store_that_is_down_is_told_as_such() -> None:
    service = FakeService()
    service.store.down = True
    service.hosts["github"].left = None
    response = client(service).get("/metrics")
    assert response.status_code == 200
    found = samples(response.text)
    assert value(found, "agents_store_up") == 0
    assert not [name for name, _ in found if name in {"agents_runs_active", "agents_forge_budget"}]


def test_two_applications_do_not_share_counters() -> None:
    first, second = Metrics(), Metrics()
    first.tool_failure("x")
    assert "agents_tool_failures_total{" not in client(FakeService(), second).get("/metrics").text


SEVERAL = """
import os, sys
from app.web.metrics import Metrics, Present
from tests.unit.web.fakes import FakeService
metrics = Metrics()
for _ in range(3):
    child = os.fork()
    if child == 0:
        metrics.delivery("github", "accepted")
        metrics.stage("tester", "passed", 1.0)
        os._exit(0)
    os.waitpid(child, 0)
service = FakeService()
sys.stdout.write(metrics.shown(Present(service.store, service.hosts)).decode())
"""


def test_any_of_several_workers_answers_for_all(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    found = samples(done.stdout)
    assert value(found, "agents_deliveries_total", forge="github", result="accepted") == 3
    assert value(found, "agents_stage_seconds_count", stage="tester", status="passed") == 3
    assert value(found, "agents_runs_active", state="queued") == 3
