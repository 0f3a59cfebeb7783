"""AWS Secrets Manager: secrets without a value in the code, rotated where there is a function for it."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import camel, distinct, type_of
from app.knowledge.catalogue.wishes import asked, partner

READ = ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")
WRITE = ("secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage", "secretsmanager:DescribeSecret")


def wire(component: Component, site: Site) -> Ports:
    """The secret; its value is put in by an operator, or generated where that is asked for."""
    key = site.key()
    secret = site.add(
        "aws_secretsmanager_secret",
        component.label,
        {
            "name": site.name(component),
            "description": site.setting(component, "description") or f"Secret {component.label}",
            "kms_key_id": key,
            "recovery_window_in_days": site.setting(component, "recovery_window"),
            "replica": [{"region": region} for region in site.setting(component, "replica_regions") or ()] or None,
        },
        component=component,
    )
    if site.setting(component, "generate") or asked(site, "aws_secretsmanager_secret_version"):
        _generate(component, site, secret)
    arn = Ref(secret, "arn")
    statements: list[Any] = []
    return Ports(
        address=secret,
        arn=arn,
        handle=arn,
        handle_name="SECRET_ARN",
        access={"reads": READ, "uses": READ, "writes": WRITE, "sends": WRITE},
        access_arns=(arn,),
        key=key,
        principal="secretsmanager.amazonaws.com",
        extra={"statements": statements, "rotated": []},
    )


def _generate(component: Component, site: Site, secret: str) -> None:
    password = site.add("random_password", component.label, {"length": 32, "special": True}, component=component)
    site.add(
        "aws_secretsmanager_secret_version",
        component.label,
        {"secret_id": Ref(secret), "secret_string": Ref(password, "result")},
        component=component,
    )


def rotate(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Let a function rotate the secret, whichever end of the relation it stands on."""
    secret, function = (source, target) if source.ports.address.startswith("aws_secretsmanager") else (target, source)
    if type_of(function.ports.address) != "aws_lambda_function":
        return
    label = secret.component.label
    permission = site.add(
        "aws_lambda_permission",
        f"{function.component.label}_from_{label}",
        {
            "statement_id": f"AllowFrom{camel(label)}",
            "action": "lambda:InvokeFunction",
            "function_name": Ref(function.ports.address, "function_name"),
            "principal": "secretsmanager.amazonaws.com",
            "source_arn": secret.ports.arn,
        },
        component=function.component,
    )
    site.allow(
        function.ports.role,
        (*READ, "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"),
        [secret.ports.arn],
        sid=f"Rotate{camel(label)}",
    )
    site.add(
        "aws_secretsmanager_secret_rotation",
        label,
        {
            "secret_id": Ref(secret.ports.address),
            "rotation_lambda_arn": function.ports.arn,
            "rotation_rules": _rules(secret.component, site),
        },
        component=secret.component,
        depends_on=[permission],
    )
    secret.ports.extra["rotated"].append(function.component.id)


def _rules(component: Component, site: Site) -> dict[str, Any]:
    schedule = site.setting(component, "rotation_schedule")
    if schedule:
        return {"schedule_expression": schedule}
    return {"automatically_after_days": int(site.setting(component, "rotation_days"))}


def _rotation_wanted(component: Component, site: Site) -> bool:
    return site.stated(component, "rotation_days") or site.stated(component, "rotation_schedule")


def finish(end: End, site: Site) -> None:
    """Write the secret's policy where somebody added to it; explain a secret without rotation."""
    ports = end.ports
    function = partner(site, "aws_secretsmanager_secret_rotation", "lambda")
    if function is None and _rotation_wanted(end.component, site):
        function = next(iter(site.of_kind("lambda")), None)
    if function is not None and not ports.extra["rotated"]:
        rotate(end, function, Relation(end.component.id, "triggers", function.component.id), site)
    if not ports.extra["rotated"]:
        site.accept(
            "CKV2_AWS_57",
            "Rotation needs a function that knows the system behind the secret; join one to rotate it.",
            ports.address,
        )
    if ports.extra["statements"]:
        document = site.document(
            f"{end.component.label}_secret", distinct(ports.extra["statements"]), component=end.component
        )
        site.add(
            "aws_secretsmanager_secret_policy",
            end.component.label,
            {"secret_arn": ports.arn, "policy": document, "block_public_policy": True},
            component=end.component,
        )


SERVICE = Service(
    id="secrets_manager",
    title="AWS Secrets Manager",
    concern="security",
    shape="security",
    primary="aws_secretsmanager_secret",
    summary="Secret with its own access list; the value never stands in the code",
    words=(
        "secrets manager", "aws secrets manager", "secret manager", "secretsmanager", "secretsmanager secret",
        "gestor de secretos", "secrets manager secret",
    ),
    weak_words=("secret", "secreto", "credential", "credencial", "api key secret"),
    wire=wire,
    links={"triggers": rotate, "uses": rotate},
    finish=finish,
    types=(
        "aws_secretsmanager_secret_rotation", "aws_secretsmanager_secret_version", "aws_secretsmanager_secret_policy",
        "random_password",
    ),
    parameters=(
        Parameter(
            "rotation_days", "duration", ("rotation", "rotated", "rotate", "rotacion", "rotar", "rota"), unit="days",
            default=30
        ),
        Parameter("rotation_schedule", "schedule", ("rotation", "rotated", "rotate", "rotacion", "rotar", "rota")),
        Parameter(
            "recovery_window", "duration", ("recovery window", "ventana de recuperacion"), unit="days",
            argument="recovery_window_in_days", default=30,
        ),
        Parameter("description", "text", ("description", "descripcion"), argument="description"),
        Parameter("generate", "flag", ("generated", "random password", "generado", "contrasena aleatoria")),
        Parameter("replica_regions", "list", ("replicated to", "replica in", "replicado en")),
    ),
)  # fmt: skip
