import { useEffect, useState } from "react"
import { MergeBanner } from "../conflicts/MergeBanner.tsx"
import { nameOf } from "../files/paths.ts"
import { perform } from "../session/commands.ts"
import { Banner, BannerButton } from "./Banner.tsx"
import { useApp, useCells, useNotebook, useWords, useWorkspace } from "./context.ts"

/** What concerns the whole notebook and waits for the reader: trust, a kernel that ended, and its file. */
export function Banners() {
  const workspace = useWorkspace()
  const words = useWords()
  const trusted = useCells(state => state.trusted)
  const status = useCells(state => state.kernel.status)
  const anew = useCells(state => state.kernel.anew === true)
  const session = useNotebook()
  return (
    <>
      <FileBanners />
      <MergeBanner />
      {!trusted && (
        <Banner text={words.untrustedBanner}>
          <BannerButton onClick={() => perform("file.trust", workspace)}>{words.trustOnly}</BannerButton>
        </Banner>
      )}
      {status === "disconnected" && <Away />}
      {anew && status !== "dead" && (
        <Banner bad text={words.kernelAnew}>
          <BannerButton onClick={() => session.dispatch({ op: "noted" })}>{words.ok}</BannerButton>
        </Banner>
      )}
      {status === "dead" && (
        <Banner bad text={words.kernelDied}>
          <BannerButton onClick={() => perform("kernel.restart", workspace)}>{words.restart}</BannerButton>
        </Banner>
      )}
    </>
  )
}

/** Milliseconds that a connection may be away before it is said: most come back at once. */
const unnoticed = 2000

function Away() {
  const words = useWords()
  const [long, setLong] = useState(false)
  // What could not be saved has a banner of its own, which says the same.
  const said = useCells(state => state.trouble?.kind === "failed")
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), unnoticed)
    return () => clearTimeout(timer)
  }, [])
  return long && !said ? <Banner bad text={words.hostAway} /> : null
}

function FileBanners() {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const path = useCells(state => state.path)
  const saved = useCells(state => state.saved)
  const trouble = useCells(state => state.trouble)
  const writable = useCells(state => state.writable)
  const asking = useApp(state => state.dialog?.kind === "conflict")
  const saveAs = <BannerButton onClick={() => perform("file.saveAs", workspace)}>{words.saveAs}</BannerButton>
  const again = (force: boolean, name: string) => (
    <BannerButton onClick={() => session.dispatch({ op: "save", force })}>{name}</BannerButton>
  )
  if (trouble?.kind === "gone") {
    const { movedTo } = trouble
    const follow = async (to: string) => {
      await workspace.follow(path, to)
      await session.saving.look()
    }
    return (
      <Banner bad text={movedTo === undefined ? words.goneBanner : words.movedBanner(nameOf(movedTo))}>
        {movedTo !== undefined && (
          <BannerButton onClick={() => void follow(movedTo)}>{words.followFile(nameOf(movedTo))}</BannerButton>
        )}
        {again(true, words.saveHereAgain)}
        <BannerButton onClick={() => workspace.close(path)}>{words.close}</BannerButton>
      </Banner>
    )
  }
  if (trouble?.kind === "failed") {
    const { message, fix = "" } = trouble
    return (
      <Banner bad text={message === "" ? words.noServer : words.failedBanner(message, fix)}>
        {again(false, words.tryAgain)}
        {message !== "" && saveAs}
      </Banner>
    )
  }
  if (saved === "conflict" && !asking)
    return (
      <Banner bad text={words.conflictBanner}>
        {again(false, words.resolve)}
      </Banner>
    )
  return writable ? null : <Banner text={words.readOnly}>{saveAs}</Banner>
}
