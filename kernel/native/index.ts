export { findInstalled, type Installed, installedVariant, nativeHome } from "./setup/place.ts"
