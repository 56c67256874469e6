import pg from 'pg'

/** Where a connection was asked while its former query went on. */
const overlaps: string[] = []
const underWay = new WeakMap<object, number>()

const query = pg.Client.prototype.query as (...input: unknown[]) => unknown
pg.Client.prototype.query = function ask(this: object, ...input: unknown[]) {
  const count = (change: number) => underWay.set(this, (underWay.get(this) ?? 0) + change)
  if ((underWay.get(this) ?? 0) > 0) overlaps.push(new Error('asked too soon').stack ?? '')
  const answer = query.apply(this, input)
  if (answer instanceof Promise) {
    count(1)
    const end = () => count(-1)
    answer.then(end, end)
  }
  return answer
} as typeof pg.Client.prototype.query

/**
 * Every connection of the test file has had one query at a time: the driver lets others wait, says once that it will not any more from version 9 on, and only
 * when a third one comes.
 * @throws with the places that asked too soon
 */
export function assertOneQueryAtATime(): void {
  const found = overlaps.splice(0)
  if (found.length > 0) throw new Error(`a connection was asked while it answers:\n${found.join('\n')}`)
}
