import type { Handoff } from '../../../src/platform/model/handoff.js'

/** A live wait of the 24th of November at ten, French time, that expires ten minutes later. */
export function sampleHandoff(patch: Partial<Handoff> = {}): Handoff {
  return {
    id: 'h1',
    conversationId: 'c1',
    communeId: 'bourg',
    kind: 'live',
    status: 'pending',
    reason: 'citizen_wish',
    urgent: false,
    language: 'fr',
    requestedAt: '2026-11-24T09:00:00.000Z',
    deadlineAt: '2026-11-24T09:10:00.000Z',
    contact: null,
    subject: 'une question',
    assignedAt: null,
    agentId: null,
    agentName: null,
    endedAt: null,
    resolution: null,
    ...patch,
  }
}
