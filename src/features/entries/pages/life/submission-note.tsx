import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import { publicationRoutes } from '../../../publication/contract.js'
import { ScheduledList } from '../../../publication/pages/scheduled.js'
import type { EntryView } from '../../contract.js'
import { useEntries } from '../entry-states.js'
import { entryHref } from '../reading-problem.js'

/** That a version of the entry waits for a reviewer, or what a reviewer asked to change. */
export function SubmissionNote({ view: { id, submission, returned } }: { view: EntryView }) {
  const { words, language } = useEntries()
  const { say } = words
  if (!submission) {
    if (!returned) return null
    return (
      <section class="sheet entry-alert">
        <p>
          {say('returned.by', { name: returned.by.userName, moment: momentInWords(returned.at, language, new Date()) })}{' '}
          <q>{returned.why}</q>
        </p>
      </section>
    )
  }
  const { by, at, why, mayReview } = submission
  return (
    <section class="sheet">
      <p>
        {say('submission.by', { name: by.userName, moment: momentInWords(at, language, new Date()) })}{' '}
        {why && <q>{why}</q>}
      </p>
      <p>
        <a class={mayReview ? 'button main' : 'button'} href={entryHref(id, 'review')}>
          {say(mayReview ? 'submission.review' : 'submission.see')}
        </a>
      </p>
    </section>
  )
}

/** That the entry is published at an hour, or was not. */
export function ScheduledNote({ id }: { id: string }) {
  const { api, t, language } = useEntries()
  const reading = useReading(api, publicationRoutes.scheduled)
  const isTold = ({ entries }: { entries: readonly { id: string }[] }) => entries.some((entry) => entry.id === id)
  return <ScheduledList api={api} t={t} language={language} reading={reading} isTold={isTold} />
}
