import type { z } from 'zod'
import { CallError, type StaffApi } from '../../../ui/console/staff-api.js'
import type { WordKey } from '../../../ui/kit/words.js'
import type { decisionRequest } from '../../entries/routes/trust-contract.js'

/** What an agent says of an answer that waits. */
export type Decision = z.input<typeof decisionRequest>

/** Sends a decision. @returns what to tell the agent: the key of a sentence when it was done, the server's sentence otherwise */
export async function decide(
  api: StaffApi,
  id: string,
  decision: Decision,
): Promise<{ done: WordKey } | { problem: string }> {
  try {
    await api.call('POST', `/agent/validations/${id}`, decision)
    return { done: DONE[decision.decision] }
  } catch (error) {
    return { problem: error instanceof CallError ? error.message : '' }
  }
}

const DONE = {
  confirm: 'trust.sentConfirmed',
  choose: 'trust.sentEdited',
  write: 'trust.sentEdited',
  refuse: 'trust.sentRefused',
} as const satisfies Record<Decision['decision'], WordKey>
