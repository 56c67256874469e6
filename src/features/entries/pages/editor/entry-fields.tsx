import type { ComponentChildren } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import {
  CATEGORIES,
  type Handler,
  SECTION_KEYS,
  type SectionKey,
  SHORT_LENGTH,
  type ShortKey,
} from '../../../../platform/model/entry.js'
import { Button } from '../../../../ui/kit/button.js'
import { Icon } from '../../../../ui/kit/icon.js'
import { SHORT_OF, sectionText } from '../../model/aspect.js'
import type { EntryContent } from '../../model/entry-record.js'
import { type EntriesKey, useEntries } from '../entry-states.js'
import { AttachmentsField } from './attachments-field.js'
import { isWithin, useEditor } from './editor-context.js'
import { GuideField } from './guide/guide-field.js'
import { OnlineField, ToCheckField } from './lines-field.js'
import { QuestionsField } from './questions-field.js'
import { RichField } from './rich-field.js'
import { SourceFields, SourceName } from './source-fields.js'
import { SelectField, TextField } from './text-field.js'
import { TranslationsField } from './translations-field.js'

const HANDLERS = ['commune', 'intercommunalite', 'etat', 'autre'] as const satisfies readonly Handler[]

/** What an entry may say beside its short answer, in the order in which it is shown; of these, the first are sections. */
const PARTS = [...SECTION_KEYS, 'attachments', 'simple', 'toCheck', 'guide', 'translations'] as const
type Part = (typeof PARTS)[number]
/** In the order in which they are added most. */
const ADDED = [
  'cost',
  'papers',
  'delay',
  'place',
  'online',
  'attachments',
  'steps',
  'brief',
  'simple',
  'toCheck',
  'guide',
  'translations',
] as const satisfies readonly Part[]
/** Paths of what the town alone reads of an entry. */
const TOWN_FIELDS = [
  'category',
  'who',
  'owner',
  'source.url',
  'source.licence',
  'verifiedAt',
  'reviewBy',
  'validFrom',
  'validUntil',
  'servicePublic',
]

/**
 * What is written of an entry: its three fields, then the parts that it has, and those that it may have, a press away.
 * @param shown path of the field that somebody came for, whose part is there
 */
export function EntryFields({ shown }: { shown: string | null }) {
  const { say } = useEntries().words
  const { view, content } = useEditor()
  const [added, setAdded] = useState<readonly Part[]>(() => PARTS.filter((part) => isAskedFor(part, shown)))
  const [isFirst] = useState(view.served === null && content.questions.length < 2)
  // One that is emptied stays under the hands of whoever writes.
  const seen = useRef(new Set<Part>()).current
  for (const part of PARTS)
    if (added.includes(part) || isWritten(content, part, view.fileGuide !== null)) seen.add(part)
  const left = ADDED.filter((part) => !seen.has(part))
  const add = (part: Part) => {
    setAdded([...added, part])
    requestAnimationFrame(() => {
      const within = document.getElementById(`part-${part}`)
      const first = within?.querySelector<HTMLElement>('textarea, input') ?? within?.querySelector('button')
      first?.focus()
    })
  }
  return (
    <>
      <MainFields />
      {PARTS.filter((part) => seen.has(part)).map((part) => (
        <PartFields
          key={part}
          part={part}
          isOpen={isSection(part) || part === 'attachments' || part === 'simple' || added.includes(part)}
        />
      ))}
      {left.length > 0 && (
        <fieldset class="guide-fieldset">
          <legend>{say('parts.add')}</legend>
          <div class="actions">
            {left.map((part) => (
              <Button key={part} label={say(`group.${part}`)} onClick={() => add(part)} />
            ))}
          </div>
        </fieldset>
      )}
      <FieldGroup name="questions" fields={['questions']} count={content.questions.length} isOpen={!isFirst}>
        <QuestionsField />
      </FieldGroup>
      <FieldGroup name="town" fields={TOWN_FIELDS}>
        <TownFields />
        <SourceFields />
      </FieldGroup>
    </>
  )
}

/** What every entry has: the question in plain words, the short answer, and where it comes from. */
function MainFields() {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  return (
    <section class="sheet field-group-body" aria-label={say('group.main')}>
      <TextField
        field="title"
        label={say('field.title')}
        hint={say('hint.title')}
        value={content.title}
        isContent
        maxLength={90}
        onValue={(title) => change('title', (before) => ({ ...before, title }))}
      />
      <RichField
        field="summary"
        label={say('field.summary')}
        hint={say('hint.summary')}
        value={content.summary}
        onValue={(summary) => change('summary', (before) => ({ ...before, summary }))}
        isPlain
      />
      <SourceName />
    </section>
  )
}

/** Where an entry is found in the lists of the town, and who keeps it. */
function TownFields() {
  const { say } = useEntries().words
  const { view, content, change } = useEditor()
  return (
    <div class="pair">
      <SelectField
        field="category"
        label={say('field.category')}
        value={content.category}
        options={CATEGORIES.map((one) => [one, say(`category.${one}`)] as const)}
        onValue={(value) =>
          change('category', (before) => ({
            ...before,
            category: CATEGORIES.find((one) => one === value) ?? before.category,
          }))
        }
      />
      <SelectField
        field="who"
        label={say('field.who')}
        value={content.who}
        options={HANDLERS.map((one) => [one, say(`who.${one}`)] as const)}
        onValue={(value) =>
          change('who', (before) => ({ ...before, who: HANDLERS.find((one) => one === value) ?? before.who }))
        }
      />
      <SelectField
        field="owner"
        label={say('field.owner')}
        hint={say('hint.owner')}
        value={content.owner}
        options={view.owners.map(
          ({ id, name, isAccount }) => [id, isAccount ? say('owner.account', { name }) : name] as const,
        )}
        onValue={(owner) => change('owner', (before) => ({ ...before, owner }))}
      />
    </div>
  )
}

/** Whether somebody came for a field of a part. */
function isAskedFor(part: Part, shown: string | null): boolean {
  return shown !== null && fieldsOf(part).some((field) => isWithin(shown, field))
}

/** Paths of what is written in a part. */
function fieldsOf(part: Part): string[] {
  if (!isSection(part)) return [part]
  const { [part]: short } = SHORT_OF
  return [`sections.${part}`, ...(short ? [`short.${short}`] : []), ...(part === 'online' ? ['online'] : [])]
}

function isSection(part: Part): part is SectionKey {
  return SECTION_KEYS.some((key) => key === part)
}

/** Whether an entry has anything of a part. */
function isWritten(content: EntryContent, part: Part, hasFileGuide: boolean): boolean {
  if (isSection(part)) return sectionText(content, part) !== '' || (part === 'online' && content.online.length > 0)
  if (part === 'guide') return Boolean(content.guide) || hasFileGuide
  return part === 'simple' ? content.simple !== null : Object.keys(content[part] ?? {}).length > 0
}

function PartFields({ part, isOpen }: { part: Part; isOpen: boolean }) {
  const { content } = useEditor()
  const counts = {
    attachments: content.attachments?.length ?? 0,
    toCheck: content.toCheck.length,
    translations: Object.keys(content.translations ?? {}).length,
  }
  return (
    <FieldGroup
      name={part}
      fields={fieldsOf(part)}
      {...(part in counts ? { count: counts[part as keyof typeof counts] } : {})}
      isOpen={isOpen}
    >
      {isSection(part) ? <SectionFields section={part} /> : null}
      {part === 'attachments' && <AttachmentsField />}
      {part === 'simple' && <SimpleField />}
      {part === 'toCheck' && <ToCheckField />}
      {part === 'guide' && <GuideField />}
      {part === 'translations' && <TranslationsField />}
    </FieldGroup>
  )
}

/** A section: its sentence, which answers whoever asks for that alone, then what there is to say at length. What is emptied is not there any more. */
function SectionFields({ section }: { section: SectionKey }) {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  const { [section]: short } = SHORT_OF
  const put = (key: ShortKey, text: string) =>
    change(`short.${key}`, ({ short = {}, ...before }) => {
      const { [key]: _, ...others } = short
      const written = text === '' ? others : { ...others, [key]: text }
      return Object.keys(written).length > 0 ? { ...before, short: written } : before
    })
  return (
    <>
      {short && (
        <RichField
          field={`short.${short}`}
          label={say(`short.${short}`)}
          hint={say('short.count', { count: content.short?.[short]?.length ?? 0, most: SHORT_LENGTH.most })}
          value={content.short?.[short] ?? ''}
          onValue={(text) => put(short, text.replace(/\n/g, ' '))}
          isPlain
        />
      )}
      <RichField
        field={`sections.${section}`}
        label={short ? say('section.atLength', { section: say(`section.${section}`) }) : say(`section.${section}`)}
        value={content.sections[section] ?? ''}
        onValue={(text) =>
          change(`sections.${section}`, (before) => ({ ...before, sections: { ...before.sections, [section]: text } }))
        }
      />
      {section === 'online' && <OnlineField />}
    </>
  )
}

interface Props {
  name: EntriesKey extends infer Key ? (Key extends `group.${infer Name}` ? Name : never) : never
  /** Paths of what is in it: it says that something there is to mend. */
  fields: readonly string[]
  count?: number
  isOpen?: boolean
  children: ComponentChildren
}

/** A part of the editor, that folds; closed, it still says that something in it is to mend. */
function FieldGroup({ name, fields, count, isOpen = false, children }: Props) {
  const { say, many, number } = useEntries().words
  const { shownFaults } = useEditor()
  const id = useId()
  const faults = shownFaults.filter(({ field }) => fields.some((one) => isWithin(field, one))).length
  return (
    <details class="sheet field-group" id={`part-${name}`} open={isOpen}>
      <summary>
        <h3 id={id}>
          {say(`group.${name}`)} {count !== undefined && <span class="count">{number(count)}</span>}
        </h3>
        {faults > 0 && (
          <span class="entry-fact trouble">
            <Icon name="alert" /> {many('toMend', faults)}
          </span>
        )}
      </summary>
      <div class="field-group-body">{children}</div>
    </details>
  )
}

/** The answer once more in short sentences and common words; without it, there is none. */
function SimpleField() {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  return (
    <RichField
      field="simple"
      label={say('field.simple')}
      hint={say('hint.simple')}
      value={content.simple ?? ''}
      onValue={(simple) => change('simple', (before) => ({ ...before, simple: simple === '' ? null : simple }))}
    />
  )
}
