"""Issues, comments, labels and reactions of the fake GitHub."""

from tests.fakes.github.calls import Call, Refusal, Reply, invalid
from tests.fakes.github.state import Comment, Repository, Thread

COMMENT_LIMIT = 65_536


def list_issues(call: Call, owner: str, repo: str) -> Reply:
    """Issues and pull requests, by state and labels; newest first."""
    repository = call.repository(owner, repo)
    state, labels = call.query.get("state", "open"), [x for x in call.query.get("labels", "").split(",") if x]
    found = [
        thread
        for thread in sorted(repository.threads.values(), key=lambda one: -one.number)
        if state in {"all", "open" if thread.open else "closed"} and set(labels) <= set(thread.labels)
    ]
    return call.page(found, lambda thread: call.shapes.issue(repository, thread))


def get_issue(call: Call, owner: str, repo: str, number: int) -> Reply:
    """One of them."""
    return Reply(200, call.shapes.issue(*call.thread(owner, repo, number)))


def list_comments(call: Call, owner: str, repo: str, number: int) -> Reply:
    """Oldest first."""
    repository, thread = call.thread(owner, repo, number)
    return call.page(thread.comments, lambda comment: call.shapes.comment(repository, thread, comment))


def make_comment(call: Call, owner: str, repo: str, number: int) -> Reply:
    """A new comment."""
    repository, thread = call.writable(owner, repo, number)
    comment = add_comment(call, thread, _text(call), call.actor)
    return Reply(201, call.shapes.comment(repository, thread, comment))


def add_comment(call: Call, thread: Thread, body: str, author: str) -> Comment:
    """Keep a comment."""
    now = call.state.now()
    comment = Comment(call.state.next_id(), author, body, now, now)
    thread.comments.append(comment)
    thread.updated = now
    return comment


def get_comment(call: Call, owner: str, repo: str, comment_id: int) -> Reply:
    """One comment."""
    return Reply(200, call.shapes.comment(*_comment(call, owner, repo, comment_id)))


def edit_comment(call: Call, owner: str, repo: str, comment_id: int) -> Reply:
    """Only one's own, without administration."""
    repository, thread, comment = _comment(call, owner, repo, comment_id)
    if comment.author != call.actor:
        raise Refusal(403, "Resource not accessible by integration")
    call.writable(owner, repo, thread.number)
    comment.body, comment.updated = _text(call), call.state.now()
    return Reply(200, call.shapes.comment(repository, thread, comment))


def remove_comment(call: Call, owner: str, repo: str, comment_id: int) -> Reply:
    """Only one's own."""
    _, thread, comment = _comment(call, owner, repo, comment_id)
    if comment.author != call.actor:
        raise Refusal(403, "Resource not accessible by integration")
    thread.comments.remove(comment)
    return Reply(204)


def _comment(call: Call, owner: str, repo: str, comment_id: int) -> tuple[Repository, Thread, Comment]:
    repository = call.repository(owner, repo)
    for thread in repository.threads.values():
        for comment in thread.comments:
            if comment.id == comment_id:
                return repository, thread, comment
    raise Refusal(404, "Not Found")


def _text(call: Call) -> str:
    body = str(call.body.get("body") or "")
    if not body:
        raise invalid(resource="IssueComment", code="missing_field", field="body")
    if len(body) > COMMENT_LIMIT:
        raise invalid(resource="IssueComment", code="custom", field="body", message="body is too long")
    return body


def react_to_comment(call: Call, owner: str, repo: str, comment_id: int) -> Reply:
    """Once for each person and kind."""
    return _react(call, _comment(call, owner, repo, comment_id)[2])


def react_to_issue(call: Call, owner: str, repo: str, number: int) -> Reply:
    """On the issue or pull request itself."""
    return _react(call, call.writable(owner, repo, number)[1])


def _react(call: Call, target: Comment | Thread) -> Reply:
    content = str(call.body.get("content"))
    if content not in {"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}:
        raise invalid(resource="Reaction", code="invalid", field="content")
    fresh = (call.actor, content) not in target.reactions
    target.reactions.add((call.actor, content))
    return Reply(201 if fresh else 200, call.shapes.reaction(call.actor, content))


def list_labels(call: Call, owner: str, repo: str, number: int) -> Reply:
    """The labels of an issue."""
    repository, thread = call.thread(owner, repo, number)
    return call.page(thread.labels, lambda name: call.shapes.label(repository, name))


def add_labels(call: Call, owner: str, repo: str, number: int) -> Reply:
    """Unknown labels are made, as GitHub does."""
    repository, thread = call.writable(owner, repo, number)
    for name in call.body.get("labels", ()):
        if name not in repository.labels:
            repository.labels.append(name)
        if name not in thread.labels:
            thread.labels.append(name)
            thread.updated = call.state.now()
    return list_labels(call, owner, repo, number)


def remove_label(call: Call, owner: str, repo: str, number: int, name: str) -> Reply:
    """404 where it is not set."""
    _, thread = call.writable(owner, repo, number)
    if name not in thread.labels:
        raise Refusal(404, "Label does not exist")
    thread.labels.remove(name)
    return list_labels(call, owner, repo, number)
