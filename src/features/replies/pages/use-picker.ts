import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Handoff } from '../../../platform/model/handoff.js'
import { indexTitles, type TitleIndex } from '../../../platform/text/title-search.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { factRoutes } from '../../asking/facts-contract.js'
import { copilotRoutes } from '../../handoffs/copilot-contract.js'
import { communeAtHand } from '../../handoffs/pages/queue/communes.js'
import type { ReplyView } from '../contract.js'
import { type PickOption, pickEntries, pickReplies, type Trigger, triggerBefore } from './pick-options.js'

/** The list that is open under the caret. */
export interface Picker {
  trigger: Trigger | null
  options: PickOption[]
  /** Place of the option that Enter inserts. */
  active: number
  /** To be called at each input and each move of the caret. */
  follow(): void
  /** @returns whether the key was the list's */
  press(event: KeyboardEvent): boolean
  choose(option: PickOption): void
  close(): void
}

/** Opens the list of replies (`/`) or entries (`#`) at the caret of a field. @param onChosen told what was chosen, and where its sign stands */
export function usePicker(
  area: RefObject<HTMLTextAreaElement | null>,
  replies: readonly ReplyView[],
  onChosen: (option: PickOption, trigger: Trigger) => void,
): Picker {
  const [trigger, setTrigger] = useState<Trigger | null>(null)
  const [active, setActive] = useState(0)
  /** Where a list was closed by Escape: it stays so until another sign is typed. */
  const [closedAt, setClosedAt] = useState(-1)
  const titles = useTitles(trigger?.kind === 'entry')
  const options = optionsOf(trigger, replies, titles)
  const place = Math.min(active, Math.max(0, options.length - 1))

  const follow = () => {
    const field = area.current
    const found = field ? triggerBefore(field.value, field.selectionStart) : null
    if (!found) setClosedAt(-1)
    const shown = found && found.from !== closedAt ? found : null
    if (shown?.query !== trigger?.query || shown?.from !== trigger?.from) setActive(0)
    setTrigger(shown)
  }
  const close = () => {
    setClosedAt(trigger?.from ?? -1)
    setTrigger(null)
  }
  const choose = (option: PickOption) => {
    if (!trigger) return
    setTrigger(null)
    onChosen(option, trigger)
  }
  const press = (event: KeyboardEvent): boolean => {
    if (!trigger || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false
    if (event.key === 'Escape') close()
    else if (options.length === 0) return false
    else if (event.key === 'ArrowDown') setActive((place + 1) % options.length)
    else if (event.key === 'ArrowUp') setActive((place + options.length - 1) % options.length)
    else if (event.key === 'Enter') choose(options[place] as PickOption)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { trigger, options, active: place, follow, press, choose, close }
}

function optionsOf(trigger: Trigger | null, replies: readonly ReplyView[], titles: Parameters<typeof pickEntries>[0]) {
  if (!trigger) return []
  return trigger.kind === 'reply' ? pickReplies(replies, trigger.query) : pickEntries(titles, trigger.query)
}

/** Titles of the entries, searched in the browser; read when they are first wanted. `null` before, and when they could not be read. */
function useTitles(wanted: boolean): TitleIndex | null {
  const { session, state } = useConsole()
  const communeId = communeAtHand(state)
  const [read, setRead] = useState<{ of: string; titles: TitleIndex } | null>(null)
  const titles = read !== null && read.of === communeId ? read.titles : null
  useEffect(() => {
    if (!wanted || titles || !communeId) return
    let current = true
    session.api.ask(factRoutes.titles, { params: { id: communeId } }).then(
      ({ entries }) => current && setRead({ of: communeId, titles: indexTitles(entries) }),
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, wanted, titles, communeId])
  return titles
}

/** The ready replies for a citizen; read again when she changes her language, or when `serial` does because the agent edited hers. */
export function useReplies(handoff: Pick<Handoff, 'id' | 'language'> | null, serial: number): ReplyView[] {
  const { session } = useConsole()
  const { id, language } = handoff ?? {}
  const [replies, setReplies] = useState<ReplyView[]>([])
  useEffect(() => {
    if (id === undefined) return
    let current = true
    session.api.ask(copilotRoutes.replies, { params: { id } }).then(
      (view) => current && setReplies(view.replies),
      // Without them one writes: the list says that nothing matches.
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, id, language, serial])
  return replies
}
