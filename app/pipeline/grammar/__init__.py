"""The comment grammar: what a comment says to the bot, read without raising and in linear time."""

from app.pipeline.grammar.reading import parse

__all__ = ["parse"]
