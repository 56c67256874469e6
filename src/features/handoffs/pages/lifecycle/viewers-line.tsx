import { useEffect, useState } from 'preact/hooks'
import type { Handoff } from '../../../../platform/model/handoff.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { lifecycleRoutes, type Viewer } from '../../lifecycle-contract.js'
import { useTeam } from '../routing/team-context.js'
import { takeOver } from './life-acts.js'

/** How often a console says that it shows a handoff; less than half of what it then counts for. */
const SAY_EVERY_MS = 20_000

/** A colleague in the same conversation. */
interface Present {
  name: string
  writing: boolean
}

/** Colleagues who read the same handoff, or write in it; says that this console does too, while it can be seen. */
function useViewers(handoffId: string): Present[] {
  const { session } = useConsole()
  const [viewers, setViewers] = useState(new Map<string, Seen>())
  const [, setTick] = useState(0)
  useEffect(() => {
    const learn = (told: readonly Viewer[]) =>
      setViewers((known) => new Map([...known, ...told.map((one) => [one.userId, seen(one)] as const)]))
    const say = (state: 'reading' | 'gone') =>
      session.api
        .ask(lifecycleRoutes.look, { params: { id: handoffId }, body: { state } })
        // A comfort: when it does not arrive, nothing is lost.
        .then(
          (view) => state === 'reading' && learn(view?.viewers ?? []),
          () => {},
        )
    const onVisibility = () => void say(document.hidden ? 'gone' : 'reading')
    const onViewer = (told: Viewer & { handoffId: string }) => {
      if (told.handoffId === handoffId) learn([told])
    }
    session.viewerListeners.add(onViewer)
    document.addEventListener('visibilitychange', onVisibility)
    onVisibility()
    const beat = setInterval(() => void (document.hidden || say('reading')), SAY_EVERY_MS)
    return () => {
      clearInterval(beat)
      document.removeEventListener('visibilitychange', onVisibility)
      session.viewerListeners.delete(onViewer)
      void say('gone')
    }
  }, [session, handoffId])
  // What ends by itself ends on the screen too.
  const ends = [...viewers.values()].flatMap(({ readingUntil, writingUntil }) => [readingUntil, writingUntil])
  const next = Math.min(...ends.filter((end) => end > Date.now()))
  useEffect(() => {
    if (!Number.isFinite(next)) return
    const timer = setTimeout(() => setTick((tick) => tick + 1), next - Date.now() + 20)
    return () => clearTimeout(timer)
  }, [next])
  const now = Date.now()
  return [...viewers.values()]
    .filter(({ readingUntil }) => readingUntil > now)
    .map(({ name, writingUntil }) => ({ name, writing: writingUntil > now }))
}

interface Seen {
  name: string
  readingUntil: number
  writingUntil: number
}

function seen({ name, readingMs, writingMs }: Viewer): Seen {
  const now = Date.now()
  return { name, readingUntil: now + readingMs, writingUntil: now + writingMs }
}

/** Who else is in this conversation: over the top of its messages, so that nothing moves when somebody comes. */
export function ViewersLine({ handoffId }: { handoffId: string }) {
  const { t, language } = useConsole()
  const present = useViewers(handoffId)
  const list = (people: Present[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(people.map(({ name }) => name))
  const writers = present.filter(({ writing }) => writing)
  const readers = present.filter(({ writing }) => !writing)
  const sentences = [
    writers.length > 0 && t(writers.length > 1 ? 'lifecycle.writeTwo' : 'lifecycle.writeOne', { names: list(writers) }),
    readers.length > 0 && t(readers.length > 1 ? 'lifecycle.readTwo' : 'lifecycle.readOne', { names: list(readers) }),
  ].filter((sentence) => sentence !== false)
  return (
    <p class="viewers" role="status">
      {sentences.length > 0 && (
        <>
          <Icon name="person" /> {sentences.join(' ')}
        </>
      )}
    </p>
  )
}

/** A conversation in a colleague's hands: it can be read; an administrator may take it over, and everyone while that colleague is absent. */
export function HeldByColleague({ handoff }: { handoff: Handoff }) {
  const { t, session, state } = useConsole()
  const name = handoff.agentName ?? t('author.agent')
  const { team } = useTeam()
  const isSupervisor = state.session?.user.roles.includes('admin')
  const isAbsent = team?.colleagues.some(({ id, state: now }) => id === handoff.agentId && now === 'away')
  return (
    <>
      <div class="foot-note take">
        <p>{t('conversation.heldBy', { name })}</p>
        {(isSupervisor || isAbsent) && (
          <Button
            label={state.pending?.verb === 'take_over' ? t('lifecycle.takingOver') : t('lifecycle.takeOver')}
            disabled={state.pending !== null}
            onClick={() => void takeOver(session, handoff)}
          />
        )}
      </div>
      <KeptDraft handoffId={handoff.id} />
    </>
  )
}

/** Words that an agent had begun when somebody else took the conversation, or when it ended: hers to read, to copy and to erase; they cannot be sent. */
export function KeptDraft({ handoffId }: { handoffId: string }) {
  const { t, session, state } = useConsole()
  const draft = state.drafts[handoffId]
  if (draft === undefined) return null
  return (
    <div class="kept-draft">
      <label for="kept-draft">{t('lifecycle.keptDraft')}</label>
      <textarea id="kept-draft" rows={2} readOnly value={draft} />
      <Button look="quiet" label={t('lifecycle.eraseDraft')} onClick={() => session.draft(handoffId, '')} />
    </div>
  )
}
