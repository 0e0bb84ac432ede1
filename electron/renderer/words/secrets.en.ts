/** The words about secrets. */
export const secretsEn = {
  secrets: {
    title: "Secrets",
    text: "Keys and tokens that TypeScript cells use by name. They are kept sealed on this machine; outputs and saved files show their names instead.",
    example: 'import secrets from "kaon:secrets"\nawait secrets.get("HF_TOKEN")',
    name: "Name",
    value: "Value",
    forAll: "For all folders",
    here: "this folder",
    everywhere: "all folders",
    add: "Keep the secret",
    remove: "Forget it",
    removeOf: (name: string) => `Forget ${name}`,
    removeTitle: (name: string) => `Forget ${name}?`,
    removeText: "Cells that use it stop with an error until it is set again. Its value cannot be brought back.",
  },
}
