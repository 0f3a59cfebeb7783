"""Hosts: which ones are AWS's own, which a simulated deployment made up for the stack, and which words are one."""

import re
from collections.abc import Collection, Iterator

REGION = r"(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-[a-z]+-\d"
TWO = (
    r"(?:delivery\.logs|logdelivery\.elasticloadbalancing|(?:monitoring|events|export)\.rds|rds\.events"
    r"|(?:voiceconnector|mediapipelines)\.chime|(?:build|tasks)\.apprunner|(?:logging|batchoperations|access-grants)\.s3"
    r"|replication\.s3tables|pods\.eks|[a-z-]+\.application-autoscaling|(?:lambda|cloudwatch)\.alarms"
    r"|metrics\.cloudwatch|email\.cognito-idp|replicator\.lambda|ops\.apigateway|(?:member\.org\.)?stacksets\.cloudformation"
    r"|malware-protection-plan\.guardduty|drt\.shield|scheduler\.redshift|api\.ecr|runtime\.sagemaker|streams\.dynamodb)"
)
"""Services whose name has a dot. Before any other service stands what a tenant called his own."""
AWS = re.compile(
    rf"(?:[a-z0-9-]+|{TWO})(?:\.{REGION})?\.amazonaws\.com(?:\.cn)?|(?:[a-z0-9-]+\.)*aws\.amazon\.com"
    rf"|[a-z0-9-]+\.{REGION}\.api\.aws|(?:feedback-smtp\.{REGION}\.)?amazonses\.com"
    r"|(?:www\.)?w3\.org|json-schema\.org",
    re.IGNORECASE,
)
"""Services, their plain endpoints, and names of formats that look like addresses; never a tenant's host."""
HOST = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,15}:|(?<![\w:/]))//(?:[^/\s\"'@]{0,100}@)?([\w.-]{1,253})", re.IGNORECASE)
BARE = re.compile(
    r"((?:\w[\w-]{0,62}\.){1,30}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59}))\.?(?::\d+)?(?:/\S*)?", re.IGNORECASE
)
"""A host that is a whole value."""
WORD = re.compile(
    r"(?<![\w@-])((?:\w[\w-]{0,62}\.){1,30}([^\W\d_]{2,24}|xn--[a-z0-9-]{2,59}))\.?(?![\w(@=-]|\.\w)", re.IGNORECASE
)
"""A host among other words; nothing that is called, assigned to or a mailbox."""
ENDS = re.compile(
    r"com|net|org|io|dev|app|co|biz|xyz|online|site|top|club|shop|store|tech|cloud|link|click|live|pro|ai|gg|tv|ly|cc"
    r"|example|ru|cn|uk|de|fr|es|eu|us|ca|au|jp|kr|br|mx|ar|ch|nl|se|no|fi|dk|be|cz|ro|hu|gr|pt|tr|ua|il|za|xn--.+",
    re.IGNORECASE,
)
"""Ends of hosts in a text that is not only about hosts, where ``index.html`` and ``console.info`` stand too."""
PRIVATE = re.compile(r"(?:.+\.)?(?:internal|local|lan|private|test|localdomain|home\.arpa)\.?", re.IGNORECASE)
"""Zones that nobody has on the internet."""
FAMILIES: tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...] = tuple(
    (re.compile(rf"(?:^|\.)(?:{end})\.?$"), re.compile(rf"aws_(?:{types})"), named)
    for end, types, named in (
        (r"elb(?:\.[\w-]+)?\.amazonaws\.com", "lb|alb|elb", True),
        (r"(?:rds|docdb|neptune)\.amazonaws\.com", "db_|rds_|docdb_|neptune_", True),
        (r"cache\.amazonaws\.com", "elasticache_", True),
        (r"memorydb\.[\w-]+\.amazonaws\.com", "memorydb_", True),
        (r"es\.amazonaws\.com", "opensearch_|elasticsearch_", True),
        (r"redshift\.amazonaws\.com", "redshift_", True),
        (r"execute-api\.[\w-]+\.amazonaws\.com", "api_?gateway", True),
        (r"s3(?:[.-][\w-]+)*\.amazonaws\.com", "s3_bucket", True),
        (r"efs\.[\w-]+\.amazonaws\.com", "efs_", True),
        (r"(?:eks\.amazonaws\.com|oidc\.eks\.[\w-]+\.amazonaws\.com)", "eks_cluster", False),
        (r"(?:kafka|mq|appsync-api|iot)(?:\.[\w-]+)?\.amazonaws\.com", "msk_|mq_|appsync_|iot_", False),
        (r"compute(?:-1)?\.amazonaws\.com", "instance|eip", False),
        (r"vpce\.amazonaws\.com", "vpc_endpoint", False),
        (r"cloudfront\.net", "cloudfront_distribution", False),
        (r"on\.aws", "lambda_function_url|vpclattice_", False),
        (r"acm-validations\.aws", "acm_certificate", False),
        (r"awsdns-\d+\.(?:com|net|org|co\.uk)", "route53_zone", False),
        (r"amazonses\.com", "ses_|sesv2_", False),
        (r"amazoncognito\.com", "cognito_", False),
        (r"(?:elasticbeanstalk|awsapprunner|awsglobalaccelerator)\.com", "elastic_beanstalk_|apprunner_|global", False),
    )
)  # fmt: skip
"""Ends of hosts that AWS gives to what it makes, the types of that, and whether its name or id is in the host."""


def is_aws(host: str) -> bool:
    """Whether a host is AWS's own, and no tenant's."""
    return AWS.fullmatch(host.removesuffix(".")) is not None


def words_in(text: str, *, only: bool) -> Iterator[str]:
    """Words of a text that are hosts; ``only`` where it is about nothing else."""
    yield from (host for host, end in WORD.findall(text) if only or ENDS.fullmatch(end))


def is_made(host: str, planned: Collection[tuple[str, str]]) -> bool:
    """Whether a host may be that of something planned, given as (type, name or id)."""
    host = host.casefold()
    for end, types, named in FAMILIES:
        if end.search(host):
            names = {name.casefold() for kind, name in planned if types.match(kind)}
            return any(_stands(name, host) for name in names) if named else bool(names)
    return False


def _stands(name: str, host: str) -> bool:
    return len(name) > 1 and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", host) is not None
