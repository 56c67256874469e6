import { useEffect, useState } from 'preact/hooks'
import { useReading } from '../../../ui/admin/use-reading.js'
import type { StaffApi } from '../../../ui/console/staff-api.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { settingsWords } from '../../settings/pages/settings-words.js'
import type { CheckedEntryView, CheckedView, ChecksView } from '../routes/first-run-contract.js'
import { ChecksProgressView } from './checks-progress.js'
import { EntryChecks } from './entry-checks.js'
import type { FirstRunWords } from './first-run-words.js'
import { Told } from './told.js'
import type { FirstRun } from './use-first-run.js'

interface Props {
  api: StaffApi
  words: FirstRunWords
  firstRun: FirstRun
  category: string
}

/** The entries of a topic, each with its points to tick, or to be taken away. */
export function CategoryChecks({ api, words, firstRun, category }: Props) {
  const { say, many } = words
  const path = `/admin/first-run/checks?category=${encodeURIComponent(category)}`
  const { view, failed, read } = useReading<ChecksView>(api, path)
  const [entries, setEntries] = useState<readonly CheckedEntryView[]>([])
  const [said, setSaid] = useState('')
  useEffect(() => setEntries(view?.entries ?? []), [view])
  const own = firstRun.view?.categories.find((one) => one.category === category)
  const { say: sayCategory, has } = settingsWords(words.language)
  const name = `category.${category}`
  const tick = (points: { entryId: string; check: string }[], done: boolean, everywhere = false) =>
    firstRun.attempt(async () => {
      setSaid('')
      const body = { points, done, ...(everywhere ? { everywhere } : {}) }
      const answer = await api.call<CheckedView>('PUT', '/admin/first-run/checks', body)
      const touched = new Map(answer.entries.map((entry) => [entry.id, entry]))
      setEntries((before) => before.map((entry) => touched.get(entry.id) ?? entry))
      firstRun.adopt(answer.firstRun)
      setSaid(many(done ? 'said.ticked' : 'said.unticked', everywhere ? answer.entries.length - 1 : points.length))
    })
  const move = (entry: CheckedEntryView, act: 'archive' | 'restore') =>
    firstRun.attempt(async () => {
      setSaid('')
      await api.call('POST', `/admin/entries/${entry.id}/${act}`, { why: say('entry.why') })
      const { entries: next } = await api.call<ChecksView>('GET', path)
      setEntries(next)
      firstRun.read()
      setSaid(say(act === 'archive' ? 'said.archived' : 'said.restored', { title: entry.title }))
    })
  return (
    <>
      <p>
        <a href={hrefOf('first-run', ['checks'])}>{say('category.back')}</a>
      </p>
      <h3>{has(name) ? sayCategory(name) : category}</h3>
      {own && <ChecksProgressView words={words} progress={own} />}
      {failed && (
        <p role="alert" class="field-error">
          {say('failed')}{' '}
          <button type="button" class="button" onClick={read}>
            {say('tryAgain')}
          </button>
        </p>
      )}
      {!view && !failed && <p class="hint">{say('loading')}</p>}
      {view?.entries.length === 0 && <p>{say('category.none')}</p>}
      <ul class="checked-entries">
        {entries.map((entry) => (
          <EntryChecks
            key={entry.id}
            words={words}
            entry={entry}
            onTick={tick}
            onArchive={() => move(entry, 'archive')}
            onRestore={() => move(entry, 'restore')}
          />
        ))}
      </ul>
      <Told words={words} firstRun={firstRun} said={said} />
    </>
  )
}
