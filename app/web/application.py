"""The web application: the doors put together over one service."""

from flask import Flask

from app.web.answers import answer_errors
from app.web.health import health
from app.web.metrics import Metrics, Present, metrics_page
from app.web.runs import pages
from app.web.service import Service
from app.web.webhooks import webhooks


def create_app(service: Service, metrics: Metrics | None = None) -> Flask:
    """The application over a service; ``metrics`` is given where the service counts into the same ones."""
    metrics = metrics or Metrics()
    application = Flask(__name__, static_folder=None)
    for door in (
        webhooks(service, metrics),
        health(service),
        metrics_page(metrics, Present(service.store, service.hosts)),
        pages(service.store),
    ):
        application.register_blueprint(door)
    answer_errors(application)
    return application
