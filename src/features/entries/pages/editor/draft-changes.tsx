import { useMemo } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { ActMessage } from '../../../../ui/kit/form.js'
import { formatDay, momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import { failureRoutes } from '../../../failures/contract.js'
import type { EntryView } from '../../contract.js'
import { diffContents } from '../../model/entry-diff.js'
import { DiffView } from '../diff-view.js'
import { useEntries } from '../entry-states.js'
import { useEditor } from './editor-context.js'

/** Why a draft was prepared: a national text has changed, or agents answered what the entry does not say. */
export type Prepared = { by: 'law' } | { by: 'talks'; actionId: string }

/** Why somebody is led to a draft, as an address says it. Pure. */
export function preparedBy(chosen: ReadonlyMap<string, string>): Prepared | null {
  const actionId = chosen.get('talks')
  if (actionId !== undefined) return { by: 'talks', actionId }
  return chosen.get('changes') === 'law' ? { by: 'law' } : null
}

/** Fields that follow from what was prepared, and tell a reader nothing. */
const FOLLOWING = new Set(['verifiedAt', 'toCheck'])

/** What was prepared in the draft, beside what is served: words that came and went, what they come from, and what is left to do by hand. */
export function DraftChanges({ prepared, onShow }: { prepared: Prepared; onShow: (field: string) => void }) {
  const { say, many } = useEntries().words
  const { view, content } = useEditor()
  const { served } = view
  const changes = useMemo(
    () => diffContents(served, content).filter(({ field }) => !FOLLOWING.has(field)),
    [served, content],
  )
  const left = content.toCheck.filter((point) => !served?.toCheck.includes(point)).length
  return (
    <Sheet id="draft-changes" title={say('changes.title')} hint={say(`changes.${prepared.by}`)} level={3}>
      {prepared.by === 'talks' && <TalksBehind actionId={prepared.actionId} />}
      <DiffView changes={changes} before={say('diff.served')} after={say('diff.draft')} />
      {left > 0 && (
        <p>
          {many('changes.left', left)}{' '}
          <Button
            look="quiet"
            label={say('changes.showLeft')}
            onClick={() => onShow(`toCheck.${content.toCheck.length - left}`)}
          />
        </p>
      )}
    </Sheet>
  )
}

/** What was asked and answered in the talks that a sentence comes from, masked. */
function TalksBehind({ actionId }: { actionId: string }) {
  const { api, words, language } = useEntries()
  const { say, many } = words
  const { view, failed } = useReading(api, failureRoutes.talks, { params: { id: actionId } })
  return (
    <>
      <ActMessage problem={failed && say('changes.unread')} />
      {view && (
        <details>
          <summary>{many('changes.talks', view.talks.length)}</summary>
          <ul class="talks-behind">
            {view.talks.map(({ question, day, written }, at) => (
              <li key={at}>
                <q lang="fr">{question}</q> <span class="hint">{formatDay(day, language)}</span>
                {written && <blockquote lang="fr">{written}</blockquote>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

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
