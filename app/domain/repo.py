"""What is known of the repository that a change goes into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the repository's own Terraform does, to be followed.

    ``stacks_dir`` where stacks live (``stacks``, ``infra``, ``terraform``); ``required_version`` and
    ``provider_versions`` the constraints in use; ``tags`` its common literal tags; ``name_separator`` ``-`` or ``_``
    in physical names; ``backend`` the type in use, or empty, and ``backend_settings`` the literal arguments that its
    stacks agree on (``key`` is each stack's own); ``region`` the common one; ``found`` whether there was any Terraform.
    """

    stacks_dir: str = "stacks"
    required_version: str = ""
    provider_versions: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    name_separator: str = "-"
    backend: str = ""
    backend_settings: Mapping[str, Any] = field(default_factory=dict)
    region: str = ""
    environments: tuple[str, ...] = ()
    found: bool = False
