import assert from "node:assert/strict"
import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import { test } from "node:test"
import { violations } from "./axe.ts"
import { asked, ended, notebook, saved, startInterface, withoutBrowser } from "./interface.ts"

const skip = withoutBrowser
const value = "hf_Zq81LmNo77"

test("a secret is kept in the settings, used by name in a cell, and shown nowhere: not in the page, the file or any other", {
  skip,
}, async () => {
  process.env.KAON_KEYRING = "off"
  const use = `import secrets from "kaon:secrets"\nconst token = await secrets.get("HF_TOKEN")\nconsole.log(token)\ntoken.length`
  await using app = await startInterface({ "a.ipynb": notebook(use) })
  const { page, folder } = app
  await app.open("a.ipynb")
  await page.getByRole("button", { name: "Settings" }).click()
  const panel = page.getByRole("region", { name: "Secrets" })
  await panel.getByLabel("Name").fill("HF TOKEN")
  await panel.getByLabel("Value").fill(value)
  await page.keyboard.press("Enter")
  await panel.getByText("cannot be a secret's name").waitFor()
  await panel.getByLabel("Name").fill("HF_TOKEN")
  await panel.getByLabel("Value").fill(value)
  await page.keyboard.press("Enter")
  await panel.getByRole("button", { name: "Forget HF_TOKEN" }).waitFor()
  assert.equal(await panel.getByLabel("Value").inputValue(), "")
  assert.deepEqual(await violations(page), [])
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  assert.equal(await ended(page, "c1"), "done")
  const outputs = page.locator('[data-cell="c1"] .outputs')
  await outputs.getByText("[secret HF_TOKEN]").waitFor()
  await page.locator(".right-panel", { hasText: "token" }).waitFor()
  await page.keyboard.press("Control+s")
  await saved(page)
  assert.match(await readFile(path.join(folder, "a.ipynb"), "utf8"), /\[secret HF_TOKEN\]/)
  assert.ok(!(await page.content()).includes(value))
  assert.ok(!JSON.stringify(await asked(app, "/kaon/secrets")).includes(value))
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name)
    assert.ok(!(await readFile(file).catch(() => Buffer.alloc(0))).includes(value), file)
  }
  await page.getByRole("button", { name: "Forget HF_TOKEN" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Forget it" }).click()
  await page.getByRole("button", { name: "Forget HF_TOKEN" }).waitFor({ state: "detached" })
  await page.locator('[data-cell="c1"]').focus()
  await page.keyboard.press("Control+Enter")
  await outputs.getByText("There is no secret").first().waitFor()
})
