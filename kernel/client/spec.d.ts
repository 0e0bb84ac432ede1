import { z } from "zod"
import { type Surroundings } from "./paths.ts"

declare const fileSchema: z.ZodObject<
  {
    argv: z.ZodArray<z.ZodString>
    display_name: z.ZodString
    language: z.ZodString
    interrupt_mode: z.ZodDefault<
      z.ZodEnum<{
        message: "message"
        signal: "signal"
      }>
    >
    env: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>
    metadata: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>
  },
  z.core.$loose
>
/** A kernelspec: how to start a kernel. `folder` is where its files are, undefined for the built-in one. */
export interface KernelSpec extends z.infer<typeof fileSchema> {
  name: string
  folder: string | undefined
}
/** The kernel of this very copy of Kaon; needs no installation. */
export declare const ownSpec: () => KernelSpec
/** Every kernelspec that can be found, by name; the built-in `kaon` first. Unreadable ones are left out. */
export declare function listKernelSpecs(surroundings?: Surroundings): Promise<KernelSpec[]>
/** The kernelspec of that name, in any case. Throws KERNEL_NOT_FOUND naming those there are. */
export declare function findKernelSpec(name: string, surroundings?: Surroundings): Promise<KernelSpec>
