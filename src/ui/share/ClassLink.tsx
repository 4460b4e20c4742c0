import { useId, useState } from 'react';
import { hideable, lectureFields, lockableSections } from '../../core/settings/lecture';
import type { Experiment } from '../../core/settings/experiment';
import type { Field, FieldValue } from '../../core/settings/field';
import { linkTo } from '../../core/settings/link';
import { SeveralControl } from '../controls/SeveralControl';
import { usePageState, useTools } from '../pageContext';
import { Copy } from './Copy';
import { LinkField } from './LinkField';

/** A link for a class: what it does not show, and what is not for editing. This page stays as it is. */
export function ClassLink() {
  const id = useId();
  const { base } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const [hide, setHide] = useState<readonly string[]>(experiment.lecture.hide);
  const [lock, setLock] = useState<readonly string[]>(experiment.lecture.lock);
  const link = linkTo(base, { ...experiment, lecture: { ...experiment.lecture, hide, lock, unlocked: false } });
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>For a class</h3>
      <p>
        A link that shows less, or in which some settings cannot be moved. Whoever opens it can show everything and unlock, and the page
        says so. Single settings are locked by their word: <code>lock=noise;seeds</code>.
      </p>
      <div className="share-boxes">
        <Boxes label="Hide" of="hide" words={hideable} value={hide} onChange={setHide} />
        <Boxes label="Lock" of="lock" words={lockableSections} value={lock} onChange={setLock} />
      </div>
      <div className="share-link">
        <LinkField link={link} label="Link for a class" />
        <Copy text={link} label="Copy class link" confirmation="Link copied" />
      </div>
    </section>
  );
}

interface BoxesProps {
  readonly label: string;
  readonly of: 'hide' | 'lock';
  readonly words: readonly { readonly value: string; readonly label: string }[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Sections only: a list of every setting would be longer than the page. Single settings that are locked already stay so. */
function Boxes({ label, of, words, value, onChange }: BoxesProps) {
  const own = lectureFields[of];
  const field: Field<FieldValue> = { ...own, label, control: { kind: 'several', options: words } };
  return (
    <SeveralControl
      item={{ path: `lecture.${of}`, key: of, field, value, live: true, inherited: false }}
      onChange={(next) => onChange(next as Experiment['lecture']['hide'])}
    />
  );
}
