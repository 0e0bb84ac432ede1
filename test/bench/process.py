"""One kernel as a process, driven over its sockets by jupyter_client: the same code for every kernel, so that the client's share is equal."""

import json
import os
import signal
import subprocess
import tempfile
import time
import uuid

import psutil
import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file


class Gone(Exception):
    """The kernel died, or gave no answer in time; the text says which."""


class Outcome:
    """What one execution gave: `elapsed` in seconds, from the request to the last of reply, idle and (where expected) result."""

    def __init__(self):
        self.elapsed = 0.0
        self.replied = 0.0
        self.reply = None
        self.result = None
        self.text = []
        self.displayed = 0
        self.error = None

    @property
    def lines(self):
        return sum(part.count("\n") for part in self.text)


class Kernel:
    """Starts the kernel; `start` is the time in seconds from the spawn to the result of a first 1+1."""

    def __init__(self, spec, timeout=10):
        self.spec = spec
        folder = tempfile.mkdtemp(prefix="kaon-bench-")
        file, info = write_connection_file(os.path.join(folder, "connection.json"), ip="127.0.0.1", key=uuid.uuid4().hex.encode())
        context = zmq.Context()
        # A client that connects before the kernel listens tries again every few ms: its waiting is no part of the figure.
        context.setsockopt(zmq.RECONNECT_IVL, 3)
        self.client = BlockingKernelClient(context=context)
        self.client.load_connection_info(info)
        argv = [file if word == "{connection_file}" else word for word in spec["argv"]]
        environment = {**os.environ, "JPY_PARENT_PID": str(os.getpid()), "HOME": folder, "XDG_STATE_HOME": folder}
        environment["IPYTHONDIR"] = folder
        began = time.perf_counter()
        self.process = subprocess.Popen(
            argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=environment, start_new_session=True
        )
        self.client.start_channels(shell=True, iopub=True, stdin=False, hb=False, control=True)
        self.shell = self.client.shell_channel.socket
        self.iopub = self.client.iopub_channel.socket
        self.poller = zmq.Poller()
        self.poller.register(self.shell, zmq.POLLIN)
        self.poller.register(self.iopub, zmq.POLLIN)
        try:
            self._await_first_answer(began + timeout)
            # Where a kernel loses its first result to a subscription that came late, it is asked again.
            while self.run("1+1", result=True, timeout=timeout, patience=0.25).result is None:
                self._check(began + timeout)
        except Gone:
            self.close()
            raise
        self.start = time.perf_counter() - began

    def _await_first_answer(self, deadline):
        self.client.kernel_info()
        while not self._receive(self.shell):
            self._check(deadline)
            self.shell.poll(20)

    def _receive(self, socket):
        """The next message that is already here, or None."""
        try:
            _, message = self.client.session.recv(socket, mode=zmq.NOBLOCK)
        except zmq.Again:
            return None
        return message

    def _check(self, deadline):
        if self.process.poll() is not None:
            raise Gone("dies")
        if time.perf_counter() > deadline:
            raise Gone("hangs")

    def run(self, code, result=False, timeout=30, patience=2.0, started=None, lines=0, displayed=0):
        """Executes a cell. `started` is called at its first output. With `result`, `lines` or `displayed` (characters), output
        that comes after idle is waited for, until none has come for `patience` seconds."""
        outcome = Outcome()
        began = time.perf_counter()
        deadline = began + timeout
        request = self.client.execute(code, store_history=True, stop_on_error=False)
        idle = False
        arrived = 0
        latest = began
        while True:
            given = not result or outcome.result is not None or outcome.error is not None
            complete = given and arrived >= lines and outcome.displayed >= displayed
            if outcome.reply is not None and idle:
                if complete:
                    break
                if time.perf_counter() > latest + patience:
                    break
            if not self.poller.poll(20):
                self._check(deadline)
                continue
            if time.perf_counter() > deadline:
                raise Gone("hangs")
            while message := self._receive(self.shell):
                if message["parent_header"].get("msg_id") == request:
                    outcome.reply = message["content"]
                    outcome.replied = latest = time.perf_counter()
            while message := self._receive(self.iopub):
                if message["parent_header"].get("msg_id") != request:
                    continue
                kind, content = message["msg_type"], message["content"]
                latest = time.perf_counter()
                if kind == "status":
                    idle = idle or content["execution_state"] == "idle"
                elif kind == "stream":
                    outcome.text.append(content["text"])
                    arrived += content["text"].count("\n")
                    if result:
                        # tslab prints its results.
                        outcome.result = "".join(outcome.text)
                    if started is not None:
                        started()
                        started = None
                elif kind == "execute_result":
                    outcome.result = content["data"].get("text/plain")
                elif kind == "display_data":
                    outcome.displayed += sum(len(value) for value in content["data"].values() if isinstance(value, str))
                elif kind == "error":
                    outcome.error = content
        outcome.elapsed = time.perf_counter() - began
        return outcome

    def complete(self, code, timeout=30):
        """Completes at the end of the code: seconds, and the reply's content."""
        began = time.perf_counter()
        request = self.client.complete(code, len(code))
        while True:
            message = self._receive(self.shell)
            if message is not None and message["parent_header"].get("msg_id") == request:
                return time.perf_counter() - began, message["content"]
            if message is None and not self.shell.poll(20):
                self._check(began + timeout)

    def interrupt(self):
        if self.spec["interrupt"] == "signal":
            os.kill(self.process.pid, signal.SIGINT)
        else:
            self.client.control_channel.send(self.client.session.msg("interrupt_request", {}))

    def tree(self):
        root = psutil.Process(self.process.pid)
        return [root, *root.children(recursive=True)]

    def resident(self):
        """MB resident now, of the whole process tree."""
        return sum(process.memory_info().rss for process in self.tree()) / 1e6

    def own(self):
        """MB resident that belong to the process tree alone: without the pages of programs and libraries, which are read once from
        their files, are shared, and can be given up at any time."""
        figures = [process.memory_info() for process in self.tree()]
        return sum(figure.rss - getattr(figure, "shared", 0) for figure in figures) / 1e6

    def peak(self):
        """MB: each process's own peak since its start, summed; where the system does not tell, what is resident now."""
        total = 0.0
        for process in self.tree():
            try:
                with open(f"/proc/{process.pid}/status") as status:
                    total += next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6
            except (OSError, StopIteration):
                total += process.memory_info().rss / 1e6
        return total

    def close(self):
        self.client.stop_channels()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.client.context.destroy(linger=0)


def write(**sample):
    """One sample, as a line of JSON."""
    print(json.dumps(sample), flush=True)
