"""Further requests, as people of different trades write them: prose, terse lists, tables, Spanish, slips of the pen."""

from tests.unit.reasoning.offline.read.issues import Issue

PROSE = (
    Issue(
        "photo sharing, by a person who knows no services",
        "I'm not a technical person. We sell tickets online and need a place to store photos of the events, a database "
        "for the orders, and an e-mail to boss@example.com when something breaks.",
        {
            "s3.s3": {}, "rds.orders": {}, "cloudwatch_alarm.cloudwatch_alarm": {},
            "sns.sns": {"email": ["boss@example.com"]},
        },
        (("cloudwatch_alarm.cloudwatch_alarm", "sends", "sns.sns"),),
    ),
    Issue(
        "a monolith moves",
        "We want to move our Django monolith to AWS. It should run in containers behind a load balancer, with between "
        "2 and 8 tasks depending on load. It needs PostgreSQL 15, a Redis cache for sessions and somewhere to keep "
        "uploaded files. Nothing should be reachable from the internet except the load balancer. Logs are kept for one "
        "year.",
        {
            "ecs.ecs": {"minimum": 2, "maximum": 8, "log_retention": 365}, "alb.alb": {},
            "rds.rds": {"engine": "postgres", "version": "15"}, "elasticache.sessions": {"engine": "redis"},
            "s3.s3": {},
        },
        (
            ("alb.alb", "fronts", "ecs.ecs"), ("ecs.ecs", "uses", "rds.rds"),
            ("ecs.ecs", "uses", "elasticache.sessions"),
        ),
        {"allowed": ()},
    ),
    Issue(
        "an application that stores images",
        "Our app needs to store images and keep user sessions.",
        {"ecs.ecs": {}, "s3.s3": {}},
        (("ecs.ecs", "uses", "s3.s3"),),
    ),
    Issue(
        "uploads start work",
        'Users upload videos to a bucket. Each upload starts a Lambda function "transcode" which sends a message to an '
        'SNS topic "done". The topic feeds two queues called "thumbs" and "notify".',
        {"s3.s3": {}, "lambda.transcode": {}, "sns.done": {}, "sqs.thumbs": {}, "sqs.notify": {}},
        (
            ("s3.s3", "triggers", "lambda.transcode"), ("lambda.transcode", "sends", "sns.done"),
            ("sns.done", "sends", "sqs.thumbs"), ("sns.done", "sends", "sqs.notify"),
        ),
    ),
    Issue(
        "a thing that is meant by its name",
        'For our photo sharing app we need: an S3 bucket "photos", a Lambda "resize" that runs whenever a photo is '
        "uploaded, and a DynamoDB table for metadata.",
        {"s3.photos": {}, "lambda.resize": {}, "dynamodb.metadata": {}},
        (("s3.photos", "triggers", "lambda.resize"),),
    ),
    Issue(
        "an hourly workflow",
        'Every hour a Step Functions workflow starts a Glue job that reads from the bucket "raw" and writes to the '
        'bucket "clean".',
        {
            "step_functions.step_functions": {}, "glue_job.glue_job": {"schedule": None}, "s3.raw": {}, "s3.clean": {},
            "eventbridge.eventbridge": {"schedule": "rate(1 hour)"},
        },
        (
            ("eventbridge.eventbridge", "triggers", "step_functions.step_functions"),
            ("step_functions.step_functions", "triggers", "glue_job.glue_job"),
            ("glue_job.glue_job", "reads", "s3.raw"), ("glue_job.glue_job", "writes", "s3.clean"),
        ),
    ),
    Issue(
        "a door and the program behind it",
        'We have three environments: dev, staging and prod. An API Gateway HTTP API with the routes "GET /items" and '
        '"POST /items" calls a Lambda function "items" (Python 3.13, 256 MB). It keeps its data in DynamoDB '
        '(on-demand, partition key "id").',
        {
            "api_http.api_http": {"routes": ["GET /items", "POST /items"]},
            "lambda.items": {"runtime": "python3.13", "memory": 256, "filename": None},
            "dynamodb.dynamodb": {"billing_mode": "PAY_PER_REQUEST", "hash_key": "id"},
        },
        (("api_http.api_http", "uses", "lambda.items"), ("lambda.items", "writes", "dynamodb.dynamodb")),
        {"environments": ("dev", "staging", "prod")},
    ),
    Issue(
        "a mobile back end",
        'A mobile backend. Users sign in with Cognito. A REST API calls three Lambda functions: "login", "orders" and '
        '"profile". Data is kept in DynamoDB. WAF in front of the API.',
        {
            "cognito.cognito": {}, "api_rest.api_rest": {}, "lambda.login": {}, "lambda.orders": {},
            "lambda.profile": {}, "dynamodb.dynamodb": {}, "waf.waf": {},
        },
        (
            ("cognito.cognito", "authenticates", "api_rest.api_rest"), ("waf.waf", "fronts", "api_rest.api_rest"),
            ("lambda.profile", "uses", "dynamodb.dynamodb"),
        ),
    ),
    Issue(
        "two slips of the pen and names with commas inside their quotes",
        "A PostgresSQL database \"pike,\" and a Kubernets cluster with 2 to 6 nodes. Results go to a bucket called "
        '"base." CloudFornt delivers them.',
        {
            "rds.pike": {"name": "pike", "engine": "postgres"}, "eks.eks": {"minimum": 2, "maximum": 6},
            "s3.base": {"name": "base"}, "cloudfront.cloudfront": {},
        },
        (("cloudfront.cloudfront", "fronts", "s3.base"),),
        exactly=False,
    ),
)  # fmt: skip

TERSE = (
    Issue(
        "a list of catchwords",
        "- ALB, HTTPS, api.example.com\n- ECS Fargate, 4 tasks, 0.5 vCPU, 1 GB, port 3000\n"
        "- RDS MySQL 8.0, db.t4g.medium, 50 GB, multi-AZ, backups 7 days\n- Redis\n- S3 bucket for uploads\n"
        "- region eu-west-3, env prod\n",
        {
            "alb.alb": {"domain": "api.example.com"},
            "ecs.ecs": {"tasks": 4, "cpu": 0.5, "memory": 1024, "port": 3000},
            "rds.rds": {
                "engine": "mysql", "version": "8.0", "instance_class": "db.t4g.medium", "storage": 50,
                "multi_az": True, "backup_retention": 7,
            },
            "elasticache.elasticache": {"engine": "redis"}, "s3.uploads": {},
        },
        constraints={"region": "eu-west-3", "environment": "prod"},
    ),
    Issue(
        "all in one line",
        'bucket "assets." versioned, cloudfront cdn.example.com, logs kept 30 days',
        {
            "s3.assets": {"name": "assets", "versioning": True},
            "cloudfront.cloudfront": {"domain": "cdn.example.com", "log_retention": 30},
        },
    ),
    Issue(
        "a platform in a sentence",
        'GitOps platform: EKS 1.32, one node group "apps" with 2 to 10 m7g.large nodes, ECR repositories "api" and '
        '"web", EFS for shared files, private endpoint only.',
        {
            "eks.eks": {"version": "1.32", "endpoint": "private"},
            "eks_node_group.apps": {"minimum": 2, "maximum": 10, "instance_type": "m7g.large"},
            "ecr.api": {}, "ecr.web": {}, "efs.efs": {},
        },
    ),
    Issue(
        "a table of sizes",
        "| Service | Size | Notes |\n|---|---|---|\n| RDS PostgreSQL 16 | db.m6g.large, 200 GB | Multi-AZ, backups 21 "
        'days |\n| ElastiCache Redis | cache.t4g.small | |\n| SQS queue "mails" | | keeps messages for 3 days |\n',
        {
            "rds.rds": {"version": "16", "instance_class": "db.m6g.large", "storage": 200, "backup_retention": 21},
            "elasticache.elasticache": {"node_type": "cache.t4g.small"}, "sqs.mails": {"message_retention": 259200},
        },
    ),
    Issue(
        "subnets with addresses of their own",
        "A VPC with two public subnets 10.0.1.0/24 and 10.0.2.0/24 and a route table for them.",
        {
            "vpc.vpc": {"cidr": None}, "aws_subnet.subnet_1": {"cidr_block": "10.0.1.0/24"},
            "aws_subnet.subnet_2": {"cidr_block": "10.0.2.0/24"}, "aws_route_table.route_table": {},
        },
    ),
    Issue(
        "names with hyphens",
        'An SQS queue "order-events" and a bucket "acme-shop-invoices".',
        {"sqs.order_events": {"name": "order-events"}, "s3.acme_shop_invoices": {"name": "acme-shop-invoices"}},
    ),
)  # fmt: skip

SPANISH = (
    Issue(
        "una tabla",
        '| Componente | Detalles |\n|---|---|\n| Cola | SQS "eventos", retención 7 días, con cola de errores |\n'
        '| Función | Lambda "procesador" en Python 3.12, 512 MB, lee la cola |\n'
        '| Tabla | DynamoDB "pedidos", clave de partición "pedido_id" |\n| Bucket | "informes", versionado |\n\n'
        "Región eu-west-1. Entorno de desarrollo.",
        {
            "sqs.eventos": {"message_retention": 604800, "dead_letter": True},
            "lambda.procesador": {"runtime": "python3.12", "memory": 512},
            "dynamodb.pedidos": {"hash_key": "pedido_id"}, "s3.informes": {"versioning": True},
        },
        (("lambda.procesador", "reads", "sqs.eventos"),),
        {"region": "eu-west-1", "environment": "dev"},
    ),
    Issue(
        "web estática",
        "Necesito una web estática en un bucket, con CloudFront delante y el dominio www.ejemplo.es. Los registros de "
        "acceso se guardan 60 días. Presupuesto: 15 dólares al mes.",
        {"s3.s3": {"expire_after": None}, "cloudfront.cloudfront": {"domain": "www.ejemplo.es", "log_retention": 60}},
        (("cloudfront.cloudfront", "fronts", "s3.s3"),),
        {"budget_monthly": 15.0},
    ),
    Issue(
        "una base de datos después de una coma",
        "Un servicio en Fargate detrás de un balanceador, y una base de datos MySQL en subredes privadas.",
        {"ecs.ecs": {}, "alb.alb": {}, "rds.rds": {"engine": "mysql"}},
        (("alb.alb", "fronts", "ecs.ecs"),),
    ),
    Issue(
        "réplica en otra región",
        'Un bucket "copias" en eu-west-1 replicado en eu-central-1, cifrado con una clave KMS propia. Los objetos '
        "pasan a Glacier a los 90 días.",
        {
            "s3.copias": {"region": "eu-west-1", "replication_region": "eu-central-1", "archive_after": 90},
            "kms.kms": {},
        },
        (("kms.kms", "encrypts", "s3.copias"),),
        {"region": "eu-west-1"},
    ),
    Issue(
        "una cola de errores que se guarda",
        'Dos funciones Lambda, "alta" y "baja", leen de la cola "tramites". Los errores van a una cola de errores que '
        "se guarda 10 días.",
        {"lambda.alta": {}, "lambda.baja": {}, "sqs.tramites": {"dead_letter_retention": 864000}},
        (("lambda.alta", "reads", "sqs.tramites"), ("lambda.baja", "reads", "sqs.tramites")),
    ),
    Issue(
        "almacenar archivos",
        "Somos una panadería. La aplicación debe almacenar archivos y enviar correos.",
        {"ecs.ecs": {}, "s3.s3": {}, "ses.ses": {}},
    ),
)  # fmt: skip

PLAIN = (*PROSE, *TERSE, *SPANISH)
