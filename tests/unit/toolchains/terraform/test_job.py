from pathlib import Path

from app.toolchains.terraform.job import Job


def test_it_survives_the_crossing() -> None:
    job = Job("/r", "s", ("plan",), modules=("m",), var_files=("a.tfvars",), providers=("aws",), before_init={"x": "é"})
    assert Job.parse(job.written()) == job
    assert job.directory == Path("/r/s")
