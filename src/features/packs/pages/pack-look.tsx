import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import en from '../../../../knowledge/messages/admin-packs.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-packs.fr.json' with { type: 'json' }
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import { CheckField, SelectField } from '../../../ui/kit/field.js'
import { useFocusOnOpen } from '../../../ui/kit/focus.js'
import { formatDay } from '../../../ui/kit/moment-in-words.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import { townDay } from '../../../ui/kit/town-clock.js'
import type { FieldChange } from '../../entries/model/entry-diff.js'
import { exchangeWords, fieldInWords } from '../../exchange/pages/import-form.js'
import type { FollowRequest, PackEntryView, PackView } from '../contract.js'

/** Key of a sentence of packs. */
type PackKey = keyof typeof fr
/** The sentences of packs, in a language. */
export type PackWords = PageWords<PackKey>

/** The sentences of packs. */
export const packWords = pageWords<PackKey>(fr, en)

/** What somebody takes of a pack. */
export type Taken = Required<Pick<FollowRequest, 'variables' | 'take'>>
type Choice = 'merged' | 'theirs'

interface Props {
  words: PackWords
  language: StaffLanguage
  pack: PackView
  busy: boolean
  onTake: (taken: Taken) => void
  onClose: () => void
}

/** A pack that was looked at: who signed it, what it needs of the commune, what it proposes. Nothing is written before the button. */
export function PackLook({ words, language, pack, busy, onTake, onClose }: Props) {
  const { say } = words
  const [variables, setVariables] = useState(pack.variables)
  const taking = useTaking(pack)
  const [trusted, setTrusted] = useState(pack.followed)
  const [missing, setMissing] = useState(false)
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const trust = useRef<HTMLInputElement>(null)
  const take = () => {
    setMissing(!trusted)
    if (!trusted) return trust.current?.focus()
    onTake({ variables, take: [...taking.choices].map(([entryId, choice]) => ({ entryId, choice })) })
  }
  return (
    <div class="pack-look">
      <h3 ref={heading} tabIndex={-1}>
        {pack.title}
      </h3>
      <PackFacts words={words} language={language} pack={pack} />
      {!pack.followed && (
        <TrustField words={words} box={trust} isTrusted={trusted} isMissing={missing} onTrust={setTrusted} />
      )}
      <Services words={words} pack={pack} variables={variables} onChange={setVariables} />
      <PackUpdates words={words} language={language} pack={pack} taking={taking} />
      <p class="export-links">
        <Button
          look="main"
          label={taking.drafts === 0 ? say('takeNone') : words.many('take', taking.drafts)}
          isOff={busy}
          onClick={take}
        />
        <Button look="quiet" label={say('cancel')} onClick={onClose} />
      </p>
    </div>
  )
}

/** What of a pack is taken, entry by entry: at first, all that can be. */
function useTaking(pack: PackView) {
  const takeable = pack.updates.filter(isTakeable).map(({ entryId }) => entryId)
  const [choices, setChoices] = useState(() => new Map<string, Choice>(takeable.map((id) => [id, 'merged'])))
  const choose = (id: string, choice: Choice | null) => {
    const next = new Map(choices)
    if (choice) next.set(id, choice)
    else next.delete(id)
    setChoices(next)
  }
  return {
    takeable,
    choices,
    choose,
    /** Takes these and no other, each as it was chosen before. */
    chooseAll: (ids: string[]) => setChoices(new Map(ids.map((id) => [id, choices.get(id) ?? 'merged']))),
    /** How many drafts that would write. */
    drafts: pack.updates.filter((update) => writesDraft(update, choices.get(update.entryId) ?? null)).length,
  }
}

interface TrustFieldProps {
  words: PackWords
  box: RefObject<HTMLInputElement | null>
  isTrusted: boolean
  /** Whether it was asked for in vain. */
  isMissing: boolean
  onTrust: (isTrusted: boolean) => void
}

/** Whether who signed a pack is trusted: asked the first time. */
function TrustField({ words: { say }, box, isTrusted, isMissing, onTrust }: TrustFieldProps) {
  return (
    <>
      <p>{say('trust.hint')}</p>
      <label class="check">
        <input
          ref={box}
          type="checkbox"
          checked={isTrusted}
          aria-invalid={isMissing}
          aria-describedby="trust-problem"
          onChange={(event) => onTrust(event.currentTarget.checked)}
        />
        {say('trust')}
      </label>
      <p id="trust-problem" class="field-error">
        {isMissing && !isTrusted && say('trust.needed')}
      </p>
    </>
  )
}

interface PackUpdatesProps extends Pick<Props, 'words' | 'language' | 'pack'> {
  taking: ReturnType<typeof useTaking>
}

/** What a pack proposes, entry by entry. */
function PackUpdates({ words, language, pack: { updates }, taking }: PackUpdatesProps) {
  const { say } = words
  const { takeable, choices, choose, chooseAll } = taking
  return (
    <>
      <h4>{say('updates')}</h4>
      {updates.length === 0 && <p>{say('updates.none')}</p>}
      {takeable.length > 1 && (
        <p class="export-links">
          <Button look="quiet" label={say('updates.all')} onClick={() => chooseAll(takeable)} />
          <Button look="quiet" label={say('updates.nothing')} onClick={() => chooseAll([])} />
        </p>
      )}
      <ul class="pack-updates">
        {updates.map((update) => (
          <PackUpdate
            key={update.entryId}
            words={words}
            language={language}
            update={update}
            choice={choices.get(update.entryId) ?? null}
            onChoose={(choice) => choose(update.entryId, choice)}
          />
        ))}
      </ul>
    </>
  )
}

function PackFacts({ words, language, pack }: Pick<Props, 'words' | 'language' | 'pack'>) {
  const { say, number } = words
  const facts = [
    [say('pack.version'), pack.version],
    [say('pack.source'), pack.source.name],
    [say('pack.licence'), pack.licence],
    [say('pack.published'), formatDay(townDay(new Date(pack.publishedAt)), language)],
    [say('pack.entries'), number(pack.entries)],
    ...(pack.notes ? [[say('pack.notes'), pack.notes]] : []),
  ]
  return (
    <>
      <dl class="parts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{say('pack.fingerprint')}</dt>
          <dd>
            <code class="fingerprint">{pack.fingerprint}</code>
          </dd>
        </div>
      </dl>
      {pack.followers > 0 && <p class="hint">{words.many('pack.followers', pack.followers)}</p>}
    </>
  )
}

interface ServicesProps {
  words: PackWords
  pack: PackView
  variables: Record<string, string>
  onChange: (variables: Record<string, string>) => void
}

/** The commune's service for each that the pack names otherwise. */
function Services({ words: { say }, pack, variables, onChange }: ServicesProps) {
  if (pack.unknownServices.length === 0) return null
  const pick = (service: string, own: string) => {
    const { [service]: _, ...others } = variables
    onChange(own === '' ? others : { ...others, [service]: own })
  }
  return (
    <>
      <h4>{say('services')}</h4>
      <p class="hint">{say('services.hint')}</p>
      {pack.unknownServices.map((service) => (
        <SelectField
          key={service}
          id={`service-${service}`}
          label={say('services.pick', { service })}
          value={variables[service] ?? ''}
          onValue={(value) => pick(service, value)}
          choices={
            <>
              <option value="">{say('services.none')}</option>
              {pack.services.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </>
          }
        />
      ))}
    </>
  )
}

interface IsTakeableProps {
  words: PackWords
  language: StaffLanguage
  update: PackEntryView
  choice: 'merged' | 'theirs' | null
  onChoose: (choice: 'merged' | 'theirs' | null) => void
}

/** Whether there is something of an entry to take. */
function isTakeable({ state, changes, conflicts }: PackEntryView): boolean {
  return state !== 'busy' && (changes.length > 0 || conflicts.length > 0)
}

/** Whether a choice writes a draft: where both changed the same fields and nothing else, keeping one's own text changes nothing. */
function writesDraft({ changes }: PackEntryView, choice: IsTakeableProps['choice']): boolean {
  return choice === 'theirs' || (choice === 'merged' && changes.length > 0)
}

/** What a pack proposes of one entry: whether to take it, what it changes, and whose text where both changed. */
function PackUpdate({ words, language, update, choice, onChoose }: IsTakeableProps) {
  const { say } = words
  const { entryId, title, state, changes, conflicts } = update
  const fields = exchangeWords(language)
  return (
    <li>
      {isTakeable(update) ? (
        <CheckField
          label={say('updates.take', { title })}
          isChecked={choice !== null}
          onCheck={(isOn) => onChoose(isOn ? 'merged' : null)}
        />
      ) : (
        <strong>{title}</strong>
      )}{' '}
      <span class="hint">{say(`state.${state}`)}</span>
      {(state === 'busy' || state === 'withdrawn' || state === 'ours') && <p class="hint">{say(`${state}.hint`)}</p>}
      {conflicts.length > 0 && choice !== null && (
        <fieldset class="exchange-choice">
          <legend>{say('choice', { title })}</legend>
          <p>{say('conflicts', { fields: conflicts.map((field) => fieldInWords(fields, field)).join(', ') })}</p>
          {(['merged', 'theirs'] as const).map((one) => (
            <label key={one} class="check">
              <input type="radio" name={`choice-${entryId}`} checked={choice === one} onChange={() => onChoose(one)} />
              {say(`choice.${one}`)}
            </label>
          ))}
        </fieldset>
      )}
      {changes.length > 0 && state !== 'new' && (
        <details class="pack-diff">
          <summary>{say('diff')}</summary>
          {changes.map((change) => (
            <div key={change.field}>
              <strong>{fieldInWords(fields, change.field)}</strong>
              <Difference words={words} change={change} />
            </div>
          ))}
        </details>
      )}
    </li>
  )
}

/** What changed of a field; added and removed are said, not only shown. */
function Difference({ words: { say }, change }: { words: PackWords; change: FieldChange }) {
  if (change.kind === 'list')
    return (
      <ul>
        {change.added.map((item) => (
          <li key={`+${item}`}>
            <ins>
              {say('diff.added')} {item}
            </ins>
          </li>
        ))}
        {change.removed.map((item) => (
          <li key={`-${item}`}>
            <del>
              {say('diff.removed')} {item}
            </del>
          </li>
        ))}
      </ul>
    )
  return (
    <p>
      {change.parts.map(({ kind, text }, index) => {
        const key = `${index} ${kind}`
        if (kind === 'same') return <span key={key}>{text}</span>
        return kind === 'added' ? <ins key={key}>{text}</ins> : <del key={key}>{text}</del>
      })}
    </p>
  )
}
