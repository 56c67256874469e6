import { render } from 'preact'
import { Alerts } from './alerts/alerts.js'
import { AlertsContext } from './alerts/alerts-context.js'
import { Console } from './console.js'
import { ConsoleSession } from './console-session.js'
// The common looks first: each part's own rules come after them.
import './console.css'
import './queue/queue.css'
import './desk/desk.css'
import './alerts/alerts.css'
import './commands/palette.css'
import './copilot/copilot.css'
import './lifecycle/lifecycle.css'
import './practice/practice.css'
import './supervision/supervision.css'
import './routing/routing.css'
import './trust/trust.css'

const place = document.getElementById('console')
if (place) {
  const session = new ConsoleSession()
  const alerts = new Alerts(session)
  void session.start()
  render(
    <AlertsContext.Provider value={alerts}>
      <Console session={session} />
    </AlertsContext.Provider>,
    place,
  )
}
