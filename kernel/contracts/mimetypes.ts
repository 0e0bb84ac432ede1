/** Names of the MIME types of our own, and of charts. Apart from their schemas, so that whoever needs a name does not load zod. */
export const mimeTypes = {
  metrics: "application/vnd.kaon.metrics+json",
  progress: "application/vnd.kaon.progress+json",
  table: "application/vnd.kaon.table+json",
  report: "application/vnd.kaon.report+json",
  plan: "application/vnd.kaon.plan+json",
  deployment: "application/vnd.kaon.deployment+json",
  vegaLite5: "application/vnd.vegalite.v5+json",
  vegaLite6: "application/vnd.vegalite.v6+json",
} as const
