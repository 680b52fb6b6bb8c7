"""Runs one command for a caller and leaves nothing of it behind, also when the caller dies.

The first line of its standard input is the command: {"command": [...], "environment": {...},
"folder": where it runs, "descriptors": what it inherits}. A second, a number, asks it to end within
so many seconds. When the input closes, as it does with its caller, all that runs is killed. Ends
with the command's exit code, or 128 and the signal's number, as a container does.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import psutil

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def main() -> int:
    request = json.loads(sys.stdin.buffer.readline())
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # so that orphans stay children of ours
    scratch = tempfile.mkdtemp(prefix="container.")
    try:
        child = subprocess.Popen(
            request["command"],
            cwd=request["folder"],
            env={"HOME": scratch, "TMPDIR": scratch, **request["environment"]},
            stdin=subprocess.DEVNULL,
            pass_fds=request["descriptors"],
            preexec_fn=_die_with_parent,
        )
        for descriptor in request["descriptors"]:
            os.close(descriptor)
        threading.Thread(target=_obey, args=(child,), daemon=True).start()
        code = child.wait()
    except OSError as error:
        print(f"{request['command'][0]} cannot be started: {error.strerror}", file=sys.stderr)
        code = 127
    finally:
        _end_all()
        shutil.rmtree(scratch, ignore_errors=True)
    return code if code >= 0 else 128 - code


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _obey(child: "subprocess.Popen[bytes]") -> None:
    grace = sys.stdin.buffer.readline()
    if grace:
        child.terminate()
        threading.Timer(float(grace), child.kill).start()
        sys.stdin.buffer.read()
    child.kill()


def _end_all() -> None:
    me = psutil.Process()
    while left := me.children(recursive=True):
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=1)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # a timer may still be waiting
