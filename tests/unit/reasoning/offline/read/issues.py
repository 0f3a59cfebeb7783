"""Requests in English and Spanish, with what a careful reader takes from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Issue:
    """A request and what must be read from it; ``components`` by id with a part of their settings and arguments."""

    name: str
    text: str
    components: Mapping[str, Mapping[str, Any]]
    relations: tuple[tuple[str, str, str], ...] = ()
    constraints: Mapping[str, Any] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    not_understood: tuple[str, ...] = ()
    exactly: bool = True


SERVICE_LEVEL = (
    Issue(
        "web shop",
        "We need a web shop: products in PostgreSQL 15 (20 GB, multi-AZ), orders go to a queue that a worker reads. "
        "The API is a Lambda function behind an HTTP API and writes to the orders queue. Static site in S3 behind "
        'CloudFront. No NAT. Every night at 02:30 a Lambda function named "cleanup" reads from the database. '
        "Region eu-west-1, HIPAA, under 200 USD a month.",
        {
            "rds.products": {"engine": "postgres", "version": "15", "storage": 20, "multi_az": True},
            "sqs.orders": {},
            "ecs.ecs": {},
            "lambda.lambda": {},
            "api_http.api_http": {},
            "s3.s3": {"purpose": "site"},
            "cloudfront.cloudfront": {},
            "lambda.cleanup": {"name": "cleanup"},
            "eventbridge.eventbridge": {"schedule": "cron(30 2 * * ? *)"},
        },
        (
            ("ecs.ecs", "reads", "sqs.orders"),
            ("api_http.api_http", "fronts", "lambda.lambda"),
            ("lambda.lambda", "writes", "sqs.orders"),
            ("cloudfront.cloudfront", "fronts", "s3.s3"),
            ("lambda.cleanup", "reads", "rds.products"),
            ("eventbridge.eventbridge", "triggers", "lambda.cleanup"),
        ),
        {"region": "eu-west-1", "frameworks": ("hipaa",), "budget_monthly": 200.0},
    ),
    Issue(
        "order processing in Markdown",
        '# Order processing\n\nAn HTTP API triggers a Lambda function named "intake" that writes to the "orders"\n'
        "SQS queue with a dead-letter queue. A Fargate worker reads from the queue, and stores results in a "
        "DynamoDB\ntable "
        "called "
        "results.\n\n- Region: Frankfurt\n- Environment: production and staging\n- Budget: under $300 per month\n"
        "- The queue keeps messages for 14 days and has a visibility timeout of 5 minutes\n- Availability of 99.95%\n",
        {
            "api_http.api_http": {},
            "lambda.intake": {},
            "sqs.orders": {"message_retention": 1209600, "visibility_timeout": 300, "dead_letter": True},
            "ecs.ecs": {},
            "dynamodb.results": {},
        },
        (
            ("api_http.api_http", "triggers", "lambda.intake"),
            ("lambda.intake", "writes", "sqs.orders"),
            ("ecs.ecs", "reads", "sqs.orders"),
            ("ecs.ecs", "writes", "dynamodb.results"),
        ),
        {
            "region": "eu-central-1",
            "environments": ("prod", "staging"),
            "budget_monthly": 300.0,
            "availability": "99.95%",
        },
    ),
    Issue(
        "table",
        "| Component | Details |\n|---|---|\n| RDS database | MySQL 8.0, db.t3.medium, 100 GB, Multi-AZ |\n"
        "| Redis cache | 2 nodes |\n| Application load balancer | public |\n"
        "| ECS service | 3 tasks, 512 MB memory, port 8080 |\n",
        {
            "rds.rds": {"engine": "mysql", "version": "8.0", "instance_class": "db.t3.medium", "storage": 100},
            "elasticache.elasticache": {"engine": "redis", "nodes": 2},
            "alb.alb": {},
            "ecs.ecs": {"tasks": 3, "memory": 512, "port": 8080},
        },
    ),
    Issue(
        "thumbnails",
        "Every time an object lands in the uploads bucket, a Lambda function (Python 3.12, 512 MB, timeout 30 seconds) "
        "resizes it and writes thumbnails to the thumbnails bucket. No public access.",
        {
            "s3.uploads": {},
            "lambda.lambda": {"runtime": "python3.12", "memory": 512, "timeout": 30},
            "s3.thumbnails": {},
        },
        (("s3.uploads", "triggers", "lambda.lambda"), ("lambda.lambda", "writes", "s3.thumbnails")),
        {"refused": ("public",)},
    ),
    Issue(
        "fan-out",
        'SNS topic "prices" fans out to two queues: "billing" and "search". A Lambda consumes the billing queue.',
        {"sns.prices": {}, "sqs.billing": {}, "sqs.search": {}, "lambda.lambda": {}},
        (
            ("sns.prices", "sends", "sqs.billing"),
            ("sns.prices", "sends", "sqs.search"),
            ("sqs.billing", "triggers", "lambda.lambda"),
        ),
    ),
    Issue(
        "machines behind a balancer",
        "Two EC2 instances (t3.small, Ubuntu, 30 GB disk) behind an application load balancer in private subnets. "
        "The database is Aurora PostgreSQL and is only reachable from the instances. "
        "Back up the database every night at 1 am, keep 35 days.",
        {
            "ec2.ec2": {"count": 2, "instance_type": "t3.small", "disk": 30},
            "alb.alb": {},
            "aurora.aurora": {"engine": "aurora-postgresql"},
            "backup.backup": {"retention": 35, "schedule": "cron(0 1 * * ? *)"},
        },
        (
            ("alb.alb", "fronts", "ec2.ec2"),
            ("ec2.ec2", "uses", "aurora.aurora"),
            ("backup.backup", "backs_up", "aurora.aurora"),
        ),
    ),
    Issue(
        "data lake",
        "Data lake: events arrive in a Kinesis stream with 4 shards, Firehose delivers them to S3, Glue crawls the "
        "bucket and Athena queries it. Keep raw data for 1 year, archive to Glacier after 90 days.",
        {
            "s3.s3": {"expire_after": 365, "archive_after": 90},
            "kinesis.kinesis": {"shards": 4},
            "firehose.firehose": {},
            "glue.glue": {},
            "athena.athena": {},
        },
        (
            ("firehose.firehose", "sends", "s3.s3"),
            ("glue.glue", "reads", "s3.s3"),
            ("athena.athena", "reads", "s3.s3"),
        ),
    ),
    Issue(
        "site",
        "We want a static website in an S3 bucket, served by CloudFront with a TLS certificate. Logs of the "
        "distribution go to a separate log bucket. The bucket is only reachable from CloudFront. Users sign in with "
        "Cognito. DNS in Route 53.",
        {
            "s3.s3": {"purpose": "site"},
            "cloudfront.cloudfront": {},
            "acm.acm": {},
            "s3.s3_2": {"purpose": "logs"},
            "cognito.cognito": {},
            "route53.route53": {},
        },
        (("cloudfront.cloudfront", "fronts", "s3.s3"), ("cloudfront.cloudfront", "logs", "s3.s3_2")),
    ),
    Issue(
        "network",
        "EKS cluster version 1.31 in a VPC with three private subnets and two public subnets, encrypted with KMS, "
        "without NAT gateways.",
        {
            "eks.eks": {"version": "1.31"},
            "vpc.vpc": {"private_subnets": 3, "public_subnets": 2},
            "kms.kms": {},
        },
        (("eks.eks", "in", "vpc.vpc"),),
        {"refused": ("nat",)},
    ),
    Issue(
        "alarm",
        "An SQS queue named jobs and a CloudWatch alarm on the queue. Alarms go to an SNS topic which mails "
        "ops@example.com.",
        {"sqs.jobs": {}, "cloudwatch_alarm.cloudwatch_alarm": {}, "sns.sns": {"email": ["ops@example.com"]}},
        (
            ("cloudwatch_alarm.cloudwatch_alarm", "monitors", "sqs.jobs"),
            ("cloudwatch_alarm.cloudwatch_alarm", "sends", "sns.sns"),
        ),
    ),
    Issue(
        "pronouns",
        "Create a Lambda function called resize. It reads from an S3 bucket called photos and writes to a DynamoDB "
        "table called index. The table is encrypted with KMS.",
        {"lambda.resize": {}, "s3.photos": {}, "dynamodb.index": {}, "kms.kms": {}},
        (
            ("lambda.resize", "reads", "s3.photos"),
            ("lambda.resize", "writes", "dynamodb.index"),
            ("kms.kms", "encrypts", "dynamodb.index"),
        ),
    ),
    Issue(
        "tags and environment",
        "A DynamoDB table for the staging environment. Tag all resources with team=payments and cost-centre=42.",
        {"dynamodb.dynamodb": {}},
        constraints={"environment": "staging"},
        tags={"team": "payments", "cost-centre": "42"},
    ),
    Issue(
        "front matter",
        "---\ntitle: Mail intake\nregion: us-west-2\nenvironment: dev\nbudget: 40\ntags:\n  owner: mail\n"
        "colour: blue\n---\nA queue for incoming mail.",
        {"sqs.mail": {}},
        constraints={"region": "us-west-2", "environment": "dev", "budget_monthly": 40.0},
        tags={"owner": "mail"},
        not_understood=("colour: blue",),
        exactly=False,
    ),
    Issue(
        "schedules",
        "A Lambda function named report runs every Monday at 6 pm. Another Lambda function named sync runs every 15 "
        "minutes.",
        {
            "lambda.report": {},
            "lambda.sync": {},
            "eventbridge.eventbridge": {"schedule": "cron(0 18 ? * MON *)"},
            "eventbridge.eventbridge_2": {"schedule": "rate(15 minutes)"},
        },
        (
            ("eventbridge.eventbridge", "triggers", "lambda.report"),
            ("eventbridge.eventbridge_2", "triggers", "lambda.sync"),
        ),
    ),
    Issue(
        "three tiers",
        "Containers on ECS Fargate behind an ALB, connecting to a MySQL 8.0 database and a Redis cache. "
        "The database must not be publicly accessible.",
        {
            "ecs.ecs": {},
            "alb.alb": {},
            "rds.rds": {"engine": "mysql", "version": "8.0"},
            "elasticache.elasticache": {"engine": "redis"},
        },
        (
            ("alb.alb", "fronts", "ecs.ecs"),
            ("ecs.ecs", "uses", "rds.rds"),
            ("ecs.ecs", "uses", "elasticache.elasticache"),
        ),
        {"refused": ("public",), "allowed": ()},
    ),
    Issue(
        "not known here",
        "An S3 bucket for exports that a Snowflake warehouse loads every hour.",
        {"s3.exports": {}},
        not_understood=("Snowflake warehouse loads every hour",),
        exactly=False,
    ),
    Issue(
        "state machine",
        "A Step Functions workflow starts a Lambda function named validate. EventBridge triggers the workflow daily at "
        "7 UTC.",
        {
            "step_functions.step_functions": {},
            "lambda.validate": {},
            "eventbridge.eventbridge": {"schedule": "cron(0 7 * * ? *)"},
        },
        (
            ("step_functions.step_functions", "triggers", "lambda.validate"),
            ("eventbridge.eventbridge", "triggers", "step_functions.step_functions"),
        ),
    ),
)

RESOURCE_LEVEL = (
    Issue(
        "subnets with their ranges",
        'A VPC whose cidr is "10.8.0.0/16". Three subnets attached to the VPC with cidr_block '
        '"10.8.1.0/24", "10.8.2.0/24" and "10.8.3.0/24".',
        {
            "vpc.vpc": {"cidr": "10.8.0.0/16"},
            "aws_subnet.subnet_1": {"cidr_block": "10.8.1.0/24"},
            "aws_subnet.subnet_2": {"cidr_block": "10.8.2.0/24"},
            "aws_subnet.subnet_3": {"cidr_block": "10.8.3.0/24"},
        },
        (("aws_subnet.subnet_1", "attached", "vpc.vpc"), ("aws_subnet.subnet_3", "attached", "vpc.vpc")),
    ),
    Issue(
        "rule and target",
        'An event rule named "morning" that runs every day at 5 UTC. An event target linked to the rule. An AWS '
        'Lambda function resource named "tick" with a filename argument of value "./pkg/tick.zip".',
        {
            "eventbridge.morning": {"schedule": "cron(0 5 * * ? *)"},
            "aws_cloudwatch_event_target.cloudwatch_event_target": {},
            "lambda.tick": {"filename": "./pkg/tick.zip"},
        },
        (("aws_cloudwatch_event_target.cloudwatch_event_target", "attached", "eventbridge.morning"),),
        exactly=False,
    ),
    Issue(
        "labels",
        'Make a hosted zone and a classic load balancer. Call the zone "apex" and the elb "edge-lb".',
        {"route53.apex": {"name": "apex"}, "aws_elb.edge-lb": {"name": "edge-lb"}},
    ),
    Issue(
        "label and name differ",
        'A aws_sqs_queue resource called "inbox" whose name argument is set to "inbox-prod" and with '
        "visibility_timeout_seconds = 45.",
        {"sqs.inbox": {"name": "inbox-prod", "visibility_timeout": 45}},
    ),
    Issue(
        "lightly known family",
        "We want a DocumentDB cluster that has a parameter group of its own, and an instance in the cluster.",
        {
            "aws_docdb_cluster.docdb_cluster": {},
            "aws_docdb_cluster_parameter_group.docdb_cluster_parameter_group": {},
            "aws_docdb_cluster_instance.docdb_cluster_instance": {},
        },
    ),
    Issue(
        "endings of type names",
        "Two App Mesh virtual nodes in an App Mesh mesh, with a virtual router and a virtual service.",
        {
            "aws_appmesh_virtual_node.appmesh_virtual_node": {"count": 2},
            "aws_appmesh_mesh.appmesh_mesh": {},
            "aws_appmesh_virtual_router.appmesh_virtual_router": {},
            "aws_appmesh_virtual_service.appmesh_virtual_service": {},
        },
    ),
    Issue(
        "family alone",
        "A Kendra index and an Amazon MQ broker with engine type ActiveMQ.",
        {"aws_kendra_index.kendra_index": {}, "aws_mq_broker.mq_broker": {}},
        exactly=False,
    ),
    Issue(
        "switches",
        "A MySQL RDS instance: allow major version upgrade, never publicly accessible. "
        "Its backup retention period is 9 and its backup window goes from 1 AM to 4 AM.",
        {
            "rds.rds": {
                "engine": "mysql",
                "allow_major_version_upgrade": True,
                "publicly_accessible": False,
                "backup_retention": 9,
                "backup_window": "01:00-04:00",
            }
        },
    ),
    Issue(
        "explicit types",
        "Use `aws_kms_key`, `aws_kms_alias` and the data source aws_caller_identity.",
        {"kms.kms": {}, "aws_kms_alias.kms_alias": {}, "data.aws_caller_identity.caller_identity": {}},
    ),
    Issue(
        "regions by member",
        'Three SQS queues named "a", "b" and "c" in "us-east-1", "eu-central-1" and "ap-southeast-1". '
        'An SNS topic in "us-west-1".',
        {
            "sqs.a": {"region": "us-east-1"},
            "sqs.b": {"region": "eu-central-1"},
            "sqs.c": {"region": "ap-southeast-1"},
            "sns.sns": {"region": "us-west-1"},
        },
    ),
    Issue(
        "an instance in each subnet",
        "A VPC with the range 10.1.0.0/16 has two subnets in eu-west-1a and eu-west-1b. We want an EC2 instance "
        "in each subnet, of instance type t3.nano.",
        {
            "vpc.vpc": {"cidr": "10.1.0.0/16"},
            "aws_subnet.subnet_1": {"availability_zone": "eu-west-1a"},
            "aws_subnet.subnet_2": {"availability_zone": "eu-west-1b"},
            "ec2.ec2": {"count": 2, "instance_type": "t3.nano"},
        },
        constraints={"region": "eu-west-1"},
    ),
)

SPANISH = (
    Issue(
        "tienda",
        "Necesitamos una tienda web: los productos en PostgreSQL 15 (50 GB, multi-AZ), los pedidos van a una cola que "
        'lee un trabajador en Fargate. La función Lambda llamada "limpieza" se ejecuta cada noche a las 2:30 y escribe '
        "en un bucket S3. Sin NAT. Región Irlanda. Presupuesto de 200 dólares al mes. Entorno de producción.",
        {
            "rds.productos": {"engine": "postgres", "version": "15", "storage": 50, "multi_az": True},
            "sqs.pedidos": {},
            "ecs.ecs": {},
            "lambda.limpieza": {},
            "s3.s3": {},
            "eventbridge.eventbridge": {"schedule": "cron(30 2 * * ? *)"},
        },
        (
            ("ecs.ecs", "reads", "sqs.pedidos"),
            ("lambda.limpieza", "writes", "s3.s3"),
            ("eventbridge.eventbridge", "triggers", "lambda.limpieza"),
        ),
        {"region": "eu-west-1", "budget_monthly": 200.0, "environment": "prod", "refused": ("nat",)},
    ),
    Issue(
        "sitio",
        "Un sitio web estático en un bucket S3 servido por CloudFront, con certificado para www.ejemplo.es y registros "
        "de acceso en un bucket de logs.",
        {
            "s3.s3": {"purpose": "site"},
            "cloudfront.cloudfront": {},
            "acm.acm": {"domain": "www.ejemplo.es"},
            "s3.s3_2": {"purpose": "logs"},
        },
        (("cloudfront.cloudfront", "fronts", "s3.s3"),),
    ),
    Issue(
        "máquinas",
        "Dos instancias EC2 t3.small detrás de un balanceador de carga. La base de datos MySQL 8.0 de 100 GB solo es "
        "accesible desde las instancias.",
        {
            "ec2.ec2": {"count": 2, "instance_type": "t3.small"},
            "alb.alb": {},
            "rds.rds": {"engine": "mysql", "version": "8.0", "storage": 100},
        },
        (("alb.alb", "fronts", "ec2.ec2"), ("ec2.ec2", "uses", "rds.rds")),
    ),
    Issue(
        "miniaturas",
        "Cada vez que un archivo llega al bucket de subidas, una función Lambda crea miniaturas y las guarda en el "
        "bucket de miniaturas.",
        {"s3.subidas": {}, "lambda.lambda": {}, "s3.miniaturas": {}},
        (("s3.subidas", "triggers", "lambda.lambda"), ("lambda.lambda", "writes", "s3.miniaturas")),
    ),
    Issue(
        "reservas",
        "Una API HTTP que llama a una función Lambda; la función guarda los datos en una tabla DynamoDB llamada "
        '"reservas", cifrada con KMS. Etiquetar todos los recursos con equipo=viajes.',
        {"api_http.api_http": {}, "lambda.lambda": {}, "dynamodb.reservas": {}, "kms.kms": {}},
        (
            ("lambda.lambda", "writes", "dynamodb.reservas"),
            ("kms.kms", "encrypts", "dynamodb.reservas"),
        ),
        tags={"equipo": "viajes"},
    ),
    Issue(
        "facturas",
        '- Cola SQS "facturas" con tiempo de visibilidad de 5 minutos\n'
        "- Tema SNS llamado avisos que envía correos a ops@ejemplo.es\n- Alarma de CloudWatch sobre la cola\n",
        {
            "sqs.facturas": {"visibility_timeout": 300},
            "sns.avisos": {"email": ["ops@ejemplo.es"]},
            "cloudwatch_alarm.cloudwatch_alarm": {},
        },
        (("cloudwatch_alarm.cloudwatch_alarm", "monitors", "sqs.facturas"),),
    ),
    Issue(
        "red",
        "VPC 10.20.0.0/16 con tres subredes privadas y dos subredes públicas, sin NAT, en Fráncfort. Cumplimiento "
        "RGPD.",
        {"vpc.vpc": {"cidr": "10.20.0.0/16", "private_subnets": 3, "public_subnets": 2}},
        constraints={"region": "eu-central-1", "frameworks": ("gdpr",), "refused": ("nat",)},
    ),
    Issue(
        "clúster",
        "Quiero un clúster EKS versión 1.31 con 3 nodos t3.large, disponibilidad del 99,9 %.",
        {"eks.eks": {"version": "1.31", "nodes": 3, "instance_type": "t3.large"}},
        constraints={"availability": "99.9%"},
    ),
    Issue(
        "flujo",
        "Un flujo de Kinesis con 2 shards. Firehose lee del flujo y entrega los datos en un bucket S3.",
        {"kinesis.kinesis": {"shards": 2}, "firehose.firehose": {}, "s3.s3": {}},
        (("firehose.firehose", "reads", "kinesis.kinesis"), ("firehose.firehose", "sends", "s3.s3")),
    ),
    Issue(
        "informes",
        "Una función Lambda llamada informes consulta la base de datos PostgreSQL todos los lunes a las 8 de la mañana "
        "y publica el resultado en un tema SNS.",
        {
            "lambda.informes": {},
            "rds.rds": {"engine": "postgres"},
            "sns.sns": {},
            "eventbridge.eventbridge": {"schedule": "cron(0 8 ? * MON *)"},
        },
        (
            ("lambda.informes", "reads", "rds.rds"),
            ("lambda.informes", "sends", "sns.sns"),
            ("eventbridge.eventbridge", "triggers", "lambda.informes"),
        ),
    ),
)

ALL = (*SERVICE_LEVEL, *RESOURCE_LEVEL, *SPANISH)
