import type { WrittenGuide } from '../../../../../platform/model/guide.js'
import { Button } from '../../../../../ui/kit/button.js'
import { useEntries } from '../../entry-states.js'
import { fieldId, useEditor } from '../editor-context.js'
import { TextField } from '../text-field.js'
import { emptyGuide } from './edit-guide.js'
import { GuideBranches } from './guide-branches.js'
import { type EditGuide, GuideQuestions } from './guide-questions.js'

/** The few questions that are asked before the answer: those of the file, one's own, or none. */
export function GuideField() {
  const { guide } = useEditor().content
  return guide ? <OwnGuide guide={guide} /> : <GuideChoice guide={guide} />
}

/** Puts another guide in the place of this one, or none; `undefined`: that of the file is followed. */
function usePutGuide() {
  const { say } = useEntries().words
  const { change, tell, show } = useEditor()
  return (next: WrittenGuide | null | undefined, said: 'guide.begun' | 'guide.removed' | 'guide.followed') => {
    change('guide', ({ guide: _, ...rest }) => (next === undefined ? rest : { ...rest, guide: next }))
    tell(say(said))
    if (next) {
      show('guide')
      requestAnimationFrame(() => document.getElementById(fieldId('guide.title'))?.focus())
    } else requestAnimationFrame(() => document.getElementById('guide-state')?.focus())
  }
}

/** Which guide there is while none is written here, and beginning one. `null`: none, whatever the file has. */
function GuideChoice({ guide }: { guide: null | undefined }) {
  const { say, many } = useEntries().words
  const { view } = useEditor()
  const { fileGuide } = view
  const put = usePutGuide()
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

/** A guide of one's own: its name, its questions, and where their answers lead. */
function OwnGuide({ guide }: { guide: WrittenGuide }) {
  const { say } = useEntries().words
  const { view, preview, change, show } = useEditor()
  const { fileGuide } = view
  const put = usePutGuide()
  const edit: EditGuide = (field, make) =>
    change(`guide.${field}`, (before) => (before.guide ? { ...before, guide: make(before.guide) } : before))
  return (
    <div class="guide-editor" onFocusCapture={() => show('guide')}>
      <p class="hint">{say('guide.hint')}</p>
      {preview?.guideOutdated && fileGuide?.madeFrom !== guide.madeFrom && <OutdatedGuide edit={edit} />}
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

/** What it was made from has changed since: that it still fits is for a person to say. */
function OutdatedGuide({ edit }: { edit: EditGuide }) {
  const { say } = useEntries().words
  const { view, tell } = useEditor()
  const { fileGuide } = view
  return (
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
  )
}
