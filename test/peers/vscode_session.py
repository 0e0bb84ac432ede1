"""The order of messages in which VS Code's Jupyter extension talks to a kernel, as raw messages. Prints what came as JSON.

It connects, asks kernel_info on shell and again until it gets an answer, runs silent set-up code with store_history off,
asks for completions while a cell runs, executes with a cellId in the metadata, interrupts by message, and asks comm_info."""

import json
import queue
import sys

from jupyter_client import KernelManager

manager = KernelManager(kernel_name="kaon")
manager.start_kernel()
client = manager.client()
client.start_channels()
seen = {}


def send(kind, content, channel="shell", metadata=None):
    message = client.session.msg(kind, content, metadata=metadata or {})
    getattr(client, f"{channel}_channel").send(message)
    return message["header"]["msg_id"]


def reply(identity, channel="shell"):
    while True:
        message = getattr(client, f"get_{channel}_msg")(timeout=30)
        if message["parent_header"].get("msg_id") == identity:
            return message


def until_idle(identity):
    kinds = []
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != identity:
            continue
        kinds.append(message["msg_type"])
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return kinds


def execute(code, **more):
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True, "stop_on_error": True}
    return send("execute_request", {**content, **more}, metadata={"cellId": "vscode-notebook-cell:1"})


def heard(identity):
    """Has the idle of a request come? What a kernel publishes before a subscription holds is lost, so VS Code asks again."""
    try:
        while True:
            message = client.get_iopub_msg(timeout=1)
            if message["parent_header"].get("msg_id") == identity and message["content"].get("execution_state") == "idle":
                return True
    except queue.Empty:
        return False


while True:
    asked = send("kernel_info_request", {})
    seen["info"] = reply(asked)["content"]["language_info"]["name"]
    if heard(asked):
        break
quiet = execute("globalThis.setUp = 1", silent=True, store_history=False)
seen["quiet"] = [reply(quiet)["content"]["execution_count"], until_idle(quiet)]
first = execute("const rows: number[] = [1, 2]; rows")
seen["first"] = [reply(first)["content"]["execution_count"], until_idle(first)]
seen["comms"] = reply(send("comm_info_request", {"target_name": "jupyter.widget"}))["content"]["comms"]
busy = execute("while (true) {}")
seen["complete"] = "rows" in reply(send("complete_request", {"code": "row", "cursor_pos": 3}))["content"]["matches"]
seen["interrupt"] = reply(send("interrupt_request", {}, "control"), "control")["content"]["status"]
seen["busy"] = reply(busy)["content"]["status"]
seen["inspect"] = reply(send("inspect_request", {"code": "rows", "cursor_pos": 4, "detail_level": 0}))["content"]["found"]
seen["shutdown"] = reply(send("shutdown_request", {"restart": False}, "control"), "control")["content"]
client.stop_channels()
manager.provisioner.process.wait(10)
json.dump(seen, sys.stdout)
