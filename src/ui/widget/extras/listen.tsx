import type { Message } from '../../../platform/model/conversation.js'
import { directionOf } from '../../../platform/model/language.js'
import { Button } from '../button.js'
import type { ChatProps } from '../chat.js'
import { comfortChoice } from './chosen-comfort.js'
import { comfortWords } from './comfort-words.js'
import { Following } from './following.js'
import { localVoice } from './local-voice.js'
import { reader, stopSpeech } from './speech.js'
import { spokenLanguage, spokenPieces } from './spoken-pieces.js'
import { browserVoices } from './voices.js'

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
