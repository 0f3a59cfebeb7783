"""The words for what a language model had to do with a result in Spanish; ``english_thinking`` has the same keys."""

from collections.abc import Mapping

SPANISH_THINKING: Mapping[str, str] = {
    "thought_kept": "Pensado por {model}: {why}.",
    "thought_remarked": "{model} hizo observaciones; el resultado es el calculado sin modelo.",
    "thought_stands": "Se preguntó a {model} y queda el resultado calculado sin modelo: {why}.",
    "thought_absent": "No se preguntó a ningún modelo: {why}.",
    "thought_no_reason": "no tuvo nada mejor",
    "thought_usage": "{requests} petición(es), {tokens} tokens, {usd} USD.",
    "remarks_title": "Qué dice el modelo; no cambia ningún veredicto",
    "remark_matters": "importa aquí",
    "remark_false_positive": "puede ser un falso positivo",
    "remark_explanation": "explicación",
    "remark_proposal": "propuesta",
    "remark_summary": "en breve",
    "sent_title": "Qué se envió al modelo",
    "sent_characters": "({count} caracteres)",
    "sent_recording": "Cada petición, sin secretos, queda registrada en {path}.",
    "ended_task_answered": "respondió",
    "ended_task_down": "sin respuesta",
    "ended_task_declined": "se negó",
    "ended_task_over_budget": "por encima del presupuesto",
    "ended_task_malformed": "respuestas mal formadas",
    "ended_task_turns": "sin más turnos",
    "ended_task_time": "sin más tiempo",
    "overview_by": "Escrito por un modelo ({author}) a partir del diseño; lo demás sale de los hechos.",
    "reply_title": "Respondido por un modelo ({author}); los hechos están abajo",
    "reply_facts": "Los hechos, sin el modelo",
    "reply_sent": "Se le envió: {sent}.",
    "reply_none": "Se preguntó a {author}, y aquí solo están los hechos: {why}.",
}
