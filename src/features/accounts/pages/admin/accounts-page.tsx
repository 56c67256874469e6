import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { CheckField } from '../../../../ui/kit/field.js'
import { ActMessage, Form } from '../../../../ui/kit/form.js'
import { useUnsaved } from '../../../../ui/kit/leave-guard.js'
import { ListFrame } from '../../../../ui/kit/list.js'
import type { SectionProps } from '../../../../ui/kit/page-props.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import { ShownOnce } from '../../../../ui/kit/shown-once.js'
import { CallError } from '../../../../ui/kit/staff-api.js'
import { useReading } from '../../../../ui/kit/use-reading.js'
import { type StaffAccountsView, staffAccountRoutes } from '../../contract.js'
import {
  type AccountDraft,
  AccountFields,
  type AccountsWords,
  accountsWords,
  type DraftErrors,
  draftErrors,
} from './account-fields.js'
import { AccountList, type AgentStates, type PartProps, type TeamActs } from './account-list.js'

const EMPTY: AccountDraft = { email: '', name: '', roles: ['agent'], departments: [], capacity: '' }

/** The form by which a colleague is invited, behind a button. */
function InviteSection({ api, words, t, view, acts }: PartProps) {
  const { say } = words
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(EMPTY)
  useUnsaved(draft, EMPTY, words.language)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const submit = async () => {
    const found = draftErrors(words, draft, true)
    setErrors(found)
    setProblem('')
    if (Object.keys(found).length > 0) return
    setBusy(true)
    const { capacity: _, ...asked } = draft
    const body = { ...asked, email: draft.email.trim() }
    const who = { name: body.name, email: body.email, done: say('invite.done', { name: body.name }) }
    const error = await acts.send(() => api.ask(staffAccountRoutes.invite, { body }), who)
    setBusy(false)
    if (error?.problem.field === 'email') return setErrors({ email: error.message })
    if (error) return setProblem(error.message || t('notice.failed'))
    setDraft(EMPTY)
    setOpen(false)
    // What was pressed goes with the form; a link that is shown takes the focus itself.
    if (view.mail) opener.current?.focus()
  }
  return (
    <Sheet id="invite-title" title={say('invite')} hint={say(view.mail ? 'invite.mail' : 'invite.noMail')}>
      <Button ref={opener} label={say(open ? 'close' : 'invite')} aria-expanded={open} onClick={() => setOpen(!open)} />
      {open && (
        <Form
          class="account-form"
          errors={errors}
          said={{ problem }}
          submit={say('invite.submit')}
          isBusy={busy}
          isOpened
          onSubmit={submit}
        >
          <AccountFields
            id="invite"
            words={words}
            view={view}
            draft={draft}
            errors={errors}
            isNew
            usualCapacity={null}
            onChange={setDraft}
          />
        </Form>
      )}
    </Sheet>
  )
}

interface AccountsProps extends SectionProps {
  standing: AgentStates
  /** Id of the account that the address names. */
  wanted: string | undefined
  /** What stands below the list. */
  children?: ComponentChildren
}

/** The people of the commune: who may come in, to do what, and who is there. */
export function AccountsPage({ api, t, language, standing, wanted, children }: AccountsProps) {
  const words = accountsWords(language)
  const { say } = words
  const reading = useReading(api, staffAccountRoutes.list)
  const [said, setSaid] = useState('')
  const [link, setLink] = useState<ShownLink | null>(null)
  const list = useRef<HTMLHeadingElement>(null)
  const attempt = async (act: () => Promise<void>): Promise<CallError | null> => {
    setSaid('')
    try {
      await act()
      return null
    } catch (error) {
      return CallError.of(error)
    }
  }
  const acts: TeamActs = {
    change: (ask, done) =>
      attempt(async () => {
        reading.show(await ask())
        setSaid(done)
      }),
    send: (ask, { name, email, done }) =>
      attempt(async () => {
        const sent = await ask()
        reading.show(sent.accounts)
        setLink(sent.link === null ? null : { name, address: sent.link })
        setSaid([done, sent.link === null ? say('sent', { email }) : ''].filter(Boolean).join(' '))
      }),
  }
  const partOf = (view: StaffAccountsView): PartProps => ({ api, words, t, view, standing, acts })
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
          <InviteSection {...partOf(view)} />
          <AccountList {...partOf(view)} heading={list} wanted={wanted} />
          {children}
          <PolicySection {...partOf(view)} />
        </>
      )}
    </ListFrame>
  )
}

/** A link that no mail carries. */
interface ShownLink {
  name: string
  address: string
}

interface Props {
  words: AccountsWords
  link: ShownLink
  onClose: () => void
}

/** A link, to be handed over. */
function LinkNotice({ words: { say }, link: { name, address }, onClose }: Props) {
  return (
    <ShownOnce
      id="link-title"
      title={say('link', { name })}
      text={address}
      words={{ copy: say('link.copy'), copied: say('link.copied'), close: say('close') }}
      onClose={onClose}
    >
      <p class="hint">{say('link.hint')}</p>
    </ShownOnce>
  )
}

/** Whether everybody needs a second factor. */
function PolicySection({ api, words: { say }, t, view, acts }: PartProps) {
  const [required, setRequired] = useState(view.secondFactorRequired)
  const [problem, setProblem] = useState('')
  const save = async (event: Event) => {
    event.preventDefault()
    // Not `disabled`: the focus would be lost once it is saved.
    if (required === view.secondFactorRequired) return
    const body = { secondFactorRequired: required }
    const error = await acts.change(() => api.ask(staffAccountRoutes.changePolicy, { body }), say('policy.saved'))
    setProblem(error ? error.message || t('notice.failed') : '')
  }
  return (
    <Sheet id="policy-title" title={say('policy')}>
      <p id="policy-hint" class="hint">
        {say('policy.intro')}
      </p>
      <form class="account-form" onSubmit={save}>
        <CheckField label={say('policy.label')} isChecked={required} describedBy="policy-hint" onCheck={setRequired} />
        <ActMessage problem={problem} />
        <Button type="submit" label={say('save')} isOff={required === view.secondFactorRequired} />
      </form>
    </Sheet>
  )
}
