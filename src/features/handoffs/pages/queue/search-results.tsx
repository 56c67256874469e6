import { useEffect, useRef, useState } from 'preact/hooks'
import { foundIn } from '../../../../platform/text/fold-text.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { Button } from '../../../../ui/kit/button.js'
import { useConsole } from '../../../../ui/kit/console-context.js'
import { plural } from '../../../../ui/kit/console-words.js'
import type { MarkedPiece } from '../../../../ui/kit/mark-words.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import type { FoundConversation } from '../../../conversations/search-conversations.js'
import { handoffRoutes, type SearchView } from '../../contract.js'
import { CommuneBadge } from './communes.js'
import { handoffReference } from './queue-row.js'

/** What was found, in the place of the queue: latest first, with the words marked. */
export function SearchResults({ search }: { search: Search }) {
  const { t, language } = useConsole()
  const { found, failed } = search
  const count = found?.total === 0 ? t('find.none') : plural(t, language, 'find.count', found?.total ?? 0)
  const title = found ? count : t('find.searching')
  return (
    <section class="queue-section found" aria-labelledby="found-title">
      <div role="status">
        <h3 id="found-title" class="section-title">
          {failed ? t('find.failed') : title}
        </h3>
      </div>
      {found && !failed && <Found found={found} onTurn={search.turn} />}
    </section>
  )
}

function Found({ found, onTurn }: { found: SearchView; onTurn: Search['turn'] }) {
  const { t } = useConsole()
  if (found.total === 0) return <p class="empty">{t('find.noneHint')}</p>
  return (
    <>
      <ol class="rows" aria-labelledby="found-title">
        {found.found.map((one) => (
          <FoundRow key={one.handoff.conversationId} found={one} words={found.words} />
        ))}
      </ol>
      {found.pages > 1 && <Pages found={found} onTurn={onTurn} />}
    </>
  )
}

function FoundRow({ found, words }: { found: FoundConversation; words: readonly string[] }) {
  const { t, session, state, language, now } = useConsole()
  const { handoff, channel, updatedAt, excerpts } = found
  const selected = state.route.handoffId === handoff.id
  const facts = [
    handoff.contact?.name,
    channel === 'web' ? undefined : t(`queue.channel.${channel}`),
    t(`status.${handoff.status}`),
    handoff.agentName ? t('queue.by', { name: handoff.agentName }) : undefined,
    t('queue.reference', { reference: handoffReference(handoff) }),
  ].filter((fact) => fact !== undefined)
  return (
    <li class={selected ? 'row selected' : 'row'}>
      <button
        type="button"
        class="row-open"
        aria-current={selected ? 'true' : undefined}
        onClick={() => session.navigate({ view: 'conversation', handoffId: handoff.id })}
      >
        <span class="marks">
          <CommuneBadge communeId={handoff.communeId} />
          <span class="when">{momentInWords(updatedAt, language, now)}</span>
        </span>
        {(excerpts.length > 0 ? excerpts : [{ author: 'citizen' as const, at: updatedAt, text: handoff.subject }]).map(
          ({ author, at, text }) => (
            <span key={at + text} class="excerpt">
              {author !== 'citizen' && <span class="excerpt-author">{t(`author.${author}`)} </span>}
              <Marked text={text || t('queue.noWords')} words={words} />
            </span>
          ),
        )}
      </button>
      <p class="facts found-facts">
        <Marked text={facts.join(' · ')} words={words} />
      </p>
    </li>
  )
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return <>{markFound(text, words).map((piece) => (piece.isMarked ? <mark>{piece.text}</mark> : piece.text))}</>
}

function Pages({ found: { page, pages }, onTurn }: { found: SearchView; onTurn: (page: number) => void }) {
  const { t } = useConsole()
  return (
    <nav class="pages" aria-label={t('find.pages')}>
      <Button label={t('find.newer')} disabled={page <= 1} onClick={() => onTurn(page - 1)} />
      <span>{t('find.page', { page, pages })}</span>
      <Button label={t('find.older')} disabled={page >= pages} onClick={() => onTurn(page + 1)} />
    </nav>
  )
}

/** Cuts a text where its words begin as those that were looked for; the pieces together are the text. @param words folded */
export function markFound(text: string, words: readonly string[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let last = 0
  for (const { start, end } of foundIn(text, words)) {
    if (start > last) pieces.push({ text: text.slice(last, start), isMarked: false })
    pieces.push({ text: text.slice(start, end), isMarked: true })
    last = end
  }
  return last < text.length ? [...pieces, { text: text.slice(last), isMarked: false }] : pieces
}

/** How long nothing more is typed before the search is made, ms. */
const STILL_MS = 250
/** Shorter words are in every conversation. */
const LEAST = 2

/** What is looked for in the conversations, and what was found. Words are kept on this page alone. */
export interface Search {
  words: string
  /** Whether results take the place of the queue. */
  active: boolean
  found: SearchView | null
  failed: boolean
  type(words: string): void
  turn(page: number): void
}

/** Searches while words are typed; an answer that comes after a later question is ignored. */
export function useSearch(session: AgentConsole): Search {
  const [words, setWords] = useState('')
  const [page, setPage] = useState(1)
  const [found, setFound] = useState<SearchView | null>(null)
  const [failed, setFailed] = useState(false)
  const serial = useRef(0)
  const wanted = words.trim()
  const active = wanted.length >= LEAST
  useEffect(() => {
    serial.current += 1
    const own = serial.current
    setFailed(false)
    if (!active) return setFound(null)
    const timer = setTimeout(() => {
      session.api.ask(handoffRoutes.search, { body: { words: wanted, page } }).then(
        (read) => own === serial.current && setFound(read),
        () => own === serial.current && setFailed(true),
      )
    }, STILL_MS)
    return () => clearTimeout(timer)
  }, [session, wanted, active, page])
  return {
    words,
    active,
    found,
    failed,
    type(next) {
      setWords(next)
      setPage(1)
    },
    turn: setPage,
  }
}
