/** Headings that say what a column is. */

/** Of labels, the surest first: where two are there, the first of this list is taken. */
const LABELS = [
  'label',
  'labels',
  'target',
  'targets',
  'survived',
  'species',
  'diagnosis',
  'outcome',
  'variety',
  'sentiment',
  'class',
  'classes',
  'klasse',
  'category',
  'income',
  'salary class',
  'y',
  'churn',
  'exited',
  'attrition',
  'transported',
  'heartdisease',
  'stroke',
  'potability',
  'output',
  'recurrence',
  'class_label',
  'label_name',
  'class_name',
  'labelname',
  'classname',
  'is_spam',
  'spam',
  'language',
  'polarity',
]; // prettier-ignore
const TEXTS =
  /^(texts?|sentences?\s?\d?|reviews?|messages?|documents?|title|comments?|comment_text|tweets?|headlines?|body|content|questions?\d?|question\s?\d|premise|hypothesis|abstract|description|utterance|article|name|names|#\d string|review_text|text_a|text_b|sms|email|post)$/i;
/** Of texts that are worth reading beside numbers, too. */
const SURE_TEXTS =
  /^(texts?|sentences?\s?\d?|reviews?|messages?|comments?|comment_text|tweets?|headlines?|question\s?\d|premise|hypothesis|review_text|sms|utterance)$/i;
const IDENTIFIERS =
  /^(|id|ids|index|idx|no\.?|nr\.?|#|rownames?|row[ _]?(id|names?|number|index)|unnamed: ?\d+|.*[ _-](id|uuid|guid)|[A-Za-z]*[a-z]I[dD]|uuid|guid|serial ?no\.?|sno)$/;

const plain = (heading: string) => heading.trim().toLowerCase();

/** How surely a heading is that of labels, 0 being the surest; −1 where it is not. */
export const labelRank = (heading: string): number => LABELS.indexOf(plain(heading));
export const isTextHeading = (heading: string): boolean => TEXTS.test(heading.trim());
export const isSureTextHeading = (heading: string): boolean => SURE_TEXTS.test(heading.trim());
/** True if a heading says that a column holds points in time. */
export const isTimeHeading = (name: string): boolean =>
  /^(unix|epoch)?[ _]?(time ?_?stamp|time|epoch|(created|updated|posted)([ _]?(at|on))?)$/i.test(name.trim());

export const isIdentifierHeading = (heading: string): boolean =>
  IDENTIFIERS.test(heading.trim()) || /^(id|ids|index|idx)$/i.test(heading.trim());
/** True if a heading is one that tables without other evidence have. */
export const isKnownHeading = (heading: string): boolean =>
  labelRank(heading) >= 0 || isTextHeading(heading) || (heading.trim() !== '' && isIdentifierHeading(heading));
