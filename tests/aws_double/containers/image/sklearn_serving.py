"""`serve` of the SKLearn container, by its entry rules.

The container's own (of sagemaker-containers) takes seconds of a core to import. It starts gunicorn
on the application that SAGEMAKER_SERVING_MODULE names; so does this, with the same options.

Unless told otherwise that is `sagemaker_sklearn_container.serving:main`, which is not on PyPI and
which `main` stands for: it imports SAGEMAKER_PROGRAM from SAGEMAKER_SUBMIT_DIRECTORY, calls its
`model_fn` at the first request, and `input_fn`, `predict_fn` and `output_fn` in each. With
SAGEMAKER_PROGRAM the real one also runs `pip install` on that folder, before it starts. This one
never runs pip: what a package needs, it brings.
"""

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask, Response, request

_JSON = "application/json"
_TEXTS = (_JSON, "text/csv")


def serve() -> None:
    """Import the program, where one is named, and become gunicorn on the descriptor given."""
    if "SAGEMAKER_PROGRAM" in os.environ:
        print("The real container runs pip install on the program's folder here.", flush=True)
        _program()
    workers = os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS", "1")  # as a serverless endpoint has
    options = {
        "--timeout": os.environ.get("SAGEMAKER_MODEL_SERVER_TIMEOUT", "60"),
        "-k": "gevent",
        "--pythonpath": ",".join(sys.path),
        "-b": f"fd://{sys.argv[1]}",
        "--worker-connections": str(1000 * int(workers)),
        "-w": workers,
        "--log-level": "info",
        "--access-logfile": "-",  # in the container the nginx before it writes the same lines
    }
    application = os.environ.get("SAGEMAKER_SERVING_MODULE", "sklearn_serving:main")
    words = [word for option in options.items() for word in option]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *words, application])


_app: Flask | None = None


def main(environ: dict[str, Any], start_response: Any) -> Any:
    """The WSGI application, which the first request makes: it loads the model, or fails to."""
    global _app
    if _app is None:
        _app = _application(_program())
    return _app(environ, start_response)


def _program() -> ModuleType:
    submitted = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
    if submitted and submitted not in sys.path:
        sys.path.append(submitted)
    return importlib.import_module(os.environ["SAGEMAKER_PROGRAM"].removesuffix(".py"))


def _application(hooks: ModuleType) -> Flask:
    model = hooks.model_fn(str(Path(os.environ["SAGEMAKER_BASE_DIR"], "model")))
    app = Flask(hooks.__name__)

    @app.get("/ping")
    def ping() -> Response:
        return Response(status=200, mimetype=_JSON)

    @app.post("/invocations")
    def invocations() -> Any:
        headers = request.headers
        content_type = headers.get("ContentType") or headers.get("Content-Type") or _JSON
        accept = headers.get("Accept")
        if not accept or accept == "*/*":
            accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", _JSON)
        content = request.get_data(as_text=content_type in _TEXTS)
        result = hooks.output_fn(
            hooks.predict_fn(hooks.input_fn(content, content_type), model), accept
        )
        return Response(result[0], mimetype=result[1]) if isinstance(result, tuple) else result

    return app


if __name__ == "__main__":
    serve()
