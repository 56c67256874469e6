import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { Confirm } from '../../../../ui/kit/confirm.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import { useFocusOnOpen } from '../../../../ui/kit/focus.js'
import { Form } from '../../../../ui/kit/form.js'
import { sortedTicks, useUnsaved } from '../../../../ui/kit/leave-guard.js'
import { List } from '../../../../ui/kit/list.js'
import { momentInWords } from '../../../../ui/kit/moment-in-words.js'
import { Sheet } from '../../../../ui/kit/sheet.js'
import type { CallError, StaffApi } from '../../../../ui/kit/staff-api.js'
import { useOneAtATime } from '../../../../ui/kit/use-act.js'
import {
  type StaffAccountsView,
  type StaffAccountView,
  type StaffLinkSentView,
  staffAccountRoutes,
} from '../../contract.js'
import {
  type AccountDraft,
  AccountFields,
  type AccountsKey,
  type AccountsWords,
  type DraftErrors,
  draftErrors,
} from './account-fields.js'

interface ListProps extends PartProps {
  heading: RefObject<HTMLHeadingElement | null>
  /** Id of the account that the address names. */
  wanted: string | undefined
}

/** The accounts; one at a time is being edited. */
export function AccountList({ heading, wanted, ...props }: ListProps) {
  const { words, view } = props
  const { say, many } = words
  const [editedId, setEditedId] = useState<string | null>(null)
  useEffect(() => {
    const account = view.accounts.find(({ id }) => id === wanted)
    if (account?.editable) setEditedId(account.id)
    else if (account) document.getElementById(`account-${account.id}`)?.focus()
  }, [wanted])
  const close = (id: string) => {
    setEditedId(null)
    // Once the editor is gone.
    requestAnimationFrame(() => document.getElementById(`edit-${id}`)?.focus())
  }
  return (
    <Sheet id="accounts-title" title={say('list')} heading={heading}>
      <p class="hint">{many('count', view.accounts.length)}</p>
      {view.accounts.length === 1 && <p>{say('alone')}</p>}
      <List items={view.accounts} keyOf={({ id }) => id}>
        {(account) => (
          <>
            <AccountRow
              {...props}
              account={account}
              isEdited={editedId === account.id}
              onEdit={() => setEditedId(account.id)}
            />
            {editedId === account.id && (
              <AccountEditor {...props} account={account} onClose={() => close(account.id)} />
            )}
          </>
        )}
      </List>
    </Sheet>
  )
}

interface RowProps extends PartProps {
  account: StaffAccountView
  isEdited: boolean
  onEdit: () => void
}

function AccountRow({ words, view, standing, account, isEdited, onEdit }: RowProps) {
  const { say } = words
  const { id, name, email, state, own, editable } = account
  return (
    <div class="account-row">
      <div>
        <h3 id={`account-${id}`} tabIndex={-1}>
          {name} {own && <span class="hint">({say('you')})</span>}
        </h3>
        <p class="hint">{email}</p>
      </div>
      <dl>
        {factsOf(words, view, standing, account).map(([term, fact, more]) => (
          <div key={term}>
            <dt>{say(term)}</dt>
            <dd class={term === 'state' ? state : undefined}>
              {fact}
              {more && <span class="hint"> · {more}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {editable ? (
        !isEdited && (
          <Button label={say('edit')} id={`edit-${id}`} aria-label={say('editOf', { name })} onClick={onEdit} />
        )
      ) : (
        <p class="hint">{say('locked')}</p>
      )}
    </div>
  )
}

type Fact = [term: AccountsKey, fact: string, more?: string]

/** What there is to know of somebody, in words. */
function factsOf(
  { say, language }: AccountsWords,
  { departments }: StaffAccountsView,
  { wordsOf, capacity: usual }: AgentStates,
  { id, state, secondFactor, lastSignInAt, invitedUntil, ...account }: StaffAccountView,
): Fact[] {
  const moment = (at: string) => momentInWords(at, language, new Date())
  const inWords = account.departments.flatMap((one) => departments.find((known) => known.id === one)?.name ?? [])
  const now = state === 'active' && account.roles.includes('agent') ? wordsOf(id) : null
  const capacity = account.capacity ?? usual
  const waits = invitedUntil === null ? say('invitation.over') : say('invitation.until', { when: moment(invitedUntil) })
  const facts: (Fact | false)[] = [
    ['roles', account.roles.map((role) => say(`role.${role}`)).join(', '), inWords.join(', ')],
    now !== null && ['now', now, capacity === null ? '' : say('capacityOf', { count: capacity })],
    account.alsoServes.length > 0 && ['alsoServes', account.alsoServes.join(', ')],
    account.linked && ['linked', say('linked.yes')],
    [
      'state',
      say(`state.${state}`),
      state === 'invited' ? waits : say(secondFactor ? 'secondFactor' : 'noSecondFactor'),
    ],
    state !== 'invited' && ['lastSignIn', lastSignInAt === null ? say('never') : moment(lastSignInAt)],
  ]
  return facts.filter((fact) => fact !== false)
}

/** Somebody, opened: all that may be changed of her in one form, then what may be done to her account. */
function AccountEditor(props: PartProps & { account: StaffAccountView; onClose: () => void }) {
  const { api, words, t, view, standing, acts, account, onClose } = props
  const { say } = words
  const { id, name } = account
  const begun = draftOf(account)
  const [draft, setDraft] = useState(begun)
  useUnsaved(comparable(draft), comparable(begun), words.language)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [problem, setProblem] = useState('')
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const one = useOneAtATime()
  /** A link that is sent twice opens nothing the first time. */
  const run = (ask: () => Promise<CallError | null>) =>
    one(async () => {
      const error = await ask()
      setProblem(error ? error.message || t('notice.failed') : '')
      if (!error) onClose()
    })
  const save = async () => {
    const found = draftErrors(words, draft, false)
    setErrors(found)
    if (Object.keys(found).length > 0) return
    const { email: _, capacity, ...kept } = draft
    const body = { ...kept, capacity: capacity === '' ? null : Number(capacity) }
    const asked = { params: { id }, body }
    await run(() => acts.change(() => api.ask(staffAccountRoutes.change, asked), say('saved', { name: draft.name })))
  }
  return (
    <div class="account-form editor">
      <h4 id={`account-${id}-title`} ref={heading} tabIndex={-1}>
        {say('edit.title', { name })}
      </h4>
      <Form
        class="account-form"
        labelledBy={`account-${id}-title`}
        errors={errors}
        said={{ problem }}
        submit={say('save')}
        cancel={say('cancel')}
        onSubmit={save}
        onCancel={onClose}
      >
        <AccountFields
          id={`account-${id}`}
          words={words}
          view={view}
          draft={draft}
          errors={errors}
          usualCapacity={standing.capacity}
          onChange={setDraft}
        />
      </Form>
      <AccountActs {...props} run={run} />
    </div>
  )
}

interface ActsProps extends PartProps {
  account: StaffAccountView
  run: (ask: () => Promise<CallError | null>) => Promise<void>
}

/** What may be done to an account beside changing it. */
function AccountActs({ api, words: { say }, acts, account, run }: ActsProps) {
  const { id, name, email, state } = account
  const params = { id }
  const act = (verb: 'deactivate' | 'reactivate' | 'resetFactor', done: string) =>
    void run(() => acts.change(() => api.ask(staffAccountRoutes[verb], { params }), done))
  const sendLink = () =>
    void run(() => acts.send(() => api.ask(staffAccountRoutes.sendLink, { params }), { name, email }))
  const confirmed = (verb: 'deactivate' | 'resetFactor', done: 'deactivated' | 'resetFactor.done') => (
    <Confirm
      cancel={say('cancel')}
      label={say(verb)}
      question={say(`${verb}.ask`, { name })}
      onYes={() => act(verb, say(done, { name }))}
    />
  )
  return (
    <fieldset class="acts">
      <legend>{say('acts')}</legend>
      {state !== 'deactivated' && (
        <Button label={say(state === 'invited' ? 'sendInvitation' : 'sendReset')} onClick={sendLink} />
      )}
      {account.secondFactor && confirmed('resetFactor', 'resetFactor.done')}
      {state === 'deactivated' && (
        <Button label={say('reactivate')} onClick={() => act('reactivate', say('reactivated', { name }))} />
      )}
      {state !== 'deactivated' && !account.own && confirmed('deactivate', 'deactivated')}
    </fieldset>
  )
}

function draftOf({ email, name, roles, departments, capacity }: StaffAccountView): AccountDraft {
  return { email, name, roles, departments, capacity: capacity === null ? '' : String(capacity) }
}

/** What may be changed of an account, to see whether it is. */
function comparable({ name, roles, departments, capacity }: AccountDraft) {
  return [name, sortedTicks(roles), sortedTicks(departments), capacity]
}

/** What the parts of the page of accounts are given. */
export interface PartProps {
  api: StaffApi
  words: AccountsWords
  /** The sentences that all staff pages share. */
  t: Translate
  view: StaffAccountsView
  standing: AgentStates
  acts: TeamActs
}

/** How the agents stand now: what the console knows of them. */
export interface AgentStates {
  /** Whether an agent can be called; `null` until it is known. */
  wordsOf: (accountId: string) => string | null
  /** How many citizens an agent talks with at once who has no number of her own; `null` until it is known. */
  capacity: number | null
}

/** What the parts of the page do to accounts. Each resolves with the problem to show, or `null`. */
export interface TeamActs {
  /** Calls, shows the accounts as they have become, and says `done`. */
  change(ask: () => Promise<StaffAccountsView>, done: string): Promise<CallError | null>
  /** The same for a call that sends a link: it is shown when no mail leaves. */
  send(
    ask: () => Promise<StaffLinkSentView>,
    who: { name: string; email: string; done?: string },
  ): Promise<CallError | null>
}
