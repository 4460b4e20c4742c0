import { cifar10 } from './cifar10';
import { cifar100 } from './cifar100';
import type { FileFormat } from './fileFormat';
import { idx } from './idx';
import { npy } from './npy';

/** File formats that can be dropped. A new one is a file and a line here; on equal confidence the first wins. */
export const formats: Readonly<Record<string, FileFormat>> = { idx, cifar10, cifar100, npy };
