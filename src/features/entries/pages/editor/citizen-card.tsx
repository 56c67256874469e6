import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import widget from '../../../../../knowledge/messages/widget.fr.json' with { type: 'json' }
import parts from '../../../../../knowledge/messages/widget-parts.fr.json' with { type: 'json' }
import type { Message } from '../../../../platform/model/conversation.js'
import { AnswerCard } from '../../../../ui/widget/answer-card.js'
import type { Chat } from '../../../../ui/widget/chat.js'
import type { Papers } from '../../../../ui/widget/conversation-state.js'
import partsStyle from '../../../../ui/widget/parts.css'
import { translator } from '../../../../ui/widget/translate.js'
import widgetStyle from '../../../../ui/widget/widget.css'
import type { PreviewView } from '../../routes/curation-contract.js'

/** The card stands in the page, not at the window's corner; there is no sheet to print of what is not published. */
const PLACE = `:host{position:static!important;display:block!important;z-index:auto!important}
details.about>a.button{display:none}`

/** An answer exactly as the widget shows it: the same parts and style, in a root of its own. */
export function CitizenCard({ answer, openings }: Pick<PreviewView, 'answer' | 'openings'>) {
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
