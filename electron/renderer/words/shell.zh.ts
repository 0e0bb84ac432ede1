import type { Loose } from "./en.ts"
import type { shellEn } from "./shell.en.ts"

export const shellZh: Loose<typeof shellEn> = {
  shell: {
    menus: { file: "文件", edit: "编辑", cell: "单元", run: "运行", view: "视图", help: "帮助" },
    runDone: time => `已完成，用时 ${time}`,
    runFailed: (cell, time) => `单元 ${cell} 在 ${time} 后失败`,
    titleRunning: (percent, name) => `${percent} ${name}`,
  },
}
