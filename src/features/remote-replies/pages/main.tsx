import '../../../ui/kit/kit.css'
import './reply.css'
import { type ComponentChildren, render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { translator } from '../../../ui/kit/console-words.js'
import { TextField } from '../../../ui/kit/field.js'
import { readPreferences } from '../../../ui/kit/preferences.js'
import { CallError, StaffApi, sentenceOf } from '../../../ui/kit/staff-api.js'
import { setTownZone } from '../../../ui/kit/town-clock.js'
import { type PhoneRequestView, remoteReplyRoutes } from '../contract.js'
import { type ReplyWords, RequestPage, replyWords } from './request-page.js'

/** Kept as long as the tab is open: a page that is read again is still let in. */
const KEPT = 'guichet-reply'

const place = document.getElementById('reply')
if (place) {
  const { language } = readPreferences()
  document.documentElement.lang = language
  const words = replyWords(language)
  document.title = words.say('documentTitle')
  const api = new StaffApi(() => language)
  api.bearer = sessionStorage.getItem(KEPT)
  render(<Reply api={api} words={words} t={translator(language)} />, place)
}

interface Props {
  api: StaffApi
  words: ReplyWords
  t: ReturnType<typeof translator>
}

/** What is shown: the link before its press, the request, or why there is nothing more. */
type Shown = { type: 'link'; link: string } | { type: 'over'; why: string; ended: boolean } | { type: 'starting' }

function Reply({ api, words, t }: Props) {
  const { say } = words
  const [request, setRequest] = useState<PhoneRequestView | null>(null)
  const [shown, setShown] = useState<Shown>({ type: 'starting' })
  const leave = (why: string, ended = false) => {
    sessionStorage.removeItem(KEPT)
    setRequest(null)
    setShown({ type: 'over', why, ended })
  }
  useEffect(() => {
    const [, link] = /^#lien=([\w-]{20,100})$/.exec(location.hash) ?? []
    // A link that is new comes before what a former one let in to.
    if (link) return setShown({ type: 'link', link })
    const fail = (error: unknown) => leave(sentenceOf(error, say('unreached')))
    api.ask(remoteReplyRoutes.readRequest).then(setRequest, fail)
  }, [api])
  const enter = ({ secret, request: opened }: { secret: string; request: PhoneRequestView }) => {
    // A link of one use stays in no history.
    history.replaceState(null, '', location.pathname)
    sessionStorage.setItem(KEPT, secret)
    api.bearer = secret
    setRequest(opened)
  }
  if (request) {
    setTownZone(request.timeZone)
    const acts = { onRequest: setRequest, onOver: leave, onEnded: () => leave('', true) }
    return <RequestPage api={api} words={words} t={t} request={request} {...acts} />
  }
  if (shown.type === 'link') return <LinkCard api={api} words={words} t={t} link={shown.link} onOpened={enter} />
  if (shown.type === 'starting') return <main class="alone">{t('loading')}</main>
  return (
    <Card t={t} title={say(shown.ended ? 'ended.title' : 'closed.title')}>
      <p class="intro">{shown.ended ? say('ended.text') : shown.why}</p>
      <a href="/console">{say('console')}</a>
    </Card>
  )
}

interface LinkProps extends Props {
  link: string
  onOpened: (opened: { secret: string; request: PhoneRequestView }) => void
}

/** A press, which no program that looks into mails makes, uses the link; with a code where the account has one. */
function LinkCard({ api, words: { say }, t, link, onOpened }: LinkProps) {
  const [needsCode, setNeedsCode] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const code = useRef<HTMLInputElement>(null)
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem('')
    const typed = code.current?.value.trim()
    try {
      onOpened(await api.ask(remoteReplyRoutes.openLink, { body: { link, ...(typed ? { code: typed } : {}) } }))
    } catch (error) {
      const { message, problem: told } = CallError.of(error)
      if (told.code === 'second_factor_needed') setNeedsCode(true)
      else setProblem(message || say('unreached'))
      setBusy(false)
    }
  }
  useEffect(() => {
    if (needsCode) code.current?.focus()
  }, [needsCode])
  return (
    <Card t={t} title={say('open.title')}>
      <p class="intro">{say('open.intro')}</p>
      <form class="reply-form" noValidate onSubmit={submit}>
        {needsCode && (
          <TextField
            id="code"
            label={say('open.code')}
            hint={say('open.codeHint')}
            error={problem}
            input={code}
            inputMode="numeric"
            autocomplete="one-time-code"
          />
        )}
        {!needsCode && problem && (
          <p role="alert" class="field-error">
            {problem}
          </p>
        )}
        <Button type="submit" look="main" class="wide" label={say('open.button')} isOff={busy} />
      </form>
    </Card>
  )
}

/** A page of one card. */
function Card({ t, title, children }: Pick<Props, 't'> & { title: string; children: ComponentChildren }) {
  return (
    <main class="reply-card">
      <p class="brand">{t('product')}</p>
      <h1>{title}</h1>
      {children}
    </main>
  )
}
