import { readFileSync } from "node:fs"
import { protocolVersion } from "../wire/index.ts"

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string
}

/** The content of kernel_info_reply. */
export const kernelInfo = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "kaon",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: "7.0",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: { name: "javascript", typescript: true },
    nbconvert_exporter: "script",
  },
  banner: `Kaon ${version}: TypeScript on Node ${process.versions.node}`,
  debugger: true,
  help_links: [
    { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
    { text: "Node.js", url: "https://nodejs.org/api/" },
  ],
  supported_features: ["debugger", "kernel subshells"],
}
