/** Where source files know a part or an algorithm by its name, though its file should say what is known about it. */

/** Files that may, with the reason. What lies in `core/sam` is where parts are described. */
export const defendedNames: readonly (readonly [files: RegExp, reason: string])[] = [
  [/^core\/settings\/(presets|preset|paper\w+)\.ts$/, 'presets and rows of papers are choices of algorithms: naming them is their content'],
  [/^core\/settings\/link\/versions\.ts$/, 'says what old links meant by their algorithms'],
  [/^core\/lessons\//, 'a lesson is about certain algorithms'],
  [/^core\/valley\//, 'a loss says whose paths are drawn at first, and all of them descend without momentum'],
  [/^core\/(replay|diagnostics\/replay)\//, 'translates the words of reference files into parts'],
  [/\.generated\.ts$/, 'written from the parts by a script'],
];

/** Words that mean other things in ordinary code as well; they count where they stand beside `kind`, `parts` or `algorithm`. */
const ORDINARY = new Set(
  'all always constant every fixed follows linear never noise none own params smoothed whole adaptive universal frobenius perturbed ema momentum average window last'.split(
    ' ',
  ),
);

/** Lines that name a part or an algorithm in quotes or as a quoted key, as `line: text`. */
export function namedIn(text: string, names: ReadonlySet<string>): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(\/\/|\*|\/\*|import\b)/.test(line)) return [];
    const quoted = [...line.matchAll(/(['"])([a-z][a-z0-9-]*)\1/g)].map((match) => match[2] ?? '');
    const isAboutParts = /\bkinds?\b|\bparts?\b|\balgorithms?\b|\bslots?\b/i.test(line);
    const found = quoted.some((word) => names.has(word) && (isAboutParts || !ORDINARY.has(word)));
    return found ? [`${index + 1}: ${line.trim()}`] : [];
  });
}
