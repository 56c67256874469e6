import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import widget from '../../../knowledge/messages/widget.fr.json' with { type: 'json' }
import parts from '../../../knowledge/messages/widget-parts.fr.json' with { type: 'json' }
import { AnswerPreview, type PreviewedAnswer } from '../../features/entries/pages/editor/answer-preview.js'
import { EntriesPage } from '../../features/entries/pages/entries-page.js'
import type { Message } from '../../platform/model/conversation.js'
import type { PageProps } from '../kit/page-props.js'
import { AnswerCard } from '../widget/answer-card.js'
import type { Chat } from '../widget/chat.js'
import type { Papers } from '../widget/conversation-state.js'
import partsStyle from '../widget/parts.css'
import { translator } from '../widget/translate.js'
import widgetStyle from '../widget/widget.css'

/** The card stands in the page, not at the window's corner; there is no sheet to print of what is not published, nor words before any are written. */
const PLACE = `:host{position:static!important;display:block!important;z-index:auto!important}
details.about>a.button{display:none}
.bubble:empty{display:none}`

/** The page of the entries, in which answers are previewed as the widget shows them. */
export function EntriesWithCards(props: PageProps) {
  return (
    <AnswerPreview.Provider value={CitizenCard}>
      <EntriesPage {...props} />
    </AnswerPreview.Provider>
  )
}

/** An answer exactly as the widget shows it: the same parts and style, in a root of its own. */
function CitizenCard({ answer, openings }: PreviewedAnswer) {
  const host = useRef<HTMLDivElement>(null)
  const [simple, setSimple] = useState(false)
  const [papers, setPapers] = useState<Papers>({})
  useEffect(() => {
    const { current } = host
    if (!current || current.shadowRoot) return
    const root = current.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(widgetStyle + partsStyle + PLACE)
    root.adoptedStyleSheets = [sheet]
  }, [])
  useEffect(() => {
    const root = host.current?.shadowRoot
    if (!root) return
    const actions = answer.online.map(({ label, url }) => ({ action: 'url' as const, label, value: url }))
    const card = { type: 'card' as const, title: answer.title, subtitle: answer.summary, actions, answer, openings }
    const message: Message = {
      id: 'preview',
      seq: 1,
      // Nobody is asked whether a preview helps.
      author: 'agent',
      at: '',
      language: 'fr',
      payload: card,
    }
    render(
      <div class="root">
        <AnswerCard chat={previewChat({ simple, setSimple, papers, setPapers })} message={message} card={card} />
      </div>,
      root,
    )
  }, [answer, openings, simple, papers])
  return <div ref={host} class="citizen-card" />
}

interface Chosen {
  simple: boolean
  setSimple: (simple: boolean) => void
  papers: Papers
  setPapers: (papers: Papers) => void
}

/** A conversation of which a card uses this much. */
function previewChat({ simple, setSimple, papers, setPapers }: Chosen): Chat {
  const chat = {
    session: { setSimple, setPapers, announce() {} },
    state: { simple, papers, commune: null, handoff: null },
    language: 'fr',
    t: translator({ ...widget, ...parts }, 'fr'),
  }
  return chat as unknown as Chat
}
