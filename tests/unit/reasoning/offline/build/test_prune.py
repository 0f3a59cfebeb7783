from app.domain.resources import (
    Call,
    Expression,
    Json,
    Local,
    Output,
    Provider,
    Ref,
    Resource,
    Resources,
    Template,
    Validation,
    Var,
    Variable,
)
from app.reasoning.offline.build.prune import mentions, without_unused


def data(label: str, **body: object) -> Resource:
    return Resource("aws_ami", label, body, "data", data=True)


def test_mentions() -> None:
    value = {
        "a": Template((Var("v"), Json([Local("l")]))),
        "b": [Call("f", (Ref("aws_vpc.m", "[local.i].id"),)), Expression("var.x ? data.aws_ami.a-b.id : 0")],
    }
    found = ["var.v", "local.l", "aws_vpc.m", "local.i", "var.x", "data.aws_ami.a-b"]
    assert list(mentions(value)) == found


def test_chains_of_unused_things_go() -> None:
    graph = Resources(
        resources=(
            data("used"),
            data("first", owners=[Ref("data.aws_ami.second")]),
            data("second", owners=[Local("lone")]),
            data("kept"),
            Resource("aws_instance", "a", {"ami": Ref("data.aws_ami.used"), "tags": Local("tags")}, "data"),
        ),
        locals={"lone": Var("lone"), "tags": Var("tags")},
        variables=(
            Variable("lone", "string", "Lone."),
            Variable("tags", "string", "Tags."),
            Variable("own", "string", "Own.", validations=(Validation("var.own != var.other", "No."),)),
            Variable("other", "string", "Other."),
            Variable("region", "string", "Region."),
            Variable("asked", "string", "Asked."),
        ),
        outputs=(Output("o", Expression("var.other"), "Other."),),
        providers=(Provider("aws", "", {"region": Var("region")}),),
    )
    pruned = without_unused(graph, {"data.aws_ami.kept", "var.asked"})
    assert [one.address for one in pruned.resources] == ["data.aws_ami.used", "data.aws_ami.kept", "aws_instance.a"]
    assert list(pruned.locals) == ["tags"]
    assert [one.name for one in pruned.variables] == ["tags", "other", "region", "asked"]
