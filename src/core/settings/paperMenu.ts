/** The papers' presets under their papers, and how they are found. */
import { paperPresets } from './paperPresets';

export interface PaperChoice {
  /** Its word in links. */
  readonly value: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  /** The data set it is about. */
  readonly needs: string;
  /** Stand-in for a task that cannot be had here. */
  readonly instead?: string;
}

export interface PaperGroup {
  readonly authors: string;
  readonly source: string;
  readonly choices: readonly PaperChoice[];
}

/** Every preset in which each word of `query` is found, under its paper; papers without any are left out. */
export function paperMenu(query = ''): readonly PaperGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, PaperGroup & { readonly choices: PaperChoice[] }>();
  for (const [value, { label, help, paper }] of Object.entries(paperPresets)) {
    if (!paper) continue;
    const { authors, source, needs, instead } = paper;
    const searchable = `${value} ${label} ${help} ${authors} ${source} ${needs} ${instead ?? ''}`.toLowerCase();
    if (!words.every((word) => searchable.includes(word))) continue;
    const group = groups.get(authors) ?? { authors, source, choices: [] };
    group.choices.push({ value, label, help, needs, ...(instead === undefined ? {} : { instead }) });
    groups.set(authors, group);
  }
  return [...groups.values()];
}

/** True if stored data of this name are the data set that people call so: `cifar10` is CIFAR-10. */
export function isDataset(name: string, called: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(name) === plain(called);
}
