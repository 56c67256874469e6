import { useEffect, useRef, useState } from 'preact/hooks'
import type { SessionView } from '../../platform/http/shapes.js'
import { Button } from './button.js'
import type { Translate } from './console-words.js'
import { Dialog } from './dialog.js'
import { isSessionOf, joinTabs, signedInNews, type Tabs } from './tabs.js'

interface Following {
  /** The session whose pages are shown; `null` at the page of sign-in. */
  session: SessionView | null
  /** Another tab opened a session, of the same person or while nobody was signed in here: the one of this browser is read again. */
  onRead: () => void
  onSignedOut: () => void
}

/** What a page knows of the other tabs of its browser. */
export interface OtherTabs {
  /** Whether this browser is signed in for somebody else, or in another commune, than this page shows. */
  isOther: boolean
  /** Tells them that a session was opened here; `null`: that it has ended. */
  tell: (session: SessionView | null) => void
}

/** Follows what the other tabs of this browser do with its one session. */
export function useOtherTabs(following: Following): OtherTabs {
  const [isOther, setOther] = useState(false)
  const tabs = useRef<Tabs | null>(null)
  const current = useRef(following)
  current.current = following
  useEffect(() => {
    tabs.current = joinTabs((told) => {
      const { session, onRead, onSignedOut } = current.current
      if (told.news === 'alerted') return
      const isElse = told.news === 'signed_in' && session !== null && !isSessionOf(session, told.as)
      setOther(isElse)
      if (told.news === 'signed_out') onSignedOut()
      else if (!isElse) onRead()
    })
    return () => tabs.current?.leave()
  }, [])
  const tell = (session: SessionView | null) => {
    setOther(false)
    tabs.current?.tell(session ? signedInNews(session) : { news: 'signed_out' })
  }
  return { isOther, tell }
}

/** Over a page whose account is no longer that of the browser: what is written there waits for its author, and nobody else goes on with it. */
export function OtherAccount({ t, name, onGo }: { t: Translate; name: string; onGo: () => void }) {
  return (
    <Dialog class="sign-in-again" title={t('otherAccount.title')} onClose={() => {}}>
      <p>{t('otherAccount.what', { name })}</p>
      <div class="actions">
        <Button look="main" label={t('otherAccount.go')} onClick={onGo} />
      </div>
    </Dialog>
  )
}
