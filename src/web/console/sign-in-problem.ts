import { CallError } from './staff-api.js'
import type { Translate } from './words.js'

/** Why somebody was not let in. */
export interface SignInProblem {
  /** Ready to show. */
  sentence: string
  /** Whether the password was right, and a code is asked for. */
  step: 'password' | 'code'
  /** Whether nothing is wrong yet: the code is only asked for. */
  isFirst: boolean
}

/** Why a sign-in did not succeed, in words. */
export function signInProblem(error: unknown, t: Translate): SignInProblem {
  if (!(error instanceof CallError)) return { sentence: t('signIn.failed'), step: 'password', isFirst: false }
  const { code } = error.problem
  const isFirst = code === 'second_factor_needed'
  const step = isFirst || code === 'second_factor_wrong' ? 'code' : 'password'
  const sentence = error.message || t(error.outOfReach ? 'signIn.unreached' : 'signIn.failed')
  return { sentence: isFirst ? t('signIn.codeNeeded') : sentence, step, isFirst }
}
