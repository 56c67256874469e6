import type { StaffApi } from '../../../ui/console/staff-api.js'
import { ChecksFields } from './checks-fields.js'
import { CloseReasonsFields } from './close-reasons-fields.js'
import { ClosuresFields } from './closures-fields.js'
import { DepartmentsFields } from './departments-fields.js'
import type { DraftProps } from './group-form.js'
import { LanguagesFields } from './languages-fields.js'
import { PromisesFields } from './promises-fields.js'
import { ServicesFields } from './services-fields.js'
import type { SettingGroup } from './setting-fields.js'
import { SimpleFields } from './simple-fields.js'
import { SuggestionsFields } from './suggestions-fields.js'

interface Props extends DraftProps {
  api: StaffApi
  communeId: string
  group: SettingGroup
}

/** The fields of a group of settings. */
export function GroupFields({ api, communeId, group, ...props }: Props) {
  switch (group) {
    case 'services':
      return <ServicesFields api={api} {...props} />
    case 'closures':
      return <ClosuresFields {...props} />
    case 'departments':
      return <DepartmentsFields {...props} />
    case 'closeReasons':
      return <CloseReasonsFields {...props} />
    case 'checks':
      return <ChecksFields {...props} />
    case 'promises':
      return <PromisesFields api={api} {...props} />
    case 'suggestions':
      return <SuggestionsFields api={api} communeId={communeId} {...props} />
    case 'languages':
      return <LanguagesFields {...props} />
    default:
      return <SimpleFields group={group} {...props} />
  }
}
