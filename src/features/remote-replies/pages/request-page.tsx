import { useEffect, useRef, useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/console-remote.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/console-remote.fr.json' with { type: 'json' }
import { Button } from '../../../ui/kit/button.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { AreaField, SelectField } from '../../../ui/kit/field.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { CallError, type StaffApi } from '../../../ui/kit/staff-api.js'
import { type PhoneRequestView, remoteReplyRoutes } from '../contract.js'

/** The sentences of the page of one request on a phone, in one language. */
export type ReplyWords = PageWords<keyof typeof fr>

/** The sentences of the page of one request on a phone. */
export const replyWords = pageWords<keyof typeof fr>(fr, en)

/** How often the request is read again while its page is seen, ms. */
const READ_MS = 5_000

interface Props {
  api: StaffApi
  words: ReplyWords
  t: Translate
  request: PhoneRequestView
  onRequest: (request: PhoneRequestView) => void
  /** The phone is let in no more, and why. */
  onOver: (why: string) => void
  onEnded: () => void
}

/** One request on a phone: what was said, the field, and the reasons that end it. */
export function RequestPage({ api, words, t, request, onRequest, onOver, onEnded }: Props) {
  const { say } = words
  const [problem, setProblem] = useState('')
  const fail = (error: unknown) => {
    const { status, message } = CallError.of(error)
    // Another has it, it has ended, or the time is over: there is nothing more to do here.
    if (status === 404 || status === 409) onOver(message)
    else setProblem(message || say('unreached'))
  }
  useEffect(() => {
    const read = () => {
      if (document.visibilityState !== 'visible') return
      const ignoreCuts = (error: unknown) => error instanceof CallError && !error.outOfReach && fail(error)
      api.ask(remoteReplyRoutes.readRequest).then(onRequest, ignoreCuts)
    }
    const timer = setInterval(read, READ_MS)
    document.addEventListener('visibilitychange', read)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', read)
    }
  }, [api])
  const end = async (resolution: string) => {
    try {
      await api.ask(remoteReplyRoutes.end, { body: { resolution } })
      onEnded()
    } catch (error) {
      fail(error)
    }
  }
  return (
    <main class="reply-page">
      <header>
        <p class="brand">{request.commune}</p>
        <h1>{say('request', { reference: request.reference ?? '' })}</h1>
        <p class="hint">
          {say(`kind.${request.kind}`)} {say(request.held ? 'held' : 'free')}
        </p>
      </header>
      {request.question !== '' && <blockquote class="reply-question">{request.question}</blockquote>}
      {/* Of a message that was left, her words are above; in a talk, what was said is the question. */}
      <details class="reply-said" open={request.kind === 'live' || request.held}>
        <summary>{say('messages')}</summary>
        <Messages words={words} messages={request.messages} />
      </details>
      <AnswerForm {...{ api, words, request, onRequest, fail, problem, setProblem }} />
      <details class="reply-end">
        <summary>{say('end')}</summary>
        <p class="hint">{say('end.hint')}</p>
        <div class="actions">
          {request.closeReasons.map(({ id, nom, outcome }) => (
            <Button key={id} label={nom ?? t(`resolution.${outcome}`)} onClick={() => end(id)} />
          ))}
        </div>
      </details>
      <a href="/console">{say('console')}</a>
    </main>
  )
}

function Messages({ words: { say, language }, messages }: Pick<Props, 'words'> & Pick<PhoneRequestView, 'messages'>) {
  const last = useRef<HTMLLIElement>(null)
  const count = messages.length
  useEffect(() => last.current?.scrollIntoView({ block: 'nearest' }), [count])
  return (
    <ol class="reply-thread" aria-label={say('messages')}>
      {messages.map(({ seq, author, name, at, text }, index) => (
        <li key={seq} ref={index === count - 1 ? last : null} class={author}>
          <p class="hint">
            {name ?? say(`author.${author}`)}, {momentInWords(at, language, new Date())}
          </p>
          <p class="reply-words">{text}</p>
        </li>
      ))}
    </ol>
  )
}

interface FormProps extends Pick<Props, 'api' | 'words' | 'request' | 'onRequest'> {
  problem: string
  setProblem: (problem: string) => void
  fail: (error: unknown) => void
}

/** An answer is kept in its field until it has left. */
function AnswerForm({ api, words: { say }, request, onRequest, problem, setProblem, fail }: FormProps) {
  const [text, setText] = useState('')
  const [sent, setSent] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  // The same words, sent again after a cut, are one answer.
  const sending = useRef({ text: '', clientId: '' })
  const submit = async (event: Event) => {
    event.preventDefault()
    setSent(false)
    setProblem(text.trim() === '' ? say('empty') : '')
    if (text.trim() === '') return field.current?.focus()
    if (sending.current.text !== text) sending.current = { text, clientId: crypto.randomUUID() }
    try {
      onRequest(await api.ask(remoteReplyRoutes.answer, { body: sending.current }))
      sending.current = { text: '', clientId: '' }
      setText('')
      setSent(true)
    } catch (error) {
      fail(error)
    }
  }
  return (
    <form class="reply-form" noValidate onSubmit={submit}>
      {request.readyReplies.length > 0 && (
        <SelectField
          id="ready"
          label={say('ready')}
          value=""
          options={[
            ['', say('ready.none')],
            ...request.readyReplies.map(({ title }, index) => [String(index), title] as const),
          ]}
          onValue={(index) => {
            const chosen = request.readyReplies[Number(index)]?.text ?? ''
            if (index !== '') setText(text.trim() === '' ? chosen : `${text.trimEnd()}\n${chosen}`)
            field.current?.focus()
          }}
        />
      )}
      <AreaField
        id="answer"
        label={say('answer')}
        value={text}
        onValue={setText}
        input={field}
        rows={4}
        maxLength={2000}
        error={problem}
      />
      <Button type="submit" look="main" class="wide" label={say('send')} />
      <p role="status">{sent && say('sent')}</p>
    </form>
  )
}
