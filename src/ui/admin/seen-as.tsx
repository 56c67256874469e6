import { createContext } from 'preact'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { Role } from '../../platform/model/role.js'
import { Button } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { shellWords } from '../kit/shell-words.js'

/** Shows the administration as somebody with this role alone would see it. */
export const SeeAsContext = createContext<(role: Role) => void>(() => {})

/** The roles as which somebody may look: those that may less than she. Pure. */
export function rolesToSeeAs(roles: readonly Role[]): Role[] {
  const less: Role[] = ['agent', 'curator', 'supervisor']
  return roles.includes('super-admin') ? [...less, 'admin'] : less
}

interface Props {
  language: StaffLanguage
  role: Role | null
  onBack: () => void
}

/** Says as whom the pages are shown, and leads back. */
export function SeenAsBanner({ language, role, onBack }: Props) {
  const { say } = shellWords(language)
  if (role === null || role === 'super-admin') return null
  return (
    <div class="banner warning">
      <Icon name="alert" />
      <p>
        {say(`seenAs.${role}`)} {say('seenAs.reads')}
      </p>
      <Button label={say('seenAs.back')} onClick={onBack} />
    </div>
  )
}
