"""Which function prices which resource type."""

from collections.abc import Mapping

from app.analysis.pricing.aws import (
    analytics,
    api_gateway,
    aurora,
    autoscaling,
    backup,
    data_transfer,
    direct_connect,
    docdb,
    dynamodb,
    ebs,
    ec2,
    ecs,
    edge,
    efs,
    eks,
    elastic_beanstalk,
    elasticache,
    fsx,
    kinesis,
    lambda_,
    load_balancers,
    messaging,
    monitoring,
    neptune,
    network,
    opensearch,
    platform,
    queues,
    rds,
    redshift,
    route53,
    s3,
    secrets,
    serverless,
    step_functions,
    waf,
)
from app.analysis.pricing.azure.databases import PRICERS as AZURE_DATABASES
from app.analysis.pricing.azure.disks import PRICERS as AZURE_DISKS
from app.analysis.pricing.azure.kubernetes import PRICERS as AZURE_KUBERNETES
from app.analysis.pricing.azure.machines import PRICERS as AZURE_MACHINES
from app.analysis.pricing.azure.network import PRICERS as AZURE_NETWORK
from app.analysis.pricing.azure.platform import PRICERS as AZURE_PLATFORM
from app.analysis.pricing.azure.services import PRICERS as AZURE_SERVICES
from app.analysis.pricing.base import Pricer
from app.analysis.pricing.google.containers import PRICERS as GOOGLE_CONTAINERS
from app.analysis.pricing.google.databases import PRICERS as GOOGLE_DATABASES
from app.analysis.pricing.google.disks import PRICERS as GOOGLE_DISKS
from app.analysis.pricing.google.machines import PRICERS as GOOGLE_MACHINES
from app.analysis.pricing.google.network import PRICERS as GOOGLE_NETWORK
from app.analysis.pricing.google.platform import PRICERS as GOOGLE_PLATFORM
from app.analysis.pricing.google.services import PRICERS as GOOGLE_SERVICES

PRICERS: Mapping[str, Pricer] = {
    **analytics.PRICERS,
    **api_gateway.PRICERS,
    **aurora.PRICERS,
    **autoscaling.PRICERS,
    **backup.PRICERS,
    **data_transfer.PRICERS,
    **direct_connect.PRICERS,
    **docdb.PRICERS,
    **dynamodb.PRICERS,
    **ebs.PRICERS,
    **ec2.PRICERS,
    **ecs.PRICERS,
    **edge.PRICERS,
    **efs.PRICERS,
    **eks.PRICERS,
    **elastic_beanstalk.PRICERS,
    **elasticache.PRICERS,
    **fsx.PRICERS,
    **kinesis.PRICERS,
    **lambda_.PRICERS,
    **load_balancers.PRICERS,
    **messaging.PRICERS,
    **monitoring.PRICERS,
    **neptune.PRICERS,
    **network.PRICERS,
    **opensearch.PRICERS,
    **platform.PRICERS,
    **queues.PRICERS,
    **rds.PRICERS,
    **redshift.PRICERS,
    **route53.PRICERS,
    **s3.PRICERS,
    **secrets.PRICERS,
    **serverless.PRICERS,
    **step_functions.PRICERS,
    **waf.PRICERS,
    **AZURE_DATABASES,
    **AZURE_DISKS,
    **AZURE_KUBERNETES,
    **AZURE_MACHINES,
    **AZURE_NETWORK,
    **AZURE_PLATFORM,
    **AZURE_SERVICES,
    **GOOGLE_CONTAINERS,
    **GOOGLE_DATABASES,
    **GOOGLE_DISKS,
    **GOOGLE_MACHINES,
    **GOOGLE_NETWORK,
    **GOOGLE_PLATFORM,
    **GOOGLE_SERVICES,
}
"""By resource type; no two modules price the same one."""
