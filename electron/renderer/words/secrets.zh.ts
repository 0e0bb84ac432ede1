import type { Loose } from "./en.ts"
import type { secretsEn } from "./secrets.en.ts"

export const secretsZh: Loose<typeof secretsEn> = {
  secrets: {
    title: "密钥",
    text: "TypeScript 单元按名称使用的密钥和令牌，加密保存在本机；输出和保存的文件中只显示其名称。",
    example: 'import secrets from "kaon:secrets"\nawait secrets.get("HF_TOKEN")',
    name: "名称",
    value: "值",
    forAll: "用于所有文件夹",
    here: "此文件夹",
    everywhere: "所有文件夹",
    add: "保存密钥",
    remove: "删除",
    removeOf: name => `删除 ${name}`,
    removeTitle: name => `删除 ${name}？`,
    removeText: "使用它的单元会报错，直到重新设置。它的值无法恢复。",
  },
}
