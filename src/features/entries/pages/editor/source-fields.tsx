import { useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { townDay } from '../../../../ui/kit/town-clock.js'
import type { EntryContent } from '../../model/entry-record.js'
import { useEntries } from '../entry-states.js'
import { useEditor } from './editor-context.js'
import { TextField } from './text-field.js'

function usePutSource() {
  const { change } = useEditor()
  return (name: keyof EntryContent['source'], value: string) =>
    change(`source.${name}`, (before) => ({ ...before, source: { ...before.source, [name]: value } }))
}

/** Where the facts come from, and of which day: the town itself, today, until it is said. */
export function SourceName() {
  const { say } = useEntries().words
  const { source } = useEditor().content
  const put = usePutSource()
  return (
    <div class="pair">
      <TextField
        field="source.name"
        label={say('field.sourceName')}
        value={source.name}
        isContent
        onValue={(value) => put('name', value)}
      />
      <TextField
        field="source.date"
        type="date"
        label={say('field.sourceDate')}
        value={source.date}
        onValue={(value) => put('date', value)}
      />
    </div>
  )
}

/** What else is known of the source, and until when the facts hold. */
export function SourceFields() {
  const { say } = useEntries().words
  const { source } = useEditor().content
  const put = usePutSource()
  return (
    <>
      <p class="hint">{say('hint.source')}</p>
      <div class="pair">
        <TextField
          field="source.url"
          type="url"
          label={say('field.sourceUrl')}
          hint={say('hint.sourceUrl')}
          value={source.url}
          maxLength={2_000}
          onValue={(value) => put('url', value.trim())}
        />
        <TextField
          field="source.licence"
          label={say('field.licence')}
          value={source.licence}
          onValue={(value) => put('licence', value)}
        />
      </div>
      <FactDays />
      <NationalFiches />
    </>
  )
}

/** On which day the facts were checked, when they are to be again, and from when until when they hold. */
function FactDays() {
  const { say } = useEntries().words
  const { content, change, tell } = useEditor()
  return (
    <div class="pair">
      <div class="field">
        <TextField
          field="verifiedAt"
          type="date"
          label={say('field.verifiedAt')}
          hint={say(content.verifiedAt ? 'hint.verifiedAt' : 'hint.neverVerified')}
          value={content.verifiedAt ?? ''}
          onValue={(value) => change('verifiedAt', (before) => ({ ...before, verifiedAt: value || null }))}
        />
        <Button
          label={say('verifyToday')}
          onClick={() => {
            const day = townDay(new Date())
            change('verifiedAt', (before) => ({ ...before, verifiedAt: day }))
            tell(say('verifiedToday'))
          }}
        />
      </div>
      <TextField
        field="reviewBy"
        type="date"
        label={say('field.reviewBy')}
        hint={say('hint.reviewBy')}
        value={content.reviewBy}
        onValue={(reviewBy) => change('reviewBy', (before) => ({ ...before, reviewBy }))}
      />
      {(['validFrom', 'validUntil'] as const).map((day) => (
        <TextField
          key={day}
          field={day}
          type="date"
          label={say(`field.${day}`)}
          hint={say(`hint.${day}`)}
          value={content[day] ?? ''}
          onValue={(value) => change(day, (before) => withDay(before, day, value))}
        />
      ))}
    </div>
  )
}

/** Ids of national fiches, in one field: what is typed stays as it is typed, and is read as ids. */
function NationalFiches() {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  const ids = content.servicePublic
  const [text, setText] = useState(ids.join(', '))
  const shown = idsIn(text).join() === ids.join() ? text : ids.join(', ')
  return (
    <TextField
      field="servicePublic"
      label={say('field.servicePublic')}
      hint={say('hint.servicePublic')}
      value={shown}
      onValue={(value) => {
        setText(value)
        change('servicePublic', (before) => ({ ...before, servicePublic: idsIn(value) }))
      }}
    />
  )
}

function idsIn(text: string): string[] {
  return text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
}

/** A content with a day of its window, or without it. */
function withDay(content: EntryContent, name: 'validFrom' | 'validUntil', day: string): EntryContent {
  const { [name]: _, ...rest } = content
  return day === '' ? rest : { ...rest, [name]: day }
}
