/** Every element-wise operation on every device: a type error while a row or a cell of one is missing. */
import type { Elementwise } from '../../core/tensor/operations';
import { arithmetic } from './arithmetic';
import type { Operation } from './operation';
import { transcendental } from './transcendental';

export const operations: Readonly<Record<Elementwise, Operation>> = { ...arithmetic, ...transcendental };
