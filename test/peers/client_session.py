"""A session of jupyter_client with Kaon: start, run, interrupt, restart, shut down. Prints what it saw as JSON."""

import json
import os
import sys
import time

from jupyter_client import KernelManager

manager = KernelManager(kernel_name="kaon")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=30)
seen = {}


def run(code):
    reply = client.execute_interactive(code, timeout=30, output_hook=lambda message: None)
    return reply["content"]


def result(code):
    return client.execute_interactive(code, timeout=30, user_expressions={"value": code}, output_hook=lambda message: None)["content"][
        "user_expressions"
    ]["value"]["data"]["text/plain"]


seen["sum"] = result("1 + 1")
seen["error"] = run("null.x")["ename"]
client.execute("globalThis.kept = 1; while (true) {}")
time.sleep(0.3)
manager.interrupt_kernel()
seen["interrupted"] = client.get_shell_msg(timeout=10)["content"]["ename"]
seen["kept"] = result("kept")
first = manager.provisioner.process.pid
manager.restart_kernel(now=False)
client.wait_for_ready(timeout=30)
seen["forgotten"] = result("typeof kept")
second = manager.provisioner.process.pid
client.stop_channels()
manager.shutdown_kernel(now=False)


def alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False


seen["left"] = [pid for pid in (first, second) if alive(pid)]
json.dump(seen, sys.stdout)
