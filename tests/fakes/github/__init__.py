"""A GitHub that keeps what it is told: its API over real bare repositories, with faults and signed deliveries."""

from tests.fakes.github.fake import FakeGitHub

__all__ = ["FakeGitHub"]
