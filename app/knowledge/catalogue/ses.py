"""Amazon SES: mail from a domain or address of one's own."""

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site

SEND = ("ses:SendEmail", "ses:SendRawEmail")


def wire(component: Component, site: Site) -> Ports:
    """The identity with DKIM, and a configuration set that insists on TLS."""
    settings = site.add(
        "aws_sesv2_configuration_set",
        component.label,
        {
            "configuration_set_name": site.name(component, "", 64),
            "delivery_options": {"tls_policy": "REQUIRE"},
            "reputation_options": {"reputation_metrics_enabled": True},
            "sending_options": {"sending_enabled": True},
            "suppression_options": {"suppressed_reasons": ["BOUNCE", "COMPLAINT"]},
        },
        component=component,
    )
    who = site.setting(component, "domain") or site.setting(component, "address") or component.name
    domain = who is None or "@" not in str(who)
    identity = site.add(
        "aws_sesv2_email_identity",
        component.label,
        {
            "email_identity": who
            or site.variable("mail_domain", "string", "Domain that mail is sent from.", "mail.example.com"),
            "configuration_set_name": Ref(settings, "configuration_set_name"),
            "dkim_signing_attributes": {"next_signing_key_length": "RSA_2048_BIT"} if domain else None,
        },
        component=component,
    )
    arns = (Ref(identity, "arn"), Ref(settings, "arn"))
    return Ports(
        address=identity,
        arn=Ref(identity, "arn"),
        handle=Ref(identity, "email_identity"),
        handle_name="MAIL_FROM",
        access=dict.fromkeys(("sends", "uses", "writes"), SEND),
        access_arns=arns,
        principal="ses.amazonaws.com",
        extra={"configuration_set": settings},
    )


SERVICE = Service(
    id="ses",
    title="Amazon SES",
    concern="messaging",
    shape="messaging",
    primary="aws_sesv2_email_identity",
    summary="Mail sending: DKIM, TLS, bounces kept away",
    words=("ses", "amazon ses", "simple email service", "email sending", "transactional email", "envio de correo",
           "correo transaccional"),
    weak_words=("send email", "sends email", "outgoing mail", "enviar correo"),
    wire=wire,
    types=("aws_sesv2_configuration_set",),
    parameters=(
        Parameter("domain", "domain", ("domain", "dominio", "from"), argument="email_identity"),
        Parameter("address", "text", ("address", "sender", "email identity", "remitente", "direccion")),
    ),
)  # fmt: skip
