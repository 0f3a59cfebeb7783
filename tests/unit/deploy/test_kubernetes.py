"""The manifests: valid, complete, and at one with the image and the program."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from app.processes.environments import environment_python
from app.processes.sandbox import Sandbox
from app.settings import FILE, read_settings
from app.toolchains.checkov.scanner import Scanner
from app.web.application import create_app
from tests.unit.deploy.files import ROOT, SETTINGS, documents, environment, one
from tests.unit.web.fakes import FakeService

FOLDER = Path("deploy/kubernetes")
(KUSTOMIZATION,) = documents("deploy/kubernetes/kustomization.yaml")
MANIFESTS = sorted(path.name for path in (ROOT / FOLDER).glob("*.yaml") if path.name != "kustomization.yaml")
LINES = (ROOT / FOLDER / "agents.env").read_text("utf-8").splitlines()
GIVEN = dict(line.split("=", 1) for line in LINES if line and not line.startswith("#"))


def manifest(name: str) -> dict[str, Any]:
    """The one document of a file."""
    (found,) = documents(str(FOLDER / f"{name}.yaml"))
    return found


POD: dict[str, Any] = manifest("deployment")["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]


@pytest.mark.parametrize("name", MANIFESTS)
@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_each_is_valid(name: str, version: str) -> None:
    found = documents(str(FOLDER / name))
    assert found
    for document in found:
        kubernetes_validate.validate(document, version, strict=True)


def test_the_kustomization_takes_all_but_the_secret() -> None:
    assert sorted(KUSTOMIZATION["resources"]) == [name for name in MANIFESTS if name != "secret.example.yaml"]
    (settings,) = KUSTOMIZATION["configMapGenerator"]
    assert (settings["envs"], settings["name"]) == (["agents.env"], CONTAINER["envFrom"][0]["configMapRef"]["name"])
    (image,) = KUSTOMIZATION["images"]
    assert image["name"] == CONTAINER["image"]


def test_the_settings_are_known_and_together_they_serve(tmp_path: Path) -> None:
    assert set(GIVEN) <= SETTINGS
    files = {name: Path(value) for name, value in GIVEN.items() if name.endswith(FILE)}
    values = {"database-url": "postgresql://a:b@c/d", "github-private-key": "-----BEGIN RSA PRIVATE KEY-----"}
    for path in files.values():
        (tmp_path / path.name).write_text(values.get(path.name, "secret"))
    read = read_settings(GIVEN | {name: str(tmp_path / path.name) for name, path in files.items()})
    assert read.serving_problems() == ()
    (mount,) = (each["mountPath"] for each in CONTAINER["volumeMounts"] if each["name"] == "secrets")
    assert {str(path.parent) for path in files.values()} == {mount}
    secret = manifest("secret.example")
    assert sorted(secret["stringData"]) == sorted(path.name for path in files.values())
    assert set(secret["stringData"].values()) == {""}
    assert POD["volumes"][0]["secret"]["secretName"] == secret["metadata"]["name"]


def test_a_pod_may_do_nothing_beyond_its_work() -> None:
    user, group = map(int, one("USER").split(":"))
    inside = POD["securityContext"]
    assert (inside["runAsNonRoot"], inside["runAsUser"], inside["runAsGroup"], inside["fsGroup"]) == (
        True,
        user,
        group,
        group,
    )
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POD["automountServiceAccountToken"] is manifest("serviceaccount")["automountServiceAccountToken"] is False
    assert POD["serviceAccountName"] == manifest("serviceaccount")["metadata"]["name"]
    written = {mount["mountPath"] for mount in CONTAINER["volumeMounts"] if not mount.get("readOnly")}
    assert written == {environment()["AGENTS_DATA_DIR"], "/tmp"}  # noqa: S108


def test_ports_and_pages_are_those_of_the_service() -> None:
    (port,) = CONTAINER["ports"]
    assert str(port["containerPort"]) == one("EXPOSE")
    assert manifest("service")["spec"]["ports"][0]["targetPort"] == port["name"]
    (rule,) = manifest("ingress")["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    backend = path["backend"]["service"]
    assert backend == {"name": manifest("service")["metadata"]["name"], "port": {"name": "http"}}
    pages = {str(one) for one in create_app(FakeService()).url_map.iter_rules()}
    probes = {CONTAINER[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")}
    (monitor,) = documents(str(FOLDER / "monitoring" / "servicemonitor.yaml"))
    assert probes | {monitor["spec"]["endpoints"][0]["path"]} <= pages
    assert any(page.startswith(path["path"]) for page in pages)


def test_what_selects_pods_selects_these() -> None:
    labels = manifest("deployment")["spec"]["template"]["metadata"]["labels"]
    selectors = [
        manifest("deployment")["spec"]["selector"]["matchLabels"],
        manifest("service")["spec"]["selector"],
        manifest("networkpolicy")["spec"]["podSelector"]["matchLabels"],
        manifest("poddisruptionbudget")["spec"]["selector"]["matchLabels"],
        *(spread["labelSelector"]["matchLabels"] for spread in POD["topologySpreadConstraints"]),
    ]
    assert [selector for selector in selectors if not selector.items() <= labels.items()] == []
    # Kustomize would write them into the selectors of other people's pods, too.
    assert [label for label in KUSTOMIZATION["labels"] if label.get("includeSelectors")] == []
    (given,) = (label["pairs"] for label in KUSTOMIZATION["labels"])
    (monitor,) = documents(str(FOLDER / "monitoring" / "servicemonitor.yaml"))
    assert monitor["spec"]["selector"]["matchLabels"].items() <= given.items()


def test_pods_are_added_by_a_metric_that_there_is() -> None:
    scaler = manifest("horizontalpodautoscaler")["spec"]
    assert scaler["scaleTargetRef"]["name"] == manifest("deployment")["metadata"]["name"]
    assert "replicas" not in manifest("deployment")["spec"]
    metric = scaler["metrics"][0]["external"]["metric"]["name"]
    (adapter,) = documents(str(FOLDER / "monitoring" / "prometheus-adapter.yaml"))
    (rule,) = adapter["rules"]["external"]
    assert rule["name"]["as"] == metric
    assert rule["seriesQuery"].startswith(f"{metric}{{")
    reference = ROOT / "docs" / "reference" / "metrics.md"
    assert f"`{metric}`" in reference.read_text("utf-8")


def test_a_pod_has_longer_to_end_than_it_takes() -> None:
    (seconds,) = (int(word) for word in CONTAINER["lifecycle"]["preStop"]["exec"]["command"] if word.isdigit())
    assert POD["terminationGracePeriodSeconds"] >= seconds + 60


@pytest.mark.checkov
def test_our_own_scanner_objects_to_nothing_without_a_reason(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text((ROOT / "Dockerfile").read_text("utf-8"))
    for name in MANIFESTS:
        text = (ROOT / FOLDER / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace(f"image: {CONTAINER['image']}", f"image: {CONTAINER['image']}:1"))
    python = environment_python("checkov", read_settings({}).cache_dir)
    with Scanner(Sandbox.detect(), python) as scanner:
        result = scanner.scan(tmp_path)
    assert result.status != "not_run"
    assert [(finding.rule, finding.path) for finding in result.findings if finding.counts] == []
    assert {finding.rule for finding in result.findings} == {"CKV_DOCKER_7", "CKV_K8S_31", "CKV_K8S_43"}
