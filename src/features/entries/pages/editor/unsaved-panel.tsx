import { useEntries } from '../entries-context.js'
import type { DraftSaver, SaveState } from './draft-saver.js'

interface Props {
  state: Extract<SaveState, { kind: 'unsaved' }>
  saver: DraftSaver
}

/** Why what is written is not saved, that nothing of it is lost, and the way on. */
export function UnsavedPanel({ state: { why, message, isKept }, saver }: Props) {
  const { say } = useEntries().words
  return (
    <section class="sheet entry-alert" role="alert">
      <p>
        <strong>{say(`unsaved.${why}`)}</strong> {message && why === 'refused' && message}
      </p>
      <p>{say(isKept ? 'unsaved.kept' : 'unsaved.notKept')}</p>
      <button type="button" class="button" onClick={() => saver.retry()}>
        {say('unsaved.retry')}
      </button>
    </section>
  )
}
