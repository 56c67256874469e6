import { personalNumbersIn } from '../platform/security/personal-numbers.js'

/**
 * Why an argument that is kept, and read by others, is refused: it holds a number that says who somebody is, or opens her account. The border of the server
 * refuses the same in what people type there; the commands have none. @returns the sentence; `null` when nothing is wrong
 */
export function personalNumberFault(option: string, text: string): string | null {
  if (personalNumbersIn(text).length === 0) return null
  return `${option} contient un numéro de sécurité sociale, un IBAN ou un numéro de carte bancaire. Retirez-le : ce qui est écrit là est gardé, et lu par d’autres.`
}
