import { useEffect, useRef, useState } from 'preact/hooks'
import type { SampleVerdict } from '../../../platform/model/turn.js'
import { Button } from '../../../ui/kit/button.js'
import { useConsole } from '../../../ui/kit/console-context.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { Toast } from '../../../ui/kit/toast.js'
import { type SampleView, truthRoutes } from '../contract.js'

const VERDICTS = ['right', 'wrong', 'unsure'] as const satisfies readonly SampleVerdict[]

/**
 * Answers drawn by chance, one after another: a question, what was answered, and one click, which can be taken back. Nothing is there when none is left to
 * look at, nor where the commune wants none.
 */
export function SampleStrip() {
  const { t, language } = useConsole()
  const { left, told, say, undo, dismiss, later } = useSamples()
  const section = useRef<HTMLElement>(null)
  const [sample] = left
  const isEmpty = !sample
  // The button that was pressed is gone with the last answer.
  useEffect(() => {
    if (isEmpty && told && !document.activeElement?.isConnected) section.current?.focus()
  }, [isEmpty, told])
  if (!sample && !told) return null
  return (
    <section class="sample-strip" aria-label={t('sample.title')} ref={section} tabIndex={-1}>
      {sample && (
        <>
          <p class="hint">{t('sample.intro', { day: formatDay(sample.day, language), count: String(left.length) })}</p>
          <p>
            <q lang={sample.language}>{sample.question}</q>
          </p>
          <details>
            <summary>{t('sample.answered', { title: sample.title || t('sample.fact') })}</summary>
            <p class="sample-answer" lang={sample.language}>
              {sample.answer}
            </p>
          </details>
          <p class="actions">
            {VERDICTS.map((verdict) => (
              <Button
                key={verdict}
                look={verdict === 'unsure' ? 'quiet' : undefined}
                label={t(`sample.${verdict}`)}
                about={`: ${sample.question}`}
                onClick={() => say(sample, verdict)}
              />
            ))}
            <Button look="quiet" label={t('sample.later')} onClick={later} />
          </p>
        </>
      )}
      <div role="status">
        {told && (
          <Toast
            tone={told.outcome === 'failed' ? 'error' : 'done'}
            text={t(`sample.said.${told.outcome}`)}
            action={
              told.outcome === 'failed' || told.outcome === 'decided'
                ? undefined
                : { label: t('sample.undo'), run: undo }
            }
            dismiss={t('sample.close')}
            onDismiss={dismiss}
          />
        )}
      </div>
    </section>
  )
}

/** What has just come of a click. `decided`: a colleague was faster. */
interface Told {
  sample: SampleView
  outcome: SampleVerdict | 'decided' | 'failed'
}

/** The answers that are left to look at, read once: a day that is over draws no more. */
function useSamples() {
  const { session, state } = useConsole()
  const [left, setLeft] = useState<SampleView[]>([])
  const [told, setTold] = useState<Told | null>(null)
  const isOpen = state.queue !== null
  useEffect(() => {
    if (!isOpen) return
    // A product without this feature has nothing to look at.
    session.api.ask(truthRoutes.samples).then(
      ({ samples }) => setLeft(samples),
      () => {},
    )
  }, [session, isOpen])
  const put = (sample: SampleView, said: SampleVerdict | null) =>
    session.api.ask(truthRoutes.check, { params: { id: sample.id }, body: { said } })
  return {
    left,
    told,
    say(sample: SampleView, said: SampleVerdict) {
      setLeft((all) => all.filter((one) => one !== sample))
      setTold({ sample, outcome: said })
      put(sample, said).catch((error: unknown) => {
        const isDecided = error instanceof CallError && error.status === 409
        if (!isDecided) setLeft((all) => [sample, ...all])
        setTold({ sample, outcome: isDecided ? 'decided' : 'failed' })
      })
    },
    undo() {
      if (!told) return
      const { sample } = told
      put(sample, null).then(
        () => {
          setLeft((all) => [sample, ...all])
          setTold(null)
        },
        () => setTold({ sample, outcome: 'failed' }),
      )
    },
    dismiss: () => setTold(null),
    /** Leaves them for another time: they come back when the console is opened again. */
    later: () => setLeft([]),
  }
}
