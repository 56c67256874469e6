import { randomUUID } from 'node:crypto'
import { remarkOn } from '../../assistant/remark-on.js'
import type { Feature } from '../../platform/feature.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Remark } from '../../platform/model/remark.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { communesOf, type ServingNeeds } from '../accounts/routes/serving.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import type { Copilot } from '../handoffs/copilot.js'
import { handoffFrom } from '../handoffs/routes/handoff-routes.js'
import { type RemarkView, remarkRoutes } from './contract.js'
import type { RemarkResult, RemarkStore } from './remark-verbs.js'

/** Of her own, those that an agent is shown. */
const MOST_SHOWN = 30

/** What these routes need. */
export interface RemarkRouteNeeds extends ServingNeeds {
  store: ServingNeeds['store'] &
    Pick<ConversationStore, 'getTranscript'> &
    Pick<RemarkStore, 'listRemarks' | 'addRemark' | 'editRemark' | 'withdrawRemark'>
  now: () => Date
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  /** What staff writes may repeat what a citizen said. */
  copilot: Pick<Copilot, 'mask'>
}

/** Agents notice what the curators should know: an answer to keep, a wrong one, a question to add. */
export const remarks: Feature<RemarkRouteNeeds> = {
  name: 'remarks',
  routes: remarkRoutes,
  open: (needs) => ({ served: serveRemarks(needs) }),
}

/** Serves what agents notice for the curators. */
function serveRemarks(needs: RemarkRouteNeeds): ServedRoute[] {
  const { store, entriesNow } = needs
  return [
    serveAdding(needs),
    serve(remarkRoutes.own, async ({ response }) => {
      const own = await ownRemarks(needs, staffFrom(response).user)
      return { remarks: own.slice(0, MOST_SHOWN).map((one) => remarkView(needs, one)) }
    }),
    serve(remarkRoutes.change, async ({ params, body: { rightEntryId, note }, response }) => {
      const { id, communeId } = await ownRemark(needs, params.id, staffFrom(response).user)
      if (rightEntryId !== null && !entriesNow(communeId).has(rightEntryId))
        throw new AppError('entry_unpublished', 422, { field: 'rightEntryId' })
      const result = await store.editRemark(id, { rightEntryId, note: cleanText(note) })
      return remarkView(needs, requireDone(result))
    }),
    serve(remarkRoutes.withdraw, async ({ params, response }) => {
      const { id } = await ownRemark(needs, params.id, staffFrom(response).user)
      requireDone(await store.withdrawRemark(id))
      return null
    }),
  ]
}

/** The same press twice is one remark. */
function serveAdding(needs: RemarkRouteNeeds): ServedRoute {
  const { store, now, copilot } = needs
  return serve(remarkRoutes.add, async ({ body: { kind, messageSeq }, response }) => {
    const { conversationId, communeId } = handoffFrom(response)
    const { id: agentId, displayName: agentName } = staffFrom(response).user
    const transcript = await store.getTranscript(conversationId)
    if (!transcript) throw new AppError('unknown_handoff', 404)
    const known = (await store.listRemarks(communeId)).find(
      (one) =>
        one.conversationId === conversationId &&
        one.messageSeq === messageSeq &&
        one.kind === kind &&
        one.agentId === agentId,
    )
    const remark: Remark = known ?? {
      id: randomUUID(),
      communeId,
      kind,
      at: now().toISOString(),
      agentId,
      agentName,
      conversationId,
      messageSeq,
      ...remarkOn(transcript, { messageSeq, kind }, copilot.mask),
      note: '',
      state: 'new',
      settledAt: null,
      settledBy: null,
      reason: '',
    }
    if (!known && (await store.addRemark(conversationId, remark)) === 'unknown_conversation')
      throw new AppError('unknown_handoff', 404)
    return remarkView(needs, remark)
  })
}

/** @throws AppError `unknown_remark` (404), also for a colleague's */
async function ownRemark(needs: RemarkRouteNeeds, id: string, user: User): Promise<Remark> {
  const remark = (await ownRemarks(needs, user)).find((one) => one.id === id)
  if (!remark) throw new AppError('unknown_remark', 404)
  return remark
}

/** What an agent noticed in the communes that she serves, latest first. */
async function ownRemarks(needs: RemarkRouteNeeds, user: User): Promise<Remark[]> {
  const each = await Promise.all((await communesOf(needs, user)).map((id) => needs.store.listRemarks(id)))
  const own = each.flat().filter(({ agentId }) => agentId === user.id)
  return own.sort((a, b) => b.at.localeCompare(a.at))
}

/** @throws AppError `unknown_remark` (404), `remark_settled` (409) */
function requireDone(result: RemarkResult): Remark {
  if (result.outcome === 'done') return result.remark
  if (result.outcome === 'settled') throw new AppError('remark_settled', 409)
  throw new AppError('unknown_remark', 404)
}

/** A remark as staff reads it, with the titles of the entries that it names. */
function remarkView({ entriesNow }: RemarkRouteNeeds, remark: Remark): RemarkView {
  const { communeId, conversationId: _, agentId: __, ...view } = remark
  const entries = entriesNow(communeId)
  const named = [remark.entryId, remark.rightEntryId].flatMap((id) => {
    const title = id === null ? undefined : entries.get(id)?.title
    return id && title ? [[id, frenchTypography(title)] as const] : []
  })
  return { ...view, titles: Object.fromEntries(named) }
}
