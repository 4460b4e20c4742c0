/** Inputs and outputs of a program, before any device has seen it. */
import { dependencies, isGiven, isUploaded, type Node } from './node';

/** Inputs and outputs of a program, whatever it is made of. */
export interface Interface {
  /** Stored nodes that it reads; their addresses are the first words that the host hands over with each run. */
  readonly inputs: readonly Node[];
  /** Nodes that it leaves stored; their addresses follow. */
  readonly outputs: readonly Node[];
  /** Uploads that it reads, and where their numbers go among the words. */
  readonly uploads: readonly { readonly node: Node; readonly at: number }[];
  /** How many words there are. */
  readonly words: number;
}

/** A program that has yet to be written. */
export interface Opening extends Interface {
  /** All that it computes, inputs first. */
  readonly needed: readonly Node[];
  /** True if a node is there before it runs. */
  readonly isOutside: (node: Node) => boolean;
}

/**
 * @param wanted  nodes to leave stored
 * @param segment nodes of earlier programs of the trace are read, not computed again
 */
export function opened(wanted: readonly Node[], segment: number): Opening {
  const isOutside = (node: Node) => isGiven(node) || node.segment < segment;
  const { needed, outside } = dependencies(wanted, isOutside);
  const inputs = outside.filter((node) => !isUploaded(node));
  const outputs = [...new Set(wanted)];
  let words = inputs.length + outputs.length;
  const uploads = outside.filter(isUploaded).map((node) => {
    const at = words;
    words += node.size;
    return { node, at };
  });
  return { inputs, outputs, uploads, words, needed, isOutside };
}
