"""One debugging session through jupyter_client, in the order of messages that VS Code sends. Prints what it saw as JSON."""

import json

from jupyter_client import KernelManager

manager = KernelManager(kernel_name="kaon")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=30)
seen = {"debugger": manager.kernel_spec.metadata["debugger"]}
sequence = 0


def request(command, arguments=None):
    global sequence
    sequence += 1
    content = {"type": "request", "seq": sequence, "command": command, "arguments": arguments or {}}
    message = client.session.msg("debug_request", content)
    client.control_channel.send(message)
    while True:
        reply = client.get_control_msg(timeout=30)
        if reply["parent_header"]["msg_id"] == message["header"]["msg_id"]:
            break
    assert reply["msg_type"] == "debug_reply" and reply["content"]["request_seq"] == sequence, reply
    assert reply["content"]["success"], reply["content"]
    return reply["content"]["body"]


def event(name):
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["msg_type"] == "debug_event" and message["content"]["event"] == name:
            return message["content"].get("body")


info = request("debugInfo")
request("initialize", {"clientID": "vscode", "adapterID": "kaon", "linesStartAt1": True, "columnsStartAt1": True, "supportsVariableType": True})
request("attach", {"justMyCode": True})
event("initialized")
code = "const base: number = 20\nfunction twice(n: number) {\n  const result = n * 2\n  return result\n}\ntwice(base) + 2"
path = request("dumpCell", {"code": code})["sourcePath"]
seen["named"] = path.startswith(info["tmpFilePrefix"]) and path.endswith(info["tmpFileSuffix"])
seen["lines"] = [
    point["line"] for point in request("setBreakpoints", {"source": {"path": path}, "breakpoints": [{"line": 4}]})["breakpoints"]
]
request("setExceptionBreakpoints", {"filters": ["uncaught"]})
request("configurationDone")
execution = client.execute(code)
stopped = event("stopped")
seen["stopped"] = [stopped["reason"], stopped["threadId"]]
seen["threads"] = [thread["id"] for thread in request("threads")["threads"]]
frames = request("stackTrace", {"threadId": 1, "startFrame": 0, "levels": 20})["stackFrames"]
seen["frames"] = [[frame["name"], frame["line"], frame["source"]["path"] == path] for frame in frames]
scopes = request("scopes", {"frameId": frames[0]["id"]})["scopes"]
variables = request("variables", {"variablesReference": scopes[0]["variablesReference"]})["variables"]
seen["locals"] = {variable["name"]: [variable["value"], variable["type"]] for variable in variables}
seen["alive"] = client.is_alive() and client.hb_channel.is_beating()
seen["rich"] = request("richInspectVariables", {"variableName": "result", "frameId": frames[0]["id"]})["data"]
request("next", {"threadId": 1})
event("stopped")
frames = request("stackTrace", {"threadId": 1})["stackFrames"]
seen["next"] = [frame["line"] for frame in frames]
seen["watch"] = request("evaluate", {"expression": "base", "context": "watch", "frameId": frames[0]["id"]})["result"]
request("continue", {"threadId": 1})
event("continued")
while True:
    message = client.get_iopub_msg(timeout=30)
    if message["msg_type"] == "execute_result":
        seen["result"] = message["content"]["data"]["text/plain"]
        break
request("disconnect", {"restart": False, "terminateDebuggee": False})
seen["started"] = request("debugInfo")["isStarted"]
client.stop_channels()
manager.shutdown_kernel()
print(json.dumps(seen))
