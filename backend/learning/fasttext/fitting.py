"""The process in which fastText fits a model; `trainer` starts it and reads its progress.

fastText tells its progress on stderr alone, has no way to be stopped, and a failure in it can take
its process along: so it has one of its own. Run as a script it needs nothing but fastText. On
stdin it reads one line, a JSON object {"arguments": of train_supervised, "model": path to write},
and ends itself when stdin closes, so that it never outlives its parent. On stdout it writes one
JSON object: {"words": distinct words, "labels": [...]} or {"error": ...}.
"""

import json
import os
import threading
from pathlib import Path
from typing import Any

MEMORY, NOT_A_NUMBER, NO_WORDS, NOT_WRITTEN = "memory", "nan", "no words", "not written"

_END_OF_SENTENCE = "</s>"  # fastText counts it as a word


def main() -> None:
    """Fit as stdin says."""
    request = json.loads(_first_line())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    print(json.dumps(_outcome(request["arguments"], request["model"])), flush=True)


def _outcome(arguments: dict[str, Any], path: str) -> dict[str, Any]:
    import fasttext

    try:
        model = fasttext.train_supervised(**arguments)
        model.save_model(path)
    except MemoryError:
        return {"error": MEMORY}
    except (RuntimeError, ValueError) as error:
        reasons = {"NaN": NOT_A_NUMBER, "Empty vocabulary": NO_WORDS}
        known = (reason for words, reason in reasons.items() if words in str(error))
        return {"error": next(known, type(error).__name__)}
    # fastText does not look whether its writes succeed. The output matrix comes last.
    last = bytes(model.f.getOutputMatrix())
    with Path(path).open("rb") as file:
        file.seek(-min(len(last), file.seek(0, os.SEEK_END)), os.SEEK_END)
        if file.read() != last:
            return {"error": NOT_WRITTEN}
    words = sum(word != _END_OF_SENTENCE for word in model.f.getVocab("replace")[0])
    labels = [label.removeprefix(arguments["label"]) for label in model.f.getLabels("replace")[0]]
    return {"words": words, "labels": labels} if words else {"error": NO_WORDS}


def _first_line() -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(0, 1) or os._exit(1)
    return line


def _end_with_parent() -> None:
    os.read(0, 1)  # returns when the parent's end of the pipe is closed, however it died
    os._exit(1)


if __name__ == "__main__":
    main()
