import en from '../../../../../knowledge/messages/admin-try.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-try.fr.json' with { type: 'json' }
import { isWordKey, type Translate } from '../../../../ui/kit/console-words.js'
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'
import { Table } from '../../../../ui/kit/table.js'
import { percentOf, signalInWords } from '../../../../ui/kit/turn-in-words.js'
import { sheetLink } from '../../../sheets/sheet-link.js'
import type { Explanation } from '../../try-contract.js'

/** Key of a sentence of the test bench. */
type TryKey = keyof typeof fr
/** The sentences of the test bench in one language. */
export type TryWords = PageWords<TryKey>

/** The sentences of the test bench. */
export const tryWords = pageWords<TryKey>(fr, en)

interface Props {
  view: Explanation
  t: Translate
  words: TryWords
}

/** What the assistant made of a question: what it read, what decided, by which thresholds, among which entries. */
export function TriedQuestion({ view, t, words }: Props) {
  const { say, language } = words
  const { stored, masked, signals, outcome, reason, candidates, encoderVersion, contentVersion, durationsMs } = view
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(view.language) ?? view.language
  const key = `outcome.${outcome}`
  const noticed = [...masked.map((kind) => `masked:${kind}`), ...signals].map((signal) => signalInWords(signal, t))
  const ms = Object.values(durationsMs).reduce((sum, one) => sum + one, 0)
  return (
    <div class="tried">
      <p class="good">{say(`reason.${reason}`)}</p>
      <dl class="parts">
        <Part name={say('outcome')} value={isWordKey(key) ? t(key) : outcome} />
        <Part name={say('stored')} value={stored} />
        <Part name={say('signals')} value={noticed.length > 0 ? noticed.join(' ; ') : say('none')} />
        <Part name={say('languageName')} value={view.translated ? say('translated', { language: name }) : name} />
      </dl>
      <Thresholds view={view} words={words} />
      <h4>{say('candidates')}</h4>
      {candidates.length === 0 && <p>{say('noCandidates')}</p>}
      <ol class="tried-candidates">
        {candidates.map((candidate) => (
          <Candidate key={candidate.entryId} candidate={candidate} view={view} words={words} />
        ))}
      </ol>
      <p class="hint">
        {say('versions', {
          content: contentVersion.slice(0, 8),
          encoder: encoderVersion?.slice(0, 8) ?? say('wordsOnly'),
          ms: words.number(Math.round(ms)),
        })}
      </p>
    </div>
  )
}

interface CandidateProps extends Omit<Props, 't'> {
  candidate: Explanation['candidates'][number]
}

/** An entry that was found, how sure that is, and by what. */
function Candidate({ candidate, view, words }: CandidateProps) {
  const { say, language } = words
  const { entryId, title, confidence, kept, nearest, matchedWords = [], features = {} } = candidate
  // What is nearest is in any language, unless the question was searched in French.
  const isAbroad = view.language !== 'fr' && !view.translated
  return (
    <li>
      <a href={sheetLink({ entryId })} lang="fr">
        {title}
      </a>
      <span>
        {percentOf(confidence, language)}
        {kept && `, ${say('kept')}`}
      </span>
      <meter min={0} max={1} value={confidence} aria-hidden="true" />
      {nearest && (
        <p class="hint">
          {say('nearest')}
          {' · '}
          <q lang={isAbroad ? '' : 'fr'}>{nearest}</q>
        </p>
      )}
      {matchedWords.length > 0 && (
        <p class="hint">
          {say('matched')}
          {' · '}
          <span lang={isAbroad ? view.language : 'fr'}>{matchedWords.join(', ')}</span>
        </p>
      )}
      <details>
        <summary>{say('evidence', { title })}</summary>
        <dl class="parts">
          {Object.entries(features).map(([feature, value]) => (
            <Part key={feature} name={feature} value={words.number(Math.round(value * 1000) / 1000)} />
          ))}
        </dl>
      </details>
    </li>
  )
}

function Thresholds({ view: { policy, candidates }, words: { say, language } }: Omit<Props, 't'>) {
  const [first = 0, second = 0] = candidates.map(({ confidence }) => confidence)
  const among = candidates.slice(0, 3).reduce((sum, { confidence }) => sum + confidence, 0)
  const toAnswer: [TryKey, number, number][] =
    policy.answer === null
      ? []
      : [
          ['policy.answer', policy.answer, first],
          ['policy.gap', policy.gap, first - second],
        ]
  const rows: [TryKey, number, number][] = [...toAnswer, ['policy.floor', policy.floor, among]]
  const percent = (value: number) =>
    new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(value)
  return (
    <Table
      kind="facts"
      caption={say('thresholds')}
      isCaptionHidden
      isScrolled
      rows={rows}
      keyOf={([key]) => key}
      columns={[
        { name: say('threshold'), cell: ([key]) => say(key) },
        { name: say('needed'), cell: ([, needed]) => percent(needed) },
        { name: say('found'), cell: ([, , found]) => percent(found) },
        { name: say('met'), cell: ([, needed, found]) => say(found >= needed ? 'yes' : 'no') },
      ]}
    />
  )
}

function Part({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
