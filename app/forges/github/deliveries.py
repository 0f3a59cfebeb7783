"""Deliveries of a GitHub App that did not arrive: GitHub never sends them again by itself, but keeps them for days."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.forges.github.client import Client

PAGES = 20_000
"""Of 100 deliveries: an App of many organisations has more than any one repository has of anything."""
EVENTS = frozenset({"issues", "issue_comment", "pull_request"})

Missed = tuple[str, Mapping[str, str], Mapping[str, object]]


def missed_deliveries(app: Client, since: str) -> Sequence[Missed]:
    """Id, headers and payload of what no attempt has brought here since an ISO time, oldest first."""
    start, doing = datetime.fromisoformat(since).timestamp(), "listing the App's deliveries"
    arrived: set[str] = set()
    failed: dict[str, Mapping[str, Any]] = {}
    for item in app.pages("/app/hook/deliveries", doing, most=PAGES):
        if datetime.fromisoformat(item["delivered_at"]).timestamp() < start:
            break
        if item["status"] == "OK" or 200 <= item["status_code"] < 300:
            arrived.add(item["guid"])
        elif item["event"] in EVENTS:
            failed.setdefault(item["guid"], item)
    lost = [item for guid, item in failed.items() if guid not in arrived]
    return [_whole(app, item) for item in reversed(lost)]


def _whole(app: Client, item: Mapping[str, Any]) -> Missed:
    found = app.get(f"/app/hook/deliveries/{item['id']}", f"reading the delivery {item['guid']}")
    request = found.get("request") or {}
    headers = {str(name): str(value) for name, value in (request.get("headers") or {}).items()}
    return item["guid"], headers, request.get("payload") or {}
