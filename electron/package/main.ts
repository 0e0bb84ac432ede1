import { packageApp } from "./package.ts"

const made = await packageApp(process.argv.includes("--dir"))
for (const file of made) console.log(file)
