import { attempt } from './browser.js'

/** The sounds to choose from. */
export const TUNES = ['notes', 'bell', 'knock'] as const
/** One of {@link TUNES}. */
export type Tune = (typeof TUNES)[number]

/** How a sound is played. */
export interface Playing {
  /** In percent. */
  volume: number
  /** An alert that nobody answered, or an emergency: twice, and louder. */
  strong: boolean
}

/** A note: when it begins and how long it lasts, in seconds, how high and how loud, in [0, 1]. */
interface Note {
  at: number
  lasts: number
  hz: number
  gain: number
  wave: OscillatorType
}

/** Soft ones: they are heard in a hall where people talk. */
const NOTES: Record<Tune, readonly Note[]> = {
  notes: [
    { at: 0, lasts: 0.14, hz: 660, gain: 0.5, wave: 'sine' },
    { at: 0.14, lasts: 0.14, hz: 880, gain: 0.5, wave: 'sine' },
  ],
  bell: [
    { at: 0, lasts: 0.9, hz: 784, gain: 0.5, wave: 'sine' },
    { at: 0, lasts: 0.6, hz: 1976, gain: 0.15, wave: 'sine' },
  ],
  knock: [
    { at: 0, lasts: 0.09, hz: 330, gain: 0.8, wave: 'triangle' },
    { at: 0.16, lasts: 0.09, hz: 262, gain: 0.8, wave: 'triangle' },
  ],
}

const ATTACK_S = 0.02
/** Between the two times of a strong alert. */
const PAUSE_S = 0.35
/** The loudest sound at full volume, in [0, 1]. */
const FULL = 0.4
const STRONGER = 1.6

let context: AudioContext | null = null

/** Plays a sound. Browsers allow it once the agent has touched the page; before, nothing is heard and nothing fails. */
export function playTune(tune: Tune, { volume, strong }: Playing): void {
  attempt(() => {
    context ??= new AudioContext()
    const audio = context
    void audio.resume()
    const loudness = Math.min(1, (volume / 100) * FULL * (strong ? STRONGER : 1))
    for (const note of strong ? twice(NOTES[tune]) : NOTES[tune]) playNote(audio, note, loudness)
  })
}

function twice(notes: readonly Note[]): Note[] {
  const end = Math.max(...notes.map(({ at, lasts }) => at + lasts)) + PAUSE_S
  return [...notes, ...notes.map((note) => ({ ...note, at: note.at + end }))]
}

function playNote(audio: AudioContext, { at, lasts, hz, gain, wave }: Note, loudness: number): void {
  const from = audio.currentTime + at
  const oscillator = audio.createOscillator()
  const level = audio.createGain()
  oscillator.type = wave
  oscillator.frequency.value = hz
  level.gain.setValueAtTime(0, from)
  level.gain.linearRampToValueAtTime(gain * loudness, from + ATTACK_S)
  level.gain.linearRampToValueAtTime(0, from + lasts)
  oscillator.connect(level).connect(audio.destination)
  oscillator.start(from)
  oscillator.stop(from + lasts)
}
