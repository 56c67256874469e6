import { linkText } from '../../domain/rich-links.js'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { pressChoice } from './press-choice.js'
import { Spans } from './spans.js'

/** What is shown before the first message: who answers, and questions to begin with. */
export function Welcome({ chat }: ChatProps) {
  const { session, state, t } = chat
  const { commune, loadProblem, messages, outbox } = state
  if (messages.length + outbox.length > 0) return null
  if (loadProblem) {
    return (
      <>
        <p class="bubble">
          <Spans chat={chat} spans={linkText(loadProblem)} />
        </p>
        <Button
          onClick={() => {
            chat.focusComposer()
            void session.load(true)
          }}
        >
          {t('tryAgain')}
        </Button>
      </>
    )
  }
  return (
    <>
      <p class="bubble">{t('greeting')}</p>
      {commune && <h3 id="suggested">{t('suggested')}</h3>}
      <ul class="chips" aria-labelledby="suggested">
        {commune?.suggested.map(({ id, title, language }) => (
          <li lang={language} dir="auto">
            <Button class="chip" onClick={() => pressChoice(chat, title, `entry:${id}`)}>
              {title}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
