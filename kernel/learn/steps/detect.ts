/** Finds what tells who somebody is. Each pattern is global; `holds` confirms what it found. */
interface Detector {
  pattern: RegExp
  holds?(found: string): boolean
}

const digitsOf = (text: string): string => text.replace(/\D/g, "")

/** The check digit of card numbers (H. P. Luhn; ISO/IEC 7812-1). */
export function luhn(number: string): boolean {
  const digits = [...digitsOf(number)].reverse().map(Number)
  const sum = digits.reduce((total, digit, i) => {
    const doubled = i % 2 === 1 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0
}

export const detectors = {
  email: { pattern: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu },
  // Before phone numbers, which card numbers would pass for.
  card: { pattern: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, holds: luhn },
  phone: {
    pattern: /(?<![\p{L}\p{N}.])(?:\+|00)?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{1,4}\)?){1,5}(?![\p{L}\p{N}])/gu,
    holds: found => {
      const count = digitsOf(found).length
      // A date or a plain whole number is none: a phone number says so by a + or its grouping.
      return count >= 7 && count <= 15 && /^\+|^00|[ ()/-]/.test(found) && !/^\d{4}-\d{2}-\d{2}$/.test(found)
    },
  },
  ip: {
    pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g,
    holds: found => found.split(".").every(part => Number(part) <= 255),
  },
} as const satisfies Record<string, Detector>

export type DetectorName = keyof typeof detectors
export const detectorNames = Object.keys(detectors) as DetectorName[]

/** The text with all that was found replaced. */
export function replaceFound(
  text: string,
  names: readonly DetectorName[],
  by: (name: DetectorName, found: string) => string,
): string {
  return names.reduce((left, name) => {
    const { pattern, holds }: Detector = detectors[name]
    return left.replace(pattern, found => ((holds?.(found) ?? true) ? by(name, found) : found))
  }, text)
}

export const isFound = (text: string, names: readonly DetectorName[]): boolean => {
  let found = false
  replaceFound(text, names, (_name, part) => {
    found = true
    return part
  })
  return found
}

const telling =
  /^(.*[_ .-])?((first|last|full|sur|given|family|middle|maiden|user|nick)[_ .-]?name|name|e-?mail|phone|mobile|tel(ephone)?|fax|address|street|ssn|passport|iban|(credit)?[_ .-]?card([_ .-]?(no|number))?|birth([_ .-]?(date|day))?|dob|ip([_ .-]?address)?)$/i

/** Does the name of a column say that it holds what tells who somebody is? "firstName" and "first_name" both do. */
export const isTelling = (name: string): boolean => telling.test(name.replace(/([a-z])([A-Z])/g, "$1_$2"))
