"""The SKLearn container's server, by its entry rules.

The container's own (`sagemaker_sklearn_container` over `sagemaker-containers`) takes seconds to
import and is not on PyPI. This keeps to what the code behind an endpoint can tell: the module
SAGEMAKER_PROGRAM of SAGEMAKER_SUBMIT_DIRECTORY, imported before the server starts; `model_fn` at
the first request, `input_fn`, `predict_fn` and `output_fn` in each; one gunicorn worker. It never
runs pip: what a package needs, it brings.
"""

import importlib
import os
import sys
from types import ModuleType
from typing import Any

from flask import Flask, Response, request

_JSON = "application/json"
_TEXTS = (_JSON, "text/csv")


def serve() -> None:
    """Import the module, as the container does before its server, and become gunicorn."""
    _user_module()
    timeout = os.environ.get("SAGEMAKER_MODEL_SERVER_TIMEOUT", "60")
    options = f"-k gevent -w 1 --worker-connections 1000 --timeout {timeout} --log-level info"
    command = ["gunicorn", *options.split(), "-b", f"fd://{sys.argv[1]}", "sklearn_serving:main"]
    os.execv(sys.executable, [sys.executable, "-m", *command])


_app: Flask | None = None


def main(environ: dict[str, Any], start_response: Any) -> Any:
    """The WSGI application, which the first request makes: it loads the model, or fails to."""
    global _app
    if _app is None:
        _app = _application(_user_module())
    return _app(environ, start_response)


def _user_module() -> ModuleType:
    submitted = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "")
    if submitted and submitted not in sys.path:
        sys.path.append(submitted)
    return importlib.import_module(os.environ["SAGEMAKER_PROGRAM"].removesuffix(".py"))


def _application(hooks: ModuleType) -> Flask:
    model = hooks.model_fn(os.path.join(os.environ["SAGEMAKER_BASE_DIR"], "model"))
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
