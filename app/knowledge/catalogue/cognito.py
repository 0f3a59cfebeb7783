"""Amazon Cognito: users who sign in."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.kinds import kind_of


def wire(component: Component, site: Site) -> Ports:
    """The pool with strong passwords and a second factor, a public client with code flow, and the sign-in page."""
    mfa = site.setting(component, "mfa")
    length = int(site.setting(component, "password_length"))
    pool = site.add(
        "aws_cognito_user_pool",
        component.label,
        {
            "name": site.name(component, limit=128),
            "deletion_protection": "ACTIVE" if site.production else "INACTIVE",
            "username_attributes": ["email"],
            "auto_verified_attributes": ["email"],
            "mfa_configuration": mfa,
            "software_token_mfa_configuration": {"enabled": True} if mfa != "OFF" else None,
            "user_pool_tier": "PLUS",
            "user_pool_add_ons": {"advanced_security_mode": "ENFORCED"},
            "admin_create_user_config": {"allow_admin_create_user_only": not site.setting(component, "self_sign_up")},
            "password_policy": {
                "minimum_length": length,
                "require_lowercase": True,
                "require_uppercase": True,
                "require_numbers": True,
                "require_symbols": True,
                "temporary_password_validity_days": 3,
            },
            "account_recovery_setting": {"recovery_mechanism": [{"name": "verified_email", "priority": 1}]},
        },
        component=component,
    )
    callbacks = site.setting(component, "callback_urls") or site.variable(
        f"{component.label}_callback_urls".replace("-", "_"),
        "list(string)",
        "Addresses that users return to after signing in.",
        ["https://localhost:3000/callback"],
    )
    client = site.add(
        "aws_cognito_user_pool_client",
        component.label,
        {
            "name": site.name(component, "web"),
            "user_pool_id": Ref(pool),
            "generate_secret": False,
            "allowed_oauth_flows_user_pool_client": True,
            "allowed_oauth_flows": ["code"],
            "allowed_oauth_scopes": ["openid", "email", "profile"],
            "callback_urls": callbacks,
            "supported_identity_providers": ["COGNITO"],
            "explicit_auth_flows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "prevent_user_existence_errors": "ENABLED",
            "enable_token_revocation": True,
            "access_token_validity": 60,
            "id_token_validity": 60,
            "refresh_token_validity": 30,
            "token_validity_units": [{"access_token": "minutes", "id_token": "minutes", "refresh_token": "days"}],
        },
        component=component,
    )
    domain = site.add(
        "aws_cognito_user_pool_domain",
        component.label,
        {"domain": site.name(component, limit=63), "user_pool_id": Ref(pool)},
        component=component,
    )
    name = component.label.replace("-", "_")
    site.output(f"{name}_user_pool_id", Ref(pool), "Id of the user pool.")
    site.output(f"{name}_client_id", Ref(client), "Id of the web client.")
    ports = Ports(
        address=pool,
        arn=Ref(pool, "arn"),
        handle=Ref(pool),
        handle_name="USER_POOL_ID",
        access={
            "reads": ("cognito-idp:AdminGetUser", "cognito-idp:ListUsers"),
            "uses": ("cognito-idp:AdminGetUser", "cognito-idp:ListUsers"),
            "writes": ("cognito-idp:AdminCreateUser", "cognito-idp:AdminUpdateUserAttributes"),
        },
        access_arns=(Ref(pool, "arn"),),
        principal="cognito-idp.amazonaws.com",
        extra={"client": client, "domain": domain},
    )
    entry = _silent_entry(component, site)
    if entry is not None:
        authenticates(End(component, ports), entry, Relation(component.id, "authenticates", entry.component.id), site)
    return ports


def _silent_entry(component: Component, site: Site) -> End | None:
    """The one API that must be meant, where nothing is said of what the pool is for."""
    for kind in ("authenticates", "uses", "attached", "fronts", "reads"):
        if site.related(component, kind) or site.related(component, kind, incoming=True):
            return None
    entries = [kind_of(other) for other in site.request.components if kind_of(other) in {"api_http", "api_rest"}]
    return site.require(entries[0]) if len(entries) == 1 else None


def authenticates(pool: End, target: End, _relation: Relation, site: Site) -> None:
    """An API checks the pool's tokens; a balancer with a certificate signs users in itself."""
    extra = target.ports.extra
    if kind_of(target.component) in {"api_http", "api_rest"}:
        extra["authorizers"].append(pool)
    elif kind_of(target.component) == "alb" and extra.get("certificate") is not None:
        client = pool.ports.extra["client"]
        site.set(client, "generate_secret", value=True)
        extra["sign_in"].append(
            {
                "user_pool_arn": pool.ports.arn,
                "user_pool_client_id": Ref(client),
                "user_pool_domain": Ref(pool.ports.extra["domain"], "domain"),
            }
        )


def authenticated_by(source: End, pool: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the API uses Cognito"."""
    if kind_of(source.component) in {"api_http", "api_rest", "alb"}:
        authenticates(pool, source, relation, site)
        return
    access: tuple[str, ...] = pool.ports.access["uses"]
    if source.ports.role:
        site.allow(source.ports.role, access, pool.ports.access_arns)
        environment: dict[str, Any] = site.environment(source.component)
        environment[f"{pool.component.label}_USER_POOL_ID".upper().replace("-", "_")] = pool.ports.handle


SERVICE = Service(
    id="cognito",
    title="Amazon Cognito",
    concern="identity",
    primary="aws_cognito_user_pool",
    words=("cognito", "amazon cognito", "user pool", "cognito user pool", "user sign-in", "user sign in", "user login",
           "grupo de usuarios de cognito", "inicio de sesion", "user authentication",
           "autenticacion de usuarios"),
    weak_words=("sign-in", "sign in", "login", "authentication", "user account", "autenticacion"),
    wire=wire,
    links={"authenticates": authenticates, "fronts": authenticates},
    linked={"uses": authenticated_by, "attached": authenticated_by, "reads": authenticated_by},
    types=("aws_cognito_user_pool_client", "aws_cognito_user_pool_domain"),
    parameters=(
        Parameter("mfa", "choice", ("mfa", "multi-factor", "multi factor", "second factor", "segundo factor"),
                  argument="mfa_configuration", default="OPTIONAL",
                  choices={"required": "ON", "mandatory": "ON", "on": "ON", "obligatorio": "ON", "optional": "OPTIONAL",
                           "opcional": "OPTIONAL", "off": "OFF", "enabled": "ON", "disabled": "OFF"}),
        Parameter("password_length", "count", ("password length", "minimum length", "longitud de la contrasena"),
                  default=14),
        Parameter("self_sign_up", "flag", ("self sign-up", "sign up", "registration", "register", "registro"),
                  default=True),
        Parameter("callback_urls", "list", ("callback", "callback url", "redirect url", "url de retorno")),
    ),
    shape="security",
    summary="A user pool with a second factor, threat protection and a code-flow client.",
)  # fmt: skip
