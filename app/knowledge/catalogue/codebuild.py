"""AWS CodeBuild: builds in containers of their own."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import below

BUILDSPEC = """version: 0.2
phases:
  build:
    commands:
      - echo "Replace this with the commands of the build"
"""
SOURCES = {"github.com": "GITHUB", "bitbucket.org": "BITBUCKET", "gitlab.com": "GITLAB", "codecommit": "CODECOMMIT"}


def source_of(repository: Any) -> dict[str, Any]:
    """Where the code comes from: the stated repository, else nowhere with the commands in the project."""
    if not repository:
        return {"type": "NO_SOURCE", "buildspec": BUILDSPEC}
    text = str(repository)
    kind = next((kind for host, kind in SOURCES.items() if host in text), "GITHUB")
    return {"type": kind, "location": text, "git_clone_depth": 1}


def wire(component: Component, site: Site) -> Ports:
    """The project, its role and its encrypted log group."""
    key = site.key()
    role = site.role(component, "codebuild.amazonaws.com")
    name = site.name(component)
    parts = name.parts if isinstance(name, Template) else (name,)
    group = site.log_group(component, Template(("/aws/codebuild/", *parts)))
    site.allow(role, ["logs:CreateLogStream", "logs:PutLogEvents"], [group, below(group, ":*")], sid="WriteLogs")
    site.allow(role, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [key], sid="UseKey")
    project = site.add(
        "aws_codebuild_project",
        component.label,
        {
            "name": name,
            "description": f"Builds {component.label}",
            "service_role": Ref(role, "arn"),
            "encryption_key": key,
            "build_timeout": int(site.setting(component, "timeout")),
            "artifacts": {"type": "NO_ARTIFACTS"},
            "environment": {
                "type": "LINUX_CONTAINER",
                "compute_type": site.setting(component, "compute_type"),
                "image": site.setting(component, "image"),
                "privileged_mode": bool(site.setting(component, "docker")),
            },
            "source": source_of(site.setting(component, "repository")),
            "logs_config": {"cloudwatch_logs": {"status": "ENABLED", "group_name": Ref(group.address, "name")}},
        },
        component=component,
    )
    if site.setting(component, "docker"):
        site.accept("CKV_AWS_316", "The request builds container images, which needs privileged mode.", project)
    return Ports(
        address=project,
        arn=Ref(project, "arn"),
        handle=Ref(project, "name"),
        handle_name="BUILD_PROJECT",
        role=role,
        access=dict.fromkeys(("uses", "triggers"), ("codebuild:StartBuild", "codebuild:BatchGetBuilds")),
        access_arns=(Ref(project, "arn"),),
        key=key,
        principal="codebuild.amazonaws.com",
    )


SERVICE = Service(
    id="codebuild",
    title="AWS CodeBuild",
    concern="operations",
    shape="operations",
    primary="aws_codebuild_project",
    summary="Build project: encrypted, logged, least privilege",
    words=("codebuild", "aws codebuild", "codebuild project", "build project", "proyecto de codebuild",
           "proyecto de compilacion"),
    weak_words=("build server", "ci build"),
    wire=wire,
    types=("aws_iam_role", "aws_cloudwatch_log_group"),
    parameters=(
        Parameter("repository", "text", ("repository", "repo", "source", "repositorio")),
        Parameter("image", "text", ("image", "imagen"), default="aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        Parameter(
            "compute_type", "choice", ("compute type", "size", "tamano"), default="BUILD_GENERAL1_SMALL",
            choices={"small": "BUILD_GENERAL1_SMALL", "medium": "BUILD_GENERAL1_MEDIUM",
            "large": "BUILD_GENERAL1_LARGE",
                     "build_general1_small": "BUILD_GENERAL1_SMALL", "build_general1_medium": "BUILD_GENERAL1_MEDIUM",
                     "build_general1_large": "BUILD_GENERAL1_LARGE"},
        ),
        Parameter("timeout", "duration", ("timeout", "tiempo limite"), unit="minutes", argument="build_timeout",
                  default=30),
        Parameter("docker", "flag", ("docker build", "docker image", "privileged", "imagen docker", "privilegiado")),
    ),
)  # fmt: skip
