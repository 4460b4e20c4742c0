/**
 * Keeps the page alive and right under a browser's translation, which puts `<font>` elements in the place of text nodes that React still
 * holds: React would fail at the next insertion beside one of them, or write new numbers into a node that nobody sees.
 *
 * Each text node that was replaced is put back in front of its translation, blank. React's insertions and removals find it where they expect
 * it; when React writes into it, the translation goes and the new text stands there, to be translated again if the browser likes.
 */

/** Stands in a text node whose translation is shown instead; not empty, as React may write that. */
const BLANK = '\u200b';

interface Translated {
  readonly translation: Element;
  readonly original: string;
}

/** Watches everything below `root`; the returned function ends that. */
export function surviveTranslation(root: Node): () => void {
  const replaced = new Map<Text, Translated>();
  const byTranslation = new Map<Element, Text>();

  const forget = (text: Text) => {
    const known = replaced.get(text);
    if (!known) return;
    replaced.delete(text);
    byTranslation.delete(known.translation);
  };

  function takeReplacement({ target, removedNodes, addedNodes }: MutationRecord): void {
    const [text] = removedNodes;
    const [translation] = addedNodes;
    if (!(text instanceof Text) || !(translation instanceof HTMLElement) || translation.tagName !== 'FONT') return;
    // Removed since, or put back by somebody else.
    if (translation.parentNode !== target || text.isConnected) return;
    replaced.set(text, { translation, original: text.data });
    byTranslation.set(translation, text);
    text.data = BLANK;
    target.insertBefore(text, translation);
  }

  function takeRemoval(node: Node): void {
    if (node instanceof Text && !node.isConnected) {
      // React has taken its text away: the translation goes with it.
      replaced.get(node)?.translation.remove();
      forget(node);
    }
    const text = node instanceof Element && !node.isConnected ? byTranslation.get(node) : undefined;
    if (!text) return;
    // The original is shown again.
    const original = replaced.get(text)?.original ?? '';
    forget(text);
    if (text.isConnected && text.data === BLANK) text.data = original;
  }

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'characterData') {
        const text = record.target as Text;
        const known = replaced.get(text);
        if (!known || text.data === BLANK) continue;
        forget(text);
        known.translation.remove();
      } else {
        takeReplacement(record);
        for (const node of record.removedNodes) takeRemoval(node);
      }
    }
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}
