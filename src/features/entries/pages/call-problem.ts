import { CallError } from '../../../ui/console/staff-api.js'
import type { EntriesWords } from './entries-words.js'

/** Why a call did not succeed, in words: the server's own, or that it could not be reached. */
export function callProblem(error: unknown, { say }: EntriesWords): string {
  if (!(error instanceof CallError)) return say('problem.other')
  if (error.signedOut) return say('problem.signedOut')
  return error.message || say(error.outOfReach ? 'problem.unreached' : 'problem.other')
}
