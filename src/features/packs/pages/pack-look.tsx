import { useRef, useState } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { formatDay } from '../../../ui/kit/format-date.js'
import { townDay } from '../../../ui/kit/town-clock.js'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import type { FollowRequest, PackView } from '../routes/pack-contract.js'
import { isTakeable, PackUpdate, writesDraft } from './pack-update-item.js'
import type { PackWords } from './pack-words.js'

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
  const takeable = pack.updates.filter(isTakeable).map(({ entryId }) => entryId)
  const [variables, setVariables] = useState(pack.variables)
  const [choices, setChoices] = useState(() => new Map<string, Choice>(takeable.map((id) => [id, 'merged'])))
  const [trusted, setTrusted] = useState(pack.followed)
  const [missing, setMissing] = useState(false)
  const heading = useFocusOnOpen<HTMLHeadingElement>()
  const trust = useRef<HTMLInputElement>(null)
  const choose = (id: string, choice: Choice | null) => {
    const next = new Map(choices)
    if (choice) next.set(id, choice)
    else next.delete(id)
    setChoices(next)
  }
  const take = () => {
    setMissing(!trusted)
    if (!trusted) return trust.current?.focus()
    onTake({ variables, take: [...choices].map(([entryId, choice]) => ({ entryId, choice })) })
  }
  const drafts = pack.updates.filter((update) => writesDraft(update, choices.get(update.entryId) ?? null)).length
  const all = (ids: string[]) => setChoices(new Map(ids.map((id) => [id, choices.get(id) ?? 'merged'])))
  return (
    <div class="pack-look">
      <h3 ref={heading} tabIndex={-1}>
        {pack.title}
      </h3>
      <PackFacts words={words} language={language} pack={pack} />
      {!pack.followed && (
        <>
          <p>{say('trust.hint')}</p>
          <label class="check">
            <input
              ref={trust}
              type="checkbox"
              checked={trusted}
              aria-invalid={missing}
              aria-describedby="trust-problem"
              onChange={(event) => setTrusted(event.currentTarget.checked)}
            />
            {say('trust')}
          </label>
          <p id="trust-problem" class="field-error">
            {missing && !trusted && say('trust.needed')}
          </p>
        </>
      )}
      <Services words={words} pack={pack} variables={variables} onChange={setVariables} />
      <h4>{say('updates')}</h4>
      {pack.updates.length === 0 && <p>{say('updates.none')}</p>}
      {takeable.length > 1 && (
        <p class="export-links">
          <button type="button" class="button quiet" onClick={() => all(takeable)}>
            {say('updates.all')}
          </button>
          <button type="button" class="button quiet" onClick={() => all([])}>
            {say('updates.nothing')}
          </button>
        </p>
      )}
      <ul class="pack-updates">
        {pack.updates.map((update) => (
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
      <p class="export-links">
        <button type="button" class="button main" aria-disabled={busy} onClick={take}>
          {drafts === 0 ? say('takeNone') : words.many('take', drafts)}
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          {say('cancel')}
        </button>
      </p>
    </div>
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
        <div class="field" key={service}>
          <label for={`service-${service}`}>{say('services.pick', { service })}</label>
          <select
            id={`service-${service}`}
            value={variables[service] ?? ''}
            onChange={(event) => pick(service, event.currentTarget.value)}
          >
            <option value="">{say('services.none')}</option>
            {pack.services.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      ))}
    </>
  )
}
