/** What an exported page may do: show itself. No script, no network, and no frame but those written within it. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)

/** Foreign markup as a document of its own, for a frame without any right: nothing in it runs, nothing is loaded. */
export const frameDocument = (markup: string): string =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"><style>html{font:13px/1.5 system-ui,sans-serif;color:#1d1f24;background:#fff}body{margin:0;padding:8px}table{border-collapse:collapse}th,td{padding:3px 10px;border-bottom:1px solid #8884;text-align:left}img,svg{max-width:100%}</style>${markup}`

/** A page of its own, with its styles in it. `attributes` are those of its root, `body` is the element. */
export const stillPage = (page: { attributes: string; title: string; styles: string; body: string }): string =>
  `<!doctype html>
<html ${page.attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy}">
<meta name="generator" content="Kaon">
<title>${escapeHtml(page.title)}</title>
<style>${page.styles}</style>
</head>
${page.body}
</html>
`
