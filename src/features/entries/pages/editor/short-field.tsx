import { SHORT_KEYS, SHORT_LENGTH, type ShortKey } from '../../model/entry.js'
import { useEntries } from '../entries-context.js'
import { useEditor } from './editor-context.js'
import { RichField } from './rich-field.js'

/** The short answers: a sentence or two for each thing that is asked most, and how long it is. What is emptied is not there any more. */
export function ShortField() {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  const put = (key: ShortKey, text: string) =>
    change(`short.${key}`, ({ short = {}, ...before }) => {
      const { [key]: _, ...others } = short
      const written = text === '' ? others : { ...others, [key]: text }
      return Object.keys(written).length > 0 ? { ...before, short: written } : before
    })
  return (
    <>
      <p class="hint">{say('hint.short')}</p>
      {SHORT_KEYS.map((key) => (
        <RichField
          key={key}
          field={`short.${key}`}
          label={say(`short.${key}`)}
          hint={say('short.count', { count: content.short?.[key]?.length ?? 0, most: SHORT_LENGTH.most })}
          value={content.short?.[key] ?? ''}
          onValue={(text) => put(key, text.replace(/\n/g, ' '))}
          isPlain
        />
      ))}
    </>
  )
}
