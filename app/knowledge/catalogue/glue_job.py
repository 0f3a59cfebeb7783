"""AWS Glue jobs: Spark and Python shell, with a script in the stack's bucket."""

from app.domain.request import Component
from app.domain.resources import Call, Expression, Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.glue_security import glue_role, security_configuration
from app.knowledge.catalogue.statements import below, camel
from app.knowledge.catalogue.wishes import asked

SCRIPT = '''"""Entry point of the Glue job {label}: read, transform, write."""

import sys

from awsglue.context import GlueContext
from awsglue.job import Job
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext

arguments = getResolvedOptions(sys.argv, ["JOB_NAME"])
context = GlueContext(SparkContext.getOrCreate())
job = Job(context)
job.init(arguments["JOB_NAME"], arguments)
job.commit()
'''
SHELL_SCRIPT = '''"""Entry point of the Glue job {label}."""


def main() -> None:
    """Do the job's work."""
    print("{label} ran")


main()
'''


def wire(component: Component, site: Site) -> Ports:
    """The job, its role, its script as an object, its trigger where a schedule is stated."""
    role = glue_role(component, site)
    shell = site.setting(component, "kind") == "pythonshell"
    bucket = site.require("s3", purpose="data")
    path = f"src/{component.label}/job.py"
    site.file(path, (SHELL_SCRIPT if shell else SCRIPT).format(label=component.label))
    script = site.add(
        "aws_s3_object",
        f"{component.label}_script",
        {
            "bucket": Ref(bucket.ports.address),
            "key": f"glue/{component.label}/job.py",
            "source": Template((_module_path(), f"/{path}")),
            "source_hash": _hash(path),
            "kms_key_id": bucket.ports.key,
        },
        component=component,
    )
    arns = [bucket.ports.arn, below(bucket.ports.arn, "/*")]
    site.allow(role, ["s3:GetObject", "s3:ListBucket"], arns, sid=f"ReadScriptIn{camel(bucket.component.label)}")
    job = site.add(
        "aws_glue_job",
        component.label,
        {
            "name": site.name(component),
            "description": f"Glue job {component.label}",
            "role_arn": Ref(role, "arn"),
            "glue_version": None if shell else str(site.setting(component, "version")),
            "worker_type": None if shell else site.setting(component, "worker_type"),
            "number_of_workers": None if shell else int(site.setting(component, "workers")),
            "max_capacity": 0.0625 if shell else None,
            "timeout": int(site.setting(component, "timeout")),
            "max_retries": int(site.setting(component, "retries")),
            "security_configuration": security_configuration(component, site),
            "command": {
                "name": "pythonshell" if shell else "glueetl",
                "script_location": Template(("s3://", Ref(script, "bucket"), "/", Ref(script, "key"))),
                "python_version": "3.9" if shell else "3",
            },
            "default_arguments": None
            if shell
            else {
                "--job-language": "python",
                "--job-bookmark-option": "job-bookmark-enable",
                "--enable-metrics": "true",
                "--enable-continuous-cloudwatch-log": "true",
            },
            "execution_property": {"max_concurrent_runs": 1},
        },
        component=component,
    )
    schedule = site.setting(component, "schedule")
    if schedule or asked(site, "aws_glue_trigger"):
        site.add(
            "aws_glue_trigger",
            component.label,
            {
                "name": site.name(component),
                "type": "SCHEDULED",
                "schedule": schedule if str(schedule).startswith("cron") else "cron(0 2 * * ? *)",
                "actions": [{"job_name": Ref(job, "name")}],
            },
            component=component,
        )
    return Ports(
        address=job,
        arn=Ref(job, "arn"),
        handle=Ref(job, "name"),
        handle_name="JOB",
        role=role,
        access=dict.fromkeys(("uses", "triggers"), ("glue:StartJobRun", "glue:GetJobRun")),
        access_arns=(Ref(job, "arn"),),
        principal="glue.amazonaws.com",
    )


def _module_path() -> object:
    return Expression("path.module")


def _hash(path: str) -> object:
    return Call("filemd5", (Template((_module_path(), f"/{path}")),))


SERVICE = Service(
    id="glue_job",
    title="AWS Glue job",
    concern="data",
    shape="compute",
    primary="aws_glue_job",
    summary="Spark or Python job that reads, transforms and writes data",
    words=(
        "glue job", "etl job", "spark job", "glue etl", "aws glue job", "trabajo de glue", "trabajo etl", "job de glue",
        "glue etl job",
    ),
    weak_words=("etl", "transformation job", "data transformation"),
    wire=wire,
    types=("aws_glue_security_configuration", "aws_glue_trigger", "aws_s3_object", "aws_iam_role"),
    parameters=(
        Parameter(
            "kind", "choice", ("job type", "tipo de trabajo"), default="glueetl",
            choices={"spark": "glueetl", "glueetl": "glueetl", "python shell": "pythonshell",
            "pythonshell": "pythonshell"},
        ),
        Parameter("version", "version", ("glue version", "version"), argument="glue_version", default="5.0"),
        Parameter(
            "worker_type", "choice", ("worker type", "tipo de worker"), argument="worker_type", default="G.1X",
            choices={"g.1x": "G.1X", "g.2x": "G.2X", "g.4x": "G.4X", "g.8x": "G.8X", "g.025x": "G.025X"},
        ),
        Parameter(
            "workers", "count", ("worker", "workers", "number of workers"), argument="number_of_workers", default=2,
        ),
        Parameter("timeout", "duration", ("timeout", "tiempo limite"), unit="minutes", argument="timeout", default=60),
        Parameter("retries", "count", ("retries", "retry", "reintentos"), argument="max_retries", default=1),
        Parameter("schedule", "schedule", ("schedule", "every", "cada", "horario", "nightly", "daily")),
    ),
)  # fmt: skip
