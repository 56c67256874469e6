import type { ConsoleSession } from '../../../../ui/console/console-session.js'
import { CallError } from '../../../../ui/console/staff-api.js'
import { translator } from '../../../../ui/kit/words.js'

/**
 * Makes a call of the counter's and shows why it failed, if it did; then everything is read again.
 * @returns the answer, or `null` when it failed
 */
export async function deskCall<T>(session: ConsoleSession, make: () => Promise<T>): Promise<T | null> {
  try {
    const answer = await make()
    session.readAll()
    return answer
  } catch (error) {
    const sentence = error instanceof CallError ? error.message : ''
    session.notice('error', sentence || translator(session.state.preferences.language)('notice.failed'))
    session.readAll()
    return null
  }
}
