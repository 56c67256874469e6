import { CATEGORIES, type Handler, SECTION_KEYS } from '../../model/entry.js'
import { useEntries } from '../entries-context.js'
import { useEditor } from './editor-context.js'
import { FieldGroup } from './field-group.js'
import { GuideField } from './guide/guide-field.js'
import { OnlineField, ToCheckField } from './lines-field.js'
import { QuestionsField } from './questions-field.js'
import { RichField } from './rich-field.js'
import { ShortField } from './short-field.js'
import { SimpleField } from './simple-field.js'
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
