import type { DatasetPayload } from "@kaon/plugin-api"

/** What a table that ships is: whose it is, what is in it, and the bytes it has to consist of. */
export interface ShippedTable
  extends Pick<DatasetPayload, "id" | "title" | "target" | "citation" | "licence" | "homepage"> {
  /** Columns of texts; the others are numbers. What is to be predicted is a class. */
  texts: readonly string[]
  sha256: string
}

export const tables: readonly ShippedTable[] = [
  {
    id: "iris",
    title: "Iris",
    target: "species",
    texts: ["species"],
    citation: "R. A. Fisher (1936). Iris. UCI Machine Learning Repository. https://doi.org/10.24432/C56C76",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/53",
    sha256: "18f1652893785ad7cd432bce9d8f5976c38ca81b2f27a76478e70e81a7b27b5e",
  },
  {
    id: "penguins",
    title: "Palmer Archipelago penguins",
    target: "species",
    texts: ["species", "island", "sex"],
    citation:
      "A. M. Horst, A. P. Hill, K. B. Gorman (2020). palmerpenguins: Palmer Archipelago (Antarctica) penguin data. https://doi.org/10.5281/zenodo.3960218",
    licence: "CC0 1.0",
    homepage: "https://allisonhorst.github.io/palmerpenguins",
    sha256: "1de99504894dc20243e3424050019e17f4707706c086bca977cd84f3c0a0ae78",
  },
  {
    id: "wine",
    title: "Wine",
    target: "cultivar",
    texts: ["cultivar"],
    citation: "S. Aeberhard, M. Forina (1992). Wine. UCI Machine Learning Repository. https://doi.org/10.24432/C5PC7J",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/109",
    sha256: "6f7ef2bedbbdf39690e28a50691e196c99f0eb0aa616b209663da9e177099dc0",
  },
]
