import type { TextSession } from "../session/text.ts"
import { Banner, BannerButton } from "./Banner.tsx"
import { usePart, useWords } from "./context.ts"

/** What stands between a text and its file. */
export function TextBanners({ session }: { session: TextSession }) {
  const words = useWords()
  const trouble = usePart(session.store, state => state.trouble)
  const writable = usePart(session.store, state => state.writable)
  if (trouble?.kind === "gone") {
    return (
      <Banner bad text={words.goneFile}>
        <BannerButton onClick={() => void session.save(true)}>{words.saveHereAgain}</BannerButton>
      </Banner>
    )
  }
  if (trouble?.kind === "failed") {
    const { message, fix = "" } = trouble
    return (
      <Banner bad text={message === "" ? words.noServer : words.failedBanner(message, fix)}>
        <BannerButton onClick={() => void session.save()}>{words.tryAgain}</BannerButton>
      </Banner>
    )
  }
  return writable ? null : <Banner text={words.readOnly} />
}
