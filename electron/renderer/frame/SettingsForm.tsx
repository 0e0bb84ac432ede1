import { settingsSchema } from "../state/app.ts"
import { en } from "../words/en.ts"
import { zh } from "../words/zh.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"

export function SettingsForm() {
  const workspace = useWorkspace()
  const words = useWords()
  const settings = useApp(state => state.settings)
  const set = (change: Partial<typeof settings>) => workspace.app.dispatch({ op: "settings", settings: change })
  const { theme, language } = settingsSchema.def.shape
  return (
    <div style={{ padding: "0 6px" }}>
      <label className="field">
        {words.theme}
        <select
          className="field-input"
          value={settings.theme}
          onChange={event => set({ theme: theme.parse(event.target.value) })}
        >
          {theme.unwrap().options.map(name => (
            <option key={name} value={name}>
              {words.themes[name]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {words.languageSetting}
        <select
          className="field-input"
          value={settings.language}
          onChange={event => set({ language: language.parse(event.target.value) })}
        >
          <option value="en">{en.language}</option>
          <option value="zh">{zh.language}</option>
        </select>
      </label>
      <label className="field">
        {words.autosave}
        <input
          type="checkbox"
          checked={settings.autosave}
          onChange={event => set({ autosave: event.target.checked })}
        />
        <small>{words.autosaveHelp}</small>
      </label>
    </div>
  )
}
