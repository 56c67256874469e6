import type { ComponentType } from 'preact'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { CommuneMenu } from '../../features/accounts/pages/commune-menu.js'
import { Mark } from '../../features/accounts/pages/sign-in/sign-in-page.js'
import { communeRoutes } from '../../features/asking/contract.js'
import { AnswersContext, StopBanner } from '../../features/entries/pages/answers/answers-page.js'
import { FirstRunBanner } from '../../features/first-run/pages/first-run-banner.js'
import { MaskedBanner } from '../../features/masked-data/pages/masked-values.js'
import { type AnswersView, answersRoutes } from '../../features/settings/answers-contract.js'
import { WebhookBanner } from '../../features/webhooks/pages/webhook-banner.js'
import type { AnswersStop, SessionView } from '../../platform/http/shapes.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { Role } from '../../platform/model/role.js'
import { Button } from '../kit/button.js'
import { ActMessage } from '../kit/form.js'
import { mayLeave } from '../kit/leave-guard.js'
import type { PageProps } from '../kit/page-props.js'
import { PartContext, type PartState } from '../kit/part-heading.js'
import { type AdminPlace, hrefOf, isSamePart, parsePlace, useHashChange } from '../kit/place.js'
import { PageHead } from '../kit/sheet.js'
import { shellWords } from '../kit/shell-words.js'
import { sentenceOf } from '../kit/staff-api.js'
import type { AdminApi } from './admin-api.js'
import { type AdminPage, PAGE_GROUPS, pageNamed, pagesFor } from './pages.js'
import { SearchField } from './search-field.js'
import { SeeAsContext, SeenAsBanner } from './seen-as.js'

interface Props extends Omit<PageProps, 'place' | 'api'> {
  api: AdminApi
  onLanguage: (language: StaffLanguage) => void
  onSignOut: () => void
  /** Those that a super-admin may look at; none for others. */
  communes: { id: string; name: string }[]
  onCommune: (communeId: string) => Promise<void>
  /** She goes on in another of her accounts; `null`: this one is linked to none. */
  onSwitched: ((session: SessionView) => void) | null
}

/** The frame of the administration: who is signed in, the pages that are hers, and the one that is open. */
export function Shell({ onLanguage, onSignOut, communes, onCommune, onSwitched, user: own, ...props }: Props) {
  const { api, t, language } = props
  const { say } = shellWords(language)
  const { role: seenAs, see: seeAs } = useSeenAs(api, language)
  const user = useMemo(() => (seenAs ? { ...own, roles: [seenAs] } : own), [own, seenAs])
  const place = usePlace()
  const [isOpen, setOpen] = useState(false)
  const pages = pagesFor(user.roles)
  const page = place.page === '' ? pages[0] : pageNamed(place.page, pages)
  const title = say(page?.title ?? 'page.unknown')
  const answers = useAnswers(api, page?.id)
  const { heading, part, parts } = useArrival([page?.id, ...place.path].join('/'), place, () => setOpen(false))
  useEffect(() => {
    document.title =
      part === null ? say('documentTitle', { page: title }) : say('documentTitleOfPart', { part, page: title })
  }, [say, title, part])
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        {say('skip')}
      </button>
      <ShellBar
        {...{ api, t, language, user, pages, communes, onCommune, onSwitched, onLanguage, onSignOut }}
        isOpen={isOpen}
        onMenu={() => setOpen(!isOpen)}
      />
      <PageMenu
        language={language}
        pages={pages}
        openId={page?.id ?? null}
        isOpen={isOpen}
        onPick={() => setOpen(false)}
      />
      <main class="admin">
        <PageHead id="page-title" title={title} heading={heading} />
        <AnswersContext.Provider value={answers}>
          <SeenAsBanner language={language} role={seenAs} onBack={() => seeAs(null)} />
          <PageBanners {...props} user={user} pageId={page?.id} isFirst={page !== undefined && page === pages[0]} />
          <PartContext.Provider value={parts}>
            {page ? (
              <SeeAsContext.Provider value={seeAs}>
                <PageOf key={`${page.id} ${seenAs}`} page={page} {...props} user={user} place={place} />
              </SeeAsContext.Provider>
            ) : (
              <p class="sheet">{pages.length === 0 ? t('admin.forbidden') : say('unknown')}</p>
            )}
          </PartContext.Provider>
        </AnswersContext.Provider>
      </main>
    </div>
  )
}

/** Whether the assistant answers by itself. Read again at each page: a colleague may have moved it. */
function useAnswers(api: AdminApi, pageId: string | undefined) {
  const [stop, setStop] = useState<AnswersStop | null>(null)
  const onRead = useCallback((view: AnswersView) => setStop(view.stop), [])
  useEffect(() => {
    if (pageId !== undefined) api.ask(answersRoutes.answers).then(onRead, () => {})
  }, [api, onRead, pageId])
  return { stop, onRead }
}

/**
 * Where somebody arrives: the heading that takes the focus, and the name of the part of a page that is read there.
 * @param where changes when she moves
 */
function useArrival(where: string, { path }: AdminPlace, onMoved: () => void) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(where)
  const [part, setPart] = useState<string | null>(null)
  const hasMoved = useRef(false)
  const isPart = path.length > 0
  const parts = useMemo<PartState>(() => ({ onNamed: setPart, isArrival: () => isPart && hasMoved.current }), [isPart])
  // Before the effects of what it shows: a part takes the focus from here once it is read.
  useLayoutEffect(() => {
    // The first page keeps the beginning of the document, where the way past the menu is.
    if (shown.current === where) return
    shown.current = where
    hasMoved.current = true
    onMoved()
    heading.current?.focus()
  }, [where])
  return { heading, part, parts }
}

interface BarProps extends Props {
  pages: readonly AdminPage[]
  /** Whether the menu of the pages shows, on a narrow screen. */
  isOpen: boolean
  onMenu: () => void
}

/** The bar above the pages: the search, who is signed in and where, and the way out. */
function ShellBar({ api, t, language, user, pages, communes, isOpen, onMenu, ...on }: BarProps) {
  const { say } = shellWords(language)
  const commune = useCommuneName(api, user.communeId)
  const other: StaffLanguage = language === 'fr' ? 'en' : 'fr'
  return (
    <header class="shell-bar">
      <p class="brand">
        <Mark /> {say('brand')}
      </p>
      {pages.length > 0 && <SearchField api={api} t={t} language={language} pages={pages} />}
      <p class="hint who">{say('signedInAs', { name: user.displayName, commune })}</p>
      <Button
        look="quiet"
        class="menu-button"
        label={say('menu')}
        aria-expanded={isOpen}
        aria-controls="pages"
        onClick={onMenu}
      />
      {communes.length > 1 && (
        <CommuneSwitch language={language} communes={communes} shown={user.communeId} onCommune={on.onCommune} />
      )}
      {on.onSwitched && (
        <CommuneMenu
          api={api}
          t={t}
          language={language}
          shown={commune}
          mayLeave={mayLeave}
          onSwitched={on.onSwitched}
        />
      )}
      <Button look="quiet" label={t('languageSwitch')} lang={other} onClick={() => on.onLanguage(other)} />
      <Button look="quiet" label={t('signOut')} onClick={() => mayLeave() && on.onSignOut()} />
    </header>
  )
}

/** Its name; its id until that is known. */
function useCommuneName(api: AdminApi, id: string): string {
  const [name, setName] = useState('')
  useEffect(() => {
    api.ask(communeRoutes.commune, { params: { id } }).then(
      ({ name }) => setName(name),
      () => {},
    )
  }, [api, id])
  return name || id
}

interface BannersProps extends Pick<Props, 'api' | 't' | 'language' | 'user'> {
  pageId: string | undefined
  /** Whether it is the page on which she arrives. */
  isFirst: boolean
}

/** What is to be known before anything else, whatever the page. */
function PageBanners({ api, t, language, user: { roles }, pageId, isFirst }: BannersProps) {
  const isAdmin = roles.includes('admin')
  return (
    <>
      <MaskedBanner api={api} t={t} />
      <StopBanner language={language} mayResume={isAdmin && pageId !== 'answers'} />
      {isFirst && mayCheck(roles) && <FirstRunBanner api={api} t={t} language={language} />}
      {isFirst && isAdmin && <WebhookBanner api={api} t={t} language={language} />}
    </>
  )
}

/** Whether the first run is hers to do: of a curator, the entries alone. */
function mayCheck(roles: readonly Role[]): boolean {
  return roles.includes('curator') || roles.includes('admin')
}

/** The role as which the pages are shown; `null`: her own. Nothing is written meanwhile: on the server her rights stay her own. */
function useSeenAs(api: AdminApi, language: StaffLanguage) {
  const [role, setRole] = useState<Role | null>(null)
  const { say } = shellWords(language)
  api.readsOnly = role === null ? null : say('seenAs.refused')
  const see = useCallback((next: Role | null) => {
    if (!mayLeave()) return
    setRole(next)
    location.hash = hrefOf(next === null ? 'team' : '')
  }, [])
  return { role, see }
}

/** Where the address says that somebody is; follows links and the browser's Back, unless what is not saved keeps her. */
function usePlace(): AdminPlace {
  const [place, setPlace] = useState(() => parsePlace(location.hash))
  const shown = useRef(place)
  useHashChange(({ oldURL }) => {
    const next = parsePlace(location.hash)
    // What is chosen in a page changes nothing of what is typed there.
    if (isSamePart(shown.current, next) || mayLeave()) {
      shown.current = next
      setPlace(next)
    } else history.replaceState(null, '', oldURL)
  })
  return place
}

/** A page, once its code has come; meanwhile that it is coming, or that it could not. */
function PageOf({ page, ...props }: PageProps & { page: AdminPage }) {
  const { say } = shellWords(props.language)
  const [Page, setPage] = useState<ComponentType<PageProps> | null>(null)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    page.load().then(
      (loaded) => setPage(() => loaded),
      () => setFailed(true),
    )
  }, [page])
  useEffect(load, [load])
  if (Page) return <Page {...props} />
  return (
    <>
      <p role={failed ? 'alert' : 'status'}>{say(failed ? 'failed' : 'loading')}</p>
      {failed && <Button class="refresh" label={props.t('tryAgain')} onClick={load} />}
    </>
  )
}

interface CommuneSwitchProps {
  language: StaffLanguage
  communes: { id: string; name: string }[]
  /** Id of the one that is looked at. */
  shown: string
  onCommune: (communeId: string) => Promise<void>
}

/** The form by which a super-admin looks at another commune. A choice alone changes nothing: a press does. */
function CommuneSwitch({ language, communes, shown, onCommune }: CommuneSwitchProps) {
  const { say } = shellWords(language)
  const [chosen, setChosen] = useState(shown)
  const [problem, setProblem] = useState('')
  const change = (event: Event) => {
    event.preventDefault()
    if (!mayLeave()) return
    onCommune(chosen).catch((error: unknown) => setProblem(sentenceOf(error, say('failed'))))
  }
  return (
    <form class="commune-switch" onSubmit={change}>
      <label for="commune">{say('commune')}</label>
      <select id="commune" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
        {communes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <Button type="submit" label={say('changeCommune')} />
      <ActMessage problem={problem} />
    </form>
  )
}

interface PageMenuProps {
  language: StaffLanguage
  pages: readonly AdminPage[]
  /** The page that is open, if it is one of them. */
  openId: string | null
  /** On a narrow screen the menu shows only while it is open. */
  isOpen: boolean
  onPick: () => void
}

/** Five entries, each with its other pages while one of them is open; on a wide screen always there. */
function PageMenu({ language, pages, openId, isOpen, onPick }: PageMenuProps) {
  const { say } = shellWords(language)
  const opened = pages.find(({ id }) => id === openId)?.group
  const groups = PAGE_GROUPS.map((group) => ({ group, own: pages.filter((page) => page.group === group) }))
  const link = (id: string, name: string) => (
    <a href={hrefOf(id)} aria-current={id === openId ? 'page' : undefined} onClick={onPick}>
      {name}
    </a>
  )
  return (
    <nav id="pages" class={isOpen ? 'page-menu open' : 'page-menu'} aria-label={say('pages')}>
      <ul>
        {groups.map(({ group, own: [first, ...others] }) =>
          first ? (
            <li key={group}>
              {link(first.id, say(`group.${group}`))}
              {group === opened && others.length > 0 && (
                <ul aria-label={say(`group.${group}`)}>
                  {others.map(({ id, title }) => (
                    <li key={id}>{link(id, say(title))}</li>
                  ))}
                </ul>
              )}
            </li>
          ) : null,
        )}
      </ul>
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
