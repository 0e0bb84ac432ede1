const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const escaped = (text: string) => text.replace(/[&<>"]/g, char => escapes[char]!)

/** A page of one message, without scripts. */
export const messagePage = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)} – Kaon</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1.5rem; color-scheme: light dark }
  h1 { font-size: 1.25rem }
</style>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
</html>
`

export const lockedPage = (why: string): string =>
  messagePage(
    "This page needs its token",
    `${why} Open the address that Kaon printed when it started: it holds the token.`,
  )
