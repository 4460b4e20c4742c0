/** Writes the kernels of a plan into a program's function: where their numbers are, and the call. */
import { sizeOf } from '../../core/tensor/shape';
import type { Node } from '../graph/node';
import type { Home, NodeView } from '../graph/placement';
import { arrangementFunction } from './kernels/arrangement';
import { copyBytes, fillBytes, i32, type Local, type Writer } from './assembler';
import { imported, indexOf } from './kernels/shared';
import { type ElementwisePass, passFunction, scratchOf } from './kernels/pass';
import { productParameters } from './kernels/product';
import { type HostKernel, maxPool, maxPoolGradient } from './hostKernels';
import type { Kernel, Operand, PassKernel, ProductKernel, StepKernel } from './kernel';
import type { Products } from './products';

const FLOAT = 4;

/** A byte offset, known when the program runs. */
export interface ByteOffset {
  readonly local: Local;
  readonly bytes: number;
}

/** Where the numbers of a program's nodes are. */
export interface Places {
  read(view: NodeView): ByteOffset;
  write(home: Home): ByteOffset;
  homeOf(node: Node): Home;
  isStored(node: Node): boolean;
}

export class KernelWriter {
  /** By a name of their own; equal kernels are one function. */
  readonly functions: Record<string, Writer> = {};
  readonly hosted: HostKernel[] = [];
  /** Bytes behind the working memory that kernels use for themselves. */
  scratch = 0;
  readonly #indices = new Map<string, number>();

  constructor(
    readonly run: Writer,
    readonly scratchAt: ByteOffset,
    readonly places: Places,
  ) {}

  add(kernel: Kernel): void {
    const { places } = this;
    if (kernel.kind === 'pass') this.#pass(kernel);
    else if (kernel.kind === 'copy') {
      this.#push(places.write(kernel.to)).#push(places.read(kernel.from));
      this.run.constant(kernel.size * FLOAT).emit(copyBytes);
    } else if (kernel.kind === 'arrange') {
      const { arrangement } = kernel;
      this.#push(places.read(kernel.from)).#push(this.#own(kernel.node));
      this.run.call(this.#indexOf(arrangement, () => arrangementFunction(arrangement)));
    } else if (kernel.kind === 'products') this.#calls(kernel);
    else this.#step(kernel);
  }

  #pass(kernel: PassKernel): void {
    const { places } = this;
    const { operands, operations, folds, blocks } = kernel;
    const numbers = new Map<Operand | Node, number>();
    for (const value of [...operands, ...operations.map(({ node }) => node)]) numbers.set(value, numbers.size);
    const numberOf = (value: Operand | Node) => numbers.get(value) as number;
    const stores = operations.filter(({ node }) => places.isStored(node)).map(({ node }) => node);
    const columns = kernel.columns ?? kernel.size;
    const pass: ElementwisePass = {
      blocks,
      rows: columns === 0 ? 0 : kernel.size / columns / blocks,
      columns,
      operands: operands.map(({ spread }) => spread),
      operations: operations.map(({ formula, of }) => ({ formula, of: of.map(numberOf) })),
      stores: stores.map(numberOf),
      folds: folds.map(({ operation, over, value }) => ({ operation, over, value: numberOf(value) })),
    };
    for (const { view } of operands) this.#push(places.read(view));
    for (const node of [...stores, ...folds.map((fold) => fold.node)]) this.#push(this.#own(node));
    this.#push(this.#scratch(scratchOf(pass)));
    this.run.call(this.#indexOf(pass, () => passFunction(pass, indexOf)));
  }

  #step(kernel: StepKernel): void {
    const { places, run } = this;
    const { op, node, reads } = kernel;
    const { inputs, numbers } = node;
    const [first, second] = inputs as [Node, Node];
    const [a, b] = reads.map((view) => places.read(view)) as [ByteOffset, ByteOffset];
    const to = this.#own(node);
    const write: Readonly<Record<StepKernel['op'], () => void>> = {
      argMax: () => {
        const [rows, columns] = first.shape as [number, number];
        this.#push(a).#push(to);
        run.constant(rows).constant(columns).call(indexOf('argMaxRows'));
      },
      gather: () => {
        this.#push(a).#push(b).#push(to);
        run
          .constant(second.size)
          .constant(sizeOf(first.shape.slice(1)) * FLOAT)
          .call(indexOf('gatherRows'));
      },
      scatter: () => {
        this.#push(to)
          .run.constant(0)
          .constant(node.size * FLOAT)
          .emit(fillBytes);
        this.#push(a).#push(b).#push(to);
        run
          .constant(second.size)
          .constant(sizeOf(node.shape.slice(1)))
          .call(indexOf('scatterRows'));
      },
      maxPool: () => this.#host(maxPool(first.shape, numbers), a, a, to),
      maxPoolGradient: () => this.#host(maxPoolGradient(second.shape, numbers), a, b, to),
    };
    write[op]();
  }

  #calls({ node, calls, isCleared }: ProductKernel): void {
    const to = this.#own(node);
    if (isCleared)
      this.#push(to)
        .run.constant(0)
        .constant(node.size * FLOAT)
        .emit(fillBytes);
    for (const { a, b, offset, products } of calls)
      this.#products(products, [this.places.read(a), this.places.read(b)], { ...to, bytes: to.bytes + offset * FLOAT });
  }

  /** One product after the other, from places that lie apart by the same. */
  #products({ count, steps, accumulates, numbers }: Products, [a, b]: readonly [ByteOffset, ByteOffset], c: ByteOffset): void {
    const { run } = this;
    const scratch = this.#scratch((numbers.segments * numbers.depth + 1) * 32);
    const pointers = { a, b, c };
    const locals = { a: run.local(), b: run.local(), c: run.local() };
    const left = run.local();
    const accumulate = run.local();
    for (const name of ['a', 'b', 'c'] as const) this.#push(pointers[name]).run.set(locals[name]);
    run.constant(0).set(accumulate).constant(count).set(left);
    run.countDown(left, 1, () => {
      for (const name of productParameters) {
        if (name === 'a' || name === 'b' || name === 'c') run.get(locals[name]);
        else if (name === 'scratch') this.#push(scratch);
        else if (name === 'accumulate') run.get(accumulate);
        else run.constant(numbers[name]);
      }
      run.call(indexOf('product'));
      for (const name of ['a', 'b', 'c'] as const) run.advance(locals[name], steps[name]);
      if (accumulates) run.constant(1).set(accumulate);
    });
  }

  #host(kernel: HostKernel, a: ByteOffset, b: ByteOffset, c: ByteOffset): void {
    this.run.constant(this.hosted.push(kernel) - 1);
    this.#push(a).#push(b).#push(c).run.call(indexOf('host'));
  }

  #own(node: Node): ByteOffset {
    return this.places.write(this.places.homeOf(node));
  }

  #scratch(bytes: number): ByteOffset {
    this.scratch = Math.max(this.scratch, bytes);
    return this.scratchAt;
  }

  #push({ local, bytes }: ByteOffset): this {
    this.run.get(local);
    if (bytes !== 0) this.run.constant(bytes).emit(i32.add);
    return this;
  }

  #indexOf(described: object, write: () => Writer): number {
    const key = JSON.stringify(described);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const index = Object.keys(imported).length + this.#indices.size;
    this.#indices.set(key, index);
    this.functions[`kernel${index}`] = write();
    return index;
  }
}
