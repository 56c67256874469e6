import { render } from 'preact'
import '../../../ui/console/console.css'
import '../../../ui/admin/admin.css'
import './account.css'
import { StaffApi } from '../../../ui/console/staff-api.js'
import { readPreferences } from '../../../ui/kit/preferences.js'
import { OwnAccount } from './own-account.js'

const place = document.getElementById('account')
if (place) {
  const preferences = readPreferences()
  const api = new StaffApi(() => preferences.language)
  render(<OwnAccount api={api} preferences={preferences} />, place)
}
