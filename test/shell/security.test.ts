import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { test } from "node:test"
import { externalAddress } from "../../electron/main/external.ts"
import { workspace } from "../host/hosts.ts"
import { desktopOn } from "./desktops.ts"
import type { FakeSession } from "./electron.ts"

/* Each test is an item of Electron's security checklist, over the configuration that the app starts with. */

const root = resolve(import.meta.dirname, "../..")

/** An event that may be prevented. */
function preventable<T extends object>(fields: T) {
  const event = {
    prevented: false,
    preventDefault: () => {
      event.prevented = true
    },
    ...fields,
  }
  return event
}

const call = (session: FakeSession, name: string, ...args: unknown[]): unknown =>
  session.handlers[name]!(...(args as never[]))

test("1, 18: only the host on loopback is loaded, by an address with a token, and nothing of any other origin", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const { url } = app.window.webContents.mainFrame
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{48}$/)
  const { origin, port } = new URL(url)
  const cancelled = (address: string) => {
    let answer: { cancel: boolean } | undefined
    const take = (given: { cancel: boolean }) => {
      answer = given
    }
    call(app.window.webContents.session, "beforeRequest", { url: address }, take)
    return answer!.cancel
  }
  for (const own of [
    `${origin}/assets/a.js`,
    `ws://127.0.0.1:${port}/api/kernels/x/channels`,
    "data:,x",
    `blob:${origin}/1`,
  ]) {
    assert.equal(cancelled(own), false, own)
  }
  for (const other of [
    "https://example.com/a.js",
    `http://127.0.0.1:${Number(port) + 1}/`,
    `http://localhost:${port}/`,
    `https://127.0.0.1:${port}/`,
    `ws://127.0.0.1:${Number(port) + 1}/`,
    "file:///etc/passwd",
    "chrome://settings",
    "no address",
  ]) {
    assert.equal(cancelled(other), true, other)
  }
})

test("2, 3, 4, 6, 8, 9, 10, 11: pages have no Node, a world of their own, the sandbox, and only features that were asked for", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  assert.equal(app.app.sandboxed, true)
  const { preload, partition, ...rest } = app.window.options.webPreferences
  assert.equal(preload, join(root, "electron/preload/dist/preload.cjs"))
  assert.match(String(partition), /^persist:[0-9a-f]{16}$/)
  assert.deepEqual(rest, {
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
  })
})

test("5: whatever permission or device a page asks for, it is denied; copying alone is granted to our own", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const { webContents } = app.window
  const requested = (permission: string) => {
    let granted: boolean | undefined
    call(webContents.session, "permissionRequest", webContents, permission, (given: boolean) => {
      granted = given
    })
    return granted
  }
  for (const permission of [
    "media",
    "geolocation",
    "notifications",
    "openExternal",
    "fullscreen",
    "usb",
    "clipboard-read",
    "fileSystem",
    "unknown",
  ]) {
    assert.equal(requested(permission), false, permission)
    assert.equal(call(webContents.session, "permissionCheck", webContents, permission, app.origin()), false, permission)
  }
  assert.equal(requested("clipboard-sanitized-write"), true)
  assert.equal(
    call(webContents.session, "permissionCheck", webContents, "clipboard-sanitized-write", "https://x.org"),
    false,
  )
  assert.equal(call(webContents.session, "devicePermission", {}), false)
  let stream: unknown
  call(webContents.session, "displayMedia", {}, (given: unknown) => {
    stream = given
  })
  assert.deepEqual(stream, {})
})

test("7: the page's policy names no other source and allows no eval", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const { url } = app.window.webContents.mainFrame
  const welcome = await fetch(url, { headers: { accept: "text/html" }, redirect: "manual" })
  const cookie = welcome.headers.get("set-cookie")!.split(";")[0]!
  const page = await fetch(app.origin(), { headers: { cookie, accept: "text/html" } })
  const policy = new Map(
    (page.headers.get("content-security-policy") ?? "").split(";").map(part => {
      const [name = "", ...sources] = part.trim().split(" ")
      return [name, sources] as const
    }),
  )
  assert.deepEqual(policy.get("default-src"), ["'none'"])
  assert.deepEqual(policy.get("script-src"), ["'self'"])
  assert.deepEqual(policy.get("connect-src"), ["'self'"])
  assert.deepEqual(policy.get("frame-ancestors"), ["'none'"])
  for (const [name, sources] of policy) {
    assert.ok(!sources.some(source => /unsafe-eval|^\*|^https?:/.test(source)), `${name} ${sources.join(" ")}`)
  }
})

test("12, 13: a page stays where it is; webviews are refused", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const { webContents } = app.window
  const tried = (name: string, url: string) => {
    const event = preventable({ url })
    webContents.emit(name, event)
    return event.prevented
  }
  for (const name of ["will-navigate", "will-redirect", "will-frame-navigate"]) {
    assert.equal(tried(name, `${app.origin()}/tree`), false, name)
    for (const url of ["https://example.com/", "file:///etc/passwd", "http://127.0.0.1:1/", "javascript:alert(1)"]) {
      assert.equal(tried(name, url), true, `${name} ${url}`)
    }
  }
  const attach = preventable({})
  webContents.emit("will-attach-webview", attach, {}, {})
  assert.equal(attach.prevented, true)
})

test("14: no window is ever opened by a page; a link goes to the person's browser where its kind is allowed", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const open = (url: string) => app.window.webContents.openHandler!({ url })
  assert.deepEqual(open("https://example.com/a"), { action: "deny" })
  assert.deepEqual(open("file:///etc/passwd"), { action: "deny" })
  assert.deepEqual(app.external, ["https://example.com/a"])
  assert.equal(app.windows.length, 1)
})

test("15: only web, mail and this machine's services are handed to the system", async () => {
  for (const fine of [
    "https://example.com/a?b#c",
    "mailto:a@example.com",
    "http://127.0.0.1:8080/v2",
    "http://localhost:8080/",
  ])
    assert.equal(externalAddress(fine), fine)
  for (const wrong of [
    "http://example.com/",
    "file:///etc/passwd",
    "smb://host/share",
    "ms-msdt:/id",
    "javascript:alert(1)",
    "data:text/html,x",
    "vscode://file/x",
    "https://user:secret@example.com/",
    "//example.com",
    "",
    `https://example.com/${"a".repeat(5000)}`,
  ])
    assert.equal(externalAddress(wrong), undefined, wrong)
  await using space = workspace()
  await using app = await desktopOn(space)
  assert.deepEqual(await app.ask("link", { url: "smb://host/share" }), { done: false })
  assert.deepEqual(await app.ask("link", { url: "https://example.com/" }), { done: true })
  assert.deepEqual(app.external, ["https://example.com/"])
})

test("16: the Electron that is built with is the newest major that was tested, and named exactly", () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))
  assert.match(devDependencies.electron, /^\d+\.\d+\.\d+$/)
  assert.equal(packages["node_modules/electron"].version, devDependencies.electron)
  assert.ok(Number(devDependencies.electron.split(".")[0]) >= 45)
})

test("17: main answers the page of a window alone: no frame in it, no page that came in its place, no other window's", async () => {
  await using space = workspace()
  await using app = await desktopOn(space)
  const { window } = app
  assert.ok(await app.ask("about", {}))
  const { mainFrame } = window.webContents
  const strangers = [
    { url: mainFrame.url, parent: mainFrame },
    { url: "https://example.com/", parent: null },
    { url: `${app.origin()}.example.com/`, parent: null },
    { url: "", parent: null },
    null,
  ]
  for (const frame of strangers) {
    await assert.rejects(app.ask("link", { url: "https://example.com/" }, window, frame), /not for this sender/)
    app.tell("progress", { running: true, fraction: 0.5 }, window, frame)
  }
  assert.deepEqual(app.external, [])
  assert.equal(window.seen.progress, undefined)
  app.tell("progress", { running: true, fraction: 0.5 })
  assert.equal(window.seen.progress, 0.5)
})
