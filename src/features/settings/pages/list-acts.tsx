import en from '../../../../knowledge/messages/admin-settings.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-settings.fr.json' with { type: 'json' }
import { Icon, type IconName } from '../../../ui/kit/icon.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the settings. */
export type SettingsWord = keyof typeof fr
/** The sentences of the settings in one language. */
export type SettingsWords = PageWords<SettingsWord>

/** The sentences of the settings. */
export const settingsWords = pageWords<SettingsWord>(fr, en)

interface Props {
  words: SettingsWords
  /** What the buttons are about, for whoever cannot see where they stand. */
  name: string
  index: number
  count: number
  /** Id of what has the focus once the item is gone. */
  next: string
  /** When the order counts. */
  onMove?: (to: number) => void
  onRemove: () => void
}

/** What is done with one item of a list: moved up or down, or removed. The focus stays where it is, or goes to what is next. */
export function ListActs({ words: { say }, name, index, count, next, onMove, onRemove }: Props) {
  const about = <span class="visually-hidden"> {name}</span>
  const mover = (to: number, icon: IconName, label: string) => (
    // Not `disabled`: the focus would be lost at the ends of the list.
    <button
      type="button"
      class="button"
      aria-disabled={to < 0 || to >= count}
      onClick={({ currentTarget: button }) => {
        if (to < 0 || to >= count) return
        onMove?.(to)
        requestAnimationFrame(() => button.focus())
      }}
    >
      <Icon name={icon} />
      <span class="visually-hidden">{label}</span>
      {about}
    </button>
  )
  return (
    <div class="actions">
      {onMove && count > 1 && mover(index - 1, 'up', say('list.up'))}
      {onMove && count > 1 && mover(index + 1, 'down', say('list.down'))}
      <button
        type="button"
        class="button"
        onClick={() => {
          onRemove()
          requestAnimationFrame(() => document.getElementById(next)?.focus())
        }}
      >
        {say('list.remove')}
        {about}
      </button>
    </div>
  )
}
