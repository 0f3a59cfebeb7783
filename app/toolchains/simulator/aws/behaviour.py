"""The AWS provider's special rules, put together."""

from app.toolchains.simulator.aws.checks import check
from app.toolchains.simulator.aws.created import CREATORS
from app.toolchains.simulator.aws.data import READERS
from app.toolchains.simulator.aws.functions import FUNCTIONS
from app.toolchains.simulator.aws.planned import plan_certificate, plan_every
from app.toolchains.simulator.place import place_of
from app.toolchains.simulator.provider import Behaviour

BEHAVIOUR = Behaviour(
    plan={"aws_acm_certificate": plan_certificate},
    plan_every=plan_every,
    create=CREATORS,
    read=READERS,
    check=check,
    place=place_of,
    functions=FUNCTIONS,
    provider_meta=True,
)
