"""The words for what a language model had to do with a result in English; ``spanish_thinking`` has the same keys."""

from collections.abc import Mapping

ENGLISH_THINKING: Mapping[str, str] = {
    "thought_kept": "Thought by {model}: {why}.",
    "thought_remarked": "{model} made remarks; the result is the offline one.",
    "thought_stands": "{model} was asked and the offline result stands: {why}.",
    "thought_absent": "No model was asked: {why}.",
    "thought_no_reason": "it had nothing better",
    "thought_usage": "{requests} request(s), {tokens} tokens, {usd} USD.",
    "remarks_title": "What the model says; it changes no verdict",
    "remark_matters": "matters here",
    "remark_false_positive": "may be a false positive",
    "remark_explanation": "explained",
    "remark_proposal": "proposed",
    "remark_summary": "in short",
    "sent_title": "What was sent to the model",
    "sent_characters": "({count} characters)",
    "sent_recording": "Every request, without secrets, is recorded in {path}.",
    "ended_task_answered": "answered",
    "ended_task_down": "no answer",
    "ended_task_declined": "declined",
    "ended_task_over_budget": "over budget",
    "ended_task_malformed": "malformed answers",
    "ended_task_turns": "out of turns",
    "ended_task_time": "out of time",
    "overview_by": "Written by a model ({author}) from the design; all else here is made from facts.",
    "reply_title": "Answered by a model ({author}); the facts stand below",
    "reply_facts": "The facts, without the model",
    "reply_sent": "Sent to it: {sent}.",
    "reply_none": "{author} was asked, and only the facts stand here: {why}.",
}
