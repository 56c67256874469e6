import { useContext, useRef, useState } from 'preact/hooks'
import {
  answerSlot,
  beginGuide,
  GUIDE_COMMANDS,
  type Guide,
  type GuideEnd,
  goBack,
  labelsOf,
  nextStep,
  restartGuide,
  type WrittenGuide,
} from '../../../../../platform/model/guide.js'
import { Button } from '../../../../../ui/kit/button.js'
import type { PreviewView } from '../../../contract.js'
import { useEntries } from '../../entry-states.js'
import { AnswerPreview } from '../answer-preview.js'
import { useEditor } from '../editor-context.js'
import { useTitles } from './use-titles.js'

/** The guide as a citizen goes through it, to be tried: each answer leads to the next question, or to the card. */
export function GuidePreview({ guide: written, preview }: { guide: WrittenGuide; preview: PreviewView }) {
  const { say } = useEntries().words
  const { view } = useEditor()
  const Preview = useContext(AnswerPreview)
  const guide = playable(written)
  const titles = useTitles()
  const [progress, setProgress] = useState(() => beginGuide(guide, view.id))
  const step = nextStep(guide, progress)
  const question = useRef<HTMLParagraphElement>(null)
  const go = (next: typeof progress) => {
    setProgress(next)
    // The button that was pressed is gone.
    requestAnimationFrame(() => question.current?.focus())
  }
  const moves = (
    <div class="actions">
      <Button
        look="quiet"
        label={say('guide.previewBack')}
        isOff={progress.answers.length === 0}
        onClick={() => go(goBack(progress))}
      />
      <Button look="quiet" label={say('guide.previewRestart')} onClick={() => go(restartGuide(view.id))} />
    </div>
  )
  if (step.kind === 'ask') {
    const { text, choices, slot } = step.question
    return (
      <div class="guide-preview">
        <p ref={question} tabIndex={-1} lang="fr">
          <strong>{text || say('untitled')}</strong>
        </p>
        <div class="guide-answers">
          {choices.map(({ value, label }) => (
            <Button
              key={value}
              label={label || say('untitled')}
              lang="fr"
              onClick={() => go(answerSlot(progress, slot, value))}
            />
          ))}
          <Button
            look="quiet"
            label={say('guide.previewUnsure')}
            onClick={() => go(answerSlot(progress, slot, null))}
          />
        </div>
        {moves}
      </div>
    )
  }
  const note = noteOf(written, step.end, preview)
  const situation = labelsOf(guide, progress).join(' · ') || say('guide.previewNoCase')
  const isOwn = step.end.entryId === view.id
  return (
    <div class="guide-preview">
      <p ref={question} tabIndex={-1} class="hint">
        {isOwn
          ? say('guide.previewEnd')
          : say('guide.previewLeads', { title: titles.titleOf(step.end.entryId) || step.end.entryId })}
      </p>
      <Preview
        answer={
          isOwn
            ? { ...preview.answer, guided: { situation, note } }
            : {
                ...preview.answer,
                title: titles.titleOf(step.end.entryId),
                summary: '',
                sections: [],
                simple: null,
                online: [],
                guided: { situation, note },
              }
        }
        openings={isOwn ? preview.openings : []}
      />
      {moves}
    </div>
  )
}

function playable(written: WrittenGuide): Guide {
  const questions = written.questions.map((question) => ({
    ...question,
    choices: question.choices.map((choice) => ({ ...choice, words: [] })),
  }))
  const commands = Object.fromEntries(GUIDE_COMMANDS.map((command) => [command, []])) as unknown as Guide['commands']
  return { id: 'preview', ...written, questions, commands }
}

/** A note as the server made it of the text: a branch that the walk ends in is one of the guide's own. */
function noteOf({ branches }: WrittenGuide, end: GuideEnd, { guide }: PreviewView) {
  const at = (branches as readonly GuideEnd[]).indexOf(end)
  return (at < 0 ? guide?.otherwise : guide?.notes[at]) ?? []
}
