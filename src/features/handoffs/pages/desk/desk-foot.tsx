import { useRef, useState } from 'preact/hooks'
import type { Handoff } from '../../../../platform/model/handoff.js'
import type { Candidate, Turn } from '../../../../platform/model/turn.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { useFocusWish } from '../../../../ui/kit/focus.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { percentOf } from '../../../../ui/kit/turn-in-words.js'
import { NoteBelow } from '../../../replies/pages/composer.js'
import { writeMarks } from '../../../sheets/pages/sheet-marks.js'
import { sheetLink } from '../../../sheets/sheet-link.js'
import { deskRoutes } from '../../desk-contract.js'
import { type LeaveDraft, LeaveForm, leaveKey, readLeaveDraft } from './leave-form.js'
import { deskCall } from './new-desk.js'

/** How many entries are proposed for a question. */
const MOST = 3
/** Below it, an entry is noise. */
const LEAST = 0.02

/** The entries nearest to the last question: given or printed in one press. The one that was given is said to be. */
function DeskCandidates({ handoff }: { handoff: Handoff }) {
  const { t, state } = useConsole()
  const turns = state.detail?.transcript.turns ?? []
  const last = turns.at(-1)
  if (!last) return null
  const candidates = proposed(turns)
  const given = last.entryId
  return (
    <section class="desk-candidates" aria-labelledby="desk-candidates">
      <h3 id="desk-candidates">{t(candidates.length > 0 ? 'desk.candidates' : 'desk.noCandidates')}</h3>
      <ol>
        {candidates.map((candidate) => (
          <Proposed key={candidate.entryId} {...{ handoff, candidate }} given={candidate.entryId === given} />
        ))}
      </ol>
    </section>
  )
}

/** Those of the last question that was searched, with the entry that was chosen since. */
function proposed(turns: readonly Turn[]): Candidate[] {
  const searched = turns.findLast(({ outcome }) => !/^answered_(?:choice|follow_up)$/.test(outcome))?.candidates ?? []
  const near = searched.filter(({ confidence }) => confidence >= LEAST).slice(0, MOST)
  const chosen = turns.at(-1)?.candidates.filter(({ kept }) => kept) ?? []
  return [...near, ...chosen.filter(({ entryId }) => near.every((one) => one.entryId !== entryId))]
}

function Proposed({ handoff, candidate, given }: { handoff: Handoff; candidate: Candidate; given: boolean }) {
  const { t, session, language } = useConsole()
  const { entryId, title, confidence } = candidate
  const give = () =>
    void deskCall(session, () =>
      session.api.ask(deskRoutes.ask, { params: { id: handoff.id }, body: { clientId: crypto.randomUUID(), entryId } }),
    )
  return (
    <li>
      <p class="desk-candidate">
        <span lang="fr">{title}</span> <span class="hint">{percentOf(confidence, language)}</span>
      </p>
      <div class="actions">
        {given ? (
          <span class="desk-given">
            <Icon name="check" /> {t('desk.given')}
          </span>
        ) : (
          <Button label={t('desk.give')} aria-label={t('desk.giveOf', { title })} onClick={give} />
        )}
        <a
          class="button"
          href={sheetAddress(entryId, handoff)}
          target="_blank"
          rel="noopener"
          aria-label={t('desk.printOf', { title })}
        >
          <Icon name="print" /> {t('desk.print')}
        </a>
      </div>
    </li>
  )
}

/** The printable sheet of an entry in the person's language; it opens ready to print, with the reference that she can give later. */
function sheetAddress(entryId: string, { communeId, language, reference }: Handoff): string {
  return `${sheetLink({ entryId, communeId, language })}${writeMarks({ reference, print: true })}`
}

/** Where an agent works for somebody at the counter or on the phone: what she asks, what answers it, and what is left for later. */
export function DeskFoot({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const [opened, setOpened] = useState(false)
  const draft = readLeaveDraft(state.drafts[leaveKey(handoff.id)])
  if (draft) return <LeaveForm handoff={handoff} draft={draft} focused={opened} />
  const leave = () => {
    setOpened(true)
    const asked = state.detail?.transcript.messages.findLast(({ author }) => author === 'citizen')?.payload
    const name = handoff.contact?.name ?? ''
    const text = asked?.type === 'text' ? asked.text : ''
    const begun: LeaveDraft = { way: 'message', name, phone: '', email: '', slot: '', to: '', text }
    session.keepDraft(leaveKey(handoff.id), JSON.stringify(begun))
  }
  return (
    <div class="desk-foot">
      <DeskCandidates handoff={handoff} />
      <QuestionForm handoff={handoff} />
      <div class="desk-more">
        <Button look="quiet" class="desk-leave" icon="envelope" label={t('desk.leave')} onClick={leave} />
        <NoteBelow handoff={handoff} />
      </div>
    </div>
  )
}

/** The words are kept as a draft, so that a glance at another conversation loses nothing. Enter searches. */
function QuestionForm({ handoff: { id } }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const field = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  useFocusWish('composer', field)
  const text = state.drafts[id] ?? ''
  const ask = async () => {
    const words = text.trim()
    if (words === '' || busy) return field.current?.focus()
    setBusy(true)
    const body = { clientId: crypto.randomUUID(), text: words }
    const done = await deskCall(session, () => session.api.ask(deskRoutes.ask, { params: { id }, body }))
    setBusy(false)
    if (done) session.draft(id, '')
    field.current?.focus()
  }
  return (
    <form
      class="desk-question"
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <label for="desk-question">{t('desk.question')}</label>
      <div class="desk-line">
        <input
          ref={field}
          id="desk-question"
          type="text"
          autocomplete="off"
          spellcheck
          maxLength={2000}
          value={text}
          aria-describedby="desk-question-hint"
          onInput={(event) => session.draft(id, event.currentTarget.value)}
        />
        <Button
          type="submit"
          look="main"
          icon="search"
          label={busy ? t('desk.searching') : t('desk.search')}
          isOff={busy}
        />
      </div>
      <p id="desk-question-hint" class="hint">
        {t('desk.questionHint')}
      </p>
    </form>
  )
}

/** In the place of the composer for what somebody left at the counter or on the phone: she reads nothing online, so nothing is written to her. */
export function OfflineFoot({ handoff }: { handoff: Handoff }) {
  const { t } = useConsole()
  const told = useRef<HTMLParagraphElement>(null)
  useFocusWish('composer', told)
  return (
    <div class="foot-note">
      <p ref={told} tabIndex={-1}>
        <Icon name="alert" /> {t('desk.offline')}
      </p>
      <NoteBelow handoff={handoff} />
    </div>
  )
}
