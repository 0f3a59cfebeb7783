"""Azure and Google Cloud: disks outside production, licences, machine families."""

from collections.abc import Iterator, Mapping

from app.analysis.savings.base import Offer, Rule, View, changed, setting
from app.domain.planned import PlannedResource

CHEAPER_DISK = {"Premium_LRS": "StandardSSD_LRS", "Premium_ZRS": "StandardSSD_ZRS"}
LICENCES = {
    "azurerm_windows_virtual_machine": "Windows_Server",
    "azurerm_windows_virtual_machine_scale_set": "Windows_Server",
    "azurerm_mssql_database": "BasePrice",
}
NEWER_MACHINES = {"n1": ("e2", "n2d", "n2"), "n2": ("n2d", "e2")}


def standard_disk(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Standard SSD outside production."""
    if view.production(resource) is not False:
        return
    for path in ("storage_account_type", "os_disk.0.storage_account_type"):
        cheaper = CHEAPER_DISK.get(str(resource.get(path, "")))
        if cheaper:
            after = changed(resource, {path: cheaper})
            edits = (setting(resource, path.replace(".0.", "."), cheaper),)
            yield Offer("az-managed-disk", resource, f"{resource.get(path)} → {cheaper}", after, edits=edits)


def own_licence(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """The licences that the company has already."""
    wanted = LICENCES[resource.type]
    if resource.get("license_type") not in (wanted, "Windows_Client"):
        after = changed(resource, {"license_type": wanted})
        edits = (setting(resource, "license_type", wanted),)
        yield Offer("az-hybrid-reserved", resource, f"license_type {wanted}", after, edits=edits)


def newer_machine(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """The same shape in a newer family."""
    family, _, shape = str(resource.get("machine_type", "")).partition("-")
    for other in NEWER_MACHINES.get(family, ()):
        after = changed(resource, {"machine_type": f"{other}-{shape}"})
        edits = (setting(resource, "machine_type", f"{other}-{shape}"),)
        yield Offer("gcp-cud-n1", resource, f"{family}-{shape} → {other}-{shape}", after, edits=edits)


RULES: Mapping[str, tuple[Rule, ...]] = {
    "azurerm_managed_disk": (standard_disk,),
    "azurerm_linux_virtual_machine": (standard_disk,),
    **dict.fromkeys(LICENCES, (own_licence,)),
    "azurerm_windows_virtual_machine": (own_licence, standard_disk),
    "google_compute_instance": (newer_machine,),
}
