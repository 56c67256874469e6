import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { CallError } from '../../../../ui/kit/staff-api.js'

/**
 * Makes a call of the counter's and shows why it failed, if it did; then everything is read again.
 * @returns the answer, or `null` when it failed
 */
export async function deskCall<T>(session: AgentConsole, make: () => Promise<T>): Promise<T | null> {
  try {
    return await make()
  } catch (error) {
    const sentence = error instanceof CallError ? error.message : ''
    session.notice('error', sentence || session.say('notice.failed'))
    return null
  } finally {
    void session.readAll()
  }
}
