import type { Entry } from '../../platform/model/entry.js'
import type { Retry } from '../../platform/model/failure.js'
import { fold } from '../../search/french-analyser.js'
import type { AskAgain } from '../publication/gate.js'
import type { Replay, ReplayReply } from '../publication/gate-report.js'
import type { FailureStore } from './failure-verbs.js'
import type { Retries } from './retries.js'

/** What asking again needs. */
export interface ReplayNeeds {
  store: Pick<FailureStore, 'listFailures'>
  retries: Pick<Retries, 'askOf'>
  now: () => Date
}

/** Different questions that are asked, the latest that are kept: asking one of two contents takes some milliseconds. */
const MOST_REPLAYED = 300
/** Examples of each kind that a report shows. */
const MOST_SHOWN = 20

/** Asks questions that citizens asked in vain, as long as they are kept, of what is served and of what would be; not those that were set aside. Nothing is stored. */
export function createReplay({ store, retries, now }: ReplayNeeds): AskAgain {
  return async (communeId, { served, candidate }, signal) => {
    const kept = await store.listFailures(communeId, now().toISOString())
    const wanted = kept.filter(({ state }) => state !== 'out_of_scope' && state !== 'wont_fix')
    const questions = [...new Map(wanted.map(({ question }) => [fold(question), question])).values()]
    const replay: Replay = { asked: 0, counts: { found: 0, lost: 0, moved: 0 }, found: [], lost: [], moved: [] }
    for (const question of questions.slice(0, MOST_REPLAYED)) {
      signal.throwIfAborted()
      const before = await retries.askOf(served, question)
      const after = await retries.askOf(candidate, question)
      replay.asked += 1
      const change = changeOf(before, after)
      if (change === null) continue
      replay.counts[change] += 1
      if (replay[change].length === MOST_SHOWN) continue
      const [said, next] = [replyOf(before, served.entries), replyOf(after, candidate.entries)]
      replay[change].push({ question, before: said, after: next })
    }
    return replay
  }
}

/** What a publication changes for a question; `null`: nothing that a citizen would see. Pure. */
export function changeOf(before: Retry, after: Retry): keyof Replay['counts'] | null {
  const [was, is] = [before.kind === 'answered', after.kind === 'answered']
  if (was !== is) return is ? 'found' : 'lost'
  return is && before.entryIds[0] !== after.entryIds[0] ? 'moved' : null
}

function replyOf({ kind, entryIds }: Retry, entries: ReadonlyMap<string, Entry>): ReplayReply {
  const named = entryIds.map((id) => ({ id, title: entries.get(id)?.title ?? id }))
  const [first] = named
  if (kind === 'answered' && first) return { kind, by: first, says: entries.get(first.id)?.summary ?? '' }
  if (kind === 'asked_back') return { kind: 'clarified', among: named }
  return { kind: kind === 'otherwise' ? 'otherwise' : 'unanswered' }
}
