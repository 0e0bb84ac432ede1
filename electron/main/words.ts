/** What the shell says itself; everything else is the page's. */
const en = {
  open: "Open Notebook…",
  openFolder: "Open Folder…",
  recent: "Open Recent",
  clearRecent: "Clear List",
  notebooks: "Notebooks",
  saveAs: "Save as PDF",
  busyTitle: "Cells are still running.",
  busyDetail: "They can run on without the window; the next time you open the folder, everything they said is there.",
  runOn: "Let Them Run On",
  stop: "Stop Them",
  cancel: "Cancel",
  hostEnded: "Kaon's host ended and was started again.",
  hostEndedDetail: "Kernels ran on; nothing is lost.",
  hostFailed: "Kaon's host does not start.",
  hostGone: "Kaon's host ended again and again.",
  pageGone: "The page of this window ended again and again.",
  pageDetail: "Your notebooks and what their kernels hold are safe.",
  again: "Try Again",
  close: "Close",
  stuck: "The page does not answer.",
  wait: "Wait",
  reload: "Load It Again",
  pdfFailed: "The PDF could not be saved.",
}

export type ShellWords = typeof en

const zh: ShellWords = {
  open: "打开笔记本…",
  openFolder: "打开文件夹…",
  recent: "最近打开",
  clearRecent: "清除列表",
  notebooks: "笔记本",
  saveAs: "存为 PDF",
  busyTitle: "仍有单元在运行。",
  busyDetail: "关闭窗口后它们可以继续运行；下次打开此文件夹时，所有输出都会显示。",
  runOn: "继续运行",
  stop: "停止运行",
  cancel: "取消",
  hostEnded: "Kaon 的主机进程已退出，并已重新启动。",
  hostEndedDetail: "内核一直在运行，没有丢失任何内容。",
  hostFailed: "Kaon 的主机进程无法启动。",
  hostGone: "Kaon 的主机进程反复退出。",
  pageGone: "此窗口的页面反复崩溃。",
  pageDetail: "笔记本和内核中的内容都安然无恙。",
  again: "重试",
  close: "关闭",
  stuck: "页面没有响应。",
  wait: "等待",
  reload: "重新加载",
  pdfFailed: "无法保存 PDF。",
}

export const words: Readonly<Record<"en" | "zh", ShellWords>> = { en, zh }

export const wordsFor = (locale: string): ShellWords => (locale.startsWith("zh") ? zh : en)
