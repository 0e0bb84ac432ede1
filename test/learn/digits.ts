import { readFile } from "node:fs/promises"
import { datasetFrom } from "../../kernel/learn/index.ts"
import { digitsPayload } from "../../plugins/dataset-digits/digits.ts"

const file = new URL("../../plugins/dataset-digits/digits.u8.gz", import.meta.url)

/** The real dataset, as the digits plugin hands it over. */
export const digits = () => datasetFrom(async () => digitsPayload(await readFile(file)))
