import { adoptComfortStyle } from './panel-style.js'

// What makes the widget easier to read, hear and write in: loaded with the menu, or with the panel for whoever has chosen something of it.
export { ComfortOptions } from './comfort-options.js'
export { Dictation } from './dictation.js'
export { Listen } from './listen.js'
export { SpeechBar } from './speech-bar.js'

adoptComfortStyle()
