import { KernelManager, type KernelMessage, ServerConnection, SessionManager } from "@jupyterlab/services"

/** JupyterLab's own front-end packages, pointed at a host. */
export function lab(address: string, token: string) {
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: `${address}/`,
    wsUrl: `${address.replace("http", "ws")}/`,
    token,
    appendToken: true,
  })
  const kernelManager = new KernelManager({ serverSettings })
  const sessionManager = new SessionManager({ serverSettings, kernelManager })
  return {
    serverSettings,
    kernelManager,
    sessionManager,
    [Symbol.dispose]() {
      sessionManager.dispose()
      kernelManager.dispose()
    },
  }
}

export interface Ran {
  reply: KernelMessage.IExecuteReplyMsg
  stream: string
  results: unknown[]
}

/** What a future of JupyterLab brought, when it is done. */
export async function outcome(
  future: ReturnType<import("@jupyterlab/services").Kernel.IKernelConnection["requestExecute"]>,
  heard: (text: string) => void = () => {},
): Promise<Ran> {
  let stream = ""
  const results: unknown[] = []
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream" && "text" in content) {
      stream += content.text
      heard(stream)
    }
    if (header.msg_type === "execute_result" && "data" in content) results.push(content.data)
  }
  const reply = await future.done
  return { reply, stream, results }
}
