import type { DocumentSet } from '../../platform/store/document-set.js'
import type { AccountStore } from '../accounts/account-verbs.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import type { HandoffStore } from '../handoffs/store/handoff-verbs.js'
import type { MaskedStore } from '../masked-data/masked-verbs.js'
import type { PracticeStore } from '../practice/practice-verbs.js'
import type { ReplyStore } from '../replies/reply-verbs.js'
import { type ErasedKind, type Erasure, erasureOf, mergeErasures, replyErasedId } from './erasure.js'

/** What was erased on one day (UTC). */
export interface ErasuresDocument {
  version: 1
  /** Oldest first. */
  erasures: Erasure[]
}

/** The key of the day of an erasure: `YYYY-MM-DD`. */
export function erasuresKey(at: string): string {
  return at.slice(0, 10)
}

/** What was erased, so that a restored backup leaves it out. */
export interface ErasureStore {
  /** What was erased for good of every commune, oldest first: neither words nor ids, so that no backup brings it back. Noted by the verbs that erase. */
  listErasures(): Promise<Erasure[]>
  /** Forgets the erasures that are older than so many days, by whole days (UTC) and the clock that dated them: no backup is older. @returns how many */
  dropErasuresOlderThan(days: number): Promise<number>
}

const DAY_MS = 24 * 3_600_000

/** The verbs about what was erased. @param now the machine's time, by which erasures are dated */
export function erasureVerbs(days: DocumentSet<ErasuresDocument>, now: () => Date): ErasureStore {
  return {
    async listErasures() {
      const documents = await Promise.all(days.keys().map((key) => days.read(key)))
      return structuredClone(mergeErasures(...documents.map((document) => document?.erasures ?? [])))
    },
    async dropErasuresOlderThan(keptDays) {
      const oldest = erasuresKey(new Date(now().getTime() - keptDays * DAY_MS).toISOString())
      const old = days.keys().filter((key) => key < oldest)
      const counts = await Promise.all(
        old.map((key) =>
          days.update(key, (document) => ({ document: null, result: document?.erasures.length ?? 0, changes: [] })),
        ),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** The verbs that erase for good, and those that tell whether there is something to erase. */
type ErasingVerbs = Pick<ConversationStore, 'eraseConversation' | 'getConversation'> &
  Pick<HandoffStore, 'forgetContact' | 'closeUnhandled' | 'getHandoff'> &
  Pick<MaskedStore, 'forgetMasked' | 'listMasked'> &
  Pick<PracticeStore, 'erasePractice'> &
  Pick<ReplyStore, 'deleteReply' | 'listReplies'> &
  Pick<AccountStore, 'applyToAccount' | 'eraseAccount'>

type Remembering = Pick<ConversationStore, 'eraseConversation'> &
  Pick<HandoffStore, 'forgetContact' | 'closeUnhandled'> &
  Pick<MaskedStore, 'forgetMasked'> &
  Pick<PracticeStore, 'erasePractice'> &
  Pick<ReplyStore, 'deleteReply'> &
  Pick<AccountStore, 'applyToAccount' | 'eraseAccount'>

/**
 * Verbs that note what they erase, so that no backup brings it back. It is noted first: what a crash leaves noted and not erased is erased when it is
 * asked again. @param now the machine's time, as that of backups
 */
export function rememberingErasures(
  store: ErasingVerbs,
  days: DocumentSet<ErasuresDocument>,
  now: () => Date,
): Remembering {
  const note = (kind: ErasedKind, id: string) => noteErasure(days, erasureOf(kind, id, now().toISOString()))
  return {
    async eraseConversation(id) {
      if (await store.getConversation(id)) await note('conversation', id)
      return store.eraseConversation(id)
    },
    async forgetContact(handoffId) {
      const handoff = await store.getHandoff(handoffId)
      if (handoff?.endedAt && handoff.contact) await note('contact', handoffId)
      return store.forgetContact(handoffId)
    },
    async closeUnhandled(handoffId, action, words) {
      const handoff = await store.getHandoff(handoffId)
      if (handoff?.closesAt && handoff.closesAt <= action.at && handoff.contact) await note('contact', handoffId)
      return store.closeUnhandled(handoffId, action, words)
    },
    async forgetMasked(handoffId) {
      if ((await store.listMasked(handoffId)).length > 0) await note('masked', handoffId)
      return store.forgetMasked(handoffId)
    },
    async erasePractice(userId) {
      await note('practice', userId)
      return store.erasePractice(userId)
    },
    async deleteReply(userId, id) {
      if ((await store.listReplies(userId)).some((one) => one.id === id)) await note('reply', replyErasedId(userId, id))
      return store.deleteReply(userId, id)
    },
    async applyToAccount(userId, action, audit) {
      const result = await store.applyToAccount(userId, action, audit)
      if (action.type === 'deactivate' && result.outcome === 'applied') await note('account', userId)
      return result
    },
    async eraseAccount(userId, at) {
      const result = await store.eraseAccount(userId, at)
      // Where a crash leaves it erased and not noted, a backup that brings it back has it as deactivated, and it goes again.
      if (result === 'erased') await note('erased_account', userId)
      return result
    },
  }
}

/** Keeps that something was erased, once. */
export async function noteErasure(days: DocumentSet<ErasuresDocument>, erasure: Erasure): Promise<void> {
  const { kind, what, at } = erasure
  await days.update(erasuresKey(at), (document) => {
    const erasures = document?.erasures ?? []
    if (erasures.some((one) => one.kind === kind && one.what === what && one.at === at))
      return { document, result: undefined, changes: [] }
    return { document: { version: 1, erasures: [...erasures, erasure] }, result: undefined, changes: [] }
  })
}
