import { useEffect, useMemo, useState } from "react"
import { z } from "zod"
import { useWords } from "../frame/context.ts"
import { blobOf, sizeOf } from "./bitmap.ts"

const given = z
  .object({ width: z.number().optional(), height: z.number().optional(), alt: z.string().optional() })
  .catch({})

/** An address of bytes that the page holds, as long as it is shown; undefined for what is no base64. */
export function useBytes(type: string, data: string): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const blob = blobOf(type, data)
    if (blob === undefined) return
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => {
      URL.revokeObjectURL(made)
      setAddress(undefined)
    }
  }, [type, data])
  return address
}

/** A bitmap that the output itself holds. Its place is as large as the bitmap says it is, before it is decoded. */
export function Picture({ type, data, metadata, alt }: { type: string; data: string; metadata: unknown; alt: string }) {
  const words = useWords()
  const address = useBytes(type, data)
  const { width, height, alt: told } = given.parse(metadata ?? {})
  const own = useMemo(() => sizeOf(type, data), [type, data])
  const shown = width === undefined && height === undefined ? own : undefined
  return (
    <img
      className={own !== undefined && own.width <= 64 && own.height <= 64 ? "picture pixelated" : "picture"}
      src={address}
      decoding="async"
      alt={told ?? (alt === "" ? words.image : alt)}
      width={width ?? shown?.width}
      height={height ?? shown?.height}
      style={shown && { aspectRatio: `${shown.width} / ${shown.height}` }}
    />
  )
}
