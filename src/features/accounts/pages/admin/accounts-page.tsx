import { useRef, useState } from 'preact/hooks'
import { ListFrame } from '../../../../ui/admin/list-frame.js'
import type { PageProps } from '../../../../ui/admin/page-props.js'
import { useReading } from '../../../../ui/admin/use-reading.js'
import { CallError } from '../../../../ui/console/staff-api.js'
import type { StaffAccountsView, StaffLinkSentView } from '../../routes/account-contract.js'
import type { AccountActs } from './account-acts.js'
import { AccountList } from './account-list.js'
import { accountsWords } from './accounts-words.js'
import { InviteSection } from './invite-section.js'
import { LinkNotice, type ShownLink } from './link-notice.js'
import { PolicySection } from './policy-section.js'

/** The accounts of the commune: who may come in, and to do what. */
export function AccountsPage({ api, t, language }: PageProps) {
  const words = accountsWords(language)
  const { say } = words
  const reading = useReading<StaffAccountsView>(api, '/admin/accounts')
  const [said, setSaid] = useState('')
  const [link, setLink] = useState<ShownLink | null>(null)
  const list = useRef<HTMLHeadingElement>(null)
  const attempt = async (act: () => Promise<void>): Promise<CallError | null> => {
    setSaid('')
    try {
      await act()
      return null
    } catch (error) {
      return error instanceof CallError ? error : new CallError(0)
    }
  }
  const acts: AccountActs = {
    change: (method, path, body, done) =>
      attempt(async () => {
        reading.show(await api.call<StaffAccountsView>(method, path, body))
        setSaid(done)
      }),
    send: (path, body, { name, email, done }) =>
      attempt(async () => {
        const sent = await api.call<StaffLinkSentView>('POST', path, body)
        reading.show(sent.accounts)
        setLink(sent.link === null ? null : { name, address: sent.link })
        setSaid([done, sent.link === null ? say('sent', { email }) : ''].filter(Boolean).join(' '))
      }),
  }
  return (
    <ListFrame t={t} words={words} reading={reading} said={{ done: said, problem: '' }}>
      {(view) => (
        <>
          {link && (
            <LinkNotice
              words={words}
              link={link}
              onClose={() => {
                setLink(null)
                list.current?.focus()
              }}
            />
          )}
          <InviteSection words={words} t={t} view={view} acts={acts} />
          <AccountList words={words} t={t} view={view} acts={acts} heading={list} />
          <PolicySection words={words} t={t} view={view} acts={acts} />
        </>
      )}
    </ListFrame>
  )
}
