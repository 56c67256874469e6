import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { TextField } from '../../../ui/kit/field.js'
import { Sections } from '../../../ui/kit/rich-text-view.js'
import { indexTitles, searchTitles } from '../../../ui/kit/title-search.js'
import { plural } from '../../../ui/kit/words.js'
import { factRoutes, type TitlesView } from '../../asking/facts-contract.js'
import type { Answer } from '../../entries/model/entry.js'
import { deskRoutes } from '../../handoffs/desk-contract.js'

/** Titles shown at most. */
const MOST_FOUND = 6

interface EntrySearchProps {
  /** Whether the citizen can open a link. */
  isRead: boolean
  onInsert: (entry: { id: string; title: string }) => void
}

/** Finds an entry by words, in the browser, and shows it; nothing typed is sent. */
export function EntrySearch({ isRead, onInsert }: EntrySearchProps) {
  const { t, language, session, state } = useConsole()
  const [titles, setTitles] = useState<TitlesView['entries'] | 'failed' | null>(null)
  const [typed, setTyped] = useState('')
  const [openId, setOpenId] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const communeId = state.session?.user.communeId ?? ''
  useEffect(() => {
    session.api.ask(factRoutes.titles, { params: { id: communeId } }).then(
      ({ entries }) => setTitles(entries),
      () => setTitles('failed'),
    )
  }, [session, communeId])
  const index = useMemo(() => (Array.isArray(titles) ? indexTitles(titles) : null), [titles])
  const found = index && typed.trim() !== '' ? searchTitles(index, typed, MOST_FOUND) : []
  const close = () => {
    setOpenId(null)
    field.current?.focus()
  }
  return (
    <section class="practice-aid" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('practice.entries')}</h3>
      {titles === 'failed' && <p class="field-error">{t('practice.searchFailed')}</p>}
      <TextField
        id={id}
        label={t('practice.search')}
        hint={index && typed.trim() !== '' ? countOf(found.length) : ''}
        value={typed}
        input={field}
        autocomplete="off"
        onValue={(value) => {
          setTyped(value)
          setOpenId(null)
        }}
        onBlur={() => {
          if (typed.trim() !== '') session.announce(countOf(found.length))
        }}
      />
      <ul class="practice-found">
        {found.map((entry) => (
          <li key={entry.id}>
            <Button
              look="quiet"
              label={entry.title}
              lang="fr"
              aria-expanded={openId === entry.id}
              onClick={() => setOpenId(openId === entry.id ? null : entry.id)}
            />
            {openId === entry.id && <Entry id={entry.id} isRead={isRead} onInsert={onInsert} onClose={close} />}
          </li>
        ))}
      </ul>
      {!isRead && <p class="hint">{t('practice.aloud')}</p>}
    </section>
  )

  function countOf(count: number): string {
    return count === 0 ? t('practice.foundNone') : plural(t, language, 'practice.found', count)
  }
}

/** What the citizens read of an entry. */
function Entry({ id, isRead, onInsert, onClose }: { id: string; onClose: () => void } & EntrySearchProps) {
  const { t, session } = useConsole()
  const [answer, setAnswer] = useState<Answer | 'failed' | null>(null)
  useEffect(() => {
    session.api.ask(deskRoutes.sheet, { params: { id }, query: {} }).then(setAnswer, () => setAnswer('failed'))
  }, [session, id])
  if (answer === null) return <p class="hint">{t('loading')}</p>
  if (answer === 'failed') return <p class="field-error">{t('practice.searchFailed')}</p>
  return (
    <div class="practice-entry">
      <div class="actions">
        {isRead && (
          <Button look="main" label={t('practice.insert')} onClick={() => onInsert({ id, title: answer.title })} />
        )}
        <Button icon="close" label={t('practice.closeEntry')} onClick={onClose} />
      </div>
      <div lang="fr">
        <Sections sections={answer.sections} />
      </div>
    </div>
  )
}
