"""AWS Elastic Beanstalk: an application and its environment."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Call, Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input

PLATFORMS = {
    "python": "^64bit Amazon Linux 2023 (.*) running Python 3(.*)$",
    "node": "^64bit Amazon Linux 2023 (.*) running Node.js (.*)$",
    "java": "^64bit Amazon Linux 2023 (.*) running Corretto (.*)$",
    "php": "^64bit Amazon Linux 2023 (.*) running PHP (.*)$",
    "ruby": "^64bit Amazon Linux 2023 (.*) running Ruby (.*)$",
    "go": "^64bit Amazon Linux 2023 (.*) running Go (.*)$",
    "dotnet": "^64bit Amazon Linux 2023 (.*) running .NET (.*)$",
    "docker": "^64bit Amazon Linux 2023 (.*) running Docker$",
}
"""Names of solution stacks by platform; the newest one is taken."""
INSTANCE_POLICIES = {"WebServer": "AWSElasticBeanstalkWebTier", "Worker": "AWSElasticBeanstalkWorkerTier"}
SERVICE_POLICIES = (
    "service-role/AWSElasticBeanstalkEnhancedHealth", "AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy",
)  # fmt: skip


def wire(component: Component, site: Site) -> Ports:
    """The application, its environment in private subnets behind a load balancer, and the two roles."""
    application = site.add(
        "aws_elastic_beanstalk_application",
        component.label,
        {"name": site.name(component), "description": f"Application {component.label}"},
        component=component,
    )
    role = site.role(component, "ec2.amazonaws.com", managed=[INSTANCE_POLICIES[str(site.setting(component, "tier"))]])
    service = site.role(
        component, "elasticbeanstalk.amazonaws.com", label=f"{component.label}_service", managed=SERVICE_POLICIES
    )
    profile = site.add(
        "aws_iam_instance_profile",
        component.label,
        {"name": site.name(component), "role": Ref(role, "name")},
        component=component,
        concern="identity",
    )
    stack = site.add(
        "aws_elastic_beanstalk_solution_stack",
        component.label,
        {"most_recent": True, "name_regex": PLATFORMS[str(site.setting(component, "platform"))]},
        component=component,
        data=True,
    )
    group = site.security_group(component, f"Machines of {component.label}")
    site.egress(group, 443, "0.0.0.0/0", "HTTPS to AWS services and package sources")
    environment = site.add(
        "aws_elastic_beanstalk_environment",
        component.label,
        {
            "name": site.setting(component, "environment") or site.name(component, "", 40),
            "application": Ref(application, "name"),
            "solution_stack_name": Ref(stack, "name"),
            "tier": site.setting(component, "tier"),
            "setting": _settings(component, site, profile, service, group),
        },
        component=component,
    )
    return Ports(
        address=environment,
        arn=Ref(environment, "arn"),
        handle=Ref(environment, "endpoint_url"),
        handle_name="URL",
        role=role,
        security_group=group,
        port=80,
        principal="ec2.amazonaws.com",
        extra={"application": application, "private": True},
    )


def _settings(component: Component, site: Site, profile: str, service: str, group: Ref) -> list[dict[str, Any]]:
    network = site.network(component)
    size = stated_or_input(
        component, site, "instance_type", "string", f"Instance type of {component.label}.",
        {"dev": "t3.small", "prod": "m7i.large"},
    )  # fmt: skip
    start = "aws:autoscaling:launchconfiguration"
    health = "aws:elasticbeanstalk:healthreporting:system"
    logs = "aws:elasticbeanstalk:cloudwatch:logs"
    updates = "aws:elasticbeanstalk:managedactions"
    rows: list[tuple[str, str, Any]] = [
        ("aws:ec2:vpc", "VPCId", network.vpc_id),
        ("aws:ec2:vpc", "Subnets", Call("join", (",", network.private))),
        ("aws:ec2:vpc", "ELBSubnets", Call("join", (",", network.public))),
        ("aws:ec2:vpc", "AssociatePublicIpAddress", "false"),
        ("aws:ec2:instances", "InstanceTypes", size),
        (start, "IamInstanceProfile", Ref(profile, "name")),
        (start, "SecurityGroups", group),
        (start, "DisableIMDSv1", "true"),
        ("aws:autoscaling:asg", "MinSize", str(site.setting(component, "minimum") or (2 if site.production else 1))),
        ("aws:autoscaling:asg", "MaxSize", str(site.setting(component, "maximum"))),
        ("aws:elasticbeanstalk:environment", "ServiceRole", Ref(service, "arn")),
        ("aws:elasticbeanstalk:environment", "LoadBalancerType", "application"),
        (health, "SystemType", "enhanced"),
        (health, "HealthStreamingEnabled", "true"),
        (logs, "StreamLogs", "true"),
        (logs, "RetentionInDays", "365"),
        (updates, "ManagedActionsEnabled", "true"),
        (updates, "PreferredStartTime", "Sun:03:00"),
        (f"{updates}:platformupdate", "UpdateLevel", "minor"),
    ]
    return [{"namespace": namespace, "name": name, "value": value} for namespace, name, value in rows]


SERVICE = Service(
    id="elastic_beanstalk",
    title="AWS Elastic Beanstalk",
    concern="compute",
    shape="compute",
    primary="aws_elastic_beanstalk_environment",
    summary="Application on managed machines: private, patched, with enhanced health",
    words=(
        "elastic beanstalk", "beanstalk", "aws elastic beanstalk", "elastic beanstalk environment",
        "beanstalk environment", "entorno de elastic beanstalk", "entorno de beanstalk",
    ),
    wire=wire,
    types=("aws_elastic_beanstalk_application", "aws_iam_role", "aws_iam_instance_profile", "aws_security_group"),
    parameters=(
        Parameter(
            "platform", "choice", ("platform", "plataforma", "running", "stack"), default="python",
            choices={"python": "python", "node": "node", "node.js": "node", "nodejs": "node", "java": "java",
                     "corretto": "java", "php": "php", "ruby": "ruby", "go": "go", ".net": "dotnet",
                     "docker": "docker"},
        ),
        Parameter("environment", "text", ("environment name", "nombre del entorno")),
        Parameter("tier", "choice", ("tier", "nivel"), argument="tier", default="WebServer",
                  choices={"webserver": "WebServer", "web server": "WebServer", "worker": "Worker"}),
        Parameter("instance_type", "instance_type", ("instance type", "tipo de instancia")),
        Parameter("minimum", "count", ("minimum", "min", "at least", "minimo")),
        Parameter("maximum", "count", ("maximum", "max", "up to", "maximo", "hasta"), default=4),
    ),
)  # fmt: skip
