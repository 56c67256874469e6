import { render } from 'preact'
import '../console/console.css'
import { readPreferences } from '../kit/preferences.js'
import { Admin } from './admin.js'
import { AdminApi } from './admin-api.js'
import '../../features/statistics/pages/supervision/supervision.css'
import './shell.css'
import './admin.css'
import '../../features/failures/pages/failures.css'
import '../../features/conflicts/pages/conflicts.css'
import '../../features/imports/pages/exchange.css'
import '../../features/handoffs/pages/reception/agents.css'
import '../../features/settings/pages/settings.css'
import '../../features/audit/pages/audit.css'
import '../../features/entries/pages/entries.css'
import '../../features/entries/pages/entry-editor.css'
import '../../features/first-run/pages/first-run.css'
import '../../features/national-feed/pages/imports.css'
import '../../features/accounts/pages/admin/accounts.css'
import '../../features/webhooks/pages/webhooks.css'
import '../../features/statistics/pages/statistics.css'
import '../../features/settings/pages/theme/theme.css'
import '../../features/validation/pages/admin/trust.css'
import '../../features/entries/pages/try/try.css'

const place = document.getElementById('admin')
if (place) {
  const preferences = readPreferences()
  const api = new AdminApi(() => preferences.language)
  render(<Admin api={api} preferences={preferences} />, place)
}
