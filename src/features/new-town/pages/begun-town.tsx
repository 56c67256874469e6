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
  const { say } = words
  const { link, email } = begun
  const [isLinkShown, setLinkShown] = useState(link !== null)
  return (
    <Sheet id="new-town" title={say('done', { name: begun.commune.name })} heading={heading}>
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
      <LeftToDo api={api} words={words} from={from} begun={begun} />
    </Sheet>
  )
}

/** What is left to do in the new commune, and what is to be known of it. */
function LeftToDo({ api, words: { say, many }, from, begun }: Omit<Props, 'heading'>) {
  const { commune, drafts, places, willSee, becomesFirst } = begun
  const { id, name } = commune
  const there = { api, communeId: id, isOpen: willSee }
  return (
    <section class="new-town-todo" aria-labelledby="new-town-todo">
      <h3 id="new-town-todo">{say('todo')}</h3>
      <p>{say('todo.where', { name })}</p>
      <ul>
        {drafts > 0 ? (
          <PageThere {...there} page="entries" query={{ state: 'draft' }}>
            {`${many('todo.drafts', drafts)}, ${many('todo.places', places)}`}
          </PageThere>
        ) : (
          <PageThere {...there} page="entries">
            {say('todo.noDraft')}
          </PageThere>
        )}
        <PageThere {...there} page="first-run">
          {say('todo.firstRun')}
        </PageThere>
        <PageThere {...there} page="team">
          {say('todo.team')}
        </PageThere>
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
  )
}

interface PageThereProps {
  api: StaffApi
  communeId: string
  /** Whether whoever looks may go there: a super-admin may, others have nothing to open. */
  isOpen: boolean
  page: string
  query?: Record<string, string>
  children: string
}

/** What is left to do on a page of the new commune, and the way to it. */
function PageThere({ api, communeId, isOpen, page, query, children }: PageThereProps) {
  const href = hrefOf(page, [], query)
  const open = async (event: Event) => {
    event.preventDefault()
    await api.ask(sessionRoutes.lookAt, { body: { communeId } })
    location.hash = href
    location.reload()
  }
  return (
    <li>
      {isOpen ? (
        <a href={href} onClick={(event) => void open(event)}>
          {children}
        </a>
      ) : (
        children
      )}
    </li>
  )
}
