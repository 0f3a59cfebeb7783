"""Amazon ECR: a private registry for container images."""

from app.domain.request import Component
from app.domain.resources import Json, Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site

PULL = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")
PUSH = ("ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage")


def wire(component: Component, site: Site) -> Ports:
    """The repository: tags never move, images are scanned and encrypted, old ones go."""
    mutable = site.setting(component, "mutable_tags")
    address = site.add(
        "aws_ecr_repository",
        component.label,
        {
            "name": site.name(component),
            "image_tag_mutability": "MUTABLE" if mutable else "IMMUTABLE",
            "force_delete": site.setting(component, "force_delete"),
            "image_scanning_configuration": {"scan_on_push": True},
            "encryption_configuration": [{"encryption_type": "KMS", "kms_key": site.key()}],
        },
        component=component,
    )
    kept = int(site.setting(component, "kept_images"))
    rules = [
        {
            "rulePriority": 1,
            "description": "Remove untagged images after a week",
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": 7,
            },
            "action": {"type": "expire"},
        },
        {
            "rulePriority": 2,
            "description": f"Keep the last {kept} images",
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": kept},
            "action": {"type": "expire"},
        },
    ]
    site.add(
        "aws_ecr_lifecycle_policy",
        component.label,
        {"repository": Ref(address, "name"), "policy": Json({"rules": rules})},
        component=component,
    )
    if mutable:
        site.accept("CKV_AWS_51", "The request asks for tags that can be moved.", address)
    name = component.label.replace("-", "_")
    site.output(f"{name}_repository_url", Ref(address, "repository_url"), "Where images are pushed to.")
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "repository_url"),
        handle_name="REPOSITORY_URL",
        access={"reads": PULL, "uses": PULL, "writes": (*PULL, *PUSH), "sends": (*PULL, *PUSH)},
        access_arns=(Ref(address, "arn"),),
        principal="ecr.amazonaws.com",
    )


SERVICE = Service(
    id="ecr",
    title="Amazon ECR",
    concern="compute",
    primary="aws_ecr_repository",
    words=("ecr", "ecr repository", "amazon ecr", "container registry", "image registry", "docker registry",
           "registro de contenedores", "registro de imagenes", "repositorio ecr", "docker repository",
           "container image repository"),
    weak_words=("registry",),
    wire=wire,
    types=("aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"),
    parameters=(
        Parameter("kept_images", "count", ("keep", "last image", "kept image", "conservar", "ultima imagen"),
                  default=20),
        Parameter("mutable_tags", "flag", ("mutable tag", "mutable", "etiqueta mutable")),
        Parameter("force_delete", "flag", ("force delete",), argument="force_delete"),
    ),
    shape="compute",
    summary="A private image registry with immutable tags and scans.",
)  # fmt: skip
