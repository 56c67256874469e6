import type { SectionProps } from '../../../ui/kit/page-props.js'
import { RevealsSection } from '../../masked-data/pages/reveals-section.js'
import { RetentionSection } from './retention-section.js'
import { ScreenSection } from './screen-section.js'

/** What is kept of people, for how long, what is masked, and who looked at it. */
export function PrivacyPage(props: SectionProps) {
  return (
    <>
      <RetentionSection {...props} />
      <RevealsSection {...props} />
      <ScreenSection {...props} />
    </>
  )
}
