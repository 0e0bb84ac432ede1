"""A comm from jupyter_client: prints what the kernel's handler answered, as JSON."""
import json
import sys

from jupyter_client.manager import KernelManager
from jupyter_client.kernelspec import KernelSpec


class Manager(KernelManager):
    @property
    def kernel_spec(self):
        return KernelSpec(argv=json.loads(sys.argv[1]), interrupt_mode="message")


manager = Manager()
manager.start_kernel()
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=15)
    code = """Jupyter.comms.register("sum", (comm, data, [bytes]) =>
      comm.send({ sum: bytes.reduce((a, b) => a + b) }, { buffers: [bytes.toReversed()] }))"""
    client.execute_interactive(code, timeout=10)
    content = {"comm_id": "from-python", "target_name": "sum", "data": {}}
    message = client.session.msg("comm_open", content)
    client.session.send(client.shell_channel.socket, message, buffers=[bytes([1, 2, 3])])
    states, answer = [], None
    while "idle" not in states:
        got = client.get_iopub_msg(timeout=10)
        if got["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if got["msg_type"] == "status":
            states.append(got["content"]["execution_state"])
        if got["msg_type"] == "comm_msg":
            answer = {"data": got["content"]["data"], "buffers": [bytes(one).hex() for one in got["buffers"]]}
    print(json.dumps({**answer, "states": states}))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
