/** Addresses that a page may have opened in the person's browser, by scheme. */
const allowed: Readonly<Record<string, (url: URL) => boolean>> = {
  "https:": () => true,
  "mailto:": () => true,
  // Model servers of this machine.
  "http:": url => ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname),
}

const longest = 4096

/**
 * The address to hand to the system, or undefined for one that it must not get: any other scheme (files, programs, shares), names and
 * passwords in it, and what is no address.
 */
export function externalAddress(text: string): string | undefined {
  const url = text.length > longest ? null : URL.parse(text)
  if (url === null || url.username !== "" || url.password !== "") return undefined
  return allowed[url.protocol]?.(url) === true ? url.href : undefined
}
