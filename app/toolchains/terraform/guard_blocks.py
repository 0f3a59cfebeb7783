"""What the guard refuses by the structure of a file: kinds of blocks, providers, sources, protections taken away."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.toolchains.terraform.hcl import Attribute, Block, Source
from app.toolchains.terraform.hcl_lexer import HclError, tokens

KINDS = frozenset({"resource", "data", "variable", "output", "locals", "provider", "terraform", "module", "check"})
PROVIDERS = frozenset({"aws", "archive", "null", "random", "time", "tls"})
"""Providers that run nothing and read nothing of the machine. ``external``, ``http`` and ``local`` do."""
BUILT_IN = "terraform_data"
RUNS = frozenset({"provisioner", "connection"})
HIDING = re.compile(
    r"aws_(?:cloudformation_|cloudcontrolapi_|serverlessapplicationrepository_|lambda_invocation$|ssm_association$"
    r"|organizations_|account_|controltower_|ssoadmin_|identitystore_|secretsmanager_secret_version$|secretsmanager_random"
    r"|\w+_exclusive$)"
)
"""Types that bring what no check here can see, that do something when they are planned or applied, or that reach beyond
the account; data sources that copy a secret into the state."""
SECRETS = re.compile(r"aws_secretsmanager_secret_version$")
READS_SECRETS = re.compile(
    r"aws_(?:kms_secrets?|ecr(?:public)?_authorization_token|eks_cluster_auth|ssm_parameters?_by_path|lambda_invocation)$"
)
PARAMETER, OF_AWS = "aws_ssm_parameter", "/aws/service/"
"""A parameter may hold a secret; those below that path are AWS's own."""
PROVIDER_ARGUMENTS = frozenset({"alias", "region", "default_tags"})
PATHS: Mapping[str, tuple[str, ...]] = {
    "archive_file": ("source_dir", "source_file", "output_path"),
    "aws_lambda_function": ("filename",),
    "aws_lambda_layer_version": ("filename",),
    "aws_s3_object": ("source",),
    "aws_s3_bucket_object": ("source",),
    "aws_s3_directory_bucket_object": ("source",),
    "aws_synthetics_canary": ("zip_file",),
    "aws_gamelift_script": ("zip_file",),
}
"""Arguments that name a file of the machine that Terraform runs on."""
PROGRAMS: Mapping[str, str] = {
    "archive_file": "source source_content source_content_filename",
    "aws_instance": "user_data user_data_base64",
    "aws_launch_template": "user_data",
    "aws_launch_configuration": "user_data user_data_base64",
    "aws_spot_instance_request": "user_data user_data_base64",
    "aws_cloudfront_function": "code",
    "aws_appsync_function": "code",
    "aws_appsync_resolver": "code",
    "aws_codebuild_project": "source",
    "aws_ssm_document": "content",
    "aws_lambda_function": "s3_bucket s3_key s3_object_version",
    "aws_lambda_layer_version": "s3_bucket s3_key s3_object_version",
    "aws_glue_job": "command",
    "aws_sagemaker_notebook_instance_lifecycle_configuration": "on_create on_start",
    "aws_emr_cluster": "bootstrap_action step",
}
"""Arguments and blocks that hold or name what runs: nobody looks into it here, so the draft's must do."""
IN_STACK = re.compile(r'"\$\{path\.module\}/[\w./-]+"')
SENSITIVE, PROTECTED = "sensitive", "prevent_destroy"


def refused_blocks(source: Source, files: Mapping[str, str]) -> Iterator[str]:
    """Sentences about a file's blocks; ``files`` are all of the stack."""
    for block in source.top.blocks:
        if block.type not in KINDS:
            yield f"{source.path} holds a block of the kind {block.type[:40]!r}"
        elif block.type in {"resource", "data"}:
            yield from _resource(block)
        elif block.type == "module":
            yield from _module(block, source, files)
        elif block.type == "check":
            yield from (f"{one.address} stands inside a check" for one in block.blocks_of("data"))
    if source.top.attributes:
        yield f"{source.path} holds an argument outside any block"


def _resource(block: Block) -> Iterator[str]:
    kind = block.labels[0] if block.labels else ""
    address = block.address[:120]
    if kind.partition("_")[0] not in PROVIDERS and (kind, block.type) != (BUILT_IN, "resource"):
        yield f"{address} is of a provider that may not be used here"
    if HIDING.match(kind) and not (block.type == "resource" and SECRETS.match(kind)):
        yield f"{address} is of a type whose effect cannot be checked here"
    yield from _carried(block, kind, address)
    for inner in block.blocks_of(*RUNS):
        yield f"{address} has a {inner.type}"
    for lifecycle in block.blocks_of("lifecycle"):
        ignored = lifecycle.attributes.get("ignore_changes")
        if ignored and plain(ignored.expression).strip("[] ").strip('"') in {"all", "*"}:
            yield f"{address} ignores all changes"
    for name in PATHS.get(kind, ()):
        path = block.attributes.get(name)
        if path and _names_machine(path):
            yield f"{address} reads {path.expression[:80]}, which is not known to lie in the stack"


def _carried(block: Block, kind: str, address: str) -> Iterator[str]:
    """Secrets that are read, programs that are brought."""
    parameter = kind == PARAMETER and not (block.literal("name") or "").startswith(OF_AWS)
    if block.type == "data" and (parameter or READS_SECRETS.match(kind)):
        yield f"{address} copies what may be a secret into the state"
    for program in PROGRAMS.get(kind, "").split():
        if program in block.attributes or any(True for _ in block.blocks_of(program)):
            yield f"{address} brings a program ({program}), which a person must write"


def _names_machine(path: Attribute) -> bool:
    """Whether it is a text that does not start in the stack's folder; a reference is what another block made."""
    expression = path.expression.strip()
    if re.fullmatch(r"(?:data\.)?\w+\.[\w.\[\]\"-]+", expression):
        return False
    return not IN_STACK.fullmatch(expression) or ".." in expression


def _module(block: Block, source: Source, files: Mapping[str, str]) -> Iterator[str]:
    place = block.literal("source") or ""
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), place))
    there = any(path.startswith(f"{folder}/") for path in files)
    if not place.startswith("./") or ".." in place or not there:
        yield f"{block.address} comes from {place[:80] or 'a computed place'!r}, which is no folder of this stack"


def refused_settings(old: Sequence[Source], new: Sequence[Source]) -> Iterator[str]:
    """Sentences about how Terraform itself is set up: its backend, its providers and how they are configured."""
    before, after = _settings(old), _settings(new)
    if before and before != after:
        yield "it changes what the terraform block says of versions, backend or cloud"
    yield from _pinned(_pins(old), _pins(new))
    yield from _configured(_configurations(old), _configurations(new))


def _settings(sources: Sequence[Source]) -> frozenset[str]:
    """All that the terraform blocks say, but the providers."""
    blocks = [block for source in sources for block in source.top.blocks_of("terraform")]
    inner = {_said(one) for block in blocks for one in block.blocks if one.type != "required_providers"}
    return frozenset(inner | {_argument(one) for block in blocks for one in block.attributes.values()})


def _pins(sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Each provider that is required, and how."""
    blocks = [block for source in sources for block in source.top.blocks_of("terraform")]
    required = [one for block in blocks for one in block.blocks_of("required_providers")]
    return [(name, plain(one.expression)) for block in required for name, one in block.attributes.items()]


def _pinned(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[str]:
    known = {name for name, _ in before}
    for name, said in after:
        if (name, said) in before:
            continue
        if name in known:
            yield f"it changes the source or version of the provider {name[:40]}"
        elif name not in PROVIDERS or not re.search(rf'\bsource\s*=\s*"\s*hashicorp/{name}\s*"', said):
            yield f"it requires the provider {name[:40]}, which may not be used here"


def _configurations(sources: Sequence[Source]) -> list[tuple[tuple[str, str], Mapping[str, str]]]:
    """Each (provider, alias), and what its block says by argument or inner block."""
    found: list[tuple[tuple[str, str], Mapping[str, str]]] = []
    for block in (block for source in sources for block in source.top.blocks_of("provider")):
        said = {name: plain(one.expression) for name, one in block.attributes.items()}
        said |= {one.type: _said(one) for one in block.blocks}
        found.append(((block.labels[0] if block.labels else "", said.get("alias", "")), said))
    return found


def _configured(
    old: Sequence[tuple[tuple[str, str], Mapping[str, str]]], new: Sequence[tuple[tuple[str, str], Mapping[str, str]]]
) -> Iterator[str]:
    before = dict(old)
    for (name, alias), said in new:
        had = before.get((name, alias))
        if name not in PROVIDERS:
            yield f"it configures the provider {name[:40]!r}, which may not be used here"
        for argument, value in said.items():
            if argument not in PROVIDER_ARGUMENTS and (had or {}).get(argument) != value:
                yield f"it sets {argument[:40]} of the provider {name[:40]}"
        if had is not None and had.get("region") != said.get("region"):
            yield f"it changes the region of the provider {name[:40]}"


def lost(old: Sequence[Source], new: Sequence[Source]) -> Iterator[str]:
    """Sentences about protections that the floor's blocks have and the new ones have not."""
    kept = {block.address: block for source in new for block in source.top.blocks}
    for source in old:
        for block in source.top.blocks:
            now = kept.get(block.address)
            if now is None or block.type not in {"variable", "output", "resource"}:
                continue
            if _is_true(block, SENSITIVE) and not _is_true(now, SENSITIVE):
                yield f"{block.address} is no longer sensitive"
            if _protected(block) and not _protected(now):
                yield f"{block.address} is no longer protected from being destroyed"
            if _lifecycle(now) != _lifecycle(block):
                yield f"{block.address} ignores other changes than before, or is replaced for other reasons"


def _lifecycle(block: Block) -> list[str]:
    """What the block's lifecycle says beside what only protects."""
    said = [one for lifecycle in block.blocks_of("lifecycle") for one in lifecycle.attributes.values()]
    return sorted(_argument(one) for one in said if one.name not in {PROTECTED, "create_before_destroy"})


def _protected(block: Block) -> bool:
    return any(_is_true(lifecycle, PROTECTED) for lifecycle in block.blocks_of("lifecycle"))


def _is_true(block: Block, name: str) -> bool:
    attribute = block.attributes.get(name)
    return attribute is not None and plain(attribute.expression) == "true"


def _argument(attribute: Attribute) -> str:
    return f"{attribute.name} = {plain(attribute.expression)}"


def _said(block: Block) -> str:
    inner = sorted([*map(_argument, block.attributes.values()), *map(_said, block.blocks)])
    return f"{block.type} {' '.join(block.labels)} {{ {'; '.join(inner)} }}"


def plain(expression: str, without: Collection[str] = ("comment", "newline")) -> str:
    """The expression without what has no meaning: comments, line ends, blanks between tokens."""
    try:
        return " ".join(token.text for token in tokens(expression) if token.kind not in without)
    except HclError:
        return expression
