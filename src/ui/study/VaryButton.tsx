import { useState } from 'react';
import type { FormField } from '../../core/settings/form';
import { usePageState } from '../pageContext';
import { late } from '../page/late';
import { axisOf } from './variedAxes';

const VaryEntry = late('The entry of values', async () => (await import('./VaryEntry')).VaryEntry);

/** Beside a setting: opens the entry of the values that it takes in a study, and says where it is varied. */
export function VaryButton({ item }: { readonly item: FormField }) {
  const [isOpen, setOpen] = useState(false);
  const values = usePageState(({ experiment }) => axisOf(experiment, item.key)?.values.join(', '));
  return (
    <>
      <button
        type="button"
        className="vary-open"
        aria-expanded={isOpen}
        title={`Vary ${item.field.label}`}
        data-varied={values !== undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <svg width="14" height="10" fill="currentcolor" aria-hidden="true">
          <circle cx="2" cy="7" r="1.7" />
          <circle cx="7" cy="3" r="1.7" />
          <circle cx="12" cy="6" r="1.7" />
        </svg>
      </button>
      {values !== undefined && !isOpen ? <p className="vary-values">varied: {values}</p> : null}
      {isOpen ? <VaryEntry item={item} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
