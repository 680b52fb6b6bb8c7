"""Serve a package: in SageMaker's SKLearn container, and as a worker of a local endpoint.

In the container its gunicorn runs `application` (SAGEMAKER_SERVING_MODULE=backend.serve:application
and PYTHONPATH=/opt/ml/model/code; SAGEMAKER_PROGRAM must not be set: it makes the container run
`pip install` on the code before it starts, which needs a network and fails on an unpacked wheel).

The hooks do the same where a server calls `model_fn` once, then for each request `input_fn`,
`predict_fn` and `output_fn` (SAGEMAKER_PROGRAM=backend.serve, and
SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT=*/*, for clients that ask for nothing).

On this machine a keeper runs `python -m backend.serve --model-dir DIR --listen-fd N`, and ends it
by closing its standard input.
"""

import argparse
import gc
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from backend.errors import InvalidInput, StudioError
from backend.serving.scorer import Scorer
from backend.serving.server import Server, say
from backend.serving.tally import Tally
from backend.serving.wire import JSON, Answer, answer
from backend.serving.wsgi import application as served

Asked = tuple[bytes | str, str]
Pending = Callable[[str], Answer]

_SWITCH_SECONDS = 0.0005  # so that one message need not wait long behind a bulk of them


application = served(lambda: Scorer(Path(os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))))


def model_fn(model_dir: str) -> Scorer:
    """Load the package that the container has unpacked."""
    return Scorer(Path(model_dir))


def input_fn(body: bytes | str, content_type: str) -> Asked:
    """Keep the request as it is: an error raised here would become a page of HTML."""
    return body, content_type


def predict_fn(asked: Asked, scorer: Scorer) -> Pending:
    """All but what is accepted, which only `output_fn` is told."""
    return partial(answer, scorer, *asked)


def output_fn(pending: Pending, accept: str) -> Any:
    """Answer with a status of our own, by the container's own Flask."""
    from flask import Response

    given = pending(accept)
    return Response(given.body, status=given.status, content_type=given.content_type)


def main() -> int:
    """Run a worker: load the model, say so, serve until idle or told to stop."""
    parser = argparse.ArgumentParser(prog="backend.serve", description=__doc__)
    parser.add_argument("--model-dir", type=Path, required=True, help="the unpacked package")
    parser.add_argument("--listen-fd", type=int, required=True, help="the listening socket")
    parser.add_argument("--report-fd", type=int, help="where to say that the model is loaded")
    parser.add_argument("--concurrency", type=int, default=4, help="requests answered at once")
    parser.add_argument("--idle-seconds", type=float, default=300.0, help="until it ends")
    options, _ = parser.parse_known_args()  # a later keeper may have more to say

    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        scorer = Scorer(options.model_dir)
        proof = answer(scorer, b'{"instances": [""], "configuration": {"k": 2}}', JSON, JSON)
        if proof.status != 200:
            raise InvalidInput("The model does not answer.")
    except Exception as error:
        known = isinstance(error, StudioError)
        reason = str(error) if known else f"The model cannot be loaded ({type(error).__name__})."
        say(reason)
        _report(options.report_fd, {"reason": reason})
        return 1
    gc.freeze()  # what is loaded stays: no need to look at it in every collection
    sys.setswitchinterval(_SWITCH_SECONDS)
    server = Server(
        socket.socket(fileno=options.listen_fd),
        partial(answer, scorer),
        concurrency=options.concurrency,
        idle_seconds=options.idle_seconds,
        tell=partial(_tell, options.report_fd),
    )
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    _report(options.report_fd, {"ready": True})
    if options.report_fd is not None:
        os.set_blocking(options.report_fd, False)
    server.run()
    return 0


def _report(descriptor: int | None, content: dict[str, Any]) -> None:
    """Tell the keeper. The descriptor stays open: that it closes is how the keeper learns of our
    end."""
    if descriptor is not None:
        os.write(descriptor, json.dumps(content).encode() + b"\n")


def _tell(descriptor: int | None, tally: Tally) -> bool:
    """Tell the keeper what was answered since it was last told. Never waits for it: a line fits
    the pipe whole or not at all (it is shorter than PIPE_BUF), and then is told later."""
    try:
        _report(descriptor, {"answered": tally.to_json(), "at": round(time.time(), 3)})
    except OSError:  # full, or the keeper is gone
        return False
    return True


def _end_with_parent() -> None:
    """The keeper holds the other end of our standard input and never writes to it."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
