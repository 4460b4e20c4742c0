/** Brings numbers back from the device, the canary's with them, and knows how long that takes when nothing else is to be done. */
import type { Canary } from './canary';

const BYTES = 4;
const [READ, MAP_READ, COPY_TO] = [0x1, 0x1, 0x8];
/** Milliseconds beyond which an idle read is late. */
const LATE_MS = 50;

export interface Range {
  readonly at: number;
  readonly size: number;
}

/** Numbers on their way. */
export interface Arriving {
  /** To be called once what copies them has been submitted. */
  arrive(): Promise<{ readonly values: Float32Array[]; readonly raised: number }>;
}

export class Reader {
  /** Milliseconds that a read takes on an idle device. */
  latency = 0;
  /** True where a device without work answers late unless it is poked: Firefox looks every 100 ms for what is done. */
  #isPoked = false;
  readonly #idle: GPUBuffer[] = [];

  constructor(
    readonly device: GPUDevice,
    readonly canary: Canary,
  ) {}

  /** @param once  an empty read of an idle device */
  async learnLatency(once: () => Promise<unknown>): Promise<void> {
    const timed = async () => {
      const started = performance.now();
      await once();
      return performance.now() - started;
    };
    await timed();
    this.latency = Math.min(await timed(), await timed());
    if (this.latency <= LATE_MS) return;
    this.#isPoked = true;
    this.latency = await timed();
  }

  /** Copies ranges of `store` to where the host can see them, as the last thing that `commands` does. */
  copy(commands: GPUCommandEncoder, store: GPUBuffer, ranges: readonly Range[]): Arriving {
    const numbers = ranges.reduce((sum, { size }) => sum + size, 0);
    // The canary's word comes behind them.
    const bytes = (numbers + 1) * BYTES;
    const place = this.#idle.findIndex((buffer) => buffer.size >= bytes && buffer.size <= 4 * bytes + 1024);
    const [reader = this.device.createBuffer({ size: bytes, usage: MAP_READ | COPY_TO })] = place < 0 ? [] : this.#idle.splice(place, 1);
    let to = 0;
    const places = ranges.map(({ at, size }) => {
      if (size > 0) commands.copyBufferToBuffer(store, at * BYTES, reader, to * BYTES, size * BYTES);
      to += size;
      return { from: to - size, to };
    });
    commands.copyBufferToBuffer(this.canary.buffer, 0, reader, numbers * BYTES, BYTES);
    return {
      arrive: async () => {
        const mapped = reader.mapAsync(READ, 0, bytes);
        if (this.#isPoked) this.device.queue.submit([]);
        await mapped;
        const range = reader.getMappedRange(0, bytes);
        const [raised = 0] = new Uint32Array(range, numbers * BYTES, 1);
        const all = new Float32Array(range, 0, numbers);
        const values = places.map(({ from, to: end }) => all.slice(from, end));
        reader.unmap();
        this.#idle.push(reader);
        return { values, raised };
      },
    };
  }
}
