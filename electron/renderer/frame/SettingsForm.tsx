import { z } from "zod"
import { type Settings, settingsSchema } from "../../../kernel/contracts/settings.ts"
import { perform } from "../session/commands.ts"
import type { Words } from "../words/en.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"

type Field = keyof Words["settingNames"]

/** What has a form of its own. */
const elsewhere = new Set(["keys"])

/** The form of a field follows from its type in the schema. */
function inner(type: z.core.$ZodType): z.core.$ZodType {
  return type instanceof z.ZodDefault || type instanceof z.ZodCatch ? inner(type.def.innerType) : type
}

/** All settings, as their schema has them. A change holds at once. */
export function SettingsForm() {
  const workspace = useWorkspace()
  const words = useWords()
  const fields = Object.entries(settingsSchema.shape).filter(([name]) => !elsewhere.has(name))
  return (
    <div className="settings">
      {fields.map(([name, type]) => (
        <Row key={name} name={name as Field} type={inner(type)} />
      ))}
      <button type="button" className="btn" onClick={() => perform("view.keys", workspace)}>
        {words.shortcuts}
      </button>
    </div>
  )
}

function Row({ name, type }: { name: Field; type: z.core.$ZodType }) {
  const workspace = useWorkspace()
  const words = useWords()
  const value = useApp(state => state.settings[name])
  const set = (next: unknown) => {
    const checked = settingsSchema.shape[name].safeParse(next)
    if (checked.success) workspace.app.dispatch({ op: "settings", settings: { [name]: checked.data } })
  }
  const { label, help, options } = { help: undefined, options: undefined, ...words.settingNames[name] }
  const describedBy = help === undefined ? undefined : `setting-${name}`
  return (
    <div className={type instanceof z.ZodBoolean ? "field check" : "field"}>
      <label htmlFor={`set-${name}`}>{label}</label>
      <Control id={`set-${name}`} describedBy={describedBy} type={type} value={value} options={options} set={set} />
      {help !== undefined && <small id={describedBy}>{help}</small>}
    </div>
  )
}

interface Given {
  readonly id: string
  readonly describedBy: string | undefined
  readonly type: z.core.$ZodType
  readonly value: Settings[Field]
  readonly options: Readonly<Record<string, string>> | undefined
  set(value: unknown): void
}

function Control({ id, describedBy, type, value, options, set }: Given) {
  const shared = { id, "aria-describedby": describedBy }
  if (type instanceof z.ZodBoolean) {
    return <input {...shared} type="checkbox" checked={value === true} onChange={event => set(event.target.checked)} />
  }
  if (type instanceof z.ZodEnum) {
    return (
      <select {...shared} className="field-input" value={String(value)} onChange={event => set(event.target.value)}>
        {type.options.map(name => (
          <option key={name} value={name}>
            {options?.[name] ?? name}
          </option>
        ))}
      </select>
    )
  }
  const { minimum, maximum } = type instanceof z.ZodNumber ? { minimum: type.minValue, maximum: type.maxValue } : {}
  return (
    <input
      {...shared}
      key={String(value)}
      className="field-input"
      type="number"
      min={minimum ?? undefined}
      max={maximum ?? undefined}
      defaultValue={Number(value)}
      onChange={event => {
        const { valueAsNumber, validity } = event.target
        if (validity.valid && !Number.isNaN(valueAsNumber)) set(valueAsNumber)
      }}
    />
  )
}
