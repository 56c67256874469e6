import { useMemo } from 'preact/hooks'
import { LetterChoice } from '../../../ui/admin/letter-choice.js'
import type { PageProps } from '../../../ui/admin/page-props.js'
import { EntryEditor } from './editor/entry-editor.js'
import { EntriesContext, useEntries } from './entries-context.js'
import { entriesWords } from './entries-words.js'
import { PublishPage } from './gate/publish-page.js'
import { askedOf } from './gate/publish-source.js'
import { HistoryPage } from './life/history-page.js'
import { ReviewPage } from './life/review-page.js'
import { EntryList } from './list/entry-list.js'
import { NewEntry } from './new-entry.js'

/** The entries: their list, a new one, and of each its editor, its publication, its review and its history, as the address says. */
export function EntriesPage({ api, t, language, user, place }: PageProps) {
  const page = useMemo(() => ({ api, t, language, user, words: entriesWords(language) }), [api, t, language, user])
  const [id, part] = place.path
  return (
    <EntriesContext.Provider value={page}>
      <Part key={`${id} ${part}`} id={id} part={part} chosen={place.chosen} />
    </EntriesContext.Provider>
  )
}

interface PartProps {
  id: string | undefined
  part: string | undefined
  chosen: ReadonlyMap<string, string>
}

function Part({ id, part, chosen }: PartProps) {
  if (id === undefined) {
    return (
      <>
        <EntryList chosen={chosen} />
        <Reminders />
      </>
    )
  }
  // The id of an entry is made from its title, of three letters at least, and is never one of these.
  if (id === '+') return <NewEntry chosen={chosen} />
  switch (part) {
    case 'publish':
      return <PublishPage key={chosen.get('draft')} id={id} asked={askedOf(chosen)} />
    case 'review':
      return <ReviewPage id={id} />
    case 'history':
      return <HistoryPage id={id} chosen={chosen} />
    default:
      return <EntryEditor id={id} chosen={chosen} />
  }
}

/** Whether she is written to about the entries that she keeps true. */
function Reminders() {
  const { api, words } = useEntries()
  const { say } = words
  return (
    <LetterChoice
      api={api}
      path="/admin/reminders"
      title={say('reminders')}
      intro={say('reminders.intro')}
      wanted={say('reminders.wanted')}
      noMail={say('reminders.noMail')}
      saved={(wanted) => say(wanted ? 'reminders.on' : 'reminders.off')}
      notSaved={say('problem.other')}
    />
  )
}
