"""The simulated providers by name: the one list of them."""

from app.toolchains.simulator.aws import behaviour as aws
from app.toolchains.simulator.provider import Behaviour
from app.toolchains.simulator.utility import (
    archive_file,
    http_request,
    local_file,
    null_resource,
    random_values,
    time_points,
    tls,
)

BEHAVIOURS: dict[str, Behaviour] = {
    "aws": aws.BEHAVIOUR,
    "archive": archive_file.BEHAVIOUR,
    "http": http_request.BEHAVIOUR,
    "local": local_file.BEHAVIOUR,
    "null": null_resource.BEHAVIOUR,
    "random": random_values.BEHAVIOUR,
    "time": time_points.BEHAVIOUR,
    "tls": tls.BEHAVIOUR,
}
