/** Numbers one after the other in one typed array that doubles when it is full. */
export interface Growing<T extends Float32Array | Uint8Array | Uint32Array> {
  push(value: number): void;
  readonly length: number;
  /** A view of what has come so far. */
  values(): T;
}

export function growing<T extends Float32Array | Uint8Array | Uint32Array>(make: (length: number) => T): Growing<T> {
  let held = make(1024);
  let length = 0;
  return {
    push(value) {
      if (length === held.length) {
        const larger = make(2 * length);
        larger.set(held);
        held = larger;
      }
      held[length++] = value;
    },
    get length() {
      return length;
    },
    values: () => held.subarray(0, length) as T,
  };
}
