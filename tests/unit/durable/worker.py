"""A worker process for tests: an engine whose runs do a few steps and note each side effect in a file.

``python -m tests.unit.durable.worker URL LOG`` and the options below. A line of the log is
``time run step thread pid``, written before the step is recorded; ``begin`` and ``end`` enclose a run's work.
"""

import argparse
import logging
import os
import signal
import time
from functools import partial
from pathlib import Path

from app.durable import workers
from app.durable.engine import Engine
from app.pipeline.steps import StepRunner
from app.stores.store import Store


def main() -> None:
    """Work until nothing is left, or until told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("log", type=Path)
    parser.add_argument("--crash", default="")
    parser.add_argument("--until-idle", action="store_true")
    parser.add_argument("--pause", type=float, default=0.01)
    parser.add_argument("--silence", type=float, default=workers.SILENCE)
    parser.add_argument("--at-once", type=int, default=4)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    workers.SILENCE, workers.BEAT = arguments.silence, arguments.silence / 4
    store = Store.open(arguments.url)
    engine = _engine(store, arguments)
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
    engine.launch()
    _note(arguments.log, "ready", "-", "-")
    while not ended and not (arguments.until_idle and not store.unfinished() and not engine.active()):
        time.sleep(0.02)
    drained = engine.drain(20)
    _note(arguments.log, "drained", str(drained), "-")
    engine.close()
    store.close()


def _engine(store: Store, arguments: argparse.Namespace) -> Engine:
    def thread_of(run: str) -> str:
        row = store.run(run)
        assert row is not None
        return row.event.thread.name

    def effect(run: str, step: str) -> None:
        _note(arguments.log, run, step, thread_of(run))
        time.sleep(arguments.pause)

    def intake(run: str, steps: StepRunner) -> None:
        thread = steps.step("read", lambda: thread_of(run))
        steps.step("queue", lambda: engine.enqueue_work(run, thread))

    def work(run: str, steps: StepRunner) -> None:
        _note(arguments.log, run, "begin", thread_of(run))
        steps.step("start", lambda: store.start(run))
        steps.step("plan", lambda: effect(run, "plan"))
        steps.parallel([(name, partial(effect, run, name)) for name in ("test", "scan", "cost")])
        steps.step("push", lambda: effect(run, "push"))
        steps.step("tell", lambda: effect(run, "tell"))
        steps.step("finish", lambda: store.finish(run, "done"))
        _note(arguments.log, run, "end", thread_of(run))

    engine = Engine(store, intake, work, runs_at_once=arguments.at_once, crash_at=arguments.crash)
    return engine


def _note(log: Path, *words: str) -> None:
    """One line in one write, so that processes do not mix theirs."""
    line = " ".join((f"{time.time():.6f}", *words, str(os.getpid()))) + "\n"
    place = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(place, line.encode())
    os.close(place)


if __name__ == "__main__":
    main()
