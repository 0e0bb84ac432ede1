/** A request's target as it was sent: the path is not normalised, for routes are chosen by that very text. Never throws. */
export function targetOf(url: string | undefined): { path: string; query: URLSearchParams } {
  const [path = "/", ...rest] = (url ?? "/").split("?")
  return { path, query: new URLSearchParams(rest.join("?")) }
}
