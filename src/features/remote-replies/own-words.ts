/** Lines after which everything is quoted: programs write them over the mail that is answered. */
const QUOTES_BELOW = [
  /^-{2,} ?(message d.origine|message original|message transféré|message d.origine transféré|original message|forwarded message|mail original|courriel original) ?-{2,}$/i,
  /^_{10,}$/,
  /^début du message (transféré|réexpédié) ?:$/i,
]
/** Lines that programs of phones and computers add by themselves. */
const ADDED = [
  /^envoyé (de|depuis|à partir de|avec|par) (mon|ma|l.application|l.appli|outlook|courrier|yahoo|proton|la messagerie|orange|gmail|thunderbird)/i,
  /^(obtenez|obtenir|télécharge[rz]?) outlook pour /i,
  /^provenance ?: courrier pour windows/i,
  /^(sent from (my|mail|outlook|yahoo|proton)|get outlook for )/i,
]
/** `De :` and the headers that follow it where Outlook and webmails quote. */
const FROM_LINE = /^\*?(de|from|expéditeur) ?\*? ?:\*? ?\S/i
const HEADER_LINE = /^\*?(envoyé( le)?|date|sent|à|to|cc|objet|subject|destinataires?) ?\*? ?:/i
/** `Le mar. 24 nov. 2026 à 10:00, Mairie <…> a écrit :`, in one line or several. */
const ATTRIBUTION_START = /^(le|on) .{0,200}$/i
const ATTRIBUTION_END = /\b(a écrit|wrote) ?:$/i
/** Lines over which an attribution may be wrapped. */
const MOST_WRAPPED = 4
/** A signature, by the rule of mails. */
const SIGNATURE = /^-- ?$/

/**
 * What somebody wrote herself in an answer: without what it quotes, her signature and what her program adds. Words under a quoted mail are hers, as
 * long as the quotation is marked line by line. Pure.
 * @param above the line of our own mail over which she is asked to answer: whatever stands at or under it was not written by her
 */
export function ownWords(text: string, above: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0|\u202f/g, ' ')
    .split('\n')
  const own: string[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]?.trim() ?? ''
    if (line.startsWith('>')) continue
    const attribution = attributionAt(lines, index)
    if (attribution > 0) {
      const next = lines.slice(index + attribution).find((one) => one.trim() !== '') ?? ''
      // Whoever quotes without marks quotes to the end.
      if (!next.trim().startsWith('>')) break
      index += attribution - 1
      continue
    }
    if (endsWords(lines, index, above)) break
    own.push(lines[index]?.trimEnd() ?? '')
  }
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function endsWords(lines: readonly string[], index: number, above: string): boolean {
  const line = lines[index]?.trim() ?? ''
  if (line.includes(above) || SIGNATURE.test(lines[index] ?? '')) return true
  if ([...QUOTES_BELOW, ...ADDED].some((one) => one.test(line))) return true
  // One header after it, at least: "De : la mairie" alone may be hers.
  return FROM_LINE.test(line) && lines.slice(index + 1, index + 5).some((one) => HEADER_LINE.test(one.trim()))
}

/** How many lines from one on say who wrote what is quoted; 0: none. */
function attributionAt(lines: readonly string[], index: number): number {
  if (!ATTRIBUTION_START.test(lines[index]?.trim() ?? '')) return 0
  for (let count = 1; count <= MOST_WRAPPED; count += 1) {
    const line = lines[index + count - 1]?.trim() ?? ''
    if (line === '') return 0
    if (ATTRIBUTION_END.test(line)) return count
  }
  return 0
}
