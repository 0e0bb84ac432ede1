"""Walks the REST API with requests and a plain websocket-client, as scripts against a Jupyter server do. argv: address, token."""

import json
import sys
import uuid

import requests
import websocket

address, token = sys.argv[1:3]
http = requests.Session()
http.headers["Authorization"] = f"token {token}"

assert requests.get(f"{address}/api").json()["version"]
assert requests.get(f"{address}/api/status").status_code == 403
for key in ("started", "last_activity", "connections", "kernels"):
    assert key in http.get(f"{address}/api/status").json()
assert http.get(f"{address}/api/me").json()["identity"]["username"]
assert http.get(f"{address}/api/terminals").status_code == 404

specs = http.get(f"{address}/api/kernelspecs").json()
logo = specs["kernelspecs"][specs["default"]]["resources"]["logo-svg"]
assert http.get(f"{address}{logo}").headers["Content-Type"].startswith("image/svg")

settings = f"{address}/api/config/notebook"
assert http.put(settings, json={"a": {"b": 1, "c": 2}}).status_code == 204
assert http.patch(settings, json={"a": {"b": None, "d": 3}}).json() == {"a": {"c": 2, "d": 3}}

made = http.post(f"{address}/api/contents", json={"type": "notebook"})
assert made.status_code == 201 and made.headers["Location"].endswith("/api/contents/Untitled.ipynb"), made.headers
path = made.json()["path"]
body = {"path": path, "type": "notebook", "name": path, "kernel": {"name": "kaon"}}
session = http.post(f"{address}/api/sessions", json=body)
assert session.status_code == 201, session.text
assert http.post(f"{address}/api/sessions", json=body).json()["id"] == session.json()["id"]
assert session.json()["notebook"]["path"] == path
kernel = session.json()["kernel"]["id"]

url = f"{address.replace('http', 'ws')}/api/kernels/{kernel}/channels"
socket = websocket.create_connection(url, header=[f"Authorization: token {token}"], timeout=30, suppress_origin=True)
header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": "u", "session": "s", "version": "5.3"}
content = {"code": "console.log(1 + 1)", "silent": False}
socket.send(json.dumps({"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}))
seen = []
while "execute_reply" not in seen or "status:idle" not in seen:
    message = json.loads(socket.recv())
    if message["parent_header"].get("msg_id") != header["msg_id"]:
        continue
    kind = message["msg_type"]
    seen.append(kind + (":" + message["content"]["execution_state"] if kind == "status" else ""))
assert "stream" in seen and "execute_input" in seen, seen
socket.close()

assert http.post(f"{address}/api/kernels/{kernel}/interrupt").status_code == 204
assert http.post(f"{address}/api/kernels/{kernel}/restart").json()["id"] == kernel
changed = http.patch(f"{address}/api/sessions/{session.json()['id']}", json={"kernel": {"name": "kaon"}}).json()
assert changed["kernel"]["id"] != kernel
assert http.get(f"{address}/api/kernels/{kernel}").status_code == 404
assert http.delete(f"{address}/api/sessions/{session.json()['id']}").status_code == 204
assert http.get(f"{address}/api/kernels").json() == []
assert http.post(f"{address}/api/kernels", json={"name": "none"}).status_code == 404
assert http.post(f"{address}/api/contents/{path}/checkpoints").status_code == 201
assert http.delete(f"{address}/api/contents/{path}").status_code == 204
print("done")
