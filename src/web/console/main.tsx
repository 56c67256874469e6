import { render } from 'preact'
import { playAlert } from './alert-sound.js'
import './console.css'
import './queue/queue.css'
import './desk/desk.css'
import './copilot/copilot.css'
import './lifecycle/lifecycle.css'
import './practice/practice.css'
import './routing/routing.css'
import './trust/trust.css'
import { Console } from './console.js'
import { ConsoleSession } from './console-session.js'
import './supervision/supervision.css'

const place = document.getElementById('console')
if (place) {
  const session: ConsoleSession = new ConsoleSession(() => {
    if (session.state.preferences.sound) playAlert()
  })
  void session.start()
  render(<Console session={session} />, place)
}
