import type { RefObject } from 'preact'
import { useContext, useRef, useState } from 'preact/hooks'
import type { GuidedBy } from '../../../../../platform/model/entry.js'
import {
  answerSlot,
  beginGuide,
  GUIDE_COMMANDS,
  type Guide,
  type GuideEnd,
  type GuideQuestion,
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
import { type Titles, useTitles } from './use-titles.js'

interface Props {
  guide: WrittenGuide
  preview: PreviewView
}

/** The guide as a citizen goes through it, to be tried: each answer leads to the next question, or to the card. */
export function GuidePreview({ guide: written, preview }: Props) {
  const { say } = useEntries().words
  const { view } = useEditor()
  const guide = playable(written)
  const titles = useTitles()
  const [progress, setProgress] = useState(() => beginGuide(guide, view.id))
  const step = nextStep(guide, progress)
  const told = useRef<HTMLParagraphElement>(null)
  const go = (next: typeof progress) => {
    setProgress(next)
    // The button that was pressed is gone.
    requestAnimationFrame(() => told.current?.focus())
  }
  return (
    <div class="guide-preview">
      {step.kind === 'ask' ? (
        <Asked
          question={step.question}
          told={told}
          onAnswer={(value) => go(answerSlot(progress, step.question.slot, value))}
        />
      ) : (
        <Reached
          end={step.end}
          note={noteOf(written, step.end, preview)}
          situation={labelsOf(guide, progress).join(' · ') || say('guide.previewNoCase')}
          titles={titles}
          preview={preview}
          told={told}
        />
      )}
      <div class="actions">
        <Button
          look="quiet"
          label={say('guide.previewBack')}
          isOff={progress.answers.length === 0}
          onClick={() => go(goBack(progress))}
        />
        <Button look="quiet" label={say('guide.previewRestart')} onClick={() => go(restartGuide(view.id))} />
      </div>
    </div>
  )
}

interface AskedProps {
  question: GuideQuestion
  told: RefObject<HTMLParagraphElement | null>
  /** `null`: she does not know. */
  onAnswer: (value: string | null) => void
}

/** A question of the guide, and what can be answered. */
function Asked({ question: { text, choices }, told, onAnswer }: AskedProps) {
  const { say } = useEntries().words
  return (
    <>
      <p ref={told} tabIndex={-1} lang="fr">
        <strong>{text || say('untitled')}</strong>
      </p>
      <div class="guide-answers">
        {choices.map(({ value, label }) => (
          <Button key={value} label={label || say('untitled')} lang="fr" onClick={() => onAnswer(value)} />
        ))}
        <Button look="quiet" label={say('guide.previewUnsure')} onClick={() => onAnswer(null)} />
      </div>
    </>
  )
}

interface ReachedProps extends GuidedBy {
  end: GuideEnd
  titles: Titles
  preview: PreviewView
  told: RefObject<HTMLParagraphElement | null>
}

/** The card to which the answers lead: that of the entry, or the title alone of another. */
function Reached({ end, situation, note, titles, preview, told }: ReachedProps) {
  const { say } = useEntries().words
  const { view } = useEditor()
  const Preview = useContext(AnswerPreview)
  const isOwn = end.entryId === view.id
  const title = titles.titleOf(end.entryId)
  const answer = { ...preview.answer, guided: { situation, note } }
  return (
    <>
      <p ref={told} tabIndex={-1} class="hint">
        {isOwn ? say('guide.previewEnd') : say('guide.previewLeads', { title: title || end.entryId })}
      </p>
      <Preview
        answer={isOwn ? answer : { ...answer, title, summary: '', sections: [], simple: null, online: [] }}
        openings={isOwn ? preview.openings : []}
      />
    </>
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
