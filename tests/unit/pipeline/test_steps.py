"""What a run that is asked to stop raises."""

import pickle

from app.pipeline.steps import Stopped


def test_a_stop_is_kept_and_read_back() -> None:
    stopped = pickle.loads(pickle.dumps(Stopped("superseded")))  # noqa: S301
    assert (stopped.stop, str(stopped)) == ("superseded", "superseded")
    assert isinstance(stopped, Exception)
