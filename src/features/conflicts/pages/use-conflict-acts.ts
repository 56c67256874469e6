import { useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-conflicts.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-conflicts.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { type ConflictAct, type ConflictActView, type ConflictUndo, conflictRoutes } from '../contract.js'

/** Key of a sentence of the page of conflicts. */
type ConflictKey = keyof typeof fr
/** The sentences of the page in one language. */
export type ConflictWords = PageWords<ConflictKey>

/** The sentences of the page of conflicts. */
export const conflictWords = pageWords<ConflictKey>(fr, en)

/** What was done last. */
export interface ConflictDone {
  text: string
  /** `null` once nothing can be undone. */
  undo: ConflictUndo | null
  /** Where the next step is: drafts to publish. */
  drafts: ConflictActView['drafts']
}

/** What the parts of the page do about conflicts. */
export interface ConflictActs {
  done: ConflictDone | null
  problem: string
  isBusy: boolean
  /** @param tell what was done, in words; @returns whether it was */
  act(act: ConflictAct, tell: (view: ConflictActView) => string): Promise<boolean>
  undo(): Promise<void>
}

/** Acts on conflicts, one at a time, and reads the list again afterwards. */
export function useConflictActs(api: StaffApi, { say }: ConflictWords, onDone: () => void): ConflictActs {
  const [done, setDone] = useState<ConflictDone | null>(null)
  const { problem, isBusy, run } = useAct(say('notDone'))
  const call = (send: () => Promise<ConflictActView>, tell: (view: ConflictActView) => string) =>
    run(async () => {
      try {
        const view = await send()
        setDone({ text: tell(view), undo: view.undo, drafts: view.drafts })
      } finally {
        onDone()
      }
    })
  return {
    done,
    problem,
    isBusy,
    act: (act, tell) => call(() => api.ask(conflictRoutes.act, { body: act }), tell),
    async undo() {
      const undo = done?.undo
      if (undo)
        await call(
          () => api.ask(conflictRoutes.undo, { body: { undo } }),
          () => say('undone'),
        )
    },
  }
}
