import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { Icon } from '../../../../ui/kit/icon.js'
import type { WrittenGuide } from '../../../guides/guide.js'
import type { LintView } from '../../contract.js'
import { CATEGORIES, type Handler, SECTION_KEYS, SHORT_KEYS, SHORT_LENGTH, type ShortKey } from '../../model/entry.js'
import { type EntriesKey, useEntries } from '../entry-states.js'
import { fieldId, useEditor } from './editor-context.js'
import { isWithin } from './faults.js'
import { emptyGuide } from './guide/edit-guide.js'
import { GuideBranches } from './guide/guide-branches.js'
import { GuideQuestions } from './guide/guide-questions.js'
import { OnlineField, ToCheckField } from './lines-field.js'
import { QuestionsField } from './questions-field.js'
import { RichField } from './rich-field.js'
import { SourceFields } from './source-fields.js'
import { SelectField, TextField } from './text-field.js'
import { TranslationsField } from './translations-field.js'

const HANDLERS = ['commune', 'intercommunalite', 'etat', 'autre'] as const satisfies readonly Handler[]

/** Everything that is written of an entry, in the order in which citizens read it; what serves the town alone comes after. */
export function EntryFields() {
  const { say } = useEntries().words
  const { view, content, change } = useEditor()
  return (
    <>
      <FieldGroup name="main" fields={['title', 'summary', 'category', 'who', 'owner']} isOpen>
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
      </FieldGroup>
      <FieldGroup name="questions" fields={['questions']} count={content.questions.length} isOpen>
        <QuestionsField />
      </FieldGroup>
      <FieldGroup name="short" fields={['short']} count={Object.keys(content.short ?? {}).length}>
        <ShortField />
      </FieldGroup>
      <FieldGroup name="sections" fields={['sections']} isOpen>
        <p class="hint">{say('hint.sections')}</p>
        {SECTION_KEYS.map((key) => (
          <RichField
            key={key}
            field={`sections.${key}`}
            label={say(`section.${key}`)}
            value={content.sections[key] ?? ''}
            onValue={(text) =>
              change(`sections.${key}`, (before) => ({ ...before, sections: { ...before.sections, [key]: text } }))
            }
          />
        ))}
      </FieldGroup>
      <FieldGroup name="online" fields={['online']} count={content.online.length}>
        <OnlineField />
      </FieldGroup>
      <FieldGroup name="simple" fields={['simple']}>
        <SimpleField />
      </FieldGroup>
      <FieldGroup
        name="source"
        fields={['source', 'verifiedAt', 'reviewBy', 'validFrom', 'validUntil', 'servicePublic']}
      >
        <SourceFields />
      </FieldGroup>
      <FieldGroup name="toCheck" fields={['toCheck']} count={content.toCheck.length}>
        <ToCheckField />
      </FieldGroup>
      <FieldGroup name="guide" fields={['guide']}>
        <GuideField />
      </FieldGroup>
      <FieldGroup name="translations" fields={['translations']} count={Object.keys(content.translations ?? {}).length}>
        <TranslationsField />
      </FieldGroup>
    </>
  )
}

/** The short answers: a sentence or two for each thing that is asked most, and how long it is. What is emptied is not there any more. */
function ShortField() {
  const { say } = useEntries().words
  const { content, change } = useEditor()
  const put = (key: ShortKey, text: string) =>
    change(`short.${key}`, ({ short = {}, ...before }) => {
      const { [key]: _, ...others } = short
      const written = text === '' ? others : { ...others, [key]: text }
      return Object.keys(written).length > 0 ? { ...before, short: written } : before
    })
  return (
    <>
      <p class="hint">{say('hint.short')}</p>
      {SHORT_KEYS.map((key) => (
        <RichField
          key={key}
          field={`short.${key}`}
          label={say(`short.${key}`)}
          hint={say('short.count', { count: content.short?.[key]?.length ?? 0, most: SHORT_LENGTH.most })}
          value={content.short?.[key] ?? ''}
          onValue={(text) => put(key, text.replace(/\n/g, ' '))}
          isPlain
        />
      ))}
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
    <details class="sheet field-group" open={isOpen}>
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

/** The answer once more in short sentences and common words, with what makes it hard to read. */
function SimpleField() {
  const { say } = useEntries().words
  const { content, preview, change, tell } = useEditor()
  if (content.simple === null) {
    return (
      <>
        <p>{say('simple.none')}</p>
        <Button
          label={say('simple.write')}
          onClick={() => {
            change('simple', (before) => ({ ...before, simple: '' }))
            requestAnimationFrame(() => document.getElementById(fieldId('simple'))?.focus())
          }}
        />
      </>
    )
  }
  return (
    <>
      <RichField
        field="simple"
        label={say('field.simple')}
        hint={say('hint.simple')}
        value={content.simple}
        onValue={(simple) => change('simple', (before) => ({ ...before, simple }))}
      />
      {preview?.lint && <Findings lint={preview.lint} text={content.simple} />}
      <Button
        look="quiet"
        label={say('simple.remove')}
        onClick={() => {
          change('simple', (before) => ({ ...before, simple: null }))
          tell(say('simple.removed'))
        }}
      />
    </>
  )
}

/** Each finding leads to its place in the text. */
function Findings({ lint, text }: { lint: LintView; text: string }) {
  const { say, many, number } = useEntries().words
  const { findings, sentences, meanWords, readability } = lint
  const show = (line: number, column: number) => {
    const area = document.getElementById(fieldId('simple'))
    if (!(area instanceof HTMLTextAreaElement)) return
    const lines = text.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + Math.max(0, column - 1)
    const end = text.slice(start).search(/[\s.,;:!?]|$/u) + start
    area.focus()
    area.setSelectionRange(start, Math.max(end, start + 1))
  }
  return (
    <section class="entry-lint" aria-label={say('lint.title')}>
      <p class={findings.length === 0 ? 'good' : ''}>
        {findings.length === 0 && <Icon name="check" />} {many('lint.findings', findings.length)}
      </p>
      <ul>
        {findings.map(({ severity, line, column, message }) => (
          <li key={`${line} ${column} ${message}`}>
            <button type="button" class="button quiet" onClick={() => show(line, column)}>
              <span class={severity === 'fault' ? 'bad' : 'hint'}>{say(`lint.${severity}`)}</span>
              <span>{say('lint.at', { line, message })}</span>
            </button>
          </li>
        ))}
      </ul>
      {readability !== null && (
        <p class="hint">
          {say('lint.ease', {
            ease: number(Math.round(readability)),
            sentences: many('lint.sentences', sentences),
            words: number(meanWords),
          })}
        </p>
      )}
    </section>
  )
}

/** The few questions that are asked before the answer: those of the file, one's own, or none. */
function GuideField() {
  const { say, many } = useEntries().words
  const { view, content, preview, change, tell, show } = useEditor()
  const { guide } = content
  const { fileGuide } = view
  const put = (next: WrittenGuide | null | undefined, said: 'guide.begun' | 'guide.removed' | 'guide.followed') => {
    change('guide', ({ guide: _, ...rest }) => (next === undefined ? rest : { ...rest, guide: next }))
    tell(say(said))
    if (next) {
      show('guide')
      requestAnimationFrame(() => document.getElementById(fieldId('guide.title'))?.focus())
    } else requestAnimationFrame(() => document.getElementById('guide-state')?.focus())
  }
  if (!guide) {
    const isFollowed = guide === undefined && fileGuide !== null
    return (
      <>
        <p id="guide-state" tabIndex={-1}>
          {isFollowed
            ? many('guide.has', fileGuide.questions.length, { title: fileGuide.title })
            : say(guide === null && fileGuide ? 'guide.without' : 'guide.none')}
        </p>
        <p class="hint">{say(isFollowed ? 'guide.sharedHint' : 'guide.hint')}</p>
        <div class="actions">
          {isFollowed ? (
            <>
              <Button label={say('guide.own')} onClick={() => put(fileGuide, 'guide.begun')} />
              <Button look="quiet" label={say('guide.remove')} onClick={() => put(null, 'guide.removed')} />
            </>
          ) : (
            <>
              <Button label={say('guide.write')} onClick={() => put(emptyGuide(view.id), 'guide.begun')} />
              {fileGuide && <Button label={say('guide.follow')} onClick={() => put(undefined, 'guide.followed')} />}
            </>
          )}
        </div>
      </>
    )
  }
  const edit = (field: string, make: (before: WrittenGuide) => WrittenGuide) =>
    change(`guide.${field}`, (before) => (before.guide ? { ...before, guide: make(before.guide) } : before))
  return (
    <div class="guide-editor" onFocusCapture={() => show('guide')}>
      <p class="hint">{say('guide.hint')}</p>
      {preview?.guideOutdated && fileGuide?.madeFrom !== guide.madeFrom && (
        <div class="reason">
          <p>
            <strong>{say('translations.outdated')}</strong> – {say('guide.outdatedHint')}
          </p>
          <Button
            label={say('guide.isCurrent')}
            onClick={() => {
              edit('madeFrom', (before) => (fileGuide?.madeFrom ? { ...before, madeFrom: fileGuide.madeFrom } : before))
              tell(say('guide.fits'))
              document.getElementById(fieldId('guide.title'))?.focus()
            }}
          />
        </div>
      )}
      <TextField
        field="guide.title"
        label={say('guide.name')}
        hint={say('guide.nameHint')}
        value={guide.title}
        isContent
        maxLength={60}
        onValue={(title) => edit('title', (before) => ({ ...before, title }))}
      />
      <GuideQuestions guide={guide} edit={edit} />
      <GuideBranches guide={guide} edit={edit} />
      <div class="actions">
        {fileGuide && (
          <Button look="quiet" label={say('guide.follow')} onClick={() => put(undefined, 'guide.followed')} />
        )}
        <Button
          look="quiet"
          label={say('guide.remove')}
          onClick={() => put(fileGuide ? null : undefined, 'guide.removed')}
        />
      </div>
    </div>
  )
}
