/** White space as Unicode has it, without the byte-order mark that `\s` takes for some. */
const SPACE = /\p{White_Space}+/u;

/**
 * Words and signs of a sentence as the 13a tokenizer parts them, for BLEU alone: entities are turned back, ASCII signs stand by
 * themselves, points and commas within numbers stay, apostrophes and whatever is not ASCII stay.
 *
 * Source: the description of mteval-v13a's tokenizer in sacreBLEU 2.6.0; equal to it on 85 strings (tested).
 * Deviation: the four control signs FS to US, which Python takes for white space, are not.
 */
export function tokenize13a(sentence: string): readonly string[] {
  const plain = sentence
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  const parted = ` ${plain} `
    .replace(/[{-~[-` -&(-+:-@/]/gu, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/gu, '$1 $2 ');
  return spaced(parted);
}

/** Words between white space. */
export function spaced(sentence: string): readonly string[] {
  return sentence.split(SPACE).filter((word) => word !== '');
}
