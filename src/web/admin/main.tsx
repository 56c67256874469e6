import { render } from 'preact'
import '../console/console.css'
import { readPreferences } from '../console/preferences.js'
import { Admin } from './admin.js'
import { AdminApi } from './admin-api.js'
import '../console/supervision/supervision.css'
import './shell.css'
import './admin.css'
import './failures/failures.css'
import './conflicts/conflicts.css'
import './exchange/exchange.css'
import './reception/agents.css'
import './settings/settings.css'
import './audit/audit.css'
import './entries/entries.css'
import './entries/entry-editor.css'
import './first-run/first-run.css'
import './imports/imports.css'
import './accounts/accounts.css'
import './webhooks/webhooks.css'
import './statistics/statistics.css'
import './theme/theme.css'
import './trust/trust.css'
import './try/try.css'

const place = document.getElementById('admin')
if (place) {
  const preferences = readPreferences()
  const api = new AdminApi(() => preferences.language)
  render(<Admin api={api} preferences={preferences} />, place)
}
