import { useEffect, useRef, useState } from 'preact/hooks'
import { DESK_CHANNELS, type DeskChannel } from '../../../../platform/model/conversation.js'
import type { Answer } from '../../../../platform/model/entry.js'
import { type Handoff, isHeldBy } from '../../../../platform/model/handoff.js'
import { LANGUAGES, type Language, toLanguage } from '../../../../platform/model/language.js'
import type { AgentConsole, ConsoleState } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { ConsoleDialog } from '../../../../ui/kit/console-dialog.js'
import { plural } from '../../../../ui/kit/console-words.js'
import { TextField } from '../../../../ui/kit/field.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { formatDay } from '../../../../ui/kit/moment-in-words.js'
import { Link, Sections } from '../../../../ui/kit/rich-text-view.js'
import { sentenceOf } from '../../../../ui/kit/staff-api.js'
import { AttachmentList } from '../../../attachments/pages/attachment-list.js'
import { cardKey } from '../../../replies/pages/joined-card.js'
import { writeMarks } from '../../../sheets/pages/sheet-marks.js'
import { sheetLink } from '../../../sheets/sheet-link.js'
import { deskRoutes, type FoundEntries } from '../../desk-contract.js'
import { CommuneField, useCounterCommune } from '../queue/communes.js'
import { deskCall } from './new-desk.js'

/** How long nothing more is typed before entries are looked for, ms. */
const STILL_MS = 200

/** The window in which an agent looks for an entry, from anywhere: to read it aloud, to print it, to join it to an answer, and to count who came. */
export function FindSheetDialog() {
  const { t, state } = useConsole()
  return (
    <ConsoleDialog name="sheet" title={t('sheet.find')}>
      {state.dialog === 'sheet' && <FindSheet />}
    </ConsoleDialog>
  )
}

function FindSheet() {
  const { t, session, language: spoken } = useConsole()
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const { communeId, choose } = useSheetCommune()
  const { read, failed } = useFound(session, words, communeId)
  const found = read?.entries
  const count = words.trim() === '' ? '' : plural(t, spoken, 'sheet.found', found?.length ?? 0)
  const said = failed ? t('practice.searchFailed') : found?.length === 0 ? t('desk.noCandidates') : count
  return (
    <div class="find-sheet">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setChosen(found?.[0]?.id ?? chosen)
        }}
      >
        <CommuneField
          id="sheet-commune"
          value={communeId}
          onValue={(one) => {
            choose(one)
            setChosen(null)
          }}
        />
        <WordsField
          words={words}
          said={said}
          onWords={(typed) => {
            setWords(typed)
            setChosen(null)
          }}
        />
        <FoundList found={found ?? []} chosen={chosen} onChoose={setChosen} />
      </form>
      <section class="sheet-read" aria-labelledby="sheet-title">
        {chosen ? (
          <Sheet
            key={chosen}
            id={chosen}
            communeId={communeId}
            question={words.trim()}
            canMail={read?.canMail ?? false}
          />
        ) : (
          <h3 id="sheet-title" class="hint">
            {t('sheet.none')}
          </h3>
        )}
      </section>
    </div>
  )
}

interface WordsFieldProps {
  words: string
  /** How many entries they find, or why none. */
  said: string
  onWords: (words: string) => void
}

function WordsField({ words, said, onWords }: WordsFieldProps) {
  const { t } = useConsole()
  return (
    <>
      <label for="sheet-words">{t('sheet.words')}</label>
      <input
        id="sheet-words"
        type="text"
        autocomplete="off"
        spellcheck
        maxLength={300}
        value={words}
        aria-describedby="sheet-said"
        onInput={(event) => onWords(event.currentTarget.value)}
      />
      <p id="sheet-said" class="hint" role="status">
        {said}
      </p>
    </>
  )
}

interface FoundListProps {
  found: FoundEntries['entries']
  chosen: string | null
  onChoose: (id: string) => void
}

function FoundList({ found, chosen, onChoose }: FoundListProps) {
  return (
    <ol>
      {found.map(({ id, title }) => (
        <li key={id}>
          <button
            type="button"
            class={id === chosen ? 'chip on' : 'chip'}
            lang="fr"
            aria-pressed={id === chosen}
            onClick={() => onChoose(id)}
          >
            {title}
          </button>
        </li>
      ))}
    </ol>
  )
}

/** The talk that she writes in now, into which a card may be put. */
function heldTalk({ detail, session }: ConsoleState): Handoff | null {
  return detail?.channel === 'web' && isHeldBy(detail.handoff, session?.user.id) ? detail.handoff : null
}

/** The commune whose entries are looked for: that of the talk that she writes in, else that of the counter; `undefined` where she serves one. */
function useSheetCommune(): { communeId: string | undefined; choose: (communeId: string) => void } {
  const { state } = useConsole()
  const [usual, remember] = useCounterCommune()
  const [chosen, setChosen] = useState(usual && heldTalk(state)?.communeId)
  const choose = (communeId: string) => {
    setChosen(communeId)
    remember(communeId)
  }
  return { communeId: chosen ?? usual, choose }
}

/** What words find, read while they are typed. */
function useFound(
  session: AgentConsole,
  words: string,
  communeId: string | undefined,
): { read: FoundEntries | null; failed: boolean } {
  const [read, setRead] = useState<FoundEntries | null>(null)
  const [failed, setFailed] = useState(false)
  const wanted = words.trim()
  useEffect(() => {
    let current = true
    setFailed(false)
    if (wanted.length < 2) return setRead(null)
    const timer = setTimeout(() => {
      session.api.ask(deskRoutes.find, { body: { words: wanted, ...(communeId && { communeId }) } }).then(
        (found) => current && setRead(found),
        () => current && setFailed(true),
      )
    }, STILL_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [session, wanted, communeId])
  return { read, failed }
}

interface SheetProps {
  id: string
  /** Where she serves several. */
  communeId: string | undefined
  /** What the visitor asked, as it was typed. */
  question: string
  canMail: boolean
}

/** An entry as it is read aloud, and what is done with it in one press. */
function Sheet({ id, communeId, question, canMail }: SheetProps) {
  const { t, session, language } = useConsole()
  const [spoken, setSpoken] = useState<Language>('fr')
  const [answer, setAnswer] = useState<Answer | 'failed' | null>(null)
  const isRead = answer !== null && answer !== 'failed'
  const heading = useRef<HTMLHeadingElement>(null)
  // Where she chose it the keyboard stays until it has come.
  useEffect(() => heading.current?.focus(), [isRead])
  useEffect(() => {
    const asked = { params: { id }, query: { language: spoken, ...(communeId && { communeId }) } }
    session.api.ask(deskRoutes.sheet, asked).then(setAnswer, () => setAnswer('failed'))
  }, [session, id, communeId, spoken])
  if (answer === null) return <p role="status">{t('loading')}</p>
  if (answer === 'failed') return <p class="field-error">{t('practice.searchFailed')}</p>
  const { source, verifiedAt } = answer
  return (
    <>
      <h3 id="sheet-title" ref={heading} tabIndex={-1} lang={answer.language ?? 'fr'} dir="auto">
        {answer.title}
      </h3>
      <Acts
        id={id}
        communeId={communeId}
        question={question}
        canMail={canMail}
        answer={answer}
        spoken={spoken}
        onSpoken={setSpoken}
      />
      <div class="sheet-text" lang={answer.language ?? 'fr'} dir="auto">
        <Sections sections={answer.sections} />
        <AttachmentList
          attachments={answer.attachments}
          language={language}
          link={(href, children) => <Link href={href}>{children}</Link>}
        />
      </div>
      <p class="card-source">
        {t('card.source', { name: '' })}
        {source.url ? <Link href={source.url}>{source.name}</Link> : source.name},{' '}
        {verifiedAt ? t('card.verified', { date: formatDay(verifiedAt, language) }) : t('card.toCheck')}
      </p>
    </>
  )
}

interface ActsProps extends SheetProps {
  answer: Answer
  spoken: Language
  onSpoken: (language: Language) => void
}

function Acts({ id, communeId, question, canMail, answer, spoken, onSpoken }: ActsProps) {
  const { t, session, state } = useConsole()
  const [given, setGiven] = useState<DeskChannel | null>(null)
  const own = state.session?.user.communeId
  const talk = heldTalk(state)
  const isWriting = talk !== null && talk.communeId === (communeId ?? own)
  const sheet = sheetLink({ entryId: id, communeId: communeId ?? own, language: spoken })
  const count = async (channel: DeskChannel) => {
    setGiven(channel)
    const body = { channel, language: spoken, question, ...(communeId && { communeId }) }
    const ended = await deskCall(session, () => session.api.ask(deskRoutes.given, { params: { id }, body }))
    if (!ended) return setGiven(null)
    session.notice('done', t(`sheet.counted.${channel}`))
    session.show(null)
  }
  const join = () => {
    if (!talk) return
    const card = { entryId: id, title: answer.title, sheet }
    session.keepDraft(cardKey(talk.id), JSON.stringify(card))
    session.show(null)
    session.focusOn('composer')
  }
  return (
    <div class="sheet-acts">
      {DESK_CHANNELS.map((channel) => (
        <Button
          key={channel}
          look="main"
          icon={channel === 'phone' ? 'phone' : 'desk'}
          label={t(`sheet.count.${channel}`)}
          title={t('sheet.countHint')}
          disabled={given !== null}
          onClick={() => void count(channel)}
        />
      ))}
      <a class="button" href={`${sheet}${writeMarks({ print: true })}`} target="_blank" rel="noopener">
        <Icon name="print" /> {t('desk.print')} <span class="visually-hidden">{t('newTab')}</span>
      </a>
      {isWriting && <Button icon="send" label={t('sheet.join')} onClick={join} />}
      <label>
        <span class="visually-hidden">{t('desk.language')}</span>
        <select value={spoken} onChange={(event) => onSpoken(toLanguage(event.currentTarget.value))}>
          {LANGUAGES.map((one) => (
            <option key={one} value={one}>
              {t(`language.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {canMail && <MailSheet id={id} communeId={communeId} spoken={spoken} />}
    </div>
  )
}

/** Sends the sheet to a visitor: a press opens the field, and Enter sends. */
function MailSheet({ id, communeId, spoken }: Pick<SheetProps, 'id' | 'communeId'> & { spoken: Language }) {
  const { t, session } = useConsole()
  const [isOpen, setOpen] = useState(false)
  const [error, setError] = useState('')
  const email = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isOpen) email.current?.focus()
  }, [isOpen])
  if (!isOpen) return <Button icon="send" label={t('sheet.mail')} onClick={() => setOpen(true)} />
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      const body = { email: email.current?.value ?? '', language: spoken, ...(communeId && { communeId }) }
      await session.api.ask(deskRoutes.mailSheet, { params: { id }, body })
      // Her address goes with the field.
      setOpen(false)
      session.notice('done', t('sheet.mailed'))
    } catch (problem) {
      setError(sentenceOf(problem, t('signIn.unreached')))
      email.current?.focus()
    }
  }
  return (
    <form class="sheet-mail" noValidate onSubmit={submit}>
      <TextField
        id="sheet-email"
        type="email"
        label={t('sheet.email')}
        hint={t('sheet.emailHint')}
        error={error}
        input={email}
        autocomplete="off"
        maxLength={200}
      />
      <Button type="submit" look="main" icon="send" label={t('sheet.mailNow')} />
    </form>
  )
}
