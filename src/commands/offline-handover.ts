import type { HandoverContext } from '../handover/handover-context.js'

/** What the retention needs of the handover; nobody waits for an agent in a command. */
export function offlineHandover(parts: Pick<HandoverContext, 'store' | 'say' | 'communes'>): HandoverContext {
  const communeOf = (id: string) => {
    const commune = parts.communes.get(id)
    if (!commune) throw new Error(`no commune ${id}`)
    return commune
  }
  return {
    ...parts,
    communeOf,
    now: () => new Date(),
    waitLimitMs: 0,
    departmentOf: async () => undefined,
    mailer: null,
  }
}
