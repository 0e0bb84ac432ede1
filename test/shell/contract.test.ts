import assert from "node:assert/strict"
import { EventEmitter } from "node:events"
import { test } from "node:test"
import { bindChannels, type Handlers } from "../../electron/main/channels.ts"
import { acceleratorOf } from "../../electron/main/menu.ts"
import { menuCommands } from "../../electron/main/menutable.ts"
import { shortcuts } from "../../electron/renderer/keys/shortcuts.ts"
import { type CommandId, commands } from "../../electron/renderer/session/commands.ts"
import { shellOf } from "../../electron/renderer/shell/bridge.ts"
import { asks, channelOf, news, tells } from "../../kernel/contracts/shell/channels.ts"
import { type Answer, askSchemas, newsSchemas, tellSchemas } from "../../kernel/contracts/shell/messages.ts"
import { preloaded } from "./preloads.ts"

/** Messages of each channel, as the page and main send them. */
const samples = {
  ask: {
    about: { request: {}, answer: { version: "1", electron: "45", chromium: "150", node: "24", platform: "linux" } },
    pdf: { request: { name: "a.ipynb" }, answer: { done: true } },
    link: { request: { url: "https://example.com/" }, answer: { done: true } },
    openNotebook: { request: {}, answer: { done: false } },
    openFolder: { request: {}, answer: { done: false } },
  },
  tell: {
    document: { path: "a/b.ipynb", unsaved: true },
    menu: {
      language: "zh",
      headings: { file: "文件", edit: "编辑", cell: "单元", run: "运行", view: "视图", help: "帮助" },
      commands: { "file.new": { label: "New", keys: "Mod+N", enabled: true } },
    },
    progress: { running: true, fraction: 0.25 },
    ended: { title: "a.ipynb", body: "Done", seconds: 12 },
  },
  news: { command: { id: "file.save" }, open: { path: "a/b.ipynb" } },
} as const

/** Main's bindings and the built preload, with nothing between them but the channels' names. */
async function connected(trusted = true) {
  const invoked = new Map<string, (event: unknown, raw: unknown) => Promise<unknown>>()
  const heard = new EventEmitter()
  const page = new EventEmitter()
  const seen: [string, unknown][] = []
  const handler = (name: string) => (message: unknown) => void seen.push([name, message])
  const handlers = {
    ask: Object.fromEntries(
      asks.map(name => [
        name,
        async (request: unknown) => {
          seen.push([name, request])
          return samples.ask[name].answer as Answer<typeof name>
        },
      ]),
    ),
    tell: Object.fromEntries(tells.map(name => [name, handler(name)])),
  } as unknown as Handlers<object>
  const ipc = {
    handle: (channel: string, listener: never) => void invoked.set(channel, listener),
    on: (channel: string, listener: never) => void heard.on(channel, listener),
  }
  bindChannels(ipc as never, () => (trusted ? {} : undefined), handlers)
  const bridge = await preloaded({
    invoke: async (channel, request) => invoked.get(channel)!({}, structuredClone(request)),
    send: (channel, message) => void heard.emit(channel, {}, structuredClone(message)),
    on: (channel, listener) => void page.on(channel, listener),
    off: (channel, listener) => void page.off(channel, listener),
  })
  return { ...bridge, invoked, heard, page, seen }
}

test("preload, main and page have the same channels, and the preload exposes nothing else", async () => {
  const { exposed, required, bridge, invoked, heard } = await connected()
  assert.deepEqual([...new Set(required)], ["electron"])
  assert.deepEqual(Object.keys(exposed), ["kaon"])
  assert.deepEqual(Object.keys(bridge), ["ask", "tell", "on"])
  assert.deepEqual(Object.keys(bridge.ask), [...asks])
  assert.deepEqual(Object.keys(bridge.tell), [...tells])
  assert.deepEqual(Object.keys(bridge.on), [...news])
  assert.deepEqual([...invoked.keys()], asks.map(channelOf))
  assert.deepEqual(heard.eventNames(), tells.map(channelOf))
  assert.deepEqual(Object.keys(askSchemas), [...asks])
  assert.deepEqual(Object.keys(tellSchemas), [...tells])
  assert.deepEqual(Object.keys(newsSchemas), [...news])
  assert.equal(new Set([...asks, ...tells, ...news]).size, asks.length + tells.length + news.length)
})

test("each message goes its whole way, checked at both ends", async () => {
  const { bridge, seen, page } = await connected()
  const shell = shellOf(bridge)
  for (const name of asks) {
    const { request, answer } = samples.ask[name]
    assert.deepEqual(await shell.ask(name, request as never), answer)
    assert.deepEqual(seen.at(-1), [name, request])
  }
  for (const name of tells) {
    shell.tell(name, samples.tell[name] as never)
    assert.deepEqual(seen.at(-1), [name, samples.tell[name]])
  }
  for (const name of news) {
    const got: unknown[] = []
    const leave = shell.on(name, message => void got.push(message))
    page.emit(channelOf(name), { sender: "Electron's own" }, samples.news[name])
    page.emit(channelOf(name), {}, { nonsense: true })
    assert.deepEqual(got, [samples.news[name]])
    leave()
    page.emit(channelOf(name), {}, samples.news[name])
    assert.equal(got.length, 1)
  }
})

test("the event of a message, which holds the way to every channel, never reaches the page", async () => {
  const { bridge, page } = await connected()
  const got: unknown[][] = []
  bridge.on.command((...given: unknown[]) => void got.push(given))
  page.emit(channelOf("command"), { sender: "Electron's own" }, { id: "x" })
  assert.deepEqual(got, [[{ id: "x" }]])
})

test("messages of another form are refused by main, and those of strangers whatever their form", async () => {
  const { bridge, seen } = await connected()
  for (const name of asks) {
    if (Object.keys(samples.ask[name].request).length > 0) await assert.rejects(bridge.ask[name]({ nonsense: 1 }))
    await assert.rejects(bridge.ask[name]("text"))
  }
  for (const wrong of ["text", { path: "../x.ipynb", unsaved: true }, { path: "/x.ipynb", unsaved: true }, {}]) {
    bridge.tell.document(wrong)
  }
  bridge.tell.progress({ running: true, fraction: 7 })
  assert.deepEqual(seen, [])
  const stranger = await connected(false)
  for (const name of asks) await assert.rejects(stranger.bridge.ask[name](samples.ask[name].request), /not for this/)
  for (const name of tells) stranger.bridge.tell[name](samples.tell[name])
  assert.deepEqual(stranger.seen, [])
})

test("every command of the menus is a command of the palette, and its keys read as an accelerator or as none", () => {
  const unknown = menuCommands.filter(id => !(id in commands))
  assert.deepEqual(unknown, [])
  assert.equal(new Set(menuCommands).size, menuCommands.length - 1, "only the welcome page is in two menus")
  for (const command of menuCommands as CommandId[]) {
    for (const { keys } of shortcuts.filter(shortcut => shortcut.command === command)) {
      const accelerator = acceleratorOf(keys)
      if (accelerator === undefined) assert.match(keys, / |^[A-Z0-9]$|^\w+$|^Shift\+\w+$/, keys)
      else assert.match(accelerator, /^(?:(?:CmdOrCtrl|Ctrl|Alt|Shift)\+)+(?:[^+\s]|\w+)$/, keys)
    }
  }
})
