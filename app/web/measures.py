"""What ``/metrics`` tells: each name with its kind, its labels and what it means. The reference is made from this."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One family of series; ``labels`` say what may stand in each."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    text: str
    labels: Mapping[str, str] = field(default_factory=dict)


DELIVERIES = Measure(
    "agents_deliveries_total",
    "counter",
    "Deliveries by forge and what became of them.",
    {
        "forge": "`github gitlab`",
        "result": "`accepted duplicate ignored forbidden malformed too_large wrong_type unavailable`",
    },
)
RUNS = Measure(
    "agents_runs_total",
    "counter",
    "Ended runs by outcome.",
    {"outcome": "`done failed refused superseded cancelled`"},
)
RUN_SECONDS = Measure("agents_run_seconds", "histogram", "Seconds from a run's start to its end.")
STAGE_SECONDS = Measure(
    "agents_stage_seconds",
    "histogram",
    "Seconds that a stage took.",
    {"stage": "an agent's name", "status": "`passed failed not_run`"},
)
TOOL_FAILURES = Measure(
    "agents_tool_failures_total",
    "counter",
    "Stages that could not be run, as a tool or what it needs was missing.",
    {"tool": "the stage that needed it"},
)
MODEL_REQUESTS = Measure(
    "agents_model_requests_total",
    "counter",
    "Requests to a language model, by repository and how their task ended.",
    {
        "repository": "`github/acme/web`",
        "ended": "`answered down declined over_budget malformed turns time`",
    },
)
MODEL_TOKENS = Measure(
    "agents_model_tokens_total",
    "counter",
    "Tokens of a language model, by repository and how they are billed.",
    {"repository": "as above", "kind": "`input output cache_write cache_read`"},
)
MODEL_USD = Measure(
    "agents_model_usd_total",
    "counter",
    "US dollars that a language model has cost, by repository.",
    {"repository": "as above"},
)
RUNS_ACTIVE = Measure(
    "agents_runs_active", "gauge", "Runs that wait or are being carried out.", {"state": "`queued running`"}
)
QUEUE_AGE = Measure("agents_queue_age_seconds", "gauge", "Seconds that the first of the queue has waited.")
STORE_UP = Measure("agents_store_up", "gauge", "1 where the store answers; what is read from it is left out otherwise.")
FORGE_BUDGET = Measure(
    "agents_forge_budget", "gauge", "Calls left in the forge's present window.", {"forge": "`github gitlab`"}
)
BUILD = Measure("agents_build_info", "gauge", "1, with the version that runs.", {"version": "of `agents`"})

MEASURES = (
    DELIVERIES,
    RUNS,
    RUN_SECONDS,
    STAGE_SECONDS,
    TOOL_FAILURES,
    MODEL_REQUESTS,
    MODEL_TOKENS,
    MODEL_USD,
    RUNS_ACTIVE,
    QUEUE_AGE,
    STORE_UP,
    FORGE_BUDGET,
    BUILD,
)
FROM_THE_STORE = (RUNS_ACTIVE, QUEUE_AGE)
