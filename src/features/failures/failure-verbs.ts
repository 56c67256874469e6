import { opaqueId } from '../../platform/http/secrets.js'
import {
  type DecisionRequest,
  type Failure,
  type FailureDecision,
  failureOfRemark,
  type KeptFailure,
  type StandingFailure,
  toStandingFailure,
} from '../../platform/model/failure.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Remark } from '../../platform/model/remark.js'
import type { Document, Verb } from '../../platform/store/document.js'
import type { ConversationIndex } from '../conversations/conversation-index.js'
import type { RemarksDocument } from '../remarks/remark-verbs.js'

/** A question as an earlier version kept it. */
interface KeptQuestion {
  communeId: string
  day: string
  language: RecognisedLanguage
  text: string
}

/** Failed questions that outlived their conversation, of every commune: short, and some thousands at most. */
export type UnansweredDocument =
  | { version: 1; questions: KeptQuestion[] }
  /** Latest kept first. */
  | { version: 2; failures: KeptFailure[] }

/** What curators decided of failures, of every commune: no text of a citizen. */
export interface DecisionsDocument {
  version: 1
  decisions: FailureDecision[]
}

/** Where failures are found and what was decided of them is kept. */
export interface FailureCollection {
  index: ConversationIndex
  kept: Document<UnansweredDocument>
  decisions: Document<DecisionsDocument>
  /** Remarks that outlived their conversation. */
  remarks: Document<RemarksDocument>
}

/** Questions that nobody answered, and what was decided of them. */
export interface FailureStore {
  /**
   * The questions that a commune's citizens asked and that were failed, in their conversation or after it, latest first, as far as they count at an instant.
   * Not copies: tens of thousands are told at each reading, and none is ever changed.
   */
  listFailures(communeId: string, at: string): Promise<readonly StandingFailure[]>
  /** Keeps failures that outlive their conversation, without it. */
  keepFailures(failures: readonly KeptFailure[]): Promise<void>
  /** Those of a commune that outlived their conversation, latest day first. */
  listKeptFailures(communeId: string): Promise<KeptFailure[]>
  /** Forgets those of a commune asked before a day. @returns how many */
  dropFailuresBefore(communeId: string, day: string): Promise<number>
  /** Decides of several failures in one write; those that are not known, or are another commune's, are left out. @returns what was decided */
  decideFailures(request: DecisionRequest): Promise<FailureDecision[]>
  /** Takes back what one press decided, as far as nothing was decided since. @returns what is taken back, as it was */
  undoFailureAction(communeId: string, actionId: string): Promise<FailureDecision[]>
  /** Forgets what was decided of failures that are no more. @returns how many */
  dropDecisionsOfForgotten(): Promise<number>
}

/** A failure, and the remark that it is. */
interface Found {
  failure: Failure
  remark?: Remark
}

/** The verbs about failed questions: found in their conversation while it lives, and kept apart afterwards. */
export function failureVerbs({ index, kept, decisions, remarks }: FailureCollection): FailureStore {
  const findAll = async (at: string): Promise<Found[]> => {
    const apart = ((await remarks.read())?.remarks ?? []).map((remark) => ({
      failure: failureOfRemark(remark, opaqueId(remark.id), []),
      remark,
    }))
    const live = index.failures.list().flatMap(({ countsFrom = '', ...failure }): Found[] => {
      if (countsFrom > at) return []
      const remark = failure.remark ? index.remarks.get(failure.remark.id) : undefined
      return [remark ? { failure, remark } : { failure }]
    })
    return [
      ...live,
      ...keptOf(await kept.read()).map((one) => ({ failure: { ...one, remark: null, written: null } })),
      ...apart,
    ]
  }
  const idsOf = async (communeId?: string) => {
    const all = await findAll('9')
    return new Set(
      all.flatMap(({ failure }) => (communeId === undefined || failure.communeId === communeId ? failure.id : [])),
    )
  }
  return {
    async listFailures(communeId, at) {
      const decided = new Map(((await decisions.read())?.decisions ?? []).map((one) => [one.failureId, one]))
      const own = (await findAll(at)).filter(({ failure }) => failure.communeId === communeId)
      return own
        .map(
          ({ failure, remark }): StandingFailure => toStandingFailure(failure, decided.get(failure.id) ?? null, remark),
        )
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1))
    },
    keepFailures: (failures) => kept.update(withFailures(failures)),
    async listKeptFailures(communeId) {
      const own = keptOf(await kept.read()).filter((one) => one.communeId === communeId)
      return structuredClone(own.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)))
    },
    dropFailuresBefore: (communeId, day) => kept.update(withoutFailures(communeId, day)),
    async decideFailures(request) {
      const known = await idsOf(request.communeId)
      return decisions.update(
        withDecisions({ ...request, failureIds: request.failureIds.filter((id) => known.has(id)) }),
      )
    },
    undoFailureAction: (communeId, actionId) => decisions.update(withoutAction(communeId, actionId)),
    async dropDecisionsOfForgotten() {
      if (((await decisions.read())?.decisions ?? []).length === 0) return 0
      const known = await idsOf()
      return decisions.update((document) => {
        const all = document?.decisions ?? []
        const left = all.filter(({ failureId }) => known.has(failureId))
        const dropped = all.length - left.length
        if (dropped === 0) return { document, result: 0, changes: [] }
        return { document: decisionsOf(left), result: dropped, changes: [], forgets: true }
      })
    },
  }
}

function withDecisions({ failureIds, ...decided }: DecisionRequest): Verb<DecisionsDocument, FailureDecision[]> {
  return (document) => {
    const all = document?.decisions ?? []
    const former = new Map(all.map((one) => [one.failureId, one]))
    const made = [...new Set(failureIds)].map((failureId): FailureDecision => {
      const { former: _, failureId: __, communeId: ___, ...before } = former.get(failureId) ?? NONE
      return structuredClone({ ...decided, failureId, former: before.at === '' ? null : before })
    })
    if (made.length === 0) return { document, result: [], changes: [] }
    const replaced = new Set(failureIds)
    const others = all.filter(({ failureId }) => !replaced.has(failureId))
    return { document: decisionsOf([...others, ...made]), result: structuredClone(made), changes: [] }
  }
}

const NONE = { at: '' } as FailureDecision

function withoutAction(communeId: string, actionId: string): Verb<DecisionsDocument, FailureDecision[]> {
  return (document) => {
    const isOfIt = (one: FailureDecision) => one.communeId === communeId && one.actionId === actionId
    const undone = document?.decisions.filter(isOfIt) ?? []
    if (document === null || undone.length === 0) return { document, result: [], changes: [] }
    const left = document.decisions.flatMap((one): FailureDecision[] => {
      if (!isOfIt(one)) return [one]
      return one.former ? [{ ...one.former, failureId: one.failureId, communeId, former: null }] : []
    })
    return { document: decisionsOf(left), result: structuredClone(undone), changes: [], forgets: true }
  }
}

function withFailures(added: readonly KeptFailure[]): Verb<UnansweredDocument, void> {
  return (document) => {
    if (added.length === 0) return { document, result: undefined, changes: [] }
    const failures = [...structuredClone([...added]), ...keptOf(document)]
    return { document: { version: 2, failures }, result: undefined, changes: [] }
  }
}

function withoutFailures(communeId: string, day: string): Verb<UnansweredDocument, number> {
  return (document) => {
    const failures = keptOf(document)
    const left = failures.filter((one) => one.communeId !== communeId || one.at >= day)
    const dropped = failures.length - left.length
    if (dropped === 0) return { document, result: 0, changes: [] }
    // Nothing left is no document: nor is there a former version of it.
    const next = left.length > 0 ? { version: 2 as const, failures: left } : null
    return { document: next, result: dropped, changes: [], forgets: true }
  }
}

/** What a document keeps; a question of an earlier version gets an id that stays the same as long as it is kept. */
export function keptOf(document: UnansweredDocument | null): KeptFailure[] {
  if (document === null) return []
  if (document.version === 2) return [...document.failures]
  const times = new Map<string, number>()
  return document.questions.map(({ communeId, day, language, text }) => {
    const place = JSON.stringify([communeId, day, language, text])
    const nth = times.get(place) ?? 0
    times.set(place, nth + 1)
    const id = opaqueId(`${nth} ${place}`)
    const shown = { shownEntryId: null, rightEntryId: null }
    return { id, asker: id, communeId, kinds: ['unanswered'], at: day, language, question: text, ...shown }
  })
}

function decisionsOf(decisions: FailureDecision[]): DecisionsDocument | null {
  return decisions.length > 0 ? { version: 1, decisions } : null
}
