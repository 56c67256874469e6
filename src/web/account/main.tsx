import { render } from 'preact'
import '../console/console.css'
import '../admin/admin.css'
import './account.css'
import { readPreferences } from '../console/preferences.js'
import { StaffApi } from '../console/staff-api.js'
import { OwnAccount } from './own-account.js'

const place = document.getElementById('account')
if (place) {
  const preferences = readPreferences()
  const api = new StaffApi(() => preferences.language)
  render(<OwnAccount api={api} preferences={preferences} />, place)
}
