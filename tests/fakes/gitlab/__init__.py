"""A stateful fake GitLab whose repositories are real."""

from tests.fakes.gitlab.server import FakeGitLab, running

__all__ = ["FakeGitLab", "running"]
