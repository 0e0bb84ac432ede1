import assert from "node:assert/strict"
import { test } from "node:test"
import { nameOf, press, shownKeys } from "../../electron/renderer/keys/chords.ts"
import { assigned, bindingsOf, conflicts, keymap, placeFor, reset } from "../../electron/renderer/keys/keymap.ts"
import { shortcuts } from "../../electron/renderer/keys/shortcuts.ts"
import { enCommands } from "../../electron/renderer/words/encommands.ts"
import { zhCommands } from "../../electron/renderer/words/zhcommands.ts"

const key = (name: string, held: Partial<Parameters<typeof nameOf>[0]> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

/** What a sequence of key names calls in command mode. */
function calls(...keys: string[]): string | undefined {
  let pending = ""
  let command: string | undefined
  for (const name of keys) {
    const found = press(pending, name, "command")
    pending = found.pending
    command = found.command
  }
  return command
}

test("every shortcut of Jupyter's command mode does here what it does there", () => {
  const jupyter: Record<string, string> = {
    Enter: "mode.edit",
    "Shift+Enter": "cell.runNext",
    "Mod+Enter": "cell.run",
    "Alt+Enter": "cell.runInsert",
    Y: "cell.code",
    M: "cell.markdown",
    R: "cell.raw",
    "1": "cell.heading1",
    "2": "cell.heading2",
    "3": "cell.heading3",
    "4": "cell.heading4",
    "5": "cell.heading5",
    "6": "cell.heading6",
    K: "select.up",
    ArrowUp: "select.up",
    J: "select.down",
    ArrowDown: "select.down",
    "Shift+K": "select.extendUp",
    "Shift+ArrowUp": "select.extendUp",
    "Shift+J": "select.extendDown",
    "Shift+ArrowDown": "select.extendDown",
    "Mod+A": "select.all",
    A: "cell.above",
    B: "cell.below",
    X: "cell.cut",
    C: "cell.copy",
    V: "cell.paste",
    "Shift+V": "cell.pasteAbove",
    Z: "edit.undo",
    "Shift+Z": "edit.redo",
    "D D": "cell.delete",
    "Shift+M": "cell.merge",
    "Mod+Backspace": "cell.mergeAbove",
    "Mod+S": "file.save",
    S: "file.save",
    L: "view.lineNumbers",
    O: "fold.outputs",
    "Shift+O": "outputs.scroll",
    H: "view.keys",
    "I I": "kernel.interrupt",
    "0 0": "kernel.restart",
    Space: "scroll.down",
    "Shift+Space": "scroll.up",
    F: "view.find",
    P: "view.palette",
    "Mod+Shift+P": "view.palette",
    ArrowLeft: "fold.section",
    ArrowRight: "unfold.section",
  }
  for (const [keys, command] of Object.entries(jupyter)) assert.equal(calls(...keys.split(" ")), command, keys)
})

test("while editing, letters are letters, and splitting, leaving and running have their keys", () => {
  for (const name of ["A", "D", "Z", "1", "Space", "Enter", "Shift+V"]) {
    assert.deepEqual(press("", name, "edit"), { command: undefined, pending: "" }, name)
  }
  assert.equal(press("", "Mod+Shift+-", "edit").command, "cell.split")
  assert.equal(press("", "Escape", "edit").command, "mode.command")
  assert.equal(press("", "Shift+Enter", "edit").command, "cell.runNext")
})

test("no keys call two commands in one mode, and none hide a longer sequence", () => {
  for (const where of ["command", "edit"] as const) {
    const table = shortcuts.filter(shortcut => shortcut.where === where || shortcut.where === "always")
    for (const one of table) {
      for (const other of table) {
        if (one === other) continue
        assert.notEqual(one.keys, other.keys, `${one.command} and ${other.command}`)
        assert.ok(!other.keys.startsWith(`${one.keys} `), `${one.keys} hides ${other.keys}`)
      }
    }
  }
})

test("every command has a name of its own in both languages", () => {
  const english = Object.values(enCommands)
  const chinese = Object.values(zhCommands)
  assert.deepEqual(Object.keys(zhCommands).sort(), Object.keys(enCommands).sort())
  for (const name of [...english, ...chinese]) assert.notEqual(name.trim(), "")
  for (const name of chinese) assert.match(name, /\p{Script=Han}/u)
  assert.equal(new Set(english).size, english.length)
  assert.equal(new Set(chinese).size, chinese.length)
})

test("keys that a person gives to a command are taken from the one that had them", () => {
  const binding = { keys: "Mod+S", where: "always" } as const
  assert.deepEqual(conflicts("run.all", binding, {}), ["file.save"])
  const changes = assigned("run.all", binding, {})
  assert.equal(press("", "Mod+S", "command", keymap(changes)).command, "run.all")
  assert.deepEqual(
    bindingsOf("file.save", changes).map(({ keys }) => keys),
    ["S"],
  )
  assert.equal(press("", "Mod+S", "edit", keymap(reset("run.all", reset("file.save", changes)))).command, "file.save")
})

test("keys that begin a sequence conflict with it", () => {
  assert.deepEqual(conflicts("run.all", { keys: "D", where: "command" }, {}), ["cell.delete"])
  assert.deepEqual(conflicts("run.all", { keys: "D D D", where: "command" }, {}), ["cell.delete"])
  assert.deepEqual(conflicts("run.all", { keys: "D", where: "edit" }, {}), [])
})

test("a changed command has its new keys alone, and one without keys none", () => {
  const changes = { "cell.delete": [{ keys: "Backspace", where: "command" as const }], "cell.cut": [] }
  const table = keymap(changes)
  assert.equal(press("", "Backspace", "command", table).command, "cell.delete")
  assert.deepEqual(press("", "D", "command", table), { command: undefined, pending: "" })
  assert.equal(press("", "X", "command", table).command, undefined)
})

test("keys with Ctrl hold everywhere, letters only with a cell selected", () => {
  assert.deepEqual(["Mod+J", "Alt+K", "F5", "Shift+F5", "J", "G G", "Shift+X"].map(placeFor), [
    "always",
    "always",
    "always",
    "always",
    "command",
    "command",
    "command",
  ])
})

test("a Mac's keys are named and shown as on a Mac", () => {
  assert.equal(nameOf(key("s", { metaKey: true }), true), "Mod+S")
  assert.equal(nameOf(key("s", { ctrlKey: true }), true), "Ctrl+S")
  assert.equal(nameOf(key("s", { ctrlKey: true }), false), "Mod+S")
  // Option makes another letter of it; the key is the same.
  assert.equal(nameOf(key("Ω", { altKey: true, code: "KeyZ" }), true), "Alt+Z")
  assert.equal(nameOf(key("Shift", { shiftKey: true }), true), undefined)
  assert.equal(shownKeys("Mod+Shift+ArrowUp", true), "⌘ ⇧ ↑")
  assert.equal(shownKeys("Mod+Shift+ArrowUp", false), "Ctrl Shift ↑")
  assert.equal(shownKeys("D D", false), "D, D")
})
