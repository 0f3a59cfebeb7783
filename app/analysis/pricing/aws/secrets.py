"""Keys, secrets, certificates, parameters and directories of users."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import Use, alike, meter, meter_stated
from app.domain.cost import HOURS

_PER = 10_000
_KEY = "Customer master key"
_AUTHORITY: tuple[Tier, ...] = (
    (1000, "Certificates (first 1K)"),
    (9000, "Certificates (next 9K)"),
    (None, "Certificates (over 10K)"),
)
_FREE_USERS = 10_000
"""Users that sign in within a month for nothing, on the Lite and Essentials plans (AWS, Cognito pricing)."""


def kms_key(bill: Bill) -> None:
    """A key by the month; its requests by the kind of key, as far as the usage file states them."""
    bill.charge(_KEY, 1, like="aws_kms_key", usage=False)
    spec = bill.text("customer_master_key_spec", "SYMMETRIC_DEFAULT")
    symmetric = spec == "SYMMETRIC_DEFAULT" or spec.startswith("HMAC")
    requests = "Requests" if symmetric else "Requests (RSA 2048)" if spec == "RSA_2048" else "Requests (asymmetric)"
    lines = [Use(requests, "monthly_requests", _PER)]
    lines += [
        Use(f"{kind} GenerateDataKeyPair requests", f"monthly_{kind.lower()}_data_key_pair_requests", _PER)
        for kind in ("ECC", "RSA")
    ]
    meter_stated(bill, *lines, like="aws_kms_key")


def secret(bill: Bill) -> None:
    """A secret and each of its replicas by the month, and the calls."""
    bill.charge("Secret", 1 + len(bill.blocks("replica")), usage=False)
    meter(bill, Use("API requests", "monthly_requests", _PER))


def parameter(bill: Bill) -> None:
    """Standard parameters are free unless the account pays for a higher throughput; advanced ones cost."""
    advanced = bill.text("tier", "Standard") == "Advanced"
    if advanced or bill.told("api_throughput_limit", "standard") != "standard":
        meter(bill, Use("API interactions (advanced)", "monthly_api_interactions", _PER))
    else:
        bill.free()
    if advanced:
        bill.unpriced("no price for the storage of an advanced parameter")


def activation(bill: Bill) -> None:
    """Servers of one's own that Systems Manager looks after: free on the standard tier."""
    if bill.told("instance_tier", "standard") != "advanced":
        bill.free()
        return
    instances = bill.usage("instances")
    hours = None if instances is None else instances * HOURS
    bill.charge("On-prem managed instances (advanced)", hours, usage=True, keys=("instances",))


def certificate(bill: Bill) -> None:
    """A public certificate is free unless it can be exported; one of a private authority is paid once issued."""
    if bill.has("certificate_authority_arn"):
        bill.charge("Certificate", 1, usage=True)
    elif bill.resource.get("options.export") == "ENABLED":
        bill.unpriced("no price for a certificate that can be exported")
    else:
        bill.free()


def authority(bill: Bill) -> None:
    """A private certificate authority by the month, and the certificates that it issues."""
    key = "monthly_requests"
    if bill.text("usage_mode", "GENERAL_PURPOSE") == "SHORT_LIVED_CERTIFICATE":
        name = "Private certificate authority (short-lived certificate mode)"
        bill.charge(name, 1, usage=False)
        meter(bill, Use("Certificates (short-lived)", key))
        return
    bill.charge("Private certificate authority", 1, usage=False)
    bill.tiered(bill.usage(key), _AUTHORITY, usage=True, keys=(key,))


def hardware_module(bill: Bill) -> None:
    """A module is paid while it stands: all month, unless the usage file says for how many hours."""
    stated = bill.stated("monthly_hrs")
    bill.charge("HSM usage", HOURS if stated is None else stated, usage=stated is not None, keys=("monthly_hrs",))


def user_pool(bill: Bill) -> None:
    """By users (``monthly_active_users``), the first ones free but on the Plus plan; the price of more is not known."""
    users = bill.stated("monthly_active_users")
    included = 0 if bill.text("user_pool_tier", "ESSENTIALS") == "PLUS" else _FREE_USERS
    if users is not None and users > included:
        bill.unpriced(f"no price for more than {included:,} monthly active users of a user pool")
        return
    bill.free()
    if users is None and not included:
        bill.charge("Monthly active users", None)


PRICERS: Mapping[str, Pricer] = {
    **alike(
        {
            "aws_kms_key": kms_key,
            "aws_kms_external_key": kms_key,
            "aws_kms_replica_key": kms_key,
            "aws_kms_replica_external_key": kms_key,
            "aws_secretsmanager_secret": secret,
            "aws_ssm_parameter": parameter,
            "aws_ssm_activation": activation,
            "aws_acm_certificate": certificate,
            "aws_acmpca_certificate_authority": authority,
            "aws_cognito_user_pool": user_pool,
        }
    ),
    "aws_cloudhsm_v2_hsm": hardware_module,
}
