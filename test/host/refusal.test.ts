import assert from "node:assert/strict"
import { test } from "node:test"
import { problemOf } from "../../electron/host/http/refusal.ts"
import { writeFailed } from "../../kernel/notebook/index.ts"

test("a write that the system refuses is 507 where there is no room and 403 where there is no right; the code stays", () => {
  const answers = { ENOSPC: 507, EDQUOT: 507, EFBIG: 507, EACCES: 403, EPERM: 403, EROFS: 403, EIO: 500, ENOENT: 500 }
  for (const [code, status] of Object.entries(answers)) {
    const cause = Object.assign(new Error("of the system"), { code })
    const problem = problemOf(writeFailed("a.ipynb", cause))
    assert.equal(problem?.status, status, code)
    assert.equal(problem?.body.code, "WRITE_FAILED")
    assert.match(problem?.body.fix ?? "", /\S/)
  }
})
