import type { Rest } from "../jupyter/rest.ts"

/** Bytes of a part: what is larger is sent in several. Divisible by three, so that base64 has no padding within. */
const part = 3 << 20

function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

/** Sends a file to a path, part after part. `progress` is told the share that arrived. */
export async function uploadFile(
  rest: Pick<Rest, "upload">,
  path: string,
  file: Blob,
  progress: (share: number) => void,
): Promise<void> {
  // An empty file is read as a data URL without data.
  if (file.size <= part) return rest.upload(path, file.size === 0 ? "" : await base64(file))
  const parts = Math.ceil(file.size / part)
  for (let index = 0; index < parts; index++) {
    const content = await base64(file.slice(index * part, (index + 1) * part))
    await rest.upload(path, content, index === parts - 1 ? -1 : index + 1)
    progress((index + 1) / parts)
  }
}
