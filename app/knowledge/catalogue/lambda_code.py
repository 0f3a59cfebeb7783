"""The code package of a Lambda function: a small working program in the runtime's language, zipped by Terraform."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Expression, Ref
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.kinds import kind_of

RUNTIMES = {
    "python": "python3.13",
    "python3": "python3.13",
    "python 3.13": "python3.13",
    "python 3.12": "python3.12",
    "python 3.11": "python3.11",
    "python 3.10": "python3.10",
    "python 3.9": "python3.9",
    "python3.13": "python3.13",
    "python3.12": "python3.12",
    "python3.11": "python3.11",
    "python3.10": "python3.10",
    "python3.9": "python3.9",
    "python3.8": "python3.8",
    "node": "nodejs22.x",
    "nodejs": "nodejs22.x",
    "node.js": "nodejs22.x",
    "javascript": "nodejs22.x",
    "typescript": "nodejs22.x",
    "node 22": "nodejs22.x",
    "node 20": "nodejs20.x",
    "node.js 22": "nodejs22.x",
    "node.js 20": "nodejs20.x",
    "node.js 18": "nodejs18.x",
    "nodejs22": "nodejs22.x",
    "nodejs20": "nodejs20.x",
    "nodejs18": "nodejs18.x",
    "nodejs22.x": "nodejs22.x",
    "nodejs20.x": "nodejs20.x",
    "nodejs18.x": "nodejs18.x",
    "nodejs16.x": "nodejs16.x",
    "java": "java21",
    "java21": "java21",
    "java 21": "java21",
    "java17": "java17",
    "java 17": "java17",
    "java11": "java11",
    "ruby": "ruby3.4",
    "ruby3.4": "ruby3.4",
    "ruby3.3": "ruby3.3",
    "ruby3.2": "ruby3.2",
    "dotnet": "dotnet8",
    ".net": "dotnet8",
    "c#": "dotnet8",
    "dotnet8": "dotnet8",
    "go": "provided.al2023",
    "golang": "provided.al2023",
    "rust": "provided.al2023",
    "provided.al2023": "provided.al2023",
    "provided.al2": "provided.al2",
}
"""Words for the managed runtimes of Lambda (AWS Lambda developer guide, "Lambda runtimes")."""

PYTHON = '''"""{title}"""

import json
import logging
import os

logger = logging.getLogger()
logger.setLevel(os.environ.get("LOG_LEVEL", "INFO"))


def {function}(event, context):
    """Log what arrived and answer with it."""
    logger.info("event received", extra={{"request_id": context.aws_request_id}})
    return {{"statusCode": 200, "headers": {{"content-type": "application/json"}}, "body": json.dumps({{"ok": True}})}}
'''

PYTHON_BATCH = '''"""{title}"""

import json
import logging
import os

logger = logging.getLogger()
logger.setLevel(os.environ.get("LOG_LEVEL", "INFO"))


def process(record):
    """Work on one record; an exception sends it back."""
    logger.info("record received", extra={{"event_source": record.get("eventSource")}})


def identifier(record):
    """What the source knows the record by."""
    if "messageId" in record:
        return record["messageId"]
    if "kinesis" in record:
        return record["kinesis"]["sequenceNumber"]
    return record["dynamodb"]["SequenceNumber"]


def {function}(event, context):
    """Report the records that failed, so that only these come again."""
    failed = []
    for record in event["Records"]:
        try:
            process(record)
        except Exception:
            logger.exception("record failed")
            failed.append({{"itemIdentifier": identifier(record)}})
    return {{"batchItemFailures": failed}}
'''

NODE = """// {title}

export const {function} = async (event, context) => {{
  console.log(JSON.stringify({{ message: "event received", requestId: context.awsRequestId }}));
  return {{
    statusCode: 200,
    headers: {{ "content-type": "application/json" }},
    body: JSON.stringify({{ ok: true }}),
  }};
}};
"""

NODE_BATCH = """// {title}

const process = async (record) => {{
  console.log(JSON.stringify({{ message: "record received", eventSource: record.eventSource }}));
}};

const identifier = (record) =>
  record.messageId ?? record.kinesis?.sequenceNumber ?? record.dynamodb?.SequenceNumber;

export const {function} = async (event) => {{
  const batchItemFailures = [];
  for (const record of event.Records) {{
    try {{
      await process(record);
    }} catch (error) {{
      console.error(JSON.stringify({{ message: "record failed", error: String(error) }}));
      batchItemFailures.push({{ itemIdentifier: identifier(record) }});
    }}
  }}
  return {{ batchItemFailures }};
}};
"""

RUBY = """# {title}

require "json"

def {function}(event:, context:)
  puts JSON.generate(message: "event received", request_id: context.aws_request_id)
  {{ statusCode: 200, headers: {{ "content-type" => "application/json" }}, body: JSON.generate(ok: true) }}
end
"""

BATCH = {"python": PYTHON_BATCH, "nodejs": NODE_BATCH}
"""What works off a batch and tells which records failed."""

POLLED = {"sqs", "kinesis", "dynamodb"}

SOURCES = {"python": (PYTHON, "py"), "nodejs": (NODE, "mjs"), "ruby": (RUBY, "rb")}
DEFAULT_HANDLERS = {
    "python": "index.handler",
    "nodejs": "index.handler",
    "ruby": "index.handler",
    "java": "com.example.Handler::handleRequest",
    "dotnet": "Function::Function.Handler::HandleRequest",
    "provided": "bootstrap",
}


def _language(runtime: str) -> str:
    return next((name for name in DEFAULT_HANDLERS if runtime.startswith(name)), "provided")


def handler_of(component: Component, site: Site) -> str:
    """The stated handler, else the usual one of the runtime's language."""
    stated = site.setting(component, "handler")
    return str(stated) if stated else DEFAULT_HANDLERS[_language(str(site.setting(component, "runtime")))]


def add_code(component: Component, site: Site) -> dict[str, Any]:
    """The source file, its archive and the function's arguments for them.

    Compiled languages bring their own package: its path is an input there, as it is where the request names a file.
    """
    language = _language(str(site.setting(component, "runtime")))
    stated = site.setting(component, "filename")
    if stated or component.arguments.get("filename"):
        return {"filename": stated or component.arguments["filename"]}
    source = f"src/{component.label}"
    if language in SOURCES:
        text, suffix = SOURCES[language]
        if _works_off_batches(component, site):
            text = BATCH.get(language, text)
        module, _, function = handler_of(component, site).rpartition(".")
        name = module.replace(".", "/") or "index"
        title = f"What {component.label} does when it is called."
        site.file(f"{source}/{name}.{suffix}", text.format(title=title, function=function or "handler"))
    else:
        site.file(f"{source}/README.md", _build_note(component, language))
    archive = site.add(
        "archive_file",
        component.label,
        {
            "type": "zip",
            "source_dir": Expression(f'"${{path.module}}/{source}"'),
            "output_path": Expression(f'"${{path.module}}/build/{component.label}.zip"'),
        },
        component=component,
        data=True,
    )
    return {"filename": Ref(archive, "output_path"), "source_code_hash": Ref(archive, "output_base64sha256")}


def _works_off_batches(component: Component, site: Site) -> bool:
    starters = {kind_of(other) for other in site.related(component, "triggers", incoming=True)}
    read = {kind_of(other) for other in site.related(component, "reads")}
    return bool((starters | (read - {"dynamodb"})) & POLLED)


def _build_note(component: Component, language: str) -> str:
    return (
        f"# {component.label}\n\nBuild the function ({language}) into this folder before the first deployment; "
        "Terraform packs what it finds here.\n"
    )
