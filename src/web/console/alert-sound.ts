import { attempt } from './attempt.js'

const NOTES_HZ = [660, 880]
const NOTE_S = 0.14
const VOLUME = 0.08

let context: AudioContext | null = null

/** Two short soft notes. Browsers allow them once the agent has touched the page; before, nothing is heard and nothing fails. */
export function playAlert(): void {
  attempt(() => {
    context ??= new AudioContext()
    const audio = context
    void audio.resume()
    NOTES_HZ.forEach((frequency, index) => {
      playNote(audio, frequency, audio.currentTime + index * NOTE_S)
    })
  })
}

function playNote(audio: AudioContext, frequency: number, at: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.frequency.value = frequency
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(VOLUME, at + 0.02)
  gain.gain.linearRampToValueAtTime(0, at + NOTE_S)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + NOTE_S)
}
