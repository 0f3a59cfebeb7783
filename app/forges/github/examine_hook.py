"""What keeps a webhook of GitHub's from working: where it goes, how it is sent, and what came of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.check import Check
from app.forges.github.client import Client
from app.forges.github.deliveries import EVENTS

PATH = "/webhooks/github"
MENDED_BY: Mapping[int, str] = {
    401: "set AGENTS_GITHUB_WEBHOOK_SECRET to the webhook's secret and restart: the two differ",
    403: "set AGENTS_GITHUB_WEBHOOK_SECRET to the webhook's secret and restart: the two differ",
    404: f"let the webhook's address end with {PATH}",
    413: "let the proxy take bodies of 25 MB (docs/guides/operating.md, Proxy and TLS)",
    415: "set the webhook's content type to application/json",
}
"""By the status that GitHub got for a delivery."""
SILENT = "start the service, and let the proxy pass /webhooks/ on: nobody answers at the webhook's address"
BROKEN = "look at the log of the service or of the proxy before it: one of them fails"


def judged(name: str, config: Mapping[str, Any], wanted: str, page: str) -> Check:
    """A webhook by its configuration. ``wanted`` is the address it should have by AGENTS_PUBLIC_URL, or empty."""
    url, wrong = str(config.get("url") or ""), []
    if not url.endswith(PATH):
        wrong.append(f"its address is {url or 'empty'}, not {wanted or f'https://HOST{PATH}'}")
    if config.get("content_type") != "json":
        wrong.append("its content type is not application/json")
    if not config.get("secret"):
        wrong.append("it has no secret")
    if wrong:
        return Check("broken", name, "; ".join(wrong), f"correct it at {page}", "no delivery is taken")
    if str(config.get("insecure_ssl", "0")) == "1":
        found = f"{url}, its certificate is not looked at"
        return Check("limited", name, found, f"turn SSL verification on at {page}", "anybody in between may listen")
    if wanted and url != wanted:
        mend = f"correct it at {page}, or AGENTS_PUBLIC_URL; two addresses of one service are fine"
        return Check("limited", name, f"it goes to {url}, not to {wanted}", mend, "it may be another service's")
    return Check("ok", name, url)


def mended(code: int) -> str:
    """What helps where GitHub got this status for a delivery; 0 where it got none."""
    return MENDED_BY.get(code, BROKEN if code else SILENT)


def repository_hook(client: Client, repository: str, wanted: str, web: str) -> Iterator[Check]:
    """The webhook of one repository; its administrators alone are shown it. ``web`` is the repository's page."""
    name, page = f"webhook of {repository}", f"{web}/settings/hooks"
    status, _, hooks = client.look(f"/repos/{repository}/hooks", f"looking at the webhooks of {repository}")
    if status != 200 or not isinstance(hooks, list):
        yield Check("absent", name, "not looked at: its administrators alone are shown it", f"look yourself at {page}")
        return
    ours = [hook for hook in hooks if PATH in str((hook.get("config") or {}).get("url", ""))]
    if not ours:
        mend = f"add {wanted or f'https://HOST{PATH}'} at {page}, or one for the organisation"
        yield Check("limited", name, "the repository has none of its own", mend, "the organisation's may do")
        return
    hook = ours[0]
    lacking = sorted(EVENTS - set(hook.get("events") or ())) if "*" not in (hook.get("events") or ()) else []
    code = int((hook.get("last_response") or {}).get("code") or 0)
    if not hook.get("active"):
        yield Check("broken", name, "it is switched off", f"tick Active at {page}", "no delivery is sent")
    elif lacking:
        yield Check("broken", name, f"not sent: {', '.join(lacking)}", f"tick them at {page}")
    elif code and not 200 <= code < 300:
        yield Check("broken", name, f"the last delivery was answered with {code}", mended(code))
    else:
        yield judged(name, hook["config"], wanted, page)
