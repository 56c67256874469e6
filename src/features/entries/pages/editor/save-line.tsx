import { Icon, type IconName } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import { useEntries } from '../entries-context.js'
import type { EntriesKey } from '../entries-words.js'
import type { SaveState } from './draft-saver.js'

/** Whether what is written is saved, and why not, in words. */
export function SaveLine({ state }: { state: SaveState }) {
  const { words, language, user } = useEntries()
  const { say } = words
  const moment = (at: string) => momentInWords(at, language, new Date())
  const [icon, text] = ((): [IconName, string] => {
    switch (state.kind) {
      case 'untouched':
        return ['check', say('save.untouched')]
      case 'saved': {
        const isOwn = state.by === user.displayName
        const isToday = townDay(new Date(state.at)) === townDay(new Date())
        const key: EntriesKey = isOwn ? (isToday ? 'save.saved' : 'save.savedOn') : 'save.savedBy'
        return ['check', say(key, { moment: moment(state.at), name: state.by })]
      }
      case 'pending':
        return ['pen', say('save.pending')]
      case 'saving':
        return ['retry', say('save.saving')]
      case 'unsaved':
        return ['alert', say('save.unsaved')]
      case 'conflict':
        return ['alert', say('save.conflict')]
      default:
        return state satisfies never
    }
  })()
  const isBad = state.kind === 'unsaved' || state.kind === 'conflict'
  return (
    <p class={isBad ? 'save-line bad' : 'save-line'}>
      <Icon name={icon} /> {text}
    </p>
  )
}
