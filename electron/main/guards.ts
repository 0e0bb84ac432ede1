import type { IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from "electron"

/** Does an address belong to this origin ("http://127.0.0.1:8888")? */
export const isOf = (origin: string | undefined, address: string): boolean =>
  origin !== undefined && URL.parse(address)?.origin === origin

/** Schemes that never leave the page. */
const inner = new Set(["blob:", "data:", "about:"])

/** May a page of this origin load an address? Its host's own alone, by HTTP and WebSocket, and what it made itself. */
export function mayLoad(origin: string | undefined, address: string): boolean {
  const url = URL.parse(address)
  if (url === null || origin === undefined) return false
  if (inner.has(url.protocol)) return true
  const { protocol, host } = url
  return isOf(origin, `${protocol === "ws:" ? "http:" : protocol}//${host}`)
}

/** Permissions that a page of ours has: copying. Whatever else a page asks for is denied. */
const granted = new Set(["clipboard-sanitized-write"])

/** Closes a session: its pages load nothing but their host's own, and get no permission and no device. */
export function guardSession(session: Session, origin: () => string | undefined): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(granted.has(permission) && isOf(origin(), contents.getURL())),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, asking) => granted.has(permission) && isOf(origin(), asking),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(origin(), details.url) }))
}

/** Keeps a page where it is: no other address, no window, no webview. A link that leads away goes to `leave`. */
export function guardContents(
  contents: WebContents,
  origin: () => string | undefined,
  leave: (address: string) => void,
): void {
  contents.on("will-navigate", details => {
    if (isOf(origin(), details.url)) return
    details.preventDefault()
    leave(details.url)
  })
  contents.on("will-redirect", details => {
    if (!isOf(origin(), details.url)) details.preventDefault()
  })
  contents.on("will-frame-navigate", details => {
    if (!mayLoad(origin(), details.url)) details.preventDefault()
  })
  contents.on("will-attach-webview", event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    leave(url)
    return { action: "deny" }
  })
}

/** Did the page itself send this, and not a frame in it, nor a page that came in its place? */
export const isFromPage = (
  event: Pick<IpcMainEvent | IpcMainInvokeEvent, "senderFrame" | "sender">,
  contents: WebContents,
  origin: string | undefined,
): boolean => {
  const { senderFrame, sender } = event
  return senderFrame !== null && sender === contents && senderFrame.parent === null && isOf(origin, senderFrame.url)
}
