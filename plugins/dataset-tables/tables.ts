import type { DatasetPayload } from "@kaon/plugin-api"

/** What a table that ships is: whose it is, what is in it, and the bytes it has to consist of. */
export interface ShippedTable
  extends Pick<DatasetPayload, "id" | "title" | "target" | "aside" | "citation" | "licence" | "homepage"> {
  /** Columns of texts; the others are numbers. What is to be predicted is a class where it is a text. */
  texts: readonly string[]
  /** Columns of points in time, in UTC. */
  times?: readonly string[]
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
  {
    id: "income",
    title: "Adult census income",
    target: "income",
    texts: ["workclass", "marital", "occupation", "relationship", "race", "sex", "country", "income"],
    citation: "B. Becker, R. Kohavi (1996). Adult. UCI Machine Learning Repository. https://doi.org/10.24432/C5XW20",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/2",
    sha256: "e56c8835e4a5b94ae64ecbe478ab92553c863460a456669ea6a5c96c76faddfe",
  },
  {
    id: "bikes",
    title: "Bikes rented by the hour",
    target: "bikes",
    texts: ["weather"],
    times: ["hour"],
    citation: "H. Fanaee-T (2013). Bike Sharing. UCI Machine Learning Repository. https://doi.org/10.24432/C5W894",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/275",
    sha256: "3c754e922603b00f5e31cf736a10cb8e5cf778ae269f57f35438a9e9efaf3a60",
  },
  {
    id: "reviews",
    title: "Sentences of product reviews",
    target: "sentiment",
    aside: ["review", "rating"],
    texts: ["sentiment", "text"],
    citation:
      "C. J. Hutto, E. Gilbert (2014). VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text. ICWSM-14. Sentences of M. Hu, B. Liu (2004), Mining and Summarizing Customer Reviews, KDD-04.",
    licence: "MIT",
    homepage: "https://github.com/cjhutto/vaderSentiment",
    sha256: "28daeca475012f9d5abeff0a84ae633c082613641f485cd65e588b6b81088f3f",
  },
  {
    id: "tumours",
    title: "Breast cancer, Wisconsin",
    target: "diagnosis",
    texts: ["diagnosis"],
    citation:
      "W. Wolberg, O. Mangasarian, N. Street, W. Street (1995). Breast Cancer Wisconsin (Diagnostic). UCI Machine Learning Repository. https://doi.org/10.24432/C5DW2B",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/17",
    sha256: "f7b2ec4d7eb790699d1002416cfe9ba0c93bdc12e7833c97444302e43586ff49",
  },
  {
    id: "diabetes",
    title: "Diabetes, one year on",
    target: "progression",
    texts: [],
    citation:
      "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani (2004). Least Angle Regression. Annals of Statistics 32 (2), 407–499. https://doi.org/10.1214/009053604000000067",
    licence: "BSD-3-Clause",
    homepage: "https://scikit-learn.org/stable/datasets/toy_dataset.html#diabetes-dataset",
    sha256: "24f86210b31a7119261ddfcb926d9f0ced5bf4f3c3a7e43839f01a60ce2e6204",
  },
  {
    id: "shuttle",
    title: "Sensors of the space shuttle",
    target: "state",
    texts: ["state"],
    aside: ["time"],
    citation: "J. Catlett. Statlog (Shuttle). UCI Machine Learning Repository. https://doi.org/10.24432/C5WS31",
    licence: "CC BY 4.0",
    homepage: "https://archive.ics.uci.edu/dataset/148",
    sha256: "488b922ee4288447c689974311f67e57128abfcd35fc2c53ca8dc8a1f2d2b1e0",
  },
  {
    id: "libraries",
    title: "Libraries that programs use together",
    target: "library",
    texts: ["program", "uses", "library"],
    aside: ["program"],
    citation:
      "The Debian Project (2023). Debian 12, package index: what its Python programs depend on. https://packages.debian.org/bookworm",
    licence: "CC0 1.0",
    homepage: "https://packages.debian.org/bookworm",
    sha256: "4be08f847b22e79be53086e5322854a4873bca68c0d42ce0ca320f2139be5424",
  },
]
