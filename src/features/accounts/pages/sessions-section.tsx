import { useRef, useState } from 'preact/hooks'
import { CallError } from '../../../ui/console/staff-api.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PartProps } from './part-props.js'

/** The browsers in which one is signed in. */
export function SessionsSection({ t, words: { say }, language, account, acts }: PartProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [problem, setProblem] = useState('')
  const end = async (path: string, done: string) => {
    try {
      await acts.change('DELETE', path)
      setProblem('')
      acts.tell(done)
      // The button that was pressed is gone.
      heading.current?.focus()
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || t('notice.failed'))
    }
  }
  const { sessions } = account
  const others = sessions.filter(({ current }) => !current)
  return (
    <section class="sheet" aria-labelledby="sessions-title">
      <h2 id="sessions-title" ref={heading} tabIndex={-1}>
        {say('sessions')}
      </h2>
      <p class="hint">{say('sessions.intro')}</p>
      <ul class="sessions">
        {sessions.map(({ id, browser, createdAt, lastUsedAt, current }) => (
          <li key={id}>
            <div>
              <p class="browser">
                {browser || say('sessions.unknown')} {current && <strong>– {say('sessions.current')}</strong>}
              </p>
              <dl>
                <div>
                  <dt>{say('sessions.created')}</dt>
                  <dd>{momentInWords(createdAt, language, new Date())}</dd>
                </div>
                <div>
                  <dt>{say('sessions.lastUsed')}</dt>
                  <dd>{momentInWords(lastUsedAt, language, new Date())}</dd>
                </div>
              </dl>
            </div>
            {!current && (
              <button
                type="button"
                class="button"
                aria-label={say('sessions.endOf', {
                  browser: browser || say('sessions.unknown'),
                  moment: momentInWords(createdAt, language, new Date()),
                })}
                onClick={() => void end(`/account/sessions/${id}`, say('sessions.ended'))}
              >
                {say('sessions.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p role="alert" class="field-error">
        {problem}
      </p>
      {others.length === 0 ? (
        <p>{say('sessions.alone')}</p>
      ) : (
        <button type="button" class="button" onClick={() => void end('/account/sessions', say('sessions.allEnded'))}>
          {say('sessions.endAll')}
        </button>
      )}
    </section>
  )
}
