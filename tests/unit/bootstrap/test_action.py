"""What a single event is carried out with."""

from pathlib import Path

from app.bootstrap.action import github_host, gitlab_host, open_site, recall
from app.bootstrap.parts import Parts
from app.domain.event import Event, Ignored, Thread
from app.domain.publication import Marker
from app.forges.local import LocalForge
from app.pipeline.service.site import Operator, Site
from app.reports.marker import mark_of, render_marker
from app.settings import read_settings
from app.workspace import identity
from tests.builders import DATE, git_repository
from tests.unit.pipeline.service.world import Counter

THREAD = Thread("github", "acme/web", 1)
EVENT = Event(THREAD, "comment", "ada", "comment/1", text="/agents help")


def forge_at(folder: Path) -> LocalForge:
    return LocalForge(git_repository(folder, {"README.md": "# Here\n"}), identity(DATE))


def accept(site: Site) -> str:
    return site.store.accept("github", EVENT.key, EVENT).run


def test_everything_is_gone_at_the_end(tmp_path: Path) -> None:
    settings = read_settings({"AGENTS_DATA_DIR": str(tmp_path / "data")})
    with open_site(Parts(settings), forge_at(tmp_path / "repo"), Operator(), Counter()) as (site, pending):
        folder = Path(str(site.store.engine.url.database)).parent
        run = accept(site)
        site.enqueue(run, THREAD.name)
        assert pending == [run]
        assert accept(site) == run
        assert folder.is_dir()
    assert not folder.exists()
    assert not (tmp_path / "data").exists()


def test_an_earlier_comment_is_gone_on_with(tmp_path: Path) -> None:
    forge = forge_at(tmp_path / "repo")
    forge.desk.open_thread({"title": "Jobs", "body": "", "author": "ada"})
    text = f"{render_marker(Marker('living', 'old', sequence=7))}\nEarlier"
    known = forge.ensure_comment(1, False, mark_of("living"), text)
    settings = read_settings({"AGENTS_DATA_DIR": str(tmp_path / "data")})
    with open_site(Parts(settings), forge, Operator(), Counter()) as (site, _):
        recall(site, forge, EVENT)
        row = site.store.run(accept(site))
        assert row
        assert row.sequence == 8
        assert site.store.thread(THREAD.name).comments == {"living": known}


def test_hosts_hear_commands_only() -> None:
    settings = read_settings({"AGENTS_GITHUB_API_URL": "http://127.0.0.1:9", "AGENTS_GITLAB_URL": "http://127.0.0.1:9"})
    github, gitlab = github_host(settings, "ghs_x", "my-app[bot]"), gitlab_host(settings, "glpat-x")
    comment = {
        "action": "created",
        "repository": {"full_name": "acme/web"},
        "sender": {"login": "ada"},
        "issue": {"number": 1},
        "comment": {"id": 5, "body": "nice", "user": {"login": "ada"}},
    }
    heard = github.parse({"X-GitHub-Event": "issue_comment"}, comment)
    assert isinstance(heard, Ignored)
    own = {**comment, "sender": {"login": "my-app[bot]"}}
    assert github.parse({"X-GitHub-Event": "issue_comment"}, own) == Ignored("the bot's own comment")
    assert (github.name, gitlab.name) == ("github", "gitlab")
    github.close()
    gitlab.close()
