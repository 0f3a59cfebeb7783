"""What the directives of the argument data stand for at one place of one resource."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.request import Component
from app.domain.resources import Call, Ref
from app.knowledge.arguments import Known
from app.knowledge.catalogue.base import Site
from app.reasoning.offline.schema.naming import physical_name

SUBJECT = {"common_name": "example.com", "organization": "Example"}
YEAR = 8760
"""Hours that a self-signed certificate is valid."""


@dataclass(frozen=True, slots=True)
class Place:
    """An argument of a resource: where a value is wanted."""

    component: Component
    site: Site
    known: Known
    kind: str
    argument: str

    @property
    def title(self) -> str:
        """The type in words."""
        return self.kind.partition("_")[2].replace("_", " ")

    def make(self, kind: str, body: dict[str, Any]) -> str:
        """A resource of another provider that only makes a value (a password, a key pair); returns its address."""
        return self.site.add(kind, self.component.label, body, component=self.component, concern="security")


def name(place: Place) -> Any:
    """The physical name, in the form that the type demands."""
    return physical_name(place.component, place.site, place.known.name_form(place.kind))


def subnets(place: Place) -> Any:
    """The private subnets, unless the argument asks for public ones."""
    network = place.site.network(place.component)
    return network.public if "public" in place.argument else network.private


def group(place: Place) -> Any:
    """A security group of its own."""
    return place.site.security_group(place.component, f"Guards the {place.title} {place.component.label}")


def role(place: Place) -> str:
    """The address of the role it runs as; arguments that ask for several roles get one each."""
    words = [word for word in place.argument.split("_") if word not in {"arn", "role", "iam", "service", "id", "name"}]
    label = "_".join([place.component.label, *words])
    principal = place.known.principal(place.kind, place.argument)
    managed = place.known.managed(place.kind, place.argument)
    return place.site.role(place.component, principal, label=label, managed=managed)


def zone(place: Place) -> Any:
    """The first availability zone of the region."""
    return Ref(place.site.add("aws_availability_zones", "available", {"state": "available"}, data=True), "names[0]")


def image(place: Place) -> Any:
    """The newest Amazon Linux."""
    body = {
        "most_recent": True,
        "owners": ["amazon"],
        "filter": [{"name": "name", "values": ["al2023-ami-2023.*-x86_64"]}],
    }
    return Ref(place.site.add("aws_ami", "amazon_linux", body, data=True), "id")


def password(place: Place) -> Any:
    """A generated password; it stands in the state, never in the code."""
    return Ref(place.make("random_password", {"length": 32, "special": False}), "result")


def private_key(place: Place) -> str:
    """The address of a generated key pair."""
    return place.make("tls_private_key", {"algorithm": "RSA", "rsa_bits": 4096})


def certificate_pem(place: Place) -> Any:
    """A self-signed certificate."""
    body = {
        "private_key_pem": Ref(private_key(place), "private_key_pem"),
        "subject": SUBJECT,
        "validity_period_hours": YEAR,
        "allowed_uses": ["key_encipherment", "digital_signature", "server_auth"],
    }
    return Ref(place.make("tls_self_signed_cert", body), "cert_pem")


def request_pem(place: Place) -> Any:
    """A certificate signing request."""
    body = {"private_key_pem": Ref(private_key(place), "private_key_pem"), "subject": SUBJECT}
    return Ref(place.make("tls_cert_request", body), "cert_request_pem")


def owners_input(place: Place) -> Any:
    """Something only the account's owner knows: an input with an example as its default."""
    words = place.argument.replace("_", " ").capitalize()
    owner = place.component.label.replace("-", "_")
    if owner == "main":
        owner = place.title.replace(" ", "_")
    return place.site.variable(
        f"{owner}_{place.argument}",
        "string",
        f"{words} of the {place.title}.",
        place.known.example(place.argument),
    )


def first_of(values: Any) -> Any:
    """The first of a list, whether it is spelt out or an expression."""
    if isinstance(values, list | tuple):
        return values[0] if values else None
    if isinstance(values, Ref) and "[*]" in values.path:
        return Ref(values.address, values.path.replace("[*]", "[0]", 1))
    return Call("element", (values, 0))


ANSWERS: dict[str, Callable[[Place], Any]] = {
    "name": name,
    "label": lambda place: place.component.label,
    "vpc": lambda place: place.site.network(place.component).vpc_id,
    "vpc_cidr": lambda place: place.site.network(place.component).cidr,
    "subnets": subnets,
    "subnet": lambda place: first_of(subnets(place)),
    "public_subnet": lambda place: first_of(place.site.network(place.component).public),
    "group": group,
    "groups": lambda place: [group(place)],
    "role": lambda place: Ref(role(place), "arn"),
    "role_name": lambda place: Ref(role(place), "name"),
    "key": lambda place: place.site.key(),
    "account": lambda place: place.site.account(),
    "region": lambda place: place.site.region(),
    "partition": lambda place: place.site.partition(),
    "zone": zone,
    "image": image,
    "password": password,
    "public_key": lambda place: Ref(private_key(place), "public_key_openssh"),
    "public_pem": lambda place: Ref(private_key(place), "public_key_pem"),
    "private_pem": lambda place: Ref(private_key(place), "private_key_pem"),
    "certificate_pem": certificate_pem,
    "request_pem": request_pem,
    "input": owners_input,
}
