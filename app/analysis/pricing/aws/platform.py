"""Platform services around an application: registries, builds, stacks, directories, file transfer, dashboards."""

import json
import re
from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, alike, meter, meter_stated, meter_where, priced

_OWN_TYPE = re.compile(r"""["']?\bType["']?\s*:\s*["']?((?!AWS::|Alexa::|Custom::)\w+::[\w:]+)""")
_CONTROLLERS = 2
"""Every directory has two controllers to begin with."""
_DIRECTORIES: Mapping[str, str] = {
    "MicrosoftAD": "Microsoft AD",
    "SimpleAD": "Simple AD",
    "ADConnector": "AD Connector",
}


def codebuild(bill: Bill) -> None:
    """A project, by the minutes of its builds on the machine that it names."""
    system = bill.text("environment.0.type", "LINUX_CONTAINER")
    machine = bill.text("environment.0.compute_type", "BUILD_GENERAL1_SMALL")
    size = machine.removeprefix("BUILD_").replace("GENERAL1_", "general1.").lower()
    kind = "Windows" if system.startswith("WINDOWS") else "Linux"
    bill.label(size)
    if system != "LINUX_CONTAINER" and kind != "Windows":
        bill.unpriced(f"no price for builds on {system}")
        return
    key = "monthly_build_mins"
    bill.charge(f"{kind} ({size})", bill.usage(key), usage=True, keys=(key,))


def stack(bill: Bill) -> None:
    """Resources of AWS's own types are free; handlers of other types cost by the operation and by long seconds."""
    template = bill.get("template_body")
    text = template if isinstance(template, str) else json.dumps(template or "")
    if template and not _OWN_TYPE.search(text):
        bill.free()
        return
    meter_where(
        bool(template),
        bill,
        Use("Handler operations", "monthly_handler_operations"),
        Use("Durations above 30s", "monthly_duration_secs"),
    )


def directory(bill: Bill) -> None:
    """A directory's two controllers, more of them, and accounts that it is shared with, as the usage file states."""
    type_ = _DIRECTORIES.get(bill.text("type", "SimpleAD"), bill.text("type"))
    microsoft = type_ == "Microsoft AD"
    size = bill.text("edition", "Enterprise") if microsoft else bill.text("size", "Large")
    name = f"Directory service ({type_}, {size})"
    bill.label(f"{type_}, {size}")
    listed = bill.book.component(bill.resource.type, name, bill.region)
    price = None if listed is None else listed.price
    if price is not None and not microsoft:
        price = price.times(1, "counted for each of its controllers")
    bill.charge(name, _controllers(bill), price=price, usage=False)
    key = "additional_domain_controllers"
    bill.charge("Additional domain controllers", bill.stated(key) or 0, price=price, usage=True, keys=(key,))
    if microsoft:
        meter_stated(bill, Use("Directory sharing", "shared_accounts"))


def _controllers(bill: Bill) -> int:
    wanted = bill.resource.get("desired_number_of_domain_controllers")
    return int(wanted) if isinstance(wanted, int) and wanted > _CONTROLLERS else _CONTROLLERS


def transfer_server(bill: Bill) -> None:
    """Every protocol by the hour, and what goes up and down. The price of AS2 messages is not known."""
    listed = bill.get("protocols")
    for protocol in listed if isinstance(listed, list) and listed else ["SFTP"]:
        if protocol == "AS2":
            bill.unpriced("no price for AS2 messages")
        else:
            bill.hourly(f"{protocol} protocol enabled")
    meter(bill, Use("Data downloaded", "monthly_data_downloaded_gb"), Use("Data uploaded", "monthly_data_uploaded_gb"))


def grafana(bill: Bill) -> None:
    """Licences: one who edits unless the usage file says otherwise, and those who view."""
    editors = bill.stated("editors_administrator_licenses")
    bill.charge("Editor/administrator licenses", 1 if editors is None else editors, usage=False)
    meter(bill, Use("Viewer licenses", "viewer_licenses"))


PRICERS: Mapping[str, Pricer] = {
    **alike(
        {
            "aws_ecr_repository": priced(Use("Storage", "storage_gb")),
            "aws_cloudformation_stack": stack,
            "aws_cloudformation_stack_set": stack,
            "aws_grafana_workspace": grafana,
        }
    ),
    "aws_codebuild_project": codebuild,
    "aws_directory_service_directory": directory,
    "aws_transfer_server": transfer_server,
}
