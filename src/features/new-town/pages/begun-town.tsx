import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { hrefOf } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { ShownOnce } from '../../../ui/kit/shown-once.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { sessionRoutes } from '../../accounts/contract.js'
import type { BegunTownView } from '../contract.js'
import type { NewTownWords } from './new-town-form.js'

interface Props {
  api: StaffApi
  words: NewTownWords
  /** The first town. */
  from: { id: string; name: string }
  begun: Extract<BegunTownView, { outcome: 'begun' }>
  heading: RefObject<HTMLHeadingElement | null>
}

/** A commune that was begun: the link of its administrator, and what is left to do there. */
export function BegunTown({ api, words, from, begun, heading }: Props) {
  const { say, many } = words
  const { commune, drafts, places, link, email, willSee, becomesFirst } = begun
  const { id, name } = commune
  const [isLinkShown, setLinkShown] = useState(link !== null)
  /** A super-admin's links open the pages of the new commune. Others have nothing to open there. */
  const there = (page: string, text: string, query?: Record<string, string>) => {
    const href = hrefOf(page, [], query)
    const open = async (event: Event) => {
      event.preventDefault()
      await api.ask(sessionRoutes.lookAt, { body: { communeId: id } })
      location.hash = href
      location.reload()
    }
    return (
      <li>
        {willSee ? (
          <a href={href} onClick={(event) => void open(event)}>
            {text}
          </a>
        ) : (
          text
        )}
      </li>
    )
  }
  return (
    <Sheet id="new-town" title={say('done', { name })} heading={heading}>
      {link === null && <p>{say('done.mailed', { email })}</p>}
      {link !== null && isLinkShown && (
        <ShownOnce
          id="new-town-link"
          title={say('done.link', { email })}
          text={link}
          words={{ copy: say('link.copy'), copied: say('link.copied'), close: say('link.close') }}
          onClose={() => setLinkShown(false)}
        >
          {null}
        </ShownOnce>
      )}
      <section class="new-town-todo" aria-labelledby="new-town-todo">
        <h3 id="new-town-todo">{say('todo')}</h3>
        <p>{say('todo.where', { name })}</p>
        <ul>
          {drafts > 0
            ? there('entries', `${many('todo.drafts', drafts)}, ${many('todo.places', places)}`, { state: 'draft' })
            : there('entries', say('todo.noDraft'))}
          {there('first-run', say('todo.firstRun'))}
          {there('team', say('todo.team'))}
          <li>
            <a href={`/chat?commune=${id}`}>{say('todo.try', { name })}</a>
          </li>
          <li>
            {say('todo.widget')}
            <code>{`<script src="${location.origin}/widget.js" data-commune="${id}" defer></script>`}</code>
          </li>
        </ul>
        <p class="hint">{say('todo.sender', { from: from.name })}</p>
        {becomesFirst && <p class="hint">{say('todo.first', { name, from: from.name, id: from.id })}</p>}
      </section>
    </Sheet>
  )
}
