import type { ComponentChildren } from 'preact'
import type { Promises } from '../../../platform/model/promises.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { shareOf } from '../../publication/checked-answer.js'
import { type MeasuredEstimateView, type PromiseView, publicationRoutes } from '../../publication/contract.js'
import { hundredths, rangeOutOf100 } from '../../publication/pages/estimate-bar.js'
import { type StatisticsView, statisticsRoutes } from '../../statistics/contract.js'
import type { SettingsValues } from '../contract.js'
import type { DraftProps } from './group-form.js'
import type { SettingsWords } from './list-acts.js'
import { SETTING_FIELDS } from './setting-fields.js'

/** What is promised of the replies: two sliders, each beside what was measured of it at the last publication, and the first beside what people said. */
export function PromisesFields({ api, ...props }: DraftProps & { api: StaffApi }) {
  const { view: publication, failed } = useReading(api, publicationRoutes.state)
  const { view: statistics } = useReading(api, statisticsRoutes.read)
  const { say } = props.words
  if (!publication) return <p class="hint">{say(failed ? 'promises.unread' : 'loading')}</p>
  const { report, promises } = publication
  return (
    <>
      <Slider name="wrong" now={promises} {...props}>
        {report ? <Wrong report={report} words={props.words} /> : <p>{say('promises.unmeasured')}</p>}
        {statistics && <Opinions view={statistics} words={props.words} />}
      </Slider>
      <Slider name="offered" now={promises} {...props}>
        {report ? <Offered report={report} words={props.words} /> : <p>{say('promises.unmeasured')}</p>}
      </Slider>
    </>
  )
}

interface SliderProps extends DraftProps {
  name: keyof Promises
  /** What is promised where the settings do not say. */
  now: Promises
  children: ComponentChildren
}

/** A promise out of 100, in figures beside the slider and in words for whoever hears it. */
export function Slider({ name, now, words, draft, onChange, fault, children }: SliderProps) {
  const { say, language } = words
  const value = draft.promises?.[name] ?? now[name]
  const id = `setting-promises-${name}`
  const { least, most } = SETTING_FIELDS.find((field) => field.id === `promises.${name}`) ?? {}
  const count = hundredths(value, language)
  return (
    <div class="field">
      <label for={id}>{say(`field.promises.${name}`)}</label>
      <div class="range">
        <input
          id={id}
          type="range"
          min={least}
          max={most}
          step={name === 'wrong' ? 0.5 : 1}
          value={value * 100}
          aria-valuetext={say('promises.outOf100', { count })}
          aria-describedby={`${id}-help`}
          aria-invalid={fault === `promises.${name}`}
          onInput={(event) => onChange(withPromise(draft, name, event.currentTarget.valueAsNumber))}
        />
        <output for={id}>{say('promises.outOf100', { count })}</output>
      </div>
      <div class="hint" id={`${id}-help`}>
        <p>{say(`help.promises.${name}`)}</p>
        {children}
      </div>
    </div>
  )
}

/** The settings once a promise is made of so many out of 100. Pure. */
export function withPromise(values: SettingsValues, name: keyof Promises, outOf100: number): SettingsValues {
  return { ...values, promises: { ...values.promises, [name]: Math.round(outOf100 * 10) / 1_000 } }
}

interface Measured {
  report: PromiseView
  words: SettingsWords
}

function Wrong({ report: { error, answered }, words }: Measured) {
  const count = words.number(answered)
  return <p>{error ? inWords(words, 'promises.wrong', error, { count }) : words.say('promises.noAnswer')}</p>
}

function Offered({ report: { held, asked, answered, offered, entries }, words }: Measured) {
  const { say, language } = words
  if (!held) return <p>{say('promises.noOffer')}</p>
  const outOf100 = (part: number) => Math.round((part / asked) * 100)
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(entries / offered)
  return (
    <>
      <p>{inWords(words, 'promises.held', held, { count: words.number(offered), size })}</p>
      <p>
        {say('promises.shares', {
          answered: outOf100(answered),
          choice: outOf100(offered - answered),
          nothing: outOf100(asked - offered),
        })}
      </p>
    </>
  )
}

/** What people said of the answers that they were shown. */
function Opinions({ view: { opinions }, words }: { view: StatisticsView; words: SettingsWords }) {
  const beside = opinions.not_my_question.now
  const all = opinions.helpful.now + opinions.unhelpful.now + beside
  const estimate = shareOf(beside, all)
  const count = words.number(all)
  return <p>{estimate ? inWords(words, 'promises.said', estimate, { count }) : words.say('promises.unsaid')}</p>
}

function inWords(
  { say, language }: SettingsWords,
  key: 'promises.wrong' | 'promises.held' | 'promises.said',
  estimate: MeasuredEstimateView,
  more: Record<string, string>,
): string {
  const [low, high] = rangeOutOf100(estimate)
  return say(key, { share: hundredths(estimate.share, language), low, high, ...more })
}
