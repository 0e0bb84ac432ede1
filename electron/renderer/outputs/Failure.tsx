import { useMemo } from "react"
import { useWords } from "../frame/context.ts"
import { Actions } from "./Actions.tsx"
import { chainOf, codeOf, type Link } from "./chain.ts"
import { Terminal } from "./Terminal.tsx"

/** An error: what, in words; what to do, where the kernel says it; the lines around its place; stack and causes folded away. */
export function Failure({ name, message, traceback }: { name: string; message: string; traceback: readonly string[] }) {
  const words = useWords()
  const [first = "", ...rest] = message.split("\n")
  const [thrown, ...causes] = useMemo(() => chainOf(traceback), [traceback])
  const code = thrown === undefined ? [] : codeOf(thrown.lines)
  return (
    <section className="failure output-box" aria-label={name}>
      <h3 aria-level={2}>{first === "" ? name : `${name}: ${first}`}</h3>
      {rest.length > 0 && <p className="fix">{rest.join("\n").trim()}</p>}
      {code.length > 0 && (
        <pre className="failed-code">
          {code.map(({ number, text, marked }) => (
            <span key={number} className={marked ? "marked" : undefined}>
              <i>{number}</i>
              {text}
              {"\n"}
            </span>
          ))}
        </pre>
      )}
      {thrown !== undefined && (
        <details>
          <summary>{words.traceback}</summary>
          <Terminal text={thrown.lines.join("\n")} />
        </details>
      )}
      {causes.length > 0 && <Causes links={causes} />}
      <Actions data={() => ({ "text/plain": traceback.length > 0 ? traceback.join("\n") : `${name}: ${message}` })} />
    </section>
  )
}

/** What an error was caused by, each within the one before. */
function Causes({ links }: { links: readonly Link[] }) {
  const words = useWords()
  const [link, ...rest] = links
  if (link === undefined) return null
  return (
    <details className="cause">
      <summary>
        {words.outputs.causedBy}{" "}
        {plain(link.lines.findLast(line => /^\S+(?:Error|Exception)?:/.test(plain(line))) ?? link.lines[0]!)}
      </summary>
      <Terminal text={link.lines.join("\n")} />
      {rest.length > 0 && <Causes links={rest} />}
    </details>
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const plain = (line: string): string => line.replace(/\u001b\[[0-9;]*m/g, "").slice(0, 200)
