/**
 * Runs in the frame: takes the markup that it is sent and reports its height, then and whenever that changes. It leaves no name
 * behind: the markup's own scripts may take any.
 */
export const measureScript = `
{
  delete globalThis.RTCPeerConnection
  delete globalThis.webkitRTCPeerConnection
  addEventListener("message", event => {
    if (event.source !== parent || typeof event.data?.markup !== "string") return
    const { markup, color, ground, dark, ahead } = event.data
    document.documentElement.style.colorScheme = dark === true ? "dark" : "light"
    document.documentElement.style.color = color
    document.documentElement.style.background = ground
    const range = document.createRange()
    range.selectNode(document.body)
    document.body.replaceChildren(range.createContextualFragment(markup))
    // A frame out of view is not drawn, and its observer is silent; its layout can be asked for all the same.
    filled = true
    tell(ahead)
  })
  // The height of the empty frame is nobody's: what is around would move there and back.
  let filled = false
  const tell = ahead => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height)
    parent.postMessage({ height, width: innerWidth, ahead }, "*")
  }
  new ResizeObserver(() => filled && tell()).observe(document.documentElement)
  parent.postMessage({ ready: true }, "*")
}
`

/**
 * The document of a frame for foreign markup. Its policy lets nothing reach the network; \`scripts\` is the source list for
 * scripts: "'unsafe-inline'" for trusted output, the hash of the measuring script alone for the rest.
 */
export const frameDocument = (scripts: string): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${scripts}; style-src 'unsafe-inline'; img-src data: blob:; media-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'">
<meta http-equiv="x-dns-prefetch-control" content="off">
<style>html{font:13px/1.5 system-ui,sans-serif;overflow:hidden}body{margin:0;padding:8px;overflow-x:auto}table{border-collapse:collapse}th,td{padding:3px 10px;border-bottom:1px solid #8884;text-align:left}img,svg{max-width:100%;height:auto}</style>
</head>
<body></body>
<script>${measureScript}</script>
</html>
`
