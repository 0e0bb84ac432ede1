const most = 200

/** A JSON value as a tree that opens; long lists show their first entries. */
export function Json({ value, name, open = true }: { value: unknown; name?: string; open?: boolean }) {
  const label = name !== undefined && <span className="key">{name}: </span>
  if (typeof value !== "object" || value === null) {
    return (
      <div>
        {label}
        <span className={typeof value === "string" ? "t-string" : "t-number"}>{JSON.stringify(value)}</span>
      </div>
    )
  }
  const entries = Object.entries(value)
  const summary = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`
  return (
    <details open={open}>
      <summary>
        {label}
        {summary}
      </summary>
      <div>
        {entries.slice(0, most).map(([key, item]) => (
          <Json key={key} name={key} value={item} open={false} />
        ))}
        {entries.length > most && <div>… {entries.length - most}</div>}
      </div>
    </details>
  )
}
