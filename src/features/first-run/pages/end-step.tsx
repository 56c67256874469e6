import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { FirstRunView } from '../routes/first-run-contract.js'
import { ChecksProgressView } from './checks-progress.js'
import type { FirstRunWords } from './first-run-words.js'
import { Told } from './told.js'
import type { FirstRun } from './use-first-run.js'

interface Props {
  words: FirstRunWords
  firstRun: FirstRun
  view: FirstRunView
  isAdmin: boolean
}

/** Whether the first run is over; an administrator may say so whatever is left. */
export function EndStep({ words, firstRun, view, isAdmin }: Props) {
  const { say, language } = words
  const done = view.steps.find(({ step }) => step === 'end')?.done ?? null
  return (
    <>
      <ChecksProgressView words={words} progress={view.progress} />
      <p role="status">{view.isDone && say(done ? 'end.isOver' : 'end.all')}</p>
      {done && (
        <p class="hint">{say('doneBy', { by: done.by, moment: momentInWords(done.at, language, new Date()) })}</p>
      )}
      {!view.isDone && <p>{say('end.left')}</p>}
      <Told words={words} firstRun={firstRun} />
      {isAdmin && (done || !view.isDone) && (
        <button type="button" class="button" onClick={() => void firstRun.confirm('end', !done)}>
          {say(done ? 'end.again' : 'end.do')}
        </button>
      )}
    </>
  )
}
