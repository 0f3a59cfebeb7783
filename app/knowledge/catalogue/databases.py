"""What a program must be told to sign in at the databases it uses."""

from app.knowledge.catalogue.base import End, Site

DATABASES = ("rds", "aurora")


def tell_secrets(end: End, site: Site) -> None:
    """Hand over where the managed password of each database is; the relation has granted the reading of it."""
    used = {other.id for kind in ("uses", "reads", "writes", "attached") for other in site.related(end.component, kind)}
    for service in DATABASES:
        for database in site.of_kind(service):
            secret = database.ports.extra.get("secret_arn")
            if secret is not None and database.component.id in used:
                name = f"{database.component.label}_SECRET_ARN".upper().replace("-", "_")
                site.environment(end.component).setdefault(name, secret)
