/** A machine that writes the programs of another and runs none: what is computed on it says what memory it takes, and gives zeros. */
import { Blocks } from './blocks';
import type { Machine, Written } from './machine';
import type { Node } from './node';

export class PlanningMachine<Program extends Written> implements Machine<Program, undefined> {
  readonly blocks = new Blocks((numbers) => {
    this.store = Math.max(this.store, numbers);
  });
  /** Numbers that outlived programs, at most, and that one of them needed while it ran. */
  store = 0;
  work = 0;
  readonly joinsRuns = false;
  readonly isOneMemory: boolean;

  /** Runs do not go together: that they can is no reason that they must. */
  constructor(readonly planned: Machine<Program, unknown>) {
    this.isOneMemory = planned.isOneMemory;
  }

  compile(wanted: readonly Node[], segment: number): Program {
    return this.planned.compile(wanted, segment);
  }

  load({ work }: Program): undefined {
    this.work = Math.max(this.work, work);
  }

  async ready(): Promise<void> {}
  unload(): void {}
  run(): void {}
  write(): void {}

  async read(ranges: readonly { readonly size: number }[]): Promise<Float32Array[]> {
    return ranges.map(({ size }) => new Float32Array(size));
  }

  /** Bytes of the fullest memory. */
  bytes(): number {
    const bytesPerNumber = 4;
    return bytesPerNumber * (this.isOneMemory ? this.store + this.work : Math.max(this.store, this.work));
  }

  destroy(): void {}
}
