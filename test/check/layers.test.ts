import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { checkLayers } from "./check.ts"

const plant = (files: Record<string, string>) => {
  const root = mkdtempSync(path.join(tmpdir(), "kaon-layers-"))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}

const sound = {
  "kernel/contracts/tsconfig.json": "{}",
  "kernel/wire/tsconfig.json": '{ "references": [{ "path": "../contracts" }] }',
  "kernel/graph/tsconfig.json": '{ "references": [{ "path": "../contracts" }] }',
  "kernel/contracts/a.ts": 'import { z } from "zod"\nexport const a = z.string()\n',
  "kernel/wire/b.ts":
    'import type { a } from "../contracts/a.ts"\nimport zmq from "zeromq"\nimport fs from "node:fs"\n',
  "kernel/cell/tsconfig.json": '{ "references": [{ "path": "../contracts" }] }',
  "kernel/cell/c.ts": "export const c = 1\n",
  "electron/host/tsconfig.json": '{ "references": [{ "path": "../../kernel/wire" }, { "path": "../../kernel/cell" }] }',
  "electron/host/h.ts": 'import "../../kernel/wire/b.ts"\nimport "ws"\n',
  "electron/renderer/tsconfig.json": '{ "references": [{ "path": "../../kernel/contracts" }] }',
  "electron/renderer/r.tsx": 'import type { a } from "../../kernel/contracts/a.ts"\nimport "react"\n',
  "plugins/p/index.ts": 'import { definePlugin } from "@kaon/plugin-api"\n',
}

const violationsOf = (files: Record<string, string>) => {
  using project = plant({ ...sound, ...files })
  return checkLayers(project.root).violations.map(({ file, line, why }) => `${file}:${line} ${why}`)
}

test("a sound project has no violation", () => {
  assert.deepEqual(violationsOf({}), [])
})

test("each planted violation is found with its file and line", () => {
  const planted: [Record<string, string>, RegExp][] = [
    [{ "kernel/contracts/x.ts": '\nimport "../wire/b.ts"\n' }, /contracts\/x\.ts:2 .*may not import kernel\/wire/],
    [{ "kernel/contracts/x.ts": 'export * from "../wire/b.ts"\n' }, /may not import kernel\/wire/],
    [{ "kernel/contracts/x.ts": 'export type T = import("../wire/b.ts").T\n' }, /may not import kernel\/wire/],
    [{ "kernel/contracts/x.ts": 'export const x = () => import("../wire/b.ts")\n' }, /may not import kernel\/wire/],
    [{ "kernel/graph/x.ts": 'const fs = require("node:fs")\n' }, /graph may not import Node's node:fs/],
    [{ "kernel/graph/x.ts": 'import "zod"\n' }, /graph may not import the package zod/],
    [{ "kernel/contracts/x.ts": 'import "zeromq"\n' }, /only kernel\/wire may import zeromq/],
    [{ "kernel/wire/x.ts": 'import "vitest"\n' }, /wire may not import the package vitest/],
    [
      { "plugins/p/x.ts": 'import "../../kernel/wire/b.ts"\n' },
      /a plugin may import @kaon\/plugin-api and its own files/,
    ],
    [{ "electron/host/x.ts": 'import "../../kernel/cell/c.ts"\n' }, /electron\/host may not import kernel\/cell$/],
    [{ "electron/host/x.ts": 'import "../renderer/r.tsx"\n' }, /electron\/host may not import electron\/renderer/],
    [{ "electron/renderer/x.ts": '\nimport "../host/h.ts"\n' }, /renderer\/x\.ts:2 .*may not import electron\/host/],
    [
      { "electron/renderer/x.ts": 'import "../../kernel/wire/b.ts"\n' },
      /electron\/renderer may not import kernel\/wire/,
    ],
    [{ "kernel/wire/x.ts": 'import "../../electron/host/h.ts"\n' }, /kernel\/wire may not import electron\/host/],
    [{ "electron/host/x.ts": 'import "zeromq"\n' }, /only kernel\/wire may import zeromq/],
    [{ "kernel/wire/long.ts": "//\n".repeat(301) }, /long\.ts:301 has 301 lines/],
    [
      { "kernel/contracts/tsconfig.json": '{ "references": [{ "path": "../wire" }] }' },
      /a cycle: kernel\/contracts → kernel\/wire → kernel\/contracts/,
    ],
  ]
  for (const [files, expected] of planted) assert.match(violationsOf(files).join("\n"), expected)
})
