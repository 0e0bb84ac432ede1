import { useWords } from "../frame/context.ts"
import { Terminal } from "./Terminal.tsx"

/** An error: what, in words; what to do, where the kernel says it; the stack folded away. */
export function Failure({ name, message, traceback }: { name: string; message: string; traceback: readonly string[] }) {
  const words = useWords()
  const [first = "", ...rest] = message.split("\n")
  return (
    <section className="failure" aria-label={name}>
      <h3>{first === "" ? name : `${name}: ${first}`}</h3>
      {rest.length > 0 && <p className="fix">{rest.join("\n").trim()}</p>}
      {traceback.length > 0 && (
        <details>
          <summary>{words.traceback}</summary>
          <Terminal text={traceback.join("\n")} />
        </details>
      )}
    </section>
  )
}
