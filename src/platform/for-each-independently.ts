/**
 * Acts on each of several, one after the other. What fails with one (its file is spoilt, say) keeps no other waiting.
 * @throws what failed first, once all were tried
 */
export async function forEachIndependently<T>(items: Iterable<T>, act: (item: T) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = []
  for (const item of items) {
    try {
      await act(item)
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
}
