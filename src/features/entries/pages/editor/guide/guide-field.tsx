import type { WrittenGuide } from '../../../../guides/guide.js'
import { useEntries } from '../../entries-context.js'
import { fieldId, useEditor } from '../editor-context.js'
import { TextField } from '../text-field.js'
import { emptyGuide } from './edit-guide.js'
import { GuideBranches } from './guide-branches.js'
import { GuideQuestions } from './guide-questions.js'

/** The few questions that are asked before the answer: those of the file, one's own, or none. */
export function GuideField() {
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
              <button type="button" class="button" onClick={() => put(fileGuide, 'guide.begun')}>
                {say('guide.own')}
              </button>
              <button type="button" class="button quiet" onClick={() => put(null, 'guide.removed')}>
                {say('guide.remove')}
              </button>
            </>
          ) : (
            <>
              <button type="button" class="button" onClick={() => put(emptyGuide(view.id), 'guide.begun')}>
                {say('guide.write')}
              </button>
              {fileGuide && (
                <button type="button" class="button" onClick={() => put(undefined, 'guide.followed')}>
                  {say('guide.follow')}
                </button>
              )}
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
          <button
            type="button"
            class="button"
            onClick={() => {
              edit('madeFrom', (before) => (fileGuide?.madeFrom ? { ...before, madeFrom: fileGuide.madeFrom } : before))
              tell(say('guide.fits'))
              document.getElementById(fieldId('guide.title'))?.focus()
            }}
          >
            {say('guide.isCurrent')}
          </button>
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
          <button type="button" class="button quiet" onClick={() => put(undefined, 'guide.followed')}>
            {say('guide.follow')}
          </button>
        )}
        <button type="button" class="button quiet" onClick={() => put(fileGuide ? null : undefined, 'guide.removed')}>
          {say('guide.remove')}
        </button>
      </div>
    </div>
  )
}
