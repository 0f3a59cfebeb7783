"""Cut GitHub's OpenAPI file to the operations that are used, as JSON Schema, for tests/contract.

``python -m tools.build_openapi octokit-openapi-23.0.2.tgz`` reads npm's ``@octokit/openapi`` and writes
``tests/fixtures/github/openapi.json.gz``: ``{"version", "operations": {"GET /repos/{owner}/{repo}": {"query": schema,
"request": schema or null, "responses": {"200": schema or null}}}, "components": {"schemas": {…}}}``. Prose and examples
are left out; OpenAPI 3.0's ``nullable`` becomes a type of its own.
"""

import gzip
import json
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MEMBER = "package/generated/api.github.com.json"
TARGET = Path(__file__).parents[1] / "tests" / "fixtures" / "github" / "openapi.json.gz"

REPO = "/repos/{owner}/{repo}"
OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "/app": ("get",),
    "/app/hook/config": ("get",),
    "/app/hook/deliveries": ("get",),
    "/app/hook/deliveries/{delivery_id}": ("get",),
    "/app/installations": ("get",),
    "/app/installations/{installation_id}/access_tokens": ("post",),
    "/orgs/{org}/teams/{team_slug}/memberships/{username}": ("get",),
    "/user": ("get",),
    REPO: ("get",),
    f"{REPO}/check-runs": ("post",),
    f"{REPO}/check-runs/{{check_run_id}}": ("patch",),
    f"{REPO}/check-runs/{{check_run_id}}/annotations": ("get",),
    f"{REPO}/code-scanning/sarifs": ("post",),
    f"{REPO}/collaborators/{{username}}/permission": ("get",),
    f"{REPO}/commits/{{ref}}/check-runs": ("get",),
    f"{REPO}/commits/{{ref}}/statuses": ("get",),
    f"{REPO}/contents/{{path}}": ("get",),
    f"{REPO}/git/blobs/{{file_sha}}": ("get",),
    f"{REPO}/git/ref/{{ref}}": ("get",),
    f"{REPO}/hooks": ("get",),
    f"{REPO}/installation": ("get",),
    f"{REPO}/issues": ("get",),
    f"{REPO}/issues/comments/{{comment_id}}": ("delete", "get", "patch"),
    f"{REPO}/issues/comments/{{comment_id}}/reactions": ("post",),
    f"{REPO}/issues/{{issue_number}}": ("get",),
    f"{REPO}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{REPO}/issues/{{issue_number}}/labels": ("get", "post"),
    f"{REPO}/issues/{{issue_number}}/labels/{{name}}": ("delete",),
    f"{REPO}/issues/{{issue_number}}/reactions": ("post",),
    f"{REPO}/pulls": ("get", "post"),
    f"{REPO}/pulls/{{pull_number}}": ("get", "patch"),
    f"{REPO}/pulls/{{pull_number}}/comments": ("get",),
    f"{REPO}/pulls/{{pull_number}}/files": ("get",),
    f"{REPO}/pulls/{{pull_number}}/reviews": ("post",),
    f"{REPO}/statuses/{{sha}}": ("post",),
}
PROSE = frozenset({"description", "example", "examples", "externalDocs", "title", "deprecated", "discriminator", "xml"})


def cut(document: Mapping[str, Any]) -> dict[str, Any]:
    """The operations above, and of the components only what they reach."""
    operations = {
        f"{method.upper()} {path}": _operation(document, document["paths"][path][method])
        for path, methods in OPERATIONS.items()
        for method in methods
    }
    schemas: dict[str, Any] = {}
    waiting = list(_references(operations))
    while waiting:
        name = waiting.pop()
        if name not in schemas:
            schemas[name] = plain(document["components"]["schemas"][name])
            waiting.extend(_references(schemas[name]))
    return {
        "version": document["info"]["version"],
        "operations": operations,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _operation(document: Mapping[str, Any], operation: Mapping[str, Any]) -> dict[str, Any]:
    parameters = [_resolved(document, one) for one in operation.get("parameters", ())]
    return {
        "query": {
            "type": "object",
            "additionalProperties": False,
            "properties": {one["name"]: plain(one["schema"]) for one in parameters if one["in"] == "query"},
        },
        "request": _schema(_resolved(document, operation.get("requestBody", {}))),
        "responses": {code: _schema(_resolved(document, answer)) for code, answer in operation["responses"].items()},
    }


def _resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = value
    while "$ref" in found:
        place, found = found["$ref"].removeprefix("#/").split("/"), document
        for part in place:
            found = found[part]
    return found  # type: ignore[no-any-return]  # JSON


def _schema(value: Mapping[str, Any]) -> Any:
    schema = value.get("content", {}).get("application/json", {}).get("schema")
    return plain(schema) if schema is not None else None


def plain(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema, without prose."""
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: {name: plain(one) for name, one in value.items()} if key == "properties" else plain(value)
        for key, value in schema.items()
        if key == "properties" or (key not in PROSE and key != "nullable" and not key.startswith("x-"))
    }
    return _or_null(kept) if schema.get("nullable") is True else kept


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, schema]}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "$ref" and isinstance(one, str):
                yield one.rpartition("/")[2]
            else:
                yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def main(package: str) -> None:
    """Read the package, write the cut."""
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{package} holds no {MEMBER}")
        document = json.load(member)
    text = json.dumps(cut(document), separators=(",", ":"), sort_keys=True)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET}: {len(text):,} characters, {TARGET.stat().st_size:,} bytes compressed")


if __name__ == "__main__":
    main(sys.argv[1])
