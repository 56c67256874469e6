import type { StaffLanguage } from '../../platform/model/language.js'
import { shellWords } from '../kit/admin-words.js'
import { hrefOf } from '../kit/place.js'
import { type AdminPage, PAGE_GROUPS } from './pages.js'

interface Props {
  language: StaffLanguage
  pages: readonly AdminPage[]
  /** The page that is open, if it is one of them. */
  openId: string | null
  /** On a narrow screen the menu shows only while it is open. */
  isOpen: boolean
  onPick: () => void
}

/** The pages, by groups; on a wide screen always there. */
export function PageMenu({ language, pages, openId, isOpen, onPick }: Props) {
  const { say } = shellWords(language)
  const groups = PAGE_GROUPS.map((group) => ({ group, own: pages.filter((page) => page.group === group) }))
  return (
    <nav id="pages" class={isOpen ? 'page-menu open' : 'page-menu'} aria-label={say('pages')}>
      {groups
        .filter(({ own }) => own.length > 0)
        .map(({ group, own }) => (
          <div key={group}>
            <p id={`group-${group}`}>{say(`group.${group}`)}</p>
            <ul aria-labelledby={`group-${group}`}>
              {own.map(({ id, title }) => (
                <li key={id}>
                  <a href={hrefOf(id)} aria-current={id === openId ? 'page' : undefined} onClick={onPick}>
                    {say(title)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      <ul class="ways-out">
        <li>
          <a href="/compte">{say('toAccount')}</a>
        </li>
        <li>
          <a href="/console">{say('toConsole')}</a>
        </li>
        <li>
          <a href="/">{say('toTown')}</a>
        </li>
      </ul>
    </nav>
  )
}
