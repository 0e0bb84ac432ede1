import { z } from "zod"

/** What the host of a window says on its first line of stdout, as JSON, once it answers. */
export const announcementSchema = z.object({
  event: z.literal("serving"),
  /** "http://127.0.0.1:8888" */
  address: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  /** The address with its token. */
  url: z.url(),
  /** The folder that it serves, absolute. */
  folder: z.string(),
  /** The notebook to open first, by its path in the folder. */
  open: z.string().optional(),
})
export type Announcement = z.infer<typeof announcementSchema>

/** What a window's host is told on its stdin. At the end of stdin it ends; its kernels run on unless it was told to end them. */
export const hostWords = { endKernels: "end kernels" } as const
