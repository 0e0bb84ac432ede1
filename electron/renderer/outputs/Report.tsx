import { Check, X } from "lucide-react"
import { type Report as Data, reportSchema } from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"
import { Confusion } from "./Confusion.tsx"
import { figure, nameOf } from "./curves.ts"

const bounds = { atLeast: "≥", atMost: "≤" }

/** What an evaluation found: its figures, its gates, and where it was wrong. */
export function Report({ data }: { data: Data }) {
  const words = useWords()
  const figures = Object.entries(data.figures).filter(([, value]) => value !== null)
  return (
    <div className="report">
      <div className="tiles">
        {figures.map(([name, value]) => (
          <div className="tile" key={name}>
            <b>{figure(name, value)}</b>
            <span>{nameOf(name)}</span>
          </div>
        ))}
      </div>
      {data.gates.map(({ figure: name, bound, wanted, got, met }) => (
        <span key={`${name} ${bound}`} className={met ? "gate" : "gate missed"}>
          {met ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
          {words.accuracyGate(nameOf(name), bounds[bound], figure(name, wanted), figure(name, got))}
        </span>
      ))}
      {data.confusion !== undefined && (
        <details>
          <summary>{words.confusionTable}</summary>
          <Confusion counts={data.confusion} names={data.classes ?? []} examples={data.examples ?? []} />
        </details>
      )}
    </div>
  )
}

export const parseReport = (value: unknown) => reportSchema.safeParse(value)
