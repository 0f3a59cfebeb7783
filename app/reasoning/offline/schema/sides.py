"""Sides: which of two resources of one type an argument means (``source_endpoint_arn``, ``target_endpoint_arn``)."""

FAR = frozenset({"target", "destination", "peer", "accepter", "secondary", "remote", "replica"})


def side_of(argument: str, kind: str) -> str:
    """The far side an argument speaks of, or empty for the near side and where there are no sides.

    A word that is part of the type's own name is no side: ``target_group_arn`` of ``aws_lb_target_group``.
    """
    words = set(kind.split("_"))
    return next((word for word in argument.split("_") if word in FAR and word not in words), "")
