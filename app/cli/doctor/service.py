"""The webhook service: what both forges share, and each forge."""

from collections.abc import Iterator, Sequence
from functools import partial

from app.bootstrap import examine
from app.cli.doctor.base import Door, Look, Scene
from app.domain.check import Check
from app.settings import PREFIX, Settings

GUIDES = {"github": "docs/guides/github-app.md", "gitlab": "docs/guides/gitlab.md"}
NAMES = {"github": "GitHub", "gitlab": "GitLab"}
NEEDS = {
    "github": "export AGENTS_GITHUB_APP_ID=… AGENTS_GITHUB_PRIVATE_KEY=FILE AGENTS_GITHUB_WEBHOOK_SECRET=…",
    "gitlab": "export AGENTS_GITLAB_TOKEN=… AGENTS_GITLAB_WEBHOOK_SECRET=…",
}
EXPORTS = (
    ("no forge", NEEDS["github"]),
    ("AGENTS_REPO_ALLOWLIST", "export AGENTS_REPO_ALLOWLIST='acme/*'"),
    ("GitHub has neither", "export AGENTS_GITHUB_APP_ID=… AGENTS_GITHUB_PRIVATE_KEY=FILE  # or AGENTS_GITHUB_TOKEN=…"),
    ("GitHub has no webhook", "export AGENTS_GITHUB_WEBHOOK_SECRET=…  # as in the webhook's settings"),
    ("GitLab has no token", "export AGENTS_GITLAB_TOKEN=…  # with the scope api"),
    ("GitLab has no webhook", "export AGENTS_GITLAB_WEBHOOK_SECRET=…  # as in the webhook's settings"),
)
"""What a problem begins with, and the command that mends it."""


def door() -> Door:
    """What the service needs whatever it serves."""
    absent = Check("absent", "service", "no forge is configured", f"{NEEDS['github']}  # or AGENTS_GITLAB_…")
    return Door("Service", lambda scene: bool(_forges(scene)), _common, absent)


def forge_door(name: str) -> Door:
    """One forge, as the service reaches it."""
    absent = Check("absent", "credentials", f"nothing of it is configured ({GUIDES[name]})", NEEDS[name])
    return Door(f"Service, {NAMES[name]}", lambda scene: name in _forges(scene), partial(_forge, name), absent)


def _forges(scene: Scene) -> tuple[str, ...]:
    """Those that the service is set up for; in a job of CI a token alone is meant for the job."""
    settings = scene.settings
    if scene.wrong:
        given = {key.split("_")[1].lower() for key in scene.environment if key.startswith(PREFIX)}
        return tuple(name for name in NAMES if name in given)
    if "true" not in {scene.environment.get(name) for name in ("GITHUB_ACTIONS", "GITLAB_CI")}:
        return settings.forges
    secrets = {"github": settings.github_webhook_secret, "gitlab": settings.gitlab_webhook_secret}
    return tuple(name for name in settings.forges if secrets[name])


def _unread() -> Iterator[Check]:
    yield Check("broken", "settings", "they cannot be read", "agents doctor --door terminal")


def _common(scene: Scene) -> Sequence[Look]:
    if scene.wrong:
        return (_unread,)
    settings = scene.settings
    return (partial(_start, settings), partial(examine.examine_store, settings), partial(_address, settings))


def _start(settings: Settings) -> Iterator[Check]:
    problems = settings.serving_problems()
    for wrong, fix in problems:
        mend = next((export for words, export in EXPORTS if wrong.startswith(words)), fix)
        yield Check("broken", "service", wrong, mend, "it refuses to start")
    if not problems:
        served = f"{' and '.join(NAMES[name] for name in settings.forges)} for {', '.join(settings.repo_allowlist)}"
        yield Check("ok", "service", f"can be started: {served}")


def _address(settings: Settings) -> Iterator[Check]:
    """Only a hint: from here the way may be another one than from the forge."""
    if not settings.public_url:
        mend = "export AGENTS_PUBLIC_URL=https://agents.example.com"
        yield Check("limited", "service address", "not set", mend, "checks and comments link to no run page")
        return
    wrong = examine.unreachable(f"{settings.public_url}/healthz")
    if wrong:
        mend = f"curl -sS {settings.public_url}/healthz  # start the service, or look at its proxy, DNS and certificate"
        why = "where the forge cannot reach it either, no delivery arrives"
        yield Check("limited", "service address", f"{settings.public_url} is not reached from here", mend, why)
    else:
        yield Check("ok", "service address", settings.public_url)


def _forge(name: str, scene: Scene) -> Sequence[Look]:
    settings = scene.settings
    if scene.wrong:
        return (_unread,)
    usable = (settings.github_app_id or settings.github_token) if name == "github" else settings.gitlab_token
    if not usable:
        return (lambda: [Check("broken", "credentials", "there are none to ask with", NEEDS[name])],)
    return (partial(examine.examine_forge, name, settings),)
