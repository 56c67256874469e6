import { Fragment } from 'preact'
import { formatDay } from '../../../../ui/kit/format-date.js'
import { Icon, type IconName } from '../../../../ui/kit/icon.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../../ui/kit/place.js'
import type { EntryRow } from '../../routes/curation-contract.js'
import { useEntries } from '../entries-context.js'
import { entryHref } from '../entry-address.js'
import { EntryStates } from '../entry-states.js'

/** One entry of the list: what it is, where it stands, and what deserves a look. */
export function EntryItem({ row }: { row: EntryRow }) {
  const { words, language } = useEntries()
  const { say, many } = words
  const { id, title, summary, category, owner, states, questions, expiry, lastDay, troubles } = row
  const { draft, submission, returned } = row
  const moment = (at: string) => momentInWords(at, language, new Date())
  const end = expiry ? say(`ended.${expiry}`) : lastDay && say('list.until', { day: formatDay(lastDay, language) })
  return (
    <li class="entry-row">
      <div class="entry-row-head">
        <a href={entryHref(id)} lang="fr">
          {title || say('untitled')}
        </a>
        <EntryStates states={states} />
      </div>
      <p class="entry-row-summary" lang="fr">
        {summary}
      </p>
      <p class="hint">
        {[say(`category.${category}`), owner.name, many('list.questions', questions), end].filter(Boolean).join(' · ')}
      </p>
      {submission && (
        <Fact icon="person">{say('list.submitted', { name: submission.by, moment: moment(submission.at) })}</Fact>
      )}
      {returned && !submission && (
        <Fact icon="alert" look="trouble">
          {say('returned.by', { name: returned.by, moment: moment(returned.at) })} <q>{returned.why}</q>
        </Fact>
      )}
      {draft && <Fact icon="pen">{say('list.draft', { name: draft.by, moment: moment(draft.at) })}</Fact>}
      {troubles.length > 0 && (
        <Fact icon="alert" look="trouble">
          {troubles.map((one, at) => (
            <Fragment key={one}>
              {at > 0 && ', '}
              <Trouble trouble={one} entryId={id} />
            </Fragment>
          ))}
        </Fact>
      )}
    </li>
  )
}

/** What deserves a look; what the search for conflicts finds leads to what it found. */
function Trouble({ trouble, entryId }: { trouble: EntryRow['troubles'][number]; entryId: string }) {
  const { say } = useEntries().words
  const name = say(`trouble.${trouble}`)
  if (trouble !== 'confused' && trouble !== 'few_questions') return <>{name}</>
  return (
    <a href={hrefOf('conflicts', [], { entry: entryId })} aria-label={say('trouble.see', { trouble: name })}>
      {name}
    </a>
  )
}

function Fact({ icon, look, children }: { icon: IconName; look?: string; children: preact.ComponentChildren }) {
  return (
    <p class={`entry-fact ${look ?? ''}`}>
      <Icon name={icon} /> {children}
    </p>
  )
}
