import { Check, Copy, Download } from "lucide-react"
import { useState } from "react"
import { useWords } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import type { Bundle } from "../state/outputs.ts"
import { copy, download, fileOf } from "./save.ts"

/** What can be done with an output; shown while it is pointed at or has the focus. `data` is made when it is needed. */
export function Actions({ data }: { data: () => Bundle }) {
  const words = useWords()
  const [copied, setCopied] = useState<boolean>()
  const done = (well: boolean) => {
    setCopied(well)
    setTimeout(() => setCopied(undefined), 1500)
  }
  const save = () => {
    const file = fileOf(data())
    if (file !== undefined) download(file)
  }
  return (
    <div className="output-actions">
      <IconButton
        icon={copied === true ? Check : Copy}
        label={words.outputs.copy}
        size={13}
        onClick={() =>
          copy(data()).then(
            () => done(true),
            () => done(false),
          )
        }
      />
      <IconButton icon={Download} label={words.outputs.save} size={13} onClick={save} />
      <output className="unseen">
        {copied === undefined ? "" : copied ? words.outputs.copied : words.outputs.notCopied}
      </output>
    </div>
  )
}
