import { z } from "zod"
import { useWords } from "../frame/context.ts"

const size = z
  .object({ width: z.number().optional(), height: z.number().optional(), alt: z.string().optional() })
  .catch({})

/** A bitmap that the output itself holds. */
export function Picture({ type, data, metadata, alt }: { type: string; data: string; metadata: unknown; alt: string }) {
  const words = useWords()
  const { width, height, alt: given } = size.parse(metadata ?? {})
  return (
    <img
      className="picture"
      src={`data:${type};base64,${data.replace(/\s/g, "")}`}
      alt={given ?? (alt === "" ? words.image : alt)}
      width={width}
      height={height}
    />
  )
}
