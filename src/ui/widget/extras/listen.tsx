import type { Message } from '../../../platform/model/conversation.js'
import { type Answer, foldedSections } from '../../../platform/model/entry.js'
import { directionOf, type RecognisedLanguage } from '../../../platform/model/language.js'
import type { Block, Span } from '../../../platform/text/rich-links.js'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { comfortChoice } from './comfort-choice.js'
import { comfortWords } from './comfort-words.js'
import { Following } from './following.js'
import { browserVoices, localVoice } from './local-voice.js'
import { reader, stopSpeech } from './speech.js'

interface ListenProps extends ChatProps {
  message: Message
}

/** The button that reads a message aloud, and stops. Only when it is wished for, and where the device has a voice for the message's language. */
export class Listen extends Following<ListenProps> {
  #read(): void {
    const { chat, message } = this.props
    const say = comfortWords(chat.language)
    const pieces = spokenPieces(message, chat.state.simple).flatMap(({ text, language }) => {
      const voice = localVoice(browserVoices(), language)
      return voice ? { text, voice } : []
    })
    stopSpeech()
    reader.start(message.id, pieces, () => say && chat.session.announce(say('readingFailed')))
  }

  override render({ chat, message }: ListenProps) {
    const say = comfortWords(chat.language)
    const isOffered = message.author === 'assistant' || message.author === 'agent'
    if (!say || !isOffered || !comfortChoice(chat.memory).reading) return null
    if (!localVoice(browserVoices(), spokenLanguage(message))) return null
    const isRead = reader.messageId === message.id
    return (
      <p class="listen" lang={chat.language} dir={directionOf(chat.language)}>
        <Button class={isRead ? 'chip stop' : 'chip start'} onClick={() => (isRead ? reader.stop() : this.#read())}>
          {say(isRead ? 'stopReading' : 'listen')}
        </Button>
      </p>
    )
  }
}

/** A sentence to be read aloud, and the language of the voice that may read it. */
interface SpokenPiece {
  text: string
  language: RecognisedLanguage
}

/** The language in which a message is written. */
export function spokenLanguage({ payload, language }: Message): RecognisedLanguage {
  return payload.type === 'card' ? (payload.answer.language ?? 'fr') : language
}

/**
 * A message as it is read aloud: a card as it is shown (what answers, its title, what is asked most, its sections in order, or its simplified version), a question and then its
 * buttons. One sentence a piece: a pause between two, and a stop that is not late.
 */
export function spokenPieces(message: Message, simple: boolean): SpokenPiece[] {
  const { payload } = message
  const language = spokenLanguage(message)
  const inLanguage = (lines: string[]) => lines.flatMap((line) => sentencesOf(line, language))
  if (payload.type === 'card') return inLanguage(linesOfAnswer(payload.answer, simple))
  if (payload.type === 'choice') {
    const options = payload.options.map((option) => ({ text: option.label, language: option.language ?? language }))
    return [...inLanguage([payload.text]), ...options]
  }
  return inLanguage(payload.blocks ? linesOf(payload.blocks) : payload.text.split('\n'))
}

function linesOfAnswer(answer: Answer, wantsSimple: boolean): string[] {
  const { title, summary, lead, facts = [], guided, simple } = answer
  const rest =
    simple && wantsSimple
      ? linesOf(simple)
      : [
          ...facts.map((fact) => `${fact.title} : ${textOf(fact.spans)}`),
          ...foldedSections(answer).flatMap((section) => [section.title, ...linesOf(section.blocks)]),
        ]
  const opening = lead ? linesOf(lead) : [summary]
  return [...opening, title, ...(guided ? [guided.situation, ...linesOf(guided.note)] : []), ...rest]
}

function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'paragraph' ? [textOf(block.spans)] : block.items.map(textOf)))
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('')
}

function sentencesOf(line: string, language: RecognisedLanguage): SpokenPiece[] {
  const segments = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(line)
  return [...segments]
    .map(({ segment }) => ({ text: segment.trim(), language }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
}
