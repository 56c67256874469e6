import { DANGER_SIGNALS, type Danger } from '../../content/load-dangers.js'
import type { Probability } from '../../domain/probability.js'
import type { Encoder } from '../../retrieval/encoder.js'
import { foreignForm } from '../../retrieval/foreign-form.js'
import type { ScreenedText } from '../screen.js'
import type { Signal } from '../signal-matcher.js'
import { type DangerModel, likelihoodOf } from './danger-model.js'

/** Which kind it is counts as settled from here on; a kind that is less likely than `least` is not told. */
const KIND = { sure: 0.8, least: 0.2 } satisfies Record<string, Probability>
/** A sorrow is met with a sentence from here on. */
const SORROW: Probability = 0.5
/** One word has no meaning of its own: "seul" or "enfant" may begin anything. */
const LEAST_WORDS = 2

/** What is heard of danger in a message, by its words and by its meaning. */
export interface HeardDangers {
  /** Gravest first; two at most. */
  dangers: Danger[]
  /** What they are to whoever helps, gravest first. */
  signals: Signal[]
  /** A sorrow to be met with a sentence; never beside a danger. */
  sorrow?: Danger
}

/** Listens for danger in a message whose words were listened to, by its meaning too unless told otherwise. Never rejects. */
export type HearDangers = (
  said: Pick<ScreenedText, 'searchable' | 'signals'>,
  how?: { byMeaning: boolean },
) => Promise<HeardDangers>

/** What {@link createDangerEars} needs. */
export interface DangerEars {
  /** Gravest first. */
  dangers: readonly Danger[]
  model: DangerModel | null
  /** The encoder in use; `null` while there is none. */
  encoder: () => Encoder | null
}

/**
 * Builds {@link HearDangers}. Words are heard at once, whatever becomes of the encoder: what they signal is told as the gravest of its kinds, unless the meaning
 * is surer of another that is as grave. Without the encoder that the model was fitted on, there are words alone.
 */
export function createDangerEars({ dangers, model, encoder }: DangerEars): HearDangers {
  return async ({ searchable, signals }, { byMeaning } = { byMeaning: true }) => {
    const byWords = DANGER_SIGNALS.find((signal) => signals.includes(signal))
    const likely = byMeaning && model ? await likelihoods(searchable, model, encoder()) : null
    const ofWords = dangers.find(({ signal }) => signal !== undefined && signal === byWords)
    const meant = model && likely ? kindsMeant(likely, dangers, byWords ? KIND.least : model.threshold) : []
    const told = [...meant, ...(ofWords && !isTold(ofWords, meant, likely) ? [ofWords] : [])]
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 2)
    const heard = new Set<Signal>([...signals, ...told.flatMap(({ signal }) => signal ?? [])])
    const sorrow =
      told.length > 0 ? undefined : dangers.find((one) => isSorrow(one) && (likely?.get(one.kind) ?? 0) >= SORROW)
    return {
      dangers: told,
      signals: DANGER_SIGNALS.filter((signal) => heard.has(signal)),
      ...(sorrow ? { sorrow } : {}),
    }
  }
}

async function likelihoods(text: string, { encoderVersion, kinds }: DangerModel, encoder: Encoder | null) {
  const form = foreignForm(text)
  if (encoder?.version !== encoderVersion || form.said.words < LEAST_WORDS) return null
  const vector = await (encoder.encodeQuestion ?? firstOf(encoder))(form.text).catch(() => null)
  return vector && likelihoodOf(vector, { kinds })
}

function firstOf(encoder: Encoder): (text: string) => Promise<Float32Array | null> {
  return async (text) => (await encoder.encode([text]))[0] ?? null
}

/** The kinds that a message probably tells of, likeliest first; none where all of them together are less likely than the bar. */
function kindsMeant(likely: ReadonlyMap<string, Probability>, dangers: readonly Danger[], bar: Probability): Danger[] {
  const shareOf = ({ kind }: Danger) => likely.get(kind) ?? 0
  const ranked = dangers.filter((one) => !isSorrow(one)).sort((a, b) => shareOf(b) - shareOf(a))
  const all = ranked.reduce((sum, one) => sum + shareOf(one), 0)
  if (all < bar) return []
  return ranked.slice(0, 2).filter((one, place) => place === 0 || shareOf(one) >= KIND.least)
}

/** Whether what the words signal is told already: as another kind of the same signal, or as a danger as grave that the meaning is sure of. */
function isTold(ofWords: Danger, meant: readonly Danger[], likely: ReadonlyMap<string, Probability> | null): boolean {
  const graveness = ({ signal }: Danger) => (signal ? DANGER_SIGNALS.indexOf(signal) : -1)
  return meant.some(
    (one) =>
      one.signal === ofWords.signal ||
      (graveness(one) <= graveness(ofWords) && (likely?.get(one.kind) ?? 0) >= KIND.sure),
  )
}

/** Whether a kind is met with a sentence and no number. */
function isSorrow({ signal }: Danger): boolean {
  return signal === undefined
}
