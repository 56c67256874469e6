import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { EntryView } from '../../contract.js'
import { useEntries } from '../entry-states.js'

/** That somebody else has changed the entry meanwhile: who, and when. Its panel is labelled by it. */
export function ConflictHeading({ theirs: { draft, publications } }: { theirs: EntryView }) {
  const { words, language } = useEntries()
  const { say } = words
  const last = publications.at(-1)
  const moment = (at: string) => momentInWords(at, language, new Date())
  return (
    <div role="alert">
      <h3 id="entry-conflict">{say('conflict.title')}</h3>
      <p>
        {draft
          ? say('conflict.saved', { name: draft.by.userName, moment: moment(draft.at) })
          : last
            ? say('conflict.published', { name: last.by.userName, moment: moment(last.at) })
            : say('conflict.discarded')}
      </p>
    </div>
  )
}
