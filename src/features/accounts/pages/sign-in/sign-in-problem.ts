import type { NamedCommune } from '../../../../platform/http/shapes.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import { CallError } from '../../../../ui/kit/staff-api.js'

/** What is asked of whoever signs in, one after the other: the last two of those who have several communes, or a second factor. */
export type SignInStep = 'password' | 'commune' | 'code'

/** Why somebody was not let in. */
export interface SignInProblem {
  /** Ready to show. */
  sentence: string
  /** What is to be given; after `password`, that one was right. */
  step: SignInStep
  /** Whether nothing is wrong yet: the commune or the code is only asked for. */
  isFirst: boolean
  /** Those among which to choose. */
  communes: NamedCommune[]
}

/** Why a sign-in did not succeed, in words. */
export function signInProblem(error: unknown, t: Translate): SignInProblem {
  const wrong: SignInProblem = { sentence: t('signIn.failed'), step: 'password', isFirst: false, communes: [] }
  if (!(error instanceof CallError)) return wrong
  const { code, communes = [] } = error.problem
  if (code === 'commune_needed')
    return { sentence: t('signIn.communeNeeded'), step: 'commune', isFirst: true, communes }
  if (code === 'second_factor_needed')
    return { ...wrong, sentence: t('signIn.codeNeeded'), step: 'code', isFirst: true }
  const sentence = error.message || t(error.outOfReach ? 'signIn.unreached' : 'signIn.failed')
  return { ...wrong, sentence, step: code === 'second_factor_wrong' ? 'code' : 'password' }
}
