import '../kit/kit.css'
import '../../features/accounts/pages/sign-in/sign-in.css'
import './console.css'
import '../../features/handoffs/pages/queue/queue.css'
import '../../features/handoffs/pages/desk/desk.css'
import '../../features/agent-alerts/pages/alerts.css'
import './commands/palette.css'
import '../../features/replies/pages/copilot.css'
import '../../features/handoffs/pages/lifecycle/lifecycle.css'
import '../../features/practice/pages/practice.css'
import '../../features/statistics/pages/supervision/supervision.css'
import '../../features/handoffs/pages/routing/routing.css'
import '../../features/truth-sheet/pages/sample-strip.css'
import '../../features/validation/pages/check.css'
import '../../features/remarks/pages/remarks.css'
import { render } from 'preact'
import { Alerts } from '../../features/agent-alerts/pages/alerts.js'
import { AlertsContext } from '../../features/agent-alerts/pages/overdue.js'
import { Console } from './console.js'
import { ConsoleSession } from './console-session.js'

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
