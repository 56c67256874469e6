import { useEffect } from 'preact/hooks'

const ICON = '/console-icon.svg'
const ICON_WITH_DOT = '/console-icon-dot.svg'

/** Puts a dot on the tab's icon while somebody waits: its title may be cut short among many tabs. */
export function useTabIcon(someoneWaits: boolean): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    link?.setAttribute('href', someoneWaits ? ICON_WITH_DOT : ICON)
  }, [someoneWaits])
}
