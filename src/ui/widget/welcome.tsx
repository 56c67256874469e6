import type { ComponentChildren } from 'preact'
import { Button } from './button.js'
import type { ChatProps } from './chat.js'
import { pressChoice } from './press-choice.js'

/** Before the first message: who answers, whether a person can be reached, and questions to begin with. `children`, which are always said, come between. */
export function Welcome({ chat, children }: ChatProps & { children: ComponentChildren }) {
  const { session, state, t } = chat
  const { commune, availability, loadProblem, messages, outbox, resuming } = state
  if (messages.length + outbox.length > 0) return <>{children}</>
  if (loadProblem) {
    return (
      <>
        <p class="bubble">
          <Dialled sentence={loadProblem} />
        </p>
        <Button
          onClick={() => {
            chat.focusComposer()
            void session.load(true)
          }}
        >
          {t('tryAgain')}
        </Button>
        {children}
      </>
    )
  }
  if (resuming) return null
  return (
    <>
      <p class="bubble">{t('greeting')}</p>
      {availability && (
        <p class={availability.canTalk ? 'reach on' : 'reach'}>
          <Dialled sentence={availability.sentence} />
        </p>
      )}
      {children}
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

/** A sentence whose phone can be pressed, however its language spaces it. What finds every link of a text comes with the first answer. */
function Dialled({ sentence }: { sentence: string }) {
  const [number = ''] = sentence.match(/\+?\d(?:[\s.-]?\d){8,}/) ?? []
  const [before, after] = number ? sentence.split(number) : [sentence]
  return (
    <>
      {before}
      {number && (
        <a href={`tel:${number.replace(/[^\d+]/g, '')}`} dir="ltr">
          {number}
        </a>
      )}
      {after}
    </>
  )
}
