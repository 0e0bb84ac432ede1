import { createHash } from "node:crypto"
import path from "node:path"
import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"
import { frameDocument, measureScript } from "./outputs/framedocument.ts"

/** The two documents that hold foreign markup: with scripts for trusted output, without for the rest. */
function frames(): Plugin {
  const hash = createHash("sha256").update(measureScript).digest("base64")
  const documents: Record<string, string> = {
    "frame.html": frameDocument("'unsafe-inline'"),
    "framestill.html": frameDocument(`'sha256-${hash}'`),
  }
  return {
    name: "kaon-frames",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const found = documents[(request.url ?? "").replace(/^\//, "").split("?")[0]!]
        if (found === undefined) return next()
        response.setHeader("content-type", "text/html")
        response.end(found)
      })
    },
    // Vite's own client is an inline script: while developing, the page has no policy.
    transformIndexHtml: (html, { server }) =>
      server === undefined ? html : html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
    generateBundle() {
      for (const [fileName, source] of Object.entries(documents)) this.emitFile({ type: "asset", fileName, source })
    },
  }
}

const server = process.env.KAON_SERVER

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), frames()],
  build: {
    outDir: path.join(import.meta.dirname, "dist"),
    emptyOutDir: true,
    target: "esnext",
    chunkSizeWarningLimit: 6000,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { ...(server !== undefined && { proxy: { "/api": { target: server, ws: true, changeOrigin: true } } }) },
})
