import { useEffect } from 'preact/hooks'

/** Shows in the tab's title how many wait: "(2) Accueil en ligne". */
export function useTitleCount(title: string, count: number): void {
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${title}` : title
  }, [title, count])
}
