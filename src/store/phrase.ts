/** A piece of a sentence: plain, strong, or the name of a run in its colour. */
export type Phrase = string | { readonly strong: string } | { readonly run: string; readonly label: string };
