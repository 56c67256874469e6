import type { Answer } from '../../../platform/model/entry.js'
import { directionOf } from '../../../platform/model/language.js'
import { papersIn } from '../../../platform/model/payload.js'
import type { Block } from '../../../platform/text/rich-links.js'
import { Blocks } from '../blocks.js'
import { Button } from '../button.js'
import type { Chat, ChatProps } from '../chat.js'
import type { Papers } from '../conversation-state.js'
import { Spans } from '../spans.js'
import { extraWords } from './extra-words.js'

/** What is marked on the papers of one answer, and how many there are. */
export interface PapersMarked {
  /** Where it is kept. An entry whose list has changed, or that is read in another language, has another when the number differs. */
  key: string
  total: number
  shown: boolean
  have: readonly number[]
}

/** What is marked on the papers of an answer. */
export function markedPapers({ entryId, sections }: Answer, papers: Papers): PapersMarked {
  const total = papersIn(sections.find(({ key }) => key === 'papers')?.blocks ?? []).length
  const key = `${entryId}/${total}`
  return { key, total, ...(papers[key] ?? { shown: false, have: [] }) }
}

/** How many papers are missing, in words. */
function missingInWords({ language }: Pick<Chat, 'language'>, { total, have }: PapersMarked): string {
  const missing = total - have.length
  const key = missing === 0 ? 'papersComplete' : missing === 1 ? 'papersMissingOne' : 'papersMissing'
  return extraWords(language)(key, { missing: String(missing), total: String(total) })
}

/** What to bring. Where there are several papers, a button turns the list into boxes that are ticked in this browser alone. */
export function PapersList({ chat, answer, blocks }: ChatProps & { answer: Answer; blocks: readonly Block[] }) {
  const { session, state, language } = chat
  const marked = markedPapers(answer, state.papers)
  if (marked.total < 2) return <Blocks chat={chat} blocks={blocks} />
  const { key, shown, have } = marked
  const own = { lang: language, dir: directionOf(language) }
  const say = extraWords(language)
  const mark = (change: Partial<PapersMarked>) => {
    const now = { ...marked, ...change }
    session.setPapers({ ...state.papers, [key]: { shown: now.shown, have: [...now.have] } })
    if (now.shown) session.announce(missingInWords(chat, now))
  }
  const tick = (place: number) =>
    mark({ have: have.includes(place) ? have.filter((one) => one !== place) : [...have, place].sort((a, b) => a - b) })
  return (
    <>
      <Button class="chip" {...own} aria-pressed={shown} onClick={() => mark({ shown: !shown })}>
        {say('papersButton')}
      </Button>
      {shown ? (
        <>
          <p class="hint" {...own}>
            {say('papersHint')}
          </p>
          <Boxes chat={chat} blocks={blocks} have={have} onTick={tick} />
          <p class="verified" {...own}>
            {missingInWords(chat, marked)}
          </p>
        </>
      ) : (
        <Blocks chat={chat} blocks={blocks} />
      )}
    </>
  )
}

interface BoxesProps extends ChatProps {
  blocks: readonly Block[]
  have: readonly number[]
  onTick: (place: number) => void
}

function Boxes({ chat, blocks, have, onTick }: BoxesProps) {
  let count = 0
  return (
    <>
      {blocks.map((block) => {
        if (block.kind === 'paragraph') return <Blocks chat={chat} blocks={[block]} />
        return (
          <ul class="boxes">
            {block.items.map((spans) => {
              const place = count++
              return (
                <li>
                  <label class="slot">
                    <input type="checkbox" checked={have.includes(place)} onChange={() => onTick(place)} />
                    <span>
                      <Spans chat={chat} spans={spans} />
                    </span>
                  </label>
                </li>
              )
            })}
          </ul>
        )
      })}
    </>
  )
}
