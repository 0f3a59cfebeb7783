"""Stacks: directories that are deployed as a unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stack:
    """A Terraform root module.

    ``path`` is relative to the repository with ``/`` (``.`` for the top one); ``var_files`` are relative to ``path``
    and loaded in order; ``modules`` are the local module directories it reaches, relative to the repository;
    ``changed`` says why it is looked at when a base was given: ``own module vars deleted``.
    """

    path: str
    var_files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
