import type { Report as ReportView } from "../../contracts/mime.ts"

/** A bound that a figure has to keep, and whether it does. */
export type Gate = ReportView["gates"][number]
