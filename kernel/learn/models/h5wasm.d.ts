/** The part of h5wasm that is used, so that types can be checked where it is not installed yet. */
declare module "h5wasm" {
  export interface Attribute {
    readonly value: unknown
  }
  export class Dataset {
    readonly shape: number[] | null
    readonly value: unknown
  }
  export class Group {
    readonly attrs: Record<string, Attribute>
    keys(): string[]
    get(path: string): unknown
    create_group(name: string): Group
    create_dataset(dataset: { name: string; data: Float32Array; shape: number[]; dtype: string }): Dataset
    create_attribute(name: string, value: string | string[]): void
  }
  export class File extends Group {
    constructor(name: string, mode: "r" | "w")
    readonly file_id: bigint
    close(): void
  }
  export const ready: Promise<{
    FS: {
      writeFile(name: string, bytes: Uint8Array): void
      readFile(name: string): Uint8Array
      unlink(name: string): void
    }
  }>
  export const Module: { activate_throwing_error_handler(): number }
}
