/** Methods of every tensor class: one for each element-wise operation, all of which end in `each` and `pair`. */
import { type FunctionName, type Functions, functionNames, type PairName, type Pairs, pairNames } from './operations';
import type { Tensor } from './tensor';

abstract class Methods<Self> {
  /** Applies a function of one number to every element. */
  abstract each(name: FunctionName): Self;
  /** Applies a function of two numbers to every pair of elements. */
  abstract pair(name: PairName, other: Tensor | number): Self;
}

const methods: Record<string, (this: Methods<unknown>, other: Tensor | number) => unknown> = {};
for (const name of functionNames)
  methods[name] = function () {
    return this.each(name);
  };
for (const name of pairNames)
  methods[name] = function (other) {
    return this.pair(name, other);
  };
Object.assign(Methods.prototype, methods);

/** @typeParam Self  the class that extends it, which is what its methods give */
export const ElementwiseMethods = Methods as unknown as abstract new <Self>() => Methods<Self> & Functions<Self> & Pairs<Self>;
