import { useConsole } from '../../../../ui/console/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { type Present, useLookers } from './use-lookers.js'

/** Who else is in this conversation: over the top of its messages, so that nothing moves when somebody comes. */
export function LookersLine({ handoffId }: { handoffId: string }) {
  const { t, language } = useConsole()
  const present = useLookers(handoffId)
  const list = (people: Present[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(people.map(({ name }) => name))
  const writers = present.filter(({ writing }) => writing)
  const readers = present.filter(({ writing }) => !writing)
  const sentences = [
    writers.length > 0 && t(writers.length > 1 ? 'lifecycle.writeTwo' : 'lifecycle.writeOne', { names: list(writers) }),
    readers.length > 0 && t(readers.length > 1 ? 'lifecycle.readTwo' : 'lifecycle.readOne', { names: list(readers) }),
  ].filter((sentence) => sentence !== false)
  return (
    <p class="lookers" role="status">
      {sentences.length > 0 && (
        <>
          <Icon name="person" /> {sentences.join(' ')}
        </>
      )}
    </p>
  )
}
