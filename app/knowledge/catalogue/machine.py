"""What EC2 instances and launch templates have in common: image, disks, profile, start script."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Call, Ref, Template
from app.knowledge.catalogue.base import Parameter, Site

IMAGES = {
    "amazon_linux": ("amazon", "al2023-ami-2023.*-kernel-6.1-{arch}"),
    "amazon_linux_2": ("amazon", "amzn2-ami-kernel-5.10-hvm-*-{arch}-gp2"),
    "ubuntu": ("099720109477", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-{debian}-server-*"),
    "debian": ("136693071363", "debian-12-{debian}-*"),
    "windows": ("amazon", "Windows_Server-2022-English-Full-Base-*"),
}
"""Owner and name pattern of the public images (AWS, Canonical and Debian publish them under these accounts)."""

ARM_FAMILIES = (
    "a1",
    "c6g",
    "c7g",
    "c8g",
    "g5g",
    "m6g",
    "m7g",
    "m8g",
    "r6g",
    "r7g",
    "r8g",
    "t4g",
    "x2g",
    "im4g",
    "is4g",
)
"""Instance families with AWS Graviton processors."""

MACHINE_PARAMETERS = (
    Parameter(
        "instance_type",
        "instance_type",
        ("instance type", "instance size", "machine type", "tipo de instancia", "tamano de instancia"),
        argument="instance_type",
    ),
    Parameter("image", "text", ("ami", "image id", "ami id", "machine image", "id de imagen"), argument="ami"),
    Parameter(
        "system",
        "choice",
        ("operating system", "os", "sistema operativo"),
        choices={
            "amazon linux": "amazon_linux",
            "amazon linux 2023": "amazon_linux",
            "amazon linux 2": "amazon_linux_2",
            "ubuntu": "ubuntu",
            "debian": "debian",
            "windows": "windows",
            "windows server": "windows",
        },
        default="amazon_linux",
    ),
    Parameter(
        "disk",
        "size",
        ("disk", "root volume", "root disk", "storage", "volume", "ebs volume", "disco", "volumen", "almacenamiento"),
        unit="GiB",
        default=20,
    ),
    Parameter("key_name", "text", ("key pair", "ssh key", "key name", "par de claves", "clave ssh"),
              argument="key_name"),
    Parameter("user_data", "text", ("user data", "start script", "startup script", "script de inicio")),
    Parameter("port", "port", ("port", "listens on", "listening on", "puerto", "escucha en"), default=80),
)  # fmt: skip


def architecture_of(instance_type: Any) -> str:
    """``arm64`` for Graviton families, else ``x86_64``."""
    family = str(instance_type).partition(".")[0]
    return "arm64" if family.startswith(ARM_FAMILIES) else "x86_64"


def image(component: Component, site: Site, instance_type: Any) -> Any:
    """The stated image id, or the newest public image of the stated system."""
    if site.stated(component, "image"):
        return site.setting(component, "image")
    system = site.setting(component, "system")
    architecture = architecture_of(instance_type)
    owner, pattern = IMAGES[system]
    name = pattern.format(arch=architecture, debian="arm64" if architecture == "arm64" else "amd64")
    label = system if architecture == "x86_64" else f"{system}_{architecture}"
    address = site.add(
        "aws_ami",
        label,
        {
            "most_recent": True,
            "owners": [owner],
            "filter": [
                {"name": "name", "values": [name]},
                {"name": "architecture", "values": [architecture]},
                {"name": "virtualization-type", "values": ["hvm"]},
            ],
        },
        component=component,
        data=True,
    )
    return Ref(address)


def profile(component: Component, site: Site) -> tuple[str, str]:
    """The role of the machine and its instance profile; Session Manager takes the place of SSH keys."""
    role = site.role(component, "ec2.amazonaws.com", managed=("AmazonSSMManagedInstanceCore",))
    address = site.add(
        "aws_iam_instance_profile",
        component.label,
        {"name": site.name(component, limit=128), "role": Ref(role, "name")},
        component=component,
        concern="identity",
    )
    return role, address


def start_script(component: Component, site: Site) -> Any:
    """The stated script, or one that hands over the environment; None where there is nothing to say."""
    if site.stated(component, "user_data"):
        return site.setting(component, "user_data")
    environment = site.environment(component)
    if not environment or site.setting(component, "system") == "windows":
        return None
    lines = [
        Template((f"echo '{name}=", value, "' >> /etc/environment")) for name, value in sorted(environment.items())
    ]
    return Call("join", ("\n", ["#!/bin/bash", "set -euo pipefail", *lines]))


METADATA = {"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1}
"""Instance metadata only with session tokens (IMDSv2), and not from containers behind another hop."""
