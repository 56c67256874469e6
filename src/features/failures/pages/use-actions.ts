import { useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-failures.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-failures.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import type { NamedEntry } from '../../entries/contract.js'
import { type FailureAction, type FailureActionView, type FailureScope, failureRoutes } from '../contract.js'

/** Key of a sentence of the page of failed questions. */
type FailureKey = keyof typeof fr
/** The sentences of the page in one language. */
export type FailureWords = PageWords<FailureKey>

/** The sentences of the page of failed questions. */
export const failureWords = pageWords<FailureKey>(fr, en)

type Unscoped<One> = One extends FailureAction ? Omit<One, 'scope'> : never
/** What is done to failures. */
export type Remedy = Unscoped<FailureAction>

/** What was done last, and how it is taken back. */
export interface Done {
  text: string
  /** `null` once nothing can be undone. */
  actionId: string | null
  /** The entry whose draft was changed or begun, where the next step is. */
  entry?: NamedEntry | null
}

/** What the parts of the page do to failures. */
export interface Actions {
  done: Done | null
  problem: string
  isBusy: boolean
  /** @returns whether it was done */
  act(scope: FailureScope, remedy: Remedy): Promise<boolean>
  /** The press whose draft is being tried and published; `null` when none is. */
  mended: string | null
  endMending(): void
  /** What was pressed last is published: it is no longer taken back from here. */
  settle(): void
  undo(actionId: string): Promise<void>
}

/** Acts on failures, one at a time, and reads the lists again afterwards. */
export function useActions(api: StaffApi, words: FailureWords, onDone: () => void): Actions {
  const [done, setDone] = useState<Done | null>(null)
  const { problem, isBusy, run } = useAct(words.say('notDone'))
  const [mended, setMended] = useState<string | null>(null)
  const call = (send: () => Promise<FailureActionView>, tell: (view: FailureActionView) => Done, isMending = false) =>
    run(async () => {
      try {
        const view = await send()
        setDone(tell(view))
        setMended(isMending ? view.actionId : null)
      } finally {
        onDone()
      }
    })
  return {
    done,
    problem,
    isBusy,
    act: (scope, remedy) =>
      call(
        () => api.ask(failureRoutes.act, { body: { scope, ...remedy } }),
        (view) => {
          const { actionId, entry } = view
          // The sentence is read where it stands, before anything else is done with it.
          if (remedy.action === 'add_sentence' && actionId && entry)
            location.hash = hrefOf('entries', [entry.id], { talks: actionId })
          return { text: inWords(words, remedy, view), actionId, entry }
        },
        remedy.action === 'add_questions',
      ),
    mended,
    endMending: () => setMended(null),
    settle: () => setDone(null),
    undo: async (actionId) => {
      await call(
        () => api.ask(failureRoutes.undo, { params: { id: actionId } }),
        () => ({ text: words.say('undone'), actionId: null }),
      )
    },
  }
}

function inWords({ say, many }: FailureWords, remedy: Remedy, { count, added, entry }: FailureActionView): string {
  const title = entry?.title ?? ''
  switch (remedy.action) {
    case 'add_questions':
      return added === 0 ? say('done.known', { title }) : many('done.added', added, { title })
    case 'add_sentence':
      return say('done.sentence', { title })
    case 'begin_entry':
      return say('done.begun', { title: remedy.title })
    case 'decide':
      return remedy.state === 'to_review' ? '' : many(`done.${remedy.state}`, count)
    default:
      return remedy satisfies never
  }
}
