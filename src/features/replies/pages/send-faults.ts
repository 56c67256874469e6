import { type PersonalNumberKind, personalNumbersIn } from '../../../platform/security/personal-numbers.js'
import { unfilledVariables } from '../reply-variables.js'

/** What an agent is asked about before her text leaves. */
export interface SendFaults {
  numbers: PersonalNumberKind[]
  /** Left between braces, as written. */
  variables: string[]
}

/** What should not leave unseen in a text to a citizen; `null` when there is nothing. Pure. */
export function sendFaults(text: string): SendFaults | null {
  const numbers = personalNumbersIn(text)
  const variables = unfilledVariables(text)
  return numbers.length + variables.length > 0 ? { numbers, variables } : null
}
