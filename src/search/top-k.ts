/** Positions of the `k` largest values, largest first; equal values in order of position. Only values above `floor` count. */
export function topK(values: Float32Array, k: number, floor = Number.NEGATIVE_INFINITY): number[] {
  const heap: number[] = []
  const worse = (a: number, b: number): boolean => {
    const difference = (values[a] as number) - (values[b] as number)
    return difference < 0 || (difference === 0 && a > b)
  }
  for (let position = 0; position < values.length; position += 1) {
    if ((values[position] as number) <= floor) continue
    if (heap.length === k && !worse(heap[k - 1] as number, position)) continue
    let low = 0
    let high = heap.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (worse(heap[middle] as number, position)) high = middle
      else low = middle + 1
    }
    heap.splice(low, 0, position)
    if (heap.length > k) heap.pop()
  }
  return heap
}
