import { RemarkPress } from '../../features/remarks/pages/remark-press.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Candidate, Turn } from '../../platform/model/turn.js'
import { Bar } from '../kit/chart.js'
import { useConsole } from '../kit/console-context.js'
import { isWordKey, type Translate } from '../kit/console-words.js'
import { Icon } from '../kit/icon.js'
import { markWords } from '../kit/mark-words.js'
import { isGrave, percentOf, signalInWords } from '../kit/turn-in-words.js'
import { Why } from '../kit/why.js'
import { decisiveWords, type ExplainedTurn, isLexicalOnly, sortCandidates } from './explain-turn.js'

/** What the assistant made of one message: its decision in words, how sure it was, and what it weighed. */
export function TurnView({ explained, latest }: { explained: ExplainedTurn; latest: boolean }) {
  const { t } = useConsole()
  const { turn, question } = explained
  return (
    <details class="turn" open={latest}>
      <summary>
        <q class="turn-question">
          {question ? <Marked text={question} words={decisiveWords(turn)} /> : t('queue.noWords')}
        </q>
        <span class="turn-outcome">{t(`outcome.${turn.outcome}`)}</span>
        {turn.confidence !== null && <Confidence value={turn.confidence} />}
      </summary>
      <Checked turn={turn} />
      <Signals signals={turn.signals} />
      {isLexicalOnly(turn) && (
        <p class="turn-warning">
          <Icon name="alert" /> {t('understanding.lexical')}
        </p>
      )}
      <Candidates explained={explained} />
      <TurnRemarks turn={turn} />
    </details>
  )
}

/** Which entry was shown, in which language the message was, and who checked the answer. */
function Checked({ turn }: { turn: Turn }) {
  const { t } = useConsole()
  const { validation, language, translated, entryId, candidates } = turn
  const shown = candidates.find((candidate) => candidate.entryId === entryId)
  return (
    <>
      {shown && <p>{t('turn.hasShown', { title: shown.title })}</p>}
      {language && (
        <p>
          {t('turn.wrote', { language: nameOfLanguage(language, t) })}
          {translated && `, ${t('turn.translated')}`}
        </p>
      )}
      {validation && (
        <p class="turn-checked">
          {t(`validation.result.${validation.result}`, {
            agent: validation.agentName ?? '',
            seconds: Math.round(validation.waitedMs / 1000),
          })}
        </p>
      )}
    </>
  )
}

/** A language in words; one that the console does not name is named by its code. */
function nameOfLanguage(language: RecognisedLanguage, t: Translate): string {
  const key = `language.${language}`
  return isWordKey(key) ? t(key) : language
}

/** A text in which the words that decided stand out. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return <>{markWords(text, words).map((piece) => (piece.isMarked ? <mark>{piece.text}</mark> : piece.text))}</>
}

/** A confidence as a percentage, repeated by a bar. */
function Confidence({ value }: { value: number }) {
  const { t, language } = useConsole()
  return (
    <span class="confidence">
      <span>{t('understanding.confidenceOf', { percent: percentOf(value, language) })}</span>
      <Bar share={value} />
    </span>
  )
}

function Signals({ signals }: { signals: readonly string[] }) {
  const { t } = useConsole()
  if (signals.length === 0) return null
  return (
    <>
      <h4>{t('understanding.signals')}</h4>
      <ul class="signals">
        {signals.map((signal) => (
          <li key={signal} class={isGrave(signal) ? 'grave' : undefined}>
            {isGrave(signal) && <Icon name="alert" />} {signalInWords(signal, t)}
          </li>
        ))}
      </ul>
    </>
  )
}

function Candidates({ explained: { turn } }: { explained: ExplainedTurn }) {
  const { t } = useConsole()
  if (turn.candidates.length === 0) {
    return (
      <p class="hint">{turn.confidence === null ? t('understanding.notSearched') : t('understanding.noCandidates')}</p>
    )
  }
  const { shown, others } = sortCandidates(turn.candidates)
  return (
    <>
      <h4>{t('understanding.candidates')}</h4>
      <CandidateList candidates={shown} />
      {others.length > 0 && (
        <details class="others">
          <summary>{t('understanding.others', { count: others.length })}</summary>
          <CandidateList candidates={others} />
        </details>
      )}
    </>
  )
}

function CandidateList({ candidates }: { candidates: readonly Candidate[] }) {
  return (
    <ol class="candidates">
      {candidates.map((candidate) => (
        <CandidateItem key={candidate.entryId} candidate={candidate} />
      ))}
    </ol>
  )
}

function CandidateItem({ candidate }: { candidate: Candidate }) {
  const { t, language } = useConsole()
  const { title, confidence, kept, nearest, matchedWords } = candidate
  return (
    <li class={kept ? 'candidate kept' : 'candidate'}>
      <p class="candidate-head">
        <span class="candidate-title">{title}</span>
        <span class="candidate-percent">{percentOf(confidence, language)}</span>
      </p>
      <Bar share={confidence} />
      <p class="candidate-fate">
        <Icon name={kept ? 'check' : 'close'} /> {kept ? t('understanding.kept') : t('understanding.rejected')}
      </p>
      <Why matchedWords={matchedWords} nearest={nearest} />
    </li>
  )
}

/** What the curators can be told of a turn: a wrong answer where one was given, a question that an entry should know anywhere else. */
function TurnRemarks({ turn: { messageSeq, entryId, candidates } }: { turn: Turn }) {
  const { state } = useConsole()
  const handoffId = state.detail?.handoff.id
  if (!handoffId) return null
  const hasAnswered = entryId !== null || candidates.some(({ kept }) => kept)
  return (
    <div class="turn-remarks">
      {hasAnswered && <RemarkPress handoffId={handoffId} messageSeq={messageSeq} kind="wrong_answer" />}
      <RemarkPress handoffId={handoffId} messageSeq={messageSeq} kind="missing_question" />
    </div>
  )
}
