/** What other layers use of the plugins: finding datasets and loading them, and where a person's folders are. */
export { type DatasetListing, type LoadOptions, listDatasets, loadDataset } from "./datasets.ts"
export { type Discovered, type DiscoverOptions, discoverPlugins } from "./discover.ts"
export { type UserFolders, userFolders } from "./folders.ts"
export type { InstalledPlugin } from "./manifest.ts"
